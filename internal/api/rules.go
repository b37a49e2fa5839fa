package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

type (
	// ruleForm is a rule of the definition in force, with what it did.
	ruleForm struct {
		ID       string     `json:"id"`
		Name     string     `json:"name"`
		On       []string   `json:"on" nullable:"false" doc:"what happens; empty for a rule on time"`
		Since    string     `json:"since,omitempty" doc:"since when a rule on time waits"`
		Wait     string     `json:"wait,omitempty" doc:"for how long, as the definition has it"`
		Every    bool       `json:"every,omitempty" doc:"again and again, after that time each"`
		If       string     `json:"if,omitempty" doc:"a filter"`
		Then     []deedForm `json:"then" nullable:"false"`
		Stop     bool       `json:"stop,omitempty"`
		Acted    int        `json:"acted" doc:"in the last 30 days"`
		Failed   int        `json:"failed" doc:"how often it could not do what it says"`
		Last     *time.Time `json:"last,omitempty"`
		Paused   *time.Time `json:"paused,omitempty" doc:"since when; absent while it acts"`
		PausedBy string     `json:"paused_by,omitempty"`
	}
	deedForm struct {
		Do    string `json:"do" enum:"route,assign,note,impact,urgency,review,escalate,tell,unassign"`
		To    string `json:"to,omitempty"`
		Skill string `json:"skill,omitempty"`
		Text  string `json:"text,omitempty"`
	}
	rulesOutput struct {
		Body struct {
			Rules []ruleForm `json:"rules" nullable:"false"`
		}
	}
	tryInput struct {
		Body struct {
			Rule  string    `json:"rule,omitempty" maxLength:"100" doc:"all rules without it"`
			Text  string    `json:"definition,omitempty" maxLength:"200000" doc:"a definition in place of the one in force"`
			Q     string    `json:"q,omitempty" maxLength:"1000" doc:"a filter: which tickets"`
			Since time.Time `json:"since" doc:"acts before it do not count"`
			Limit int       `json:"limit,omitempty" minimum:"1" maximum:"10000" doc:"how many tickets are looked at; 10,000 without it"`
		}
	}
	triedOutput struct {
		Body struct {
			Tickets int          `json:"tickets" doc:"that were looked at"`
			More    bool         `json:"more" doc:"there are more than could be"`
			Rules   []triedForm  `json:"rules" nullable:"false"`
			Samples []sampleForm `json:"samples" nullable:"false" doc:"50 acts at most, those on the newest tickets"`
		}
	}
	triedForm struct {
		Rule    string `json:"rule"`
		Acts    int    `json:"acts"`
		Tickets int    `json:"tickets"`
	}
	sampleForm struct {
		Ticket int64      `json:"ticket"`
		Rule   string     `json:"rule"`
		At     time.Time  `json:"at"`
		Do     []deedForm `json:"do" nullable:"false"`
	}
)

// registerRules puts what the desk does by itself onto the API, and who is here to be given work.
func (a *door) registerRules(api huma.API) {
	huma.Register(api, op(http.MethodGet, "/rules", "list-rules", "What the desk does by itself, in the order in which it does", http.StatusOK, "rules"), a.rules)
	huma.Register(api, op(http.MethodPost, "/rules/try", "try-rules", "What rules would have done to tickets of the past; nothing is changed", http.StatusOK, "rules"), a.tryRules)
	huma.Register(api, op(http.MethodGet, "/presence", "list-presence", "Who of the desk is here, and who is away", http.StatusOK, "presence"), a.presence)
	huma.Register(api, op(http.MethodPost, "/presence", "set-presence", "Say that somebody is away, or here: everybody for themselves, a lead for others", http.StatusNoContent, "presence"), a.setPresence)
}

func (a *door) rules(ctx context.Context, _ *struct{}) (*rulesOutput, error) {
	all, err := a.desk.Rules(ctx, actor(ctx))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, zone := &rulesOutput{}, a.desk.Definition().Zone()
	out.Body.Rules = make([]ruleForm, len(all))
	for i, r := range all {
		out.Body.Rules[i] = ruleForm{ID: r.ID, Name: r.Name.En, On: append([]string{}, r.On...), Since: r.Since, Wait: r.Wait, Every: r.Again, If: r.If,
			Then: deeds(r.Then), Stop: r.Stop, Acted: r.Acted, Failed: r.Failed, Last: instant(r.Last, zone), Paused: instant(r.Paused, zone)}
		if !r.Paused.IsZero() {
			out.Body.Rules[i].PausedBy = r.By.NameOrAddress()
		}
	}
	return out, nil
}

func deeds(all []definition.Deed) []deedForm {
	out := make([]deedForm, len(all))
	for i, d := range all {
		out[i] = deedForm(d)
	}
	return out
}

func (a *door) tryRules(ctx context.Context, in *tryInput) (*triedOutput, error) {
	try := desk.Try{Rule: in.Body.Rule, Filter: in.Body.Q, Since: in.Body.Since, Limit: in.Body.Limit}
	if in.Body.Text != "" {
		if err := access.May(actor(ctx), access.TryRules); err != nil { // before a stranger's text is read
			return nil, a.problem(ctx, err)
		}
		def, found := definition.Parse("definition.yaml", []byte(in.Body.Text))
		if found.Failed() {
			return nil, a.problem(ctx, fault.Field("definition", "this is no definition: %s", found[0].String()))
		}
		try.Rules = def
	}
	tried, err := a.desk.TryRules(ctx, actor(ctx), try, nil)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, zone := &triedOutput{}, a.desk.Definition().Zone()
	out.Body.Tickets, out.Body.More = tried.Tickets, tried.More
	out.Body.Rules, out.Body.Samples = make([]triedForm, len(tried.Counts)), make([]sampleForm, len(tried.Samples))
	for i, n := range tried.Counts {
		out.Body.Rules[i] = triedForm{Rule: n.Rule.ID, Acts: n.Acts, Tickets: n.Tickets}
	}
	for i, s := range tried.Samples {
		out.Body.Samples[i] = sampleForm{Ticket: s.ID, Rule: s.Rule, At: s.At.In(zone), Do: deeds(s.Do)}
	}
	return out, nil
}
