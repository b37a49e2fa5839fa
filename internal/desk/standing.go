package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Follower is how one who reads the log is doing.
type Follower = eventlog.State

// MaxBehind is where Follower.Behind stops counting.
const MaxBehind = eventlog.BehindMax

// Standing is what of the desk's own work stands still, the latest first, and how far its followers are (DESIGN 9.9).
type Standing struct {
	Work      []Stopped
	More      bool // there is more than is shown
	Followers []Follower
}

// Stopped is a job that failed and is not tried again by itself, or a fact that a follower could not apply.
type Stopped struct {
	Name     string    // "job 17", "fact 99 search"
	Kind     string    // of the job or the fact
	Follower string    // that could not apply the fact; empty: it is a job
	Ticket   int64     // it is about; zero: none, or none that the reader may know of
	Hidden   bool      // it is about something that they may not know of
	Since    time.Time // when it was asked for, or was written down
	Failed   time.Time // when it was tried last
	Tries    int       // of a job
	Error    string    // one line without secrets; empty where it is hidden
	MayLetGo bool
}

// maxStopped bounds what is shown of each at once; who mends these sees the next.
const maxStopped = 100

// canLetGo are the kinds of jobs that may be let go: what nobody was told would happen. A mail that was acknowledged is read,
// an answer that was sent is published, however long it takes.
var canLetGo = []string{store.SendMailJob, store.SendPushJob, store.ReadFileJob, store.UnparkJob}

// Standing tells what stands still. Errors: Unauthenticated, Forbidden.
func (d *Desk) Standing(ctx context.Context, who access.Actor) (s Standing, err error) {
	if err := access.May(who, access.SeeAlarms); err != nil {
		return s, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		s = Standing{}
		failed, parked, err := stands(ctx, q)
		if err != nil {
			return err
		}
		s.More = len(failed) > maxStopped || len(parked) > maxStopped
		for _, f := range failed[:min(len(failed), maxStopped)] {
			ticket, err := store.TicketOfJob(ctx, q, f.Kind, f.Body)
			if err != nil {
				return err
			}
			s.Work = append(s.Work, d.stopped(ctx, q, who, Stopped{Name: workName{job: f.ID}.String(), Kind: f.Kind, Ticket: ticket, Since: f.Created, Failed: f.At,
				Tries: f.Attempt, Error: f.Error, MayLetGo: slices.Contains(canLetGo, f.Kind)}))
		}
		for _, p := range parked[:min(len(parked), maxStopped)] {
			s.Work = append(s.Work, d.stopped(ctx, q, who, Stopped{Name: workName{fact: p.Fact.Seq, follower: p.Follower}.String(), Kind: p.Fact.Kind,
				Follower: p.Follower, Ticket: p.Fact.Ticket, Since: p.Fact.Recorded, Failed: p.At, Error: p.Error, MayLetGo: true}))
		}
		s.Followers, err = eventlog.States(ctx, q)
		for i := range s.Followers {
			s.Followers[i].Error = withoutSecrets(s.Followers[i].Error)
		}
		return err
	})
	return s, err
}

// stands are the jobs and facts that stand still, one more of each than is shown where there are more.
func stands(ctx context.Context, q sqldb.Q) ([]job.Failure, []eventlog.Parked, error) {
	failed, err := job.Failed(ctx, q, 0, maxStopped+1)
	if err != nil {
		return nil, nil, err
	}
	parked, err := eventlog.AllParked(ctx, q, maxStopped+1)
	return failed, parked, err
}

// stopped is what somebody may know of it.
func (d *Desk) stopped(ctx context.Context, q sqldb.Q, who access.Actor, s Stopped) Stopped {
	s.Error = withoutSecrets(s.Error)
	if s.Ticket == 0 {
		return s
	}
	if m, err := d.load(ctx, q, s.Ticket, who, d.Now()); err != nil || !access.SeesInternal(who, m.ticket) {
		s.Ticket, s.Error, s.Hidden = 0, "", true
	}
	return s
}

// TryAgain has what failed tried again, from its first attempt, by its name. Errors: Forbidden, NotFound, Conflict where the
// same is under way already.
func (d *Desk) TryAgain(ctx context.Context, who access.Actor, name string) error {
	return d.mend(ctx, who, store.WorkRetriedFact, name, func(tx *sqldb.Tx, w workName) error {
		if w.job != 0 {
			return job.Retry(ctx, tx, w.job)
		}
		if err := eventlog.IsParked(ctx, tx, w.follower, w.fact); err != nil {
			return err
		}
		return job.Enqueue(ctx, tx, job.Job{Kind: store.UnparkJob, Key: name, Body: strconv.FormatInt(w.fact, 10) + " " + w.follower})
	})
}

// LetGo has nobody try again what failed. A letter that is let go is written down as one that did not leave. Errors:
// Forbidden, NotFound, Conflict where it is not to be let go.
func (d *Desk) LetGo(ctx context.Context, who access.Actor, name string) error {
	return d.mend(ctx, who, store.WorkDroppedFact, name, func(tx *sqldb.Tx, w workName) error {
		if w.job == 0 {
			return eventlog.LetGo(ctx, tx, w.follower, w.fact)
		}
		gone, err := job.LetGo(ctx, tx, w.job)
		if err != nil {
			return err
		}
		if !slices.Contains(canLetGo, gone.Kind) {
			return fault.New(fault.Conflict, "somebody counts on this; it can be tried again, and not let go")
		}
		return d.letterGone(ctx, tx, gone)
	})
}

// mend does something about a piece of work that stands still, and writes down who did.
func (d *Desk) mend(ctx context.Context, who access.Actor, act, name string, do func(*sqldb.Tx, workName) error) error {
	if err := access.May(who, access.MendWork); err != nil {
		return err
	}
	w, err := readWorkName(name)
	if err != nil {
		return err
	}
	return d.acted(ctx, who, Act{Kind: act, What: w.String()}, func(tx *sqldb.Tx) error { return do(tx, w) })
}

// letterGone writes down that a letter will not leave.
func (d *Desk) letterGone(ctx context.Context, tx *sqldb.Tx, gone job.Failure) error {
	id, err := strconv.ParseInt(gone.Body, 10, 64)
	if gone.Kind != store.SendMailJob || err != nil {
		return nil
	}
	if _, err = d.report(ctx, tx, access.System, id, LetterFailed, "somebody of the desk let it go"); fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// StandingAlarm is the name of the alarm of work that stands still.
const StandingAlarm = "standing"

// stuckAfter is how long a follower may fail at the same fact before people must know.
const stuckAfter = time.Minute

// CheckStanding raises the alarm when work stands still, and ends it when none does any more.
func (d *Desk) CheckStanding(ctx context.Context, who access.Actor) error {
	if err := access.May(who, access.SeeAlarms); err != nil {
		return err
	}
	q := d.db.Reader()
	failed, parked, err := stands(ctx, q)
	if err != nil {
		return err
	}
	followers, err := eventlog.States(ctx, q)
	if err != nil {
		return err
	}
	n := min(len(failed), maxStopped) + min(len(parked), maxStopped)
	for _, f := range followers {
		if f.Failures > 0 && d.Now().Sub(f.Since) > stuckAfter {
			n++
		}
	}
	ringing, err := store.Alarms(ctx, q)
	if err != nil {
		return err
	}
	says := fmt.Sprintf("%d pieces of work stand still", n)
	rings := slices.IndexFunc(ringing, func(a Alarm) bool { return a.Name == StandingAlarm })
	switch {
	case n > 0 && (rings < 0 || ringing[rings].Says != says):
		return d.RaiseAlarm(ctx, who, StandingAlarm, says)
	case n == 0 && rings >= 0:
		return d.ClearAlarm(ctx, who, StandingAlarm)
	}
	return nil
}

// workName names a piece of work: a job by its number, a fact by its own and the follower's name.
type workName struct {
	job      int64
	fact     int64
	follower string
}

// String is the name as addresses and the log of acts have it.
func (w workName) String() string {
	if w.job != 0 {
		return fmt.Sprintf("job %d", w.job)
	}
	return fmt.Sprintf("fact %d %s", w.fact, w.follower)
}

// readWorkName reads a name as String writes it. Errors: NotFound for what is none.
func readWorkName(name string) (workName, error) {
	kind, rest, _ := strings.Cut(name, " ")
	number, follower, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(number, 10, 64)
	switch {
	case err == nil && n > 0 && kind == "job" && follower == "":
		return workName{job: n}, nil
	case err == nil && n > 0 && kind == "fact" && follower != "":
		return workName{fact: n, follower: follower}, nil
	}
	return workName{}, fault.New(fault.NotFound, "there is no such work")
}
