package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// ticketColumns are those that follow from the history of a ticket, in the order of rowOf.
const ticketColumns = `version, subject, status, open, type, class, channel, team, assignee, requester, customer,
	agency, service, received_at, changed_at, resolved_at, due_at, due_metric, due_state, timer_at,
	unanswered_at, direct, impact, urgency, reopenings, merged_into, follow_up_of, split_from, parent, sealed, escalation, review_at, contested_at,
	short_notice, nonstandard, end_state, end_due, minutes`

// InsertTicket writes the row of a new ticket and gives it its number.
func InsertTicket(ctx context.Context, tx *sqldb.Tx, t ticket.Ticket, due ticket.Timing) (int64, error) {
	id, err := sqldb.One(ctx, tx, sqldb.Value[int64], `
		INSERT INTO ticket (`+ticketColumns+`)
		VALUES `+sqldb.In(1, 38)+`
		RETURNING id`, rowOf(t, due)...)
	if err != nil {
		return 0, fmt.Errorf("store: insert ticket: %w", err)
	}
	return id, nil
}

// SaveTicket writes the row of a ticket whose version in the database is still before. A lost race runs the verb again.
func SaveTicket(ctx context.Context, tx *sqldb.Tx, t ticket.Ticket, before int64, due ticket.Timing) error {
	n, err := tx.Exec(ctx, `
		UPDATE ticket SET version = $1, subject = $2, status = $3, open = $4, type = $5, class = $6, channel = $7, team = $8,
			assignee = $9, requester = $10, customer = $11, agency = $12, service = $13, received_at = $14, changed_at = $15,
			resolved_at = $16, due_at = $17, due_metric = $18, due_state = $19, timer_at = $20,
			unanswered_at = $21, direct = $22, impact = $23, urgency = $24, reopenings = $25, merged_into = $26,
			follow_up_of = $27, split_from = $28, parent = $29, sealed = $30, escalation = $31, review_at = $32, contested_at = $33,
			short_notice = $34, nonstandard = $35, end_state = $36, end_due = $37, minutes = $38
		WHERE id = $39 AND version = $40`, append(rowOf(t, due), t.ID, before)...)
	if err != nil {
		return fmt.Errorf("store: save ticket %d: %w", t.ID, err)
	}
	if n == 0 {
		return sqldb.Raced(fault.New(fault.Conflict, "others are changing {the ticket} %d at this moment; try again", t.ID))
	}
	return nil
}

func rowOf(t ticket.Ticket, due ticket.Timing) []any {
	dueAt := noDue
	if !due.Due.IsZero() {
		dueAt = due.Due.UnixMilli()
	}
	if t.Urging {
		dueAt -= urging
	}
	return []any{t.Version, t.Request.Subject, string(t.Status), t.Status.Open(), t.Type, t.Class, t.Request.Channel, t.Team,
		idOrNull(t.Assignee), int64(t.Request.Requester), idOrNull(t.Request.Customer), t.Request.Agency, t.Request.Service,
		sqldb.At(t.ReceivedAt), sqldb.At(t.ChangedAt), sqldb.At(t.ResolvedAt), dueAt, string(due.Metric), string(due.State),
		sqldb.At(due.Timer), sqldb.At(t.UnansweredAt), t.Request.Direct, t.Impact, t.Urgency, t.Reopenings,
		numberOrNull(t.MergedInto), numberOrNull(t.Request.FollowUpOf), numberOrNull(t.Request.SplitFrom), numberOrNull(t.Request.Parent), t.Sealed, waitingLevel(t),
		sqldb.At(t.Review.Due), contestedSince(t), t.ShortNotice(), t.Deviates(), string(due.End.State), sqldb.At(due.End.Due), t.Effort.Minutes()}
}

// contestedSince is since when an objection waits; nothing where none does.
func contestedSince(t ticket.Ticket) any {
	if !t.Contest.Open {
		return nil
	}
	return t.Contest.Since.UnixMilli()
}

// waitingLevel is the level of the ladder that has to answer; zero where none has.
func waitingLevel(t ticket.Ticket) int {
	if t.Escalation.Open {
		return t.Escalation.Level
	}
	return 0
}

func idOrNull(id people.ID) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// Record appends the entries of a ticket to the log, as the last statement of its transaction.
func Record(ctx context.Context, tx *sqldb.Tx, id int64, entries []ticket.Entry) error {
	facts := make([]eventlog.Fact, len(entries))
	for i, e := range entries {
		body, err := ticket.Encode(e.Event)
		if err != nil {
			return err
		}
		facts[i] = eventlog.Fact{Ticket: id, At: e.At, Kind: e.Event.Name(), Actor: int64(e.By),
			Public: e.Event.Public(), Body: string(body)}
	}
	return eventlog.Append(ctx, tx, facts...)
}

// History is all that happened to a ticket, in order; empty where there is no such ticket.
func History(ctx context.Context, q sqldb.Q, id int64) ([]ticket.Entry, error) {
	facts, err := eventlog.OfTicket(ctx, q, id)
	if err != nil {
		return nil, err
	}
	entries := make([]ticket.Entry, len(facts))
	for i, f := range facts {
		e, err := ticket.Decode(f.Kind, []byte(f.Body))
		if err != nil {
			return nil, fmt.Errorf("store: fact %d: %w", f.Seq, err)
		}
		entries[i] = ticket.Entry{Seq: f.Seq, At: f.At, Recorded: f.Recorded, By: people.ID(f.Actor), Event: e}
	}
	return entries, nil
}

// Row is what a list shows of a ticket. Due is zero where no promise counts.
type Row struct {
	ID                             int64
	Subject, Type, Class           string
	Status                         ticket.Status
	Channel, Team, Agency, Service string
	Assignee, Requester            people.ID
	AssigneeName, RequesterName    string
	Received, Changed, Due         time.Time
	Resolved                       time.Time // zero while it is not
	DueMetric, DueState            string
	MergedInto                     int64
	Impact, Urgency                string
	Unanswered                     time.Time // since when a message of the customer waits; zero while none does
	ShortNotice, Nonstandard       bool      // wanted too soon to be promised (ME-56); deviates from the standard (ME-31)
	Urging                         bool      // it claims to be urgent, and nobody has looked at it yet
	key                            int64     // in the order of the list
}

// Cursor is where the page after this row begins.
func (r Row) Cursor() Cursor { return Cursor{Key: r.key, ID: r.ID, Set: true} }

const rowColumns = `t.id, t.subject, t.type, t.class, t.status, t.channel, t.team, t.agency, t.service, coalesce(t.assignee, 0),
	t.requester, coalesce(a.name, ''), coalesce(nullif(r.name, ''), r.email), t.received_at, t.changed_at, t.due_at, t.due_metric, t.due_state,
	t.impact, t.urgency, t.unanswered_at, coalesce(t.merged_into, 0), t.resolved_at, t.short_notice, t.nonstandard`

// rowJoins are outer joins also where a row must exist: a planner that may reorder them begins with the people, and sorts a
// million tickets.
const rowJoins = ` LEFT JOIN person a ON a.id = t.assignee LEFT JOIN person r ON r.id = t.requester`

func scanRow(s sqldb.Row) (Row, error) {
	var r Row
	var due int64
	err := s.Scan(&r.ID, &r.Subject, &r.Type, &r.Class, &r.Status, &r.Channel, &r.Team, &r.Agency, &r.Service, &r.Assignee,
		&r.Requester, &r.AssigneeName, &r.RequesterName, sqldb.Into(&r.Received), sqldb.Into(&r.Changed), &due, &r.DueMetric, &r.DueState,
		&r.Impact, &r.Urgency, sqldb.Into(&r.Unanswered), &r.MergedInto, sqldb.Into(&r.Resolved), &r.ShortNotice, &r.Nonstandard, &r.key)
	if r.Urging = due <= noDue-urging; r.Urging {
		due += urging
	}
	if due != noDue {
		r.Due = time.UnixMilli(due).UTC()
	}
	return r, err
}

// TicketOfOldNumber finds a ticket by the number that it had elsewhere. Errors: NotFound.
func TicketOfOldNumber(ctx context.Context, q sqldb.Q, number string) (int64, error) {
	id, err := sqldb.One(ctx, q, sqldb.Value[int64], `SELECT ticket_id FROM old_number WHERE number = $1`, number)
	return id, sqldb.Missing(err, "{no ticket} had the number %s", number)
}

// OldNumbers tells which of these numbers a ticket here had elsewhere.
func OldNumbers(ctx context.Context, q sqldb.Q, numbers []string) (map[string]bool, error) {
	known := map[string]bool{}
	for chunk := range slices.Chunk(numbers, 100) {
		params := make([]any, 100)
		for i := range params { // padded, so that one text serves all
			params[i] = chunk[min(i, len(chunk)-1)]
		}
		found, err := sqldb.All(ctx, q, sqldb.Value[string], `SELECT number FROM old_number WHERE number IN `+sqldb.In(1, 100), params...)
		if err != nil {
			return nil, fmt.Errorf("store: old numbers: %w", err)
		}
		for _, n := range found {
			known[n] = true
		}
	}
	return known, nil
}

// AddOldNumber keeps the number that a ticket had elsewhere.
func AddOldNumber(ctx context.Context, tx *sqldb.Tx, number string, id int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO old_number (number, ticket_id) VALUES ($1, $2)`, number, id)
	return err
}

// DueTimers are the tickets on which a clock has to speak by now, the most overdue first.
func DueTimers(ctx context.Context, q sqldb.Q, now time.Time, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `
		SELECT id FROM ticket WHERE timer_at IS NOT NULL AND timer_at <= $1 ORDER BY timer_at, id LIMIT $2`, now.UnixMilli(), limit)
}

// NextTimer is the earliest instant at which a clock has to speak; zero where none has.
func NextTimer(ctx context.Context, q sqldb.Q) (time.Time, error) {
	var at time.Time
	err := q.Each(ctx, func(r sqldb.Row) error { return r.Scan(sqldb.Into(&at)) },
		`SELECT timer_at FROM ticket WHERE timer_at IS NOT NULL ORDER BY timer_at, id LIMIT 1`)
	return at, err
}

// OpenTickets pages through all open tickets by number, for work that must touch each of them.
func OpenTickets(ctx context.Context, q sqldb.Q, after int64, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `SELECT id FROM ticket WHERE open AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// PutTimerAside moves the timer of a ticket that could not be judged.
func PutTimerAside(ctx context.Context, tx *sqldb.Tx, id int64, until time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE ticket SET timer_at = $1 WHERE id = $2`, sqldb.At(until), id)
	return err
}

// OpenRow is what OpenOfClass tells of a ticket.
type OpenRow struct {
	ID, Version int64 // the version as in ticket.Ticket: the same number, the same ticket
	Service     string
}

// OpenOfClass are the open tickets of a class, the latest first.
func OpenOfClass(ctx context.Context, q sqldb.Q, class string, limit int) ([]OpenRow, error) {
	scan := func(s sqldb.Row) (r OpenRow, err error) {
		err = s.Scan(&r.ID, &r.Version, &r.Service)
		return r, err
	}
	return sqldb.All(ctx, q, scan, `
		SELECT id, version, service FROM ticket WHERE open AND class = $1 ORDER BY id DESC LIMIT $2`, class, limit)
}

// TicketNumbers are the lowest and the highest number of a ticket; zeros where there is none.
func TicketNumbers(ctx context.Context, q sqldb.Q) (first, last int64, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&first, &last) },
		`SELECT coalesce((SELECT min(id) FROM ticket), 0), coalesce((SELECT max(id) FROM ticket), 0)`)
	return first, last, err
}
