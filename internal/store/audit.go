package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// The kinds of the facts of acts that need a right which few have; they are of no ticket.
const (
	DefinitionPublishedFact = "definition.published" // What: the number of the edition
	TokenMadeFact           = "token.made"           // for Person
	PersonRoleFact          = "person.role"          // Person has the role What now
	PersonSupervisorFact    = "person.supervisor"    // whom Person reports to; What: the address, if anybody
	ConsultantFact          = "consultant.changed"   // whether Person speaks for the agency What
	ManagerFact             = "manager.changed"      // whether Person signs for the agency What
	AgencyFact              = "agency.changed"       // what is known of the agency What
	ArrangementFact         = "arrangement.changed"  // of Person or of the agency What
	SynonymsChangedFact     = "synonyms.changed"
	MailOriginalReadFact    = "mail.original_read" // of mail What, as it came, by another than who wrote it
	TicketsImportedFact     = "tickets.imported"   // Count of them
	WorkRetriedFact         = "work.retried"       // What had failed, and is tried again
	WorkDroppedFact         = "work.dropped"       // What had failed, and nobody tries again
	DirectoryImportedFact   = "directory.imported" // the list What was taken in, Count lines of it
)

// audited are the kinds of the log of such acts and of refused attempts, as in the indices of migration 0036: SQLite takes an
// index of some rows only for the very condition that made it.
const audited = `kind IN ('agency.changed', 'arrangement.changed', 'article.published', 'article.retired', 'consultant.changed', 'definition.published', 'directory.imported', 'mail.original_read', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'synonyms.changed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'tickets.imported', 'token.made', 'work.dropped', 'work.retried')`

// Act is one of these. What a fact of a ticket gives as its reason is not repeated here: it may be confidential, and stays
// where those read it who may.
type Act struct {
	Seq    int64
	At     time.Time
	Kind   string
	By     people.ID // zero: the desk itself, or whoever works at its machine
	Ticket int64     // zero: of none
	Person people.ID // to whom it was done, if to anybody
	What   string
	Count  int
}

// actBody is what the facts say; those of tickets and rules have words of their own for it.
type actBody struct {
	Person people.ID `json:"person,omitempty"`
	What   string    `json:"what,omitempty"`
	Count  int       `json:"count,omitempty"`

	Act  string `json:"act,omitempty"`  // ticket.denied
	Team string `json:"team,omitempty"` // ticket.unsealed
	Rule string `json:"rule,omitempty"` // rule.paused, rule.resumed

	Article int64 `json:"article,omitempty"` // article.published, article.retired
}

// RecordAct writes down an act of no ticket, last in the transaction that did it.
func RecordAct(ctx context.Context, tx *sqldb.Tx, a Act) error {
	body, err := json.Marshal(actBody{Person: a.Person, What: a.What, Count: a.Count})
	if err != nil {
		return err
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: a.Kind, Actor: int64(a.By), Body: string(body)})
}

// Acts are those before a number of the log, the newest first: of one person, or of all where by is zero.
func Acts(ctx context.Context, q sqldb.Q, by people.ID, before int64, limit int) ([]Act, error) {
	params := []any{before, limit}
	if by != 0 {
		params = append(params, int64(by))
	}
	all, err := sqldb.All(ctx, q, scanAct, actsText(by != 0), params...)
	if err != nil {
		return nil, fmt.Errorf("store: acts of %d: %w", by, err)
	}
	return all, nil
}

func actsText(one bool) string {
	of := ""
	if one {
		of = " AND actor = $3"
	}
	return `SELECT seq, at, kind, coalesce(actor, 0), coalesce(ticket_id, 0), body FROM fact WHERE seq < $1 AND ` + audited + of + ` ORDER BY seq DESC LIMIT $2`
}

func scanAct(r sqldb.Row) (a Act, err error) {
	var body string
	if err = r.Scan(&a.Seq, sqldb.Into(&a.At), &a.Kind, &a.By, &a.Ticket, &body); err != nil {
		return a, err
	}
	var b actBody
	if err = json.Unmarshal([]byte(body), &b); err != nil {
		return a, fmt.Errorf("store: fact %d: %w", a.Seq, err)
	}
	a.Person, a.What, a.Count = b.Person, b.What, b.Count
	article := ""
	if b.Article != 0 {
		article = strconv.FormatInt(b.Article, 10)
	}
	for _, own := range []string{b.Act, b.Team, b.Rule, article} {
		if a.What == "" {
			a.What = own
		}
	}
	return a, nil
}
