package importer

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// Bounds of one import.
const (
	batchIncidents = 100     // one transaction
	maxKnownPeople = 200_000 // whose numbers are kept at once
)

// Options say what to import and whom to tell.
type Options struct {
	File    string
	Rejects string    // where rows that are left out are written; File + ".rejects.csv" when empty
	Say     io.Writer // progress and what was understood of the file
}

// Report tells what became of a file.
type Report struct {
	New, Known  int
	Rejected    int // rows, and incidents by their first row
	RejectsFile string
	Took        time.Duration
}

// ServiceNow imports an incident log into a desk. It may be stopped at any point and run again: what is there already
// is known by its number and left as it is. Errors: Invalid where the file as a whole cannot be read; then nothing
// was taken in.
func ServiceNow(ctx context.Context, d *desk.Desk, who access.Actor, o Options) (rep Report, err error) {
	began := time.Now()
	def := d.Definition()
	log, err := OpenLog(o.File, def.Zone())
	if err != nil {
		return rep, err
	}
	fmt.Fprintf(o.Say, "the log names no time zone; its times are read in %s, the desk's own\n", def.Zone())
	survey, err := log.Survey(ctx)
	if err != nil {
		return rep, err
	}
	if o.Rejects == "" {
		o.Rejects = o.File + ".rejects.csv"
	}
	run := &run{desk: d, who: who, known: map[string]people.ID{}, rejects: rejects{path: o.Rejects}, progress: newProgress(o.Say, survey.Incidents)}
	run.teller = Teller{Definition: def, Version: d.DefinitionVersion(), Person: func(name string) people.ID { return run.known[name] }}
	err = log.Walk(ctx, survey, func(in Incident) error { return run.add(ctx, in) }, run.rejects.add)
	if err == nil {
		err = run.flush(ctx)
	}
	run.progress.finish()
	if closing := run.rejects.close(); err == nil {
		err = closing
	}
	rep = Report{New: run.fresh, Known: run.had, Rejected: run.rejects.n, Took: time.Since(began)}
	if rep.Rejected > 0 {
		rep.RejectsFile = o.Rejects
	}
	return rep, err
}

type run struct {
	desk     *desk.Desk
	who      access.Actor
	teller   Teller
	known    map[string]people.ID // by the name in the log
	batch    []Incident
	rejects  rejects
	progress progress

	walked, fresh, had int
}

func (r *run) add(ctx context.Context, in Incident) error {
	r.batch = append(r.batch, in)
	if len(r.batch) < batchIncidents {
		return nil
	}
	return r.flush(ctx)
}

// flush takes in what is collected, in one transaction for the people and one for the lives.
func (r *run) flush(ctx context.Context) error {
	if err := r.meet(ctx); err != nil {
		return err
	}
	var all []desk.Imported
	lines := map[string]int{}
	for _, in := range r.batch {
		entries, err := r.teller.Tell(in, r.desk.Now())
		if err != nil {
			if err := r.rejects.add(in.Line(), err.Error()); err != nil {
				return err
			}
			continue
		}
		lines[in.Number] = in.Line()
		all = append(all, desk.Imported{Number: in.Number, Entries: entries})
	}
	res, err := r.desk.Import(ctx, r.who, all)
	if err != nil {
		return err
	}
	for _, no := range res.Refused {
		if err := r.rejects.add(lines[no.Number], no.Number+": "+no.Reason); err != nil {
			return err
		}
	}
	r.walked += len(r.batch)
	r.fresh, r.had = r.fresh+res.New, r.had+res.Known
	r.batch = r.batch[:0]
	r.progress.done(r.walked)
	return nil
}

// meet makes sure that everybody in the batch has a number.
func (r *run) meet(ctx context.Context) error {
	if len(r.known) > maxKnownPeople {
		clear(r.known)
	}
	var names []string
	seen := map[string]bool{"": true}
	for _, in := range r.batch {
		for _, name := range in.people() {
			if _, known := r.known[name]; !known && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	for len(names) > 0 {
		n := min(len(names), desk.MaxImport)
		some := make([]people.Person, n)
		for i, name := range names[:n] {
			some[i] = person(name)
		}
		ids, err := r.desk.ImportPeople(ctx, r.who, some)
		if err != nil {
			return err
		}
		for i, id := range ids {
			r.known[names[i]] = id
		}
		names = names[n:]
	}
	return nil
}

// people are all whom the telling of an incident may name.
func (in Incident) people() []string {
	var all []string
	for _, r := range in.Rows {
		all = append(all, caller(r), r.OpenedBy, r.UpdatedBy, r.Assignee, r.ResolvedBy)
	}
	return all
}

// domain holds the people of a log that gives no addresses. It can never be mailed to (RFC 6761, 6.4).
const domain = "servicenow.example.invalid"

// person makes somebody of a name in the log: "Resolver 89" is resolver.89@servicenow.example.invalid, always. A name
// that is an address stays what it is.
func person(name string) people.Person {
	if _, err := people.Address(name); err == nil {
		return people.Person{Email: name, Name: ""}
	}
	plain := true
	local := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c == ' ':
			return '.'
		}
		plain = false
		return '-'
	}, strings.ToLower(name))
	local = clip(strings.Trim(local, ".-"), 40)
	if !plain || len(name) > 40 || local == "" {
		h := fnv.New64a()
		h.Write([]byte(name))
		local = strings.Trim(fmt.Sprintf("%s.%x", local, h.Sum64()), ".")
	}
	return people.Person{Email: local + "@" + domain, Name: name}
}
