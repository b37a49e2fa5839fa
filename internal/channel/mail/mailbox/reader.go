// Package mailbox reads mailboxes by IMAP (RFC 9051). It knows how far each has been read, that a message is flagged only
// when it is stored, and what to do when a host is slow, rude or gone: come again, and sound an alarm. It refuses to know
// what a message says, and deletes nothing but the desk's own heartbeat, of which there are many.
package mailbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/outbound"
)

// Desk are the verbs that a reader needs. The desk has them.
type Desk interface {
	StoreMail(context.Context, access.Actor, desk.ArrivedMail) (id int64, again bool, err error)
	Mailbox(ctx context.Context, who access.Actor, name string) (desk.Mailbox, error)
	OwnHeartbeat(ctx context.Context, who access.Actor, mail int64) (bool, error)
	MailboxRead(ctx context.Context, who access.Actor, name string, validity, uid uint32) error
	RaiseAlarm(ctx context.Context, who access.Actor, name, says string) error
	ClearAlarm(ctx context.Context, who access.Actor, name string) error
	SendHeartbeat(ctx context.Context, who access.Actor, mailbox, address string, every time.Duration) error
	CheckHeartbeat(ctx context.Context, who access.Actor, mailbox string, limit time.Duration, since time.Time) error
}

// Pace is how often things are done. Zero values mean Usual.
type Pace struct {
	Look    time.Duration // between two looks at a host that pushes; under the 29 minutes of RFC 2177
	Poll    time.Duration // between two looks at one that does not
	Again   time.Duration // after the first failure; it doubles
	Longest time.Duration // between two tries
	Silent  time.Duration // without a visit before there is an alarm
	Pulse   time.Duration // between two looks at heartbeat and token
}

// Usual is the pace of a desk at work.
var Usual = Pace{Look: 4 * time.Minute, Poll: 30 * time.Second, Again: time.Second, Longest: 2 * time.Minute, Silent: 5 * time.Minute, Pulse: 30 * time.Second}

// Reader reads one mailbox.
type Reader struct {
	Mailbox   mail.Mailbox
	Account   *signin.Account
	Out       *outbound.Dialer
	Desk      Desk
	Log       *slog.Logger
	Heartbeat mail.Heartbeat
	Sends     bool // the desk sends mail, so that a heartbeat can go round
	Pace      Pace

	refusals int       // sign-ins refused in a row
	good     time.Time // when the mailbox was last read
	stuck    stuck
}

// stuck is a message that could not be fetched, and how often.
type stuck struct {
	validity, uid uint32
	tries         int
}

// Run reads until ctx ends.
func (r *Reader) Run(ctx context.Context) {
	if r.Pace == (Pace{}) {
		r.Pace = Usual
	}
	r.Log = r.Log.With("mailbox", r.Mailbox.Name)
	r.good = time.Now()
	var pulse sync.WaitGroup
	pulse.Go(func() { r.pulse(ctx) })
	defer pulse.Wait()
	wait := r.Pace.Again
	for ctx.Err() == nil {
		before := r.good
		err := r.read(ctx)
		if ctx.Err() != nil {
			return
		}
		if r.good != before {
			wait = r.Pace.Again
		}
		r.Log.Warn("the mailbox cannot be read; it is tried again", "err", says(err), "in", wait)
		r.sound(ctx, err)
		_ = pause(ctx, wait)
		wait = min(2*wait, r.Pace.Longest)
	}
}

// read visits the host, takes what is there and stays until something breaks.
func (r *Reader) read(ctx context.Context) error {
	proof, err := r.Account.Proof(ctx)
	if err != nil {
		return err
	}
	h, err := visit(ctx, r.Out, r.Mailbox, proof)
	if err != nil {
		return err
	}
	defer h.leave()
	while := r.Pace.Poll
	if h.pushes {
		while = r.Pace.Look
	}
	for {
		if err := r.catchUp(ctx, h); err != nil {
			return err
		}
		if err := r.well(ctx); err != nil {
			return err
		}
		if err := h.wait(ctx, while); err != nil {
			return err
		}
	}
}

// AlarmName is the name of the alarm of a mailbox that cannot be read.
func AlarmName(mailbox string) string { return "mailbox:" + mailbox }

// tokenAlarmName is the name of the alarm of an account whose token ends.
func tokenAlarmName(mailbox string) string { return "token:" + mailbox }

// well notes that everything that lay in the mailbox is stored.
func (r *Reader) well(ctx context.Context) error {
	r.good, r.refusals = time.Now(), 0
	return r.Desk.ClearAlarm(ctx, access.System, AlarmName(r.Mailbox.Name))
}

// sound raises the alarm: at once when the sign-in is refused, and not only a token that was too old; else when it has
// lasted too long.
func (r *Reader) sound(ctx context.Context, err error) {
	refused, atToken := signInRefused{}, (*signin.Refused)(nil)
	atDoor := errors.As(err, &refused)
	if atDoor {
		r.Account.Forget()
		r.refusals++
	}
	if !errors.As(err, &atToken) && r.refusals < 2 && time.Since(r.good) < r.Pace.Silent {
		return
	}
	text := fmt.Sprintf("mailbox %s at %s has not been read since %s: %v", r.Mailbox.Name, r.Mailbox.Host, r.good.UTC().Format("2006-01-02 15:04 MST"), says(err))
	if atDoor {
		text = fmt.Sprintf("mailbox %s: %s refuses the sign-in of %s: %v", r.Mailbox.Name, r.Mailbox.Host, r.Mailbox.User, says(err))
	}
	r.note(r.Desk.RaiseAlarm(ctx, access.System, AlarmName(r.Mailbox.Name), text))
}

// note logs what went wrong beside the way.
func (r *Reader) note(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		r.Log.Error("a part of the mailbox's care failed", "err", err)
	}
}
