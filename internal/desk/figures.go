package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/core/ticket"
	"switchboard/internal/store"
)

// Arrivals sums up how the tickets of a period came in: the share that missed the front door (CO-01), the median wait
// for a first pair of eyes per channel, and where that order is not the published one (OK-31).
func (d *Desk) Arrivals(ctx context.Context, who access.Actor, from, until time.Time) (figures.Arrivals, []figures.Inversion, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return figures.Arrivals{}, nil, err
	}
	var t figures.Tally
	if err := store.EachArrival(ctx, d.db.Reader(), from, until, t.Add); err != nil {
		return figures.Arrivals{}, nil, err
	}
	rank := map[string]int{}
	for _, c := range d.Definition().Channels {
		rank[c.ID] = c.Rank
	}
	sum := t.Sum()
	return sum, figures.Inversions(sum, rank), nil
}

// Handling is how the tickets of a period were handled: resolved at the first contact (CO-09, A14), handed from team to
// team and refused (CO-11), and what their customers said of it (ME-34).
type Handling struct {
	FirstContacts figures.FirstContacts
	Handovers     []figures.Receipts
	Satisfaction  figures.Satisfaction
	OfTeams       []figures.Satisfaction // each credited with what it resolved
	Equity        []figures.Standing     // each agency beside the others (ME-62); for the desk's managers alone
	Methods       figures.Methods        // how those that are resolved were (ME-32)
	Solved        int                    // readers to whom an article was the end of it: no ticket was needed (CO-14)
}

// comeBack is how much later than a period one looks for people who came back: more than five business days take.
const comeBack = 14 * 24 * time.Hour

// Handling sums up how the tickets received in a period were handled, from their histories alone.
func (d *Desk) Handling(ctx context.Context, who access.Actor, from, until time.Time) (Handling, error) {
	if err := access.May(who, access.SeeFigures); err != nil {
		return Handling{}, err
	}
	var contacts []figures.Contact
	var handed []figures.Handover
	var replies []figures.Reply
	var agencies []figures.Served
	compares := access.May(who, access.SeeUsage) == nil
	var resolved []figures.Resolved
	zone := d.Definition().Zone()
	err := store.EachLife(ctx, d.db.Reader(), from, until.Add(comeBack), func(id int64, life []ticket.Entry) {
		t := ticket.Fold(id, life)
		if t.ReceivedAt.Before(until) {
			handed, replies = append(handed, handovers(life)...), append(replies, repliesOf(life)...)
		}
		if t.Request.Parent != 0 || t.Duplicate {
			return
		}
		if compares && t.ReceivedAt.Before(until) {
			agencies = append(agencies, served(t, life))
		}
		month := figures.Month(t.ReceivedAt, zone)
		if t.ReceivedAt.Before(until) && (t.Status == ticket.StatusResolved || t.Status == ticket.StatusClosed) && t.Resolution.Method != "" {
			resolved = append(resolved, figures.Resolved{Method: t.Resolution.Method, Month: month})
		}
		c := figures.Contact{Ticket: id, Month: month, Channel: t.Request.Channel, Agency: t.Request.Agency, Service: t.Request.Service,
			Asker: int64(t.Request.Requester), Received: t.ReceivedAt}
		c.Resolved, _ = ticket.FirstContact(life)
		contacts = append(contacts, c)
	})
	if err != nil {
		return Handling{}, err
	}
	out := Handling{FirstContacts: figures.SumContacts(contacts, until, d.Definition().FiveDays), Handovers: figures.SumHandovers(handed), Methods: figures.SumMethods(resolved)}
	out.Satisfaction, out.OfTeams = figures.SumReplies(replies)
	if compares {
		if out.Equity, err = d.equity(ctx, agencies); err != nil {
			return Handling{}, err
		}
	}
	out.Solved, err = store.CountSolved(ctx, d.db.Reader(), from, until)
	return out, err
}

// equity compares agencies, also by how many people work at each.
func (d *Desk) equity(ctx context.Context, all []figures.Served) ([]figures.Standing, error) {
	known, err := store.Agencies(ctx, d.db.Reader())
	if err != nil {
		return nil, err
	}
	fte := map[string]int{}
	for _, a := range known {
		fte[a.Key] = int(a.FTE)
	}
	return figures.SumEquity(all, fte), nil
}

// FirstContactTickets are the newest tickets received in a period that were resolved at the first contact, or those that were
// not, as far as the actor may see them: the figure counts the others, too, and names none (ME-11).
func (d *Desk) FirstContactTickets(ctx context.Context, who access.Actor, from, until time.Time, first bool) ([]Row, error) {
	sum, err := d.Handling(ctx, who, from, until)
	if err != nil {
		return nil, err
	}
	ids := sum.FirstContacts.Others
	if first {
		ids = sum.FirstContacts.First
	}
	if ids = ids[max(0, len(ids)-MaxPage):]; len(ids) == 0 {
		return nil, nil
	}
	scope := access.ScopeOf(who)
	rows, err := store.RowsOf(ctx, d.db.Reader(), scope, ids...)
	slices.Reverse(rows)
	return rows, err
}

// repliesOf are the resolutions of a ticket with what its customer said of each.
func repliesOf(life []ticket.Entry) []figures.Reply {
	var out []figures.Reply
	for _, s := range ticket.Ratings(life) {
		r := figures.Reply{Team: s.Team}
		if s.Answer != nil {
			r.Overall, r.Answers = s.Answer.Overall, s.Answer.Answers
		}
		out = append(out, r)
	}
	return out
}

func handovers(life []ticket.Entry) []figures.Handover {
	var out []figures.Handover
	for _, r := range ticket.Receipts(life) {
		h := figures.Handover{Team: r.Team, Returned: r.Returned, Accepted: !r.Accepted.IsZero()}
		if h.Accepted {
			h.Waited = r.Accepted.Sub(r.At)
		}
		out = append(out, h)
	}
	return out
}
