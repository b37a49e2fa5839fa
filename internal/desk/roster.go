package desk

import (
	"context"
	"maps"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Roster is a file of the directory that somebody wants to take in.
type Roster struct {
	Kind roster.Kind
	Data []byte
	Full bool // it lists all that there are: what it lacks is named, and stays
	Dry  bool // say what would change, and change nothing
}

// RosterReport tells what became of a file, or would.
type RosterReport struct {
	Added, Changed, Left, Refused, Missing int

	Changes  []RosterChange   // the first ones
	Refusals []roster.Refusal // by line, the first ones
	Absent   []string         // of Missing, the first ones
	Ignored  []string         // columns that mean nothing here
}

// RosterChange is a line that adds something, or changes the columns that it names.
type RosterChange struct {
	Line    int
	Key     string
	Columns []string // none: it is new
}

// Bounds of an import and of its report.
const (
	rosterBatch = 500
	maxListed   = 200
)

// ImportRoster takes a file of the directory in, or says what that would do. The same file again changes nothing; what it lacks
// is left as it is. Batches are saved one by one: what stops half way is completed by the same file. It gives no role and proves
// no address unless a column says so and an administrator asks. Errors: Invalid where the file as a whole says nothing.
func (d *Desk) ImportRoster(ctx context.Context, who access.Actor, in Roster) (RosterReport, error) {
	if err := access.May(who, access.ManageDirectory); err != nil {
		return RosterReport{}, err
	}
	out, err := d.importRoster(ctx, who, in)
	if n := out.Added + out.Changed; n > 0 && !in.Dry { // what was saved before it stopped, too
		act := Act{Kind: store.DirectoryImportedFact, What: string(in.Kind), Count: n}
		if told := d.acted(ctx, who, act, func(*sqldb.Tx) error { return nil }); err == nil {
			err = told
		}
	}
	return out, err
}

func (d *Desk) importRoster(ctx context.Context, who access.Actor, in Roster) (RosterReport, error) {
	def, zone := d.Definition(), d.Definition().Zone()
	switch in.Kind {
	case roster.People:
		s, err := roster.ReadPeople(in.Data)
		return enrol(ctx, d, in, s, err, peopleDesk{who}.desk())
	case roster.Agencies:
		s, err := roster.ReadAgencies(in.Data, zone, serviceIDs(def))
		return enrol(ctx, d, in, s, err, agencyDesk)
	case roster.Devices:
		s, err := roster.ReadDevices(in.Data)
		return enrol(ctx, d, in, s, err, deviceDesk)
	case roster.Arrangements:
		s, err := roster.ReadArrangements(in.Data, zone)
		return enrol(ctx, d, in, s, err, arrangementDesk)
	case roster.Consultants:
		s, err := roster.ReadConsultants(in.Data, zone)
		return enrol(ctx, d, in, s, err, consultantDesk)
	case roster.Managers:
		s, err := roster.ReadManagers(in.Data, zone)
		return enrol(ctx, d, in, s, err, managerDesk)
	}
	return RosterReport{}, noSuchRoster(in.Kind)
}

func noSuchRoster(k roster.Kind) error {
	return fault.Field("kind", "there is no list of %q; there are: people, agencies, devices, arrangements, consultants, managers", clean(string(k)))
}

// registry is where lines of one kind are looked up and kept.
type registry[T any] struct {
	find func(ctx context.Context, q sqldb.Q, keys []string) (map[string]T, error)
	save func(ctx context.Context, tx *sqldb.Tx, now T, new bool) error
	// names are the addresses that a line gives of others, who must be there or in the file.
	names func(T) string
	self  bool // others are of this kind: they may come later in the file
	// mind refuses a line for what it would do.
	mind func(now, was T, new bool, has func(string) bool) error
	// then is what is left to do when all lines are saved, of those that changed.
	then func(ctx context.Context, tx *sqldb.Tx, now []T) error
	keys func(ctx context.Context, q sqldb.Q, after string, limit int) ([]string, error)
}

// enrolment is an import that runs.
type enrolment[T any] struct {
	in    Roster
	sheet roster.Sheet[T]
	reg   registry[T]
	there map[string]bool // addresses that lines name and that are somebody's
	out   RosterReport
	late  []T
}

func enrol[T any](ctx context.Context, d *Desk, in Roster, sheet roster.Sheet[T], err error, reg registry[T]) (RosterReport, error) {
	if err != nil {
		return RosterReport{}, err
	}
	e := &enrolment[T]{in: in, sheet: sheet, reg: reg, there: map[string]bool{}}
	e.out.Ignored = sheet.Ignored
	for _, r := range sheet.Refused {
		e.refuse(r)
	}
	if err := e.lookUp(ctx, d.db.Reader()); err != nil {
		return e.out, err
	}
	for batch := range slices.Chunk(sheet.Lines, rosterBatch) {
		if err := e.run(ctx, d, func(q sqldb.Q, tx *sqldb.Tx) error { return e.batch(ctx, q, tx, batch) }); err != nil {
			return e.out, err
		}
	}
	if reg.then != nil && !in.Dry {
		for batch := range slices.Chunk(e.late, rosterBatch) {
			if err := d.db.Write(ctx, func(tx *sqldb.Tx) error { return reg.then(ctx, tx, batch) }); err != nil {
				return e.out, err
			}
		}
	}
	slices.SortStableFunc(e.out.Refusals, func(a, b roster.Refusal) int { return a.Line - b.Line })
	return e.out, e.missing(ctx, d.db.Reader())
}

// run does a batch in a transaction of its own; a dry one reads alone. What it counted counts once, however often it ran.
func (e *enrolment[T]) run(ctx context.Context, d *Desk, do func(sqldb.Q, *sqldb.Tx) error) error {
	out, late := e.out, len(e.late)
	again := func(q sqldb.Q, tx *sqldb.Tx) error {
		e.out, e.late = out, e.late[:late]
		return do(q, tx)
	}
	if e.in.Dry {
		return d.db.Read(ctx, func(q sqldb.Q) error { return again(q, nil) })
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error { return again(tx, tx) })
}

// lookUp finds out whether those whom lines name are there, or will be by the same file.
func (e *enrolment[T]) lookUp(ctx context.Context, q sqldb.Q) error {
	if e.reg.names == nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, l := range e.sheet.Lines {
		var none T
		if v, _, _ := e.sheet.Over(none, l); e.reg.names(v) != "" { // what is wrong with the rest is said later
			wanted[e.reg.names(v)] = true
		}
	}
	if e.reg.self {
		for _, l := range e.sheet.Lines {
			e.there[l.Key] = true
			delete(wanted, l.Key)
		}
	}
	found, err := store.PeopleByEmail(ctx, q, slices.Sorted(maps.Keys(wanted)))
	for email := range found {
		e.there[email] = true
	}
	return err
}

func (e *enrolment[T]) batch(ctx context.Context, q sqldb.Q, tx *sqldb.Tx, lines []roster.Line[T]) error {
	keys := make([]string, len(lines))
	for i, l := range lines {
		keys[i] = l.Key
	}
	known, err := e.reg.find(ctx, q, keys)
	if err != nil {
		return err
	}
	for _, l := range lines {
		was, old := known[l.Key]
		now, changed, err := e.sheet.Over(was, l)
		if err == nil {
			err = e.mind(now, was, !old)
		}
		switch {
		case err != nil:
			e.refuse(roster.Refusal{Line: l.Number, Key: l.Key, Why: err})
			continue
		case old && len(changed) == 0:
			e.out.Left++
			continue
		case old:
			e.out.Changed++
		default:
			e.out.Added++
			changed = nil
		}
		if len(e.out.Changes) < maxListed {
			e.out.Changes = append(slices.Clip(e.out.Changes), RosterChange{Line: l.Number, Key: l.Key, Columns: changed})
		}
		if tx == nil {
			continue
		}
		if err := e.reg.save(ctx, tx, now, !old); err != nil {
			return err
		}
		if e.reg.then != nil {
			e.late = append(e.late, now)
		}
	}
	return nil
}

func (e *enrolment[T]) mind(now, was T, new bool) error {
	if e.reg.names != nil {
		if name := e.reg.names(now); name != "" && !e.there[name] && (new || name != e.reg.names(was)) {
			return fault.New(fault.Invalid, "there is no person with the address %s", name)
		}
	}
	if e.reg.mind == nil {
		return nil
	}
	return e.reg.mind(now, was, new, e.sheet.Has)
}

func (e *enrolment[T]) refuse(r roster.Refusal) {
	if e.out.Refused++; len(e.out.Refusals) < maxListed {
		e.out.Refusals = append(slices.Clip(e.out.Refusals), r)
	}
}

// missing names what is there and not in a file that lists all.
func (e *enrolment[T]) missing(ctx context.Context, q sqldb.Q) error {
	if !e.in.Full {
		return nil
	}
	listed := make(map[string]bool, len(e.sheet.Lines))
	for _, l := range e.sheet.Lines {
		listed[l.Key] = true
	}
	for after := ""; ; {
		keys, err := e.reg.keys(ctx, q, after, 1000)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if !listed[k] {
				if e.out.Missing++; len(e.out.Absent) < maxListed {
					e.out.Absent = append(e.out.Absent, k)
				}
			}
		}
		after = keys[len(keys)-1]
	}
}

// noRights refuses what would give a role, or prove an address, to whoever may not say so.
func noRights(who access.Actor, now, was people.Person, new bool, has func(string) bool) error {
	if access.May(who, access.ManagePeople) == nil {
		return nil
	}
	if new {
		was.Role = people.Customer
	}
	switch {
	case has("role") && now.Role != was.Role:
		return fault.Field("role", "only an administrator gives or takes a role")
	case has("proven") && now.Proven && !was.Proven:
		return fault.Field("proven", "only an administrator says that an address is proven")
	}
	return nil
}
