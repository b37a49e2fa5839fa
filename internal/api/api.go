// Package api is the door for programs: REST under /api/v1, OpenAPI 3.1 at /api/openapi.json, errors as RFC 9457
// problem documents. It translates: bodies to the desk's verbs, faults to statuses. It refuses to know rows and rules,
// and its wire forms are its own, so that a change inside does not change what programs read.
package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	jsonx "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// Bounds of one request.
const (
	maxBody  = 256 << 10
	maxRead  = 15 * time.Second
	maxToken = 200
)

type door struct {
	desk  *desk.Desk
	words *wording.Catalogue
	base  string // "https://desk.example.gov", for the links in answers
	log   *slog.Logger
}

// Register puts the API onto mux. Base is the address under which the desk is reached.
func Register(mux *http.ServeMux, d *desk.Desk, words *wording.Catalogue, base, version string, log *slog.Logger) {
	config := huma.DefaultConfig("Switchboard", version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/openapi", "", ""
	config.CreateHooks = nil // no $schema in answers
	config.Formats = map[string]huma.Format{"application/json": strict, "json": strict}
	config.DefaultFormat = "application/json"
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Components.Parameters = keyParam()
	config.Security = []map[string][]string{{"token": {}}}
	api := humago.New(mux, config)
	a := &door{d, words, strings.TrimSuffix(base, "/"), log}
	api.UseMiddleware(a.authenticate(api))
	api.UseMiddleware(a.admit(api))
	api.UseMiddleware(a.once(api))
	a.registerTickets(api)
	a.registerVerbs(api)
	a.registerForms(api)
	a.registerFeedback(api)
	a.registerArticles(api)
	a.registerApprovals(api)
	a.registerBulk(api)
	a.registerRules(api)
	a.registerStanding(api)
	a.registerRates(api)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { nothingHere(mux, w, r) })
}

// nothingHere answers what no operation takes: 405 where the path has another method, else 404.
func nothingHere(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "/api/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		writeProblem(w, http.StatusNotFound, "there is nothing at "+r.URL.Path+"; the paths are listed in /api/openapi.json")
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, http.StatusMethodNotAllowed, "send "+strings.Join(allowed, " or ")+" to "+r.URL.Path)
}

// strict reads JSON as RFC 7493 has it: no duplicate names, valid UTF-8, nothing nested without end. What it writes is
// valid UTF-8 too, whatever a message quotes.
var strict = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		if e, ok := v.(*huma.ErrorModel); ok {
			dropValues(e)
		}
		return jsonx.MarshalWrite(w, v, jsontext.EscapeForHTML(true), jsontext.AllowInvalidUTF8(true))
	},
	Unmarshal: func(data []byte, v any) error {
		return jsonx.Unmarshal(data, v)
	},
}

type actorKey struct{}

// actor is who acts; the middleware has put them there.
func actor(ctx context.Context) access.Actor {
	who, _ := ctx.Value(actorKey{}).(access.Actor)
	return who
}

func (a *door) authenticate(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		token, ok := strings.CutPrefix(ctx.Header("Authorization"), "Bearer ")
		if !ok || len(token) > maxToken {
			a.refuse(api, ctx, fault.New(fault.Unauthenticated, "send a token: Authorization: Bearer sb_..."))
			return
		}
		who, err := a.desk.ActorOfToken(ctx.Context(), token)
		if err != nil {
			a.refuse(api, ctx, err)
			return
		}
		next(huma.WithValue(ctx, actorKey{}, who))
	}
}

func (a *door) refuse(api huma.API, ctx huma.Context, err error) {
	p := a.problem(ctx.Context(), err)
	if p.GetStatus() == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", "Bearer")
	}
	_ = huma.WriteErr(api, ctx, p.GetStatus(), p.Error()) // the client is gone if this fails
}

// op describes one operation.
func op(method, path, id, summary string, status int, tags ...string) huma.Operation {
	return keyed(huma.Operation{Method: method, Path: "/api/v1" + path, OperationID: id, Summary: summary, DefaultStatus: status,
		Tags: tags, MaxBodyBytes: maxBody, BodyReadTimeout: maxRead,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}})
}

// clockForm is a promise on the wire.
type clockForm struct {
	Metric     string     `json:"metric" doc:"what is promised, as in CLOCKS: assign_team, first_reply, resolve, ..."`
	Obligation string     `json:"obligation" enum:"guarantee,commitment,goal,expectation"`
	Due        *time.Time `json:"due" doc:"null while the clock is paused"`
	State      string     `json:"state" enum:"counting,paused,met,missed,superseded,ended"`
	StoppedAt  *time.Time `json:"stopped_at,omitzero"`
	Elapsed    int64      `json:"elapsed_seconds"`
	Paused     int64      `json:"paused_seconds"`
	Remaining  int64      `json:"remaining_seconds"`
}

// ticketForm is a ticket on the wire.
type ticketForm struct {
	Number      int64               `json:"number"`
	URL         string              `json:"url"`
	Subject     string              `json:"subject"`
	Description string              `json:"description"`
	Status      string              `json:"status" enum:"new,assigned,in_progress,pending,resolved,closed,merged"`
	Type        string              `json:"type"`
	Class       string              `json:"class"`
	Impact      string              `json:"impact,omitzero"`
	Urgency     string              `json:"urgency,omitzero"`
	Channel     string              `json:"channel"`
	Service     string              `json:"service,omitzero"`
	Agency      string              `json:"agency,omitzero"`
	Team        string              `json:"team"`
	Assignee    int64               `json:"assignee,omitzero"`
	Requester   int64               `json:"requester"`
	Parent      int64               `json:"parent,omitzero" doc:"of a task: the ticket that it is a part of"`
	Tasks       []int64             `json:"open_tasks,omitzero"`
	Escalations int                 `json:"escalations,omitzero" doc:"how often it was escalated"`
	Level       int                 `json:"escalation_level,omitzero" doc:"how high it has come"`
	AnswerBy    *time.Time          `json:"escalation_answer_by,omitzero" doc:"while a level has to answer"`
	Scope       string              `json:"scope,omitzero" doc:"what the service covers of it, once that is decided"`
	Nonstandard bool                `json:"nonstandard,omitzero"`
	MergedInto  int64               `json:"merged_into,omitzero" doc:"the ticket that is worked on in its place"`
	Received    time.Time           `json:"received"`
	Changed     time.Time           `json:"changed"`
	Version     int64               `json:"version" doc:"send it back as \"version\" to act only on what you saw"`
	Answers     map[string][]string `json:"answers,omitzero" doc:"to the request form"`
	Wanted      *wantedForm         `json:"wanted,omitzero" doc:"the date by which it is to be ready"`
	Identity    string              `json:"identity_check,omitzero" doc:"how the desk made sure who asks"`
	Data        []string            `json:"data_classes,omitempty" nullable:"false" doc:"which data that the law guards it may hold, by the names of the definition"`
	Clocks      []clockForm         `json:"clocks"`
	Pauses      []pauseForm         `json:"pauses,omitempty" nullable:"false" doc:"what made clocks stand still, the oldest first"`
}

// pauseForm is a stretch in which clocks stood still, as an objection names it.
type pauseForm struct {
	Cause string     `json:"cause" doc:"question or duty; \"contest\" names a pause by this and the next two"`
	Duty  string     `json:"duty,omitzero"`
	Since time.Time  `json:"since"`
	Until *time.Time `json:"until" doc:"null while it lasts"`
}

func (a *door) form(t ticket.Ticket, clocks []desk.Clock, zone *time.Location) ticketForm {
	f := ticketForm{
		Number: t.ID, URL: a.url(t.ID), Subject: t.Request.Subject, Description: t.Request.Description, Status: string(t.Status),
		Type: t.Type, Class: t.Class, Impact: t.Impact, Urgency: t.Urgency, Channel: t.Request.Channel, Service: t.Request.Service,
		Agency: t.Request.Agency, Team: t.Team, Assignee: int64(t.Assignee), Requester: int64(t.Request.Requester),
		Parent: t.Request.Parent, Tasks: t.TaskNumbers(),
		Escalations: t.Escalation.Count, Level: t.Escalation.Level, AnswerBy: instant(t.EscalationDue(), zone), MergedInto: t.MergedInto, Received: t.ReceivedAt.In(zone), Changed: t.ChangedAt.In(zone), Version: t.Version, Clocks: make([]clockForm, len(clocks)),
	}
	if t.Scope != nil {
		f.Scope = string(t.Scope.Outcome)
	}
	f.Nonstandard = t.Deviates()
	for i, c := range clocks {
		f.Clocks[i] = clockForm{
			Metric: string(c.Metric), Obligation: string(c.Obligation), Due: instant(c.Due, zone), State: string(c.State),
			StoppedAt: instant(c.StoppedAt, zone), Elapsed: seconds(c.Elapsed), Paused: seconds(c.Paused), Remaining: seconds(c.Remaining),
		}
	}
	return f
}

func instant(t time.Time, zone *time.Location) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(zone)
	return &t
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
