package console

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// maxCarriedList is up to where a checked list is carried in its form; a larger one is chosen again.
const maxCarriedList = 256 << 10

// listPage takes a list of the directory in, after showing what it would change.
type listPage struct {
	frame
	Kind     ui.Field
	Text     ui.Field
	Full     control
	Report   *desk.RosterReport // nil before a list was checked
	Sum      string
	Changes  ui.Table
	Refused  ui.Table
	Again    bool // the list is too long to be carried; it is to be chosen again
	Problems []ui.Problem
}

func (c *console) listPage(r *http.Request) *listPage {
	f := c.frame(r, c.visits.Printer(r).T("directory.lists"))
	p := &listPage{frame: f}
	p.Kind = ui.Field{Name: "kind", Label: f.say("kind"), Value: r.FormValue("kind"), Required: true}
	for _, k := range roster.Kinds {
		p.Kind.Options = append(p.Kind.Options, ui.Option{Value: string(k), Text: f.say("list." + string(k))})
	}
	p.Text = ui.Field{Name: "text", Label: f.say("text"), Hint: f.say("text.hint"), Rows: 6, Optional: true, Attrs: map[string]any{"spellcheck": "false", "class": "code"}}
	p.Full = control{Field: ui.Field{Name: "full", Label: f.say("full"), Value: r.PostFormValue("full")}, Kind: tick}
	return p
}

func (c *console) showLists(w http.ResponseWriter, r *http.Request) error {
	p := c.listPage(r)
	if err := access.May(p.who, access.ManageDirectory); err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, listsPage(p))
}

// takeList checks a list, or takes it in.
func (c *console) takeList(w http.ResponseWriter, r *http.Request) error {
	p := c.listPage(r)
	if err := access.May(p.who, access.ManageDirectory); err != nil {
		return err
	}
	data := []byte(r.PostFormValue("text"))
	files, err := visit.Files(r)
	if err == nil && len(files) > 0 {
		data = files[0].Bytes
	}
	in := desk.Roster{Kind: roster.Kind(r.PostFormValue("kind")), Data: data, Full: r.PostFormValue("full") != "", Dry: r.PostFormValue("do") != "take"}
	if err == nil {
		var report desk.RosterReport
		if report, err = c.desk.ImportRoster(r.Context(), p.who, in); err == nil {
			p.tell(report, in.Dry)
		}
	}
	if problem, ok := ui.ProblemOf(p.Words, err); ok {
		problem.Field = map[string]string{"kind": "kind"}[problem.Field]
		p.Problems, p.Text.Value = []ui.Problem{problem}, string(data[:min(len(data), maxCarriedList)])
		return ui.Render(w, r, http.StatusUnprocessableEntity, listsPage(p))
	}
	if err != nil {
		return err
	}
	if in.Dry {
		if p.Again = len(data) > maxCarriedList; !p.Again {
			p.Text.Value = strings.ToValidUTF8(string(data), "\ufffd")
		}
	}
	return ui.Render(w, r, http.StatusOK, listsPage(p))
}

// tell says what a list changed, or would.
func (p *listPage) tell(r desk.RosterReport, dry bool) {
	p.Report = &r
	key := "directory.taken"
	if dry {
		key = "directory.would"
	}
	p.Sum = p.Words.T(key, "added", p.Words.Number(r.Added), "changed", p.Words.Number(r.Changed), "left", p.Words.Number(r.Left), "refused", p.Words.Number(r.Refused))
	p.Changes = ui.Table{Caption: p.say("changes"), Columns: []ui.Column{{Title: p.say("line"), Figure: true}, {Title: p.say("about")}, {Title: p.say("change")}}}
	for _, c := range r.Changes {
		what := p.say("new")
		if len(c.Columns) > 0 {
			what = strings.Join(c.Columns, ", ")
		}
		p.Changes.Rows = append(p.Changes.Rows, []ui.Cell{{Text: strconv.Itoa(c.Line)}, {Text: oneLine(c.Key)}, {Text: what}})
	}
	p.Refused = ui.Table{Caption: p.say("refused"), Columns: []ui.Column{{Title: p.say("line"), Figure: true}, {Title: p.say("about")}, {Title: p.say("why")}}}
	for _, x := range r.Refusals {
		p.Refused.Rows = append(p.Refused.Rows, []ui.Cell{{Text: strconv.Itoa(x.Line)}, {Text: oneLine(x.Key)}, {Text: p.Words.Fault(x.Why)}})
	}
}

func oneLine(key string) string { return strings.ReplaceAll(key, "\n", ", ") }

// absent names what the list lacks.
func (p *listPage) absent() []string {
	var out []string
	for _, key := range p.Report.Absent {
		out = append(out, oneLine(key))
	}
	return out
}

// sendList answers a list of the directory as a file.
func (c *console) sendList(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	kind, isFile := strings.CutSuffix(r.PathValue("file"), ".csv")
	if !isFile {
		return fault.New(fault.NotFound, "")
	}
	if err := access.May(f.who, access.ManageDirectory); err != nil {
		return err
	}
	out := c.visits.File(w, r, "text/csv; charset=utf-8", kind+".csv")
	err := c.desk.ExportRoster(r.Context(), f.who, roster.Kind(kind), out)
	if fault.Is(err, fault.Invalid) {
		err = fault.New(fault.NotFound, "")
	}
	return out.End(err)
}
