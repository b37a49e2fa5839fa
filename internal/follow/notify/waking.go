package notify

import (
	"context"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/store"
)

// tell decides by which ways the readers of a notice are told. Where one of them would be woken too often, they are told as
// of what is not grave, and the ticket is told why: by a job, since a ticket changes by the desk's verbs alone.
func (r *round) tell(ctx context.Context, t told, readers []notice.Reader) ([]notice.Told, error) {
	ways := notice.Tell(t.kind, t.grave, readers, r.tx.Now)
	if len(ways) == 0 || !ways[0].Insists || t.ticket == 0 {
		return ways, nil
	}
	who := ways[0].Reader
	before, err := r.wokenBefore(ctx, who)
	if err != nil {
		return nil, err
	}
	if why := r.bounds().Held(t.wake, before, r.tx.Now); why != "" {
		held := store.Unwoken{Ticket: t.ticket, Fact: t.fact, Kind: string(t.kind), Person: who, Why: why}
		return notice.Tell(t.kind, false, readers, r.tx.Now), store.NoteUnwoken(ctx, r.tx, held)
	}
	r.woken[who] = append(before, notice.Woken{Ticket: t.ticket, Customer: t.wake.Customer, At: r.tx.Now})
	return ways, nil
}

func (r *round) bounds() notice.Bounds {
	if r.Waking == nil {
		return notice.UsualBounds
	}
	return r.Waking()
}

func (r *round) wokenBefore(ctx context.Context, who people.ID) ([]notice.Woken, error) {
	before, read := r.woken[who]
	if read {
		return before, nil
	}
	return store.WokenSince(ctx, r.tx, who, r.tx.Now.Add(-notice.Night))
}
