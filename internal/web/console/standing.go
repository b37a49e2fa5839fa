package console

import (
	"net/http"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const standingPath = home + "/standing"

// standingPage is what of the desk's own work stands still, with the acts that mend it for who may, and how far the followers
// of the log are.
type standingPage struct {
	frame
	Work      []stoppedCard
	More      bool
	Mends     bool // the reader may
	Followers ui.Table
	Problem   []ui.Problem
}

// stoppedCard is one piece of work that stands still.
type stoppedCard struct {
	desk.Stopped
	ID     string // of its heading
	Title  string
	Ticket ui.Link // empty: none
	Facts  []ui.Fact
}

func (c *console) showStanding(w http.ResponseWriter, r *http.Request) error {
	return c.renderStanding(w, r, http.StatusOK, nil)
}

func (c *console) renderStanding(w http.ResponseWriter, r *http.Request, status int, problem []ui.Problem) error {
	p := &standingPage{frame: c.frame(r, c.visits.Printer(r).T("standing.title")), Problem: problem}
	s, err := c.desk.Standing(r.Context(), p.who)
	if err != nil {
		return err
	}
	p.More, p.Mends = s.More, access.May(p.who, access.MendWork) == nil
	for i, x := range s.Work {
		p.Work = append(p.Work, p.stopped("work-"+strconv.Itoa(i+1), x))
	}
	p.Followers = p.followers(s.Followers)
	return ui.Render(w, r, status, standingRoom(p))
}

// stopped puts a piece of work into words.
func (f frame) stopped(id string, x desk.Stopped) stoppedCard {
	card := stoppedCard{Stopped: x, ID: id, Title: f.workTitle(x)}
	if x.Ticket != 0 {
		card.Ticket = ui.Link{Text: f.Words.T("standing.about", "number", strconv.FormatInt(x.Ticket, 10)), Href: f.ticketPath("", x.Ticket)}
	}
	card.Facts = []ui.Fact{{Term: f.Words.T("standing.since"), Text: f.when(x.Since)}, {Term: f.Words.T("standing.failed"), Text: f.when(x.Failed)}}
	if x.Tries > 0 {
		card.Facts = append(card.Facts, ui.Fact{Term: f.Words.T("standing.tries"), Text: f.Words.N("standing.tries.n", x.Tries)})
	}
	return card
}

func (f frame) workTitle(x desk.Stopped) string {
	if x.Follower != "" {
		return f.Words.T("standing.kind.fact", "who", f.followerName(x.Follower), "kind", x.Kind)
	}
	if key := "standing.kind." + x.Kind; f.Words.Has(key) {
		return f.Words.T(key)
	}
	return f.Words.T("standing.kind.other", "kind", x.Kind)
}

// followerName says what a follower of the log is for; one that this program does not know has its own name.
func (f frame) followerName(name string) string {
	if key := "standing.by." + name; f.Words.Has(key) {
		return f.Words.T(key)
	}
	return name
}

func (f frame) followers(all []desk.Follower) ui.Table {
	t := ui.Table{Caption: f.Words.T("standing.followers"), Columns: []ui.Column{{Title: f.Words.T("standing.follower")},
		{Title: f.Words.T("standing.waiting"), Figure: true}, {Title: f.Words.T("standing.since")}, {Title: f.Words.T("standing.how")}}}
	for _, s := range all {
		waits, since, how := f.Words.Number(s.Behind), "", f.Words.T("standing.going")
		if s.Behind >= desk.MaxBehind {
			waits = f.Words.T("standing.waiting.many", "n", waits)
		}
		if !s.Since.IsZero() {
			since, how = f.when(s.Since), f.Words.T("standing.behind")
		}
		if s.Failures > 0 {
			how = f.Words.T("standing.stuck", "when", f.when(s.RetryAt), "error", s.Error)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: f.followerName(s.Name)}, {Text: waits}, {Text: since}, {Text: how}})
	}
	return t
}

// mend has a piece of work tried again, or lets it go. What another has mended meanwhile is said on the page itself.
func (c *console) mend(w http.ResponseWriter, r *http.Request) error {
	do, said := c.desk.TryAgain, "standing.retried"
	if r.PostFormValue("do") == "drop" {
		do, said = c.desk.LetGo, "standing.dropped"
	}
	err := do(r.Context(), visit.Actor(r), r.PostFormValue("what"))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return c.renderStanding(w, r, http.StatusConflict, []ui.Problem{{Text: c.visits.Printer(r).Fault(err)}})
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, c.visits.Printer(r).T(said))
	http.Redirect(w, r, standingPath, http.StatusSeeOther)
	return nil
}
