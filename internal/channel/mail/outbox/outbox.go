// Package outbox sends the letters of the desk: it writes each as a message, signs it, gives it to the mail server and
// reports what that said. It refuses to know who is told what, and rows: a letter comes from the desk and its end goes back
// to it, together with the end of the job.
package outbox

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/core/access"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/job"
)

// Bounds of sending.
const (
	// Workers is how many letters are sent at the same time, each on a connection of its own.
	Workers = 4
	// keepTrying is how long a letter waits for a server that takes it (RFC 5321, 4.5.4.1).
	keepTrying = 5 * 24 * time.Hour
	deadline   = 5 * time.Minute
	maxBackoff = 15 * time.Minute
	settleTime = 30 * time.Second
)

// Config is what sending needs of the house.
type Config struct {
	Desk  *desk.Desk
	Mail  *mail.Config // Send is set
	Words *wording.Catalogue
	Base  string // how the desk is reached, for links
	Log   *slog.Logger
}

// Outbox sends. Close it when nothing sends any more.
type Outbox struct {
	Config
	lines   lines
	breaker breaker
	signer  crypto.Signer // nil: unsigned
	alarmed atomic.Bool   // an alarm of ours may ring
	refused atomic.Int32  // sign-ins, in a row
}

// New reads the key of signatures. Errors: what is wrong with it, or with the configuration.
func New(c Config) (*Outbox, error) {
	o := &Outbox{Config: c}
	o.alarmed.Store(true) // by a process before this one
	o.breaker.now = c.Desk.Now
	send := c.Mail.Send
	dialer, err := c.Mail.Dialer()
	if err != nil {
		return nil, err
	}
	o.lines = lines{send: send, domain: c.Mail.Domain, dialer: dialer}
	if send.User != "" {
		o.lines.account = signin.New(send.User, send.PasswordFile, send.OAuth, dialer)
	}
	if send.DKIM != nil {
		if o.signer, err = readKey(send.DKIM.KeyFile); err != nil {
			return nil, fmt.Errorf("dkim key: %w", err)
		}
	}
	return o, nil
}

// Close ends the connections.
func (o *Outbox) Close() { o.lines.close() }

// Handler does the jobs of sending. A server that is down holds all of them back, so that it costs nothing else.
func (o *Outbox) Handler() job.Handler {
	return job.Handler{Do: o.send, Deadline: deadline, Attempts: 1 << 30, Hold: o.breaker.hold,
		Backoff: func(n int) time.Duration { return min(time.Second<<min(n, 20), maxBackoff) }}
}

// send brings one letter as far as it comes today.
func (o *Outbox) send(ctx context.Context, j *job.Job) error {
	id, err := strconv.ParseInt(j.Body, 10, 64)
	if err != nil {
		return job.Stop(err)
	}
	p, err := o.post(ctx, id)
	switch {
	case isUnwritable(err):
		return o.giveUp(ctx, j, id, err)
	case fault.Is(err, fault.NotFound):
		return job.Stop(err)
	case err != nil || p.State != desk.LetterQueued:
		return err
	case p.Withheld != "":
		return o.settle(ctx, j, id, desk.LetterSuppressed, p.Withheld)
	case o.Desk.Now().Sub(p.Due()) > keepTrying:
		return o.settle(ctx, j, id, desk.LetterFailed, "no server took it in five days")
	}
	raw, err := o.write(p)
	switch {
	case isUnwritable(err):
		return o.giveUp(ctx, j, id, err)
	case err != nil:
		return err
	}
	answer, err := o.lines.deliver(ctx, envelope{from: tagged(o.Mail.Address, p.BounceTag), to: ascii(p.Address), raw: raw})
	return o.judge(ctx, j, p, answer, err)
}

// write makes the message of a letter and signs it.
func (o *Outbox) write(p desk.Post) (raw []byte, err error) {
	defer caught(&err)
	p.Facts.Base = o.Base
	def := p.Facts.Desk
	l := letter.Write(o.Words.Printer(letter.LangOf(p.Facts.To), o.Words.Vocabulary(def.Words.Roles())), p.Facts)
	raw = compose(names{address: o.Mail.Address, name: cmp.Or(o.Mail.Name, def.Short.En), domain: o.Mail.Domain, mark: o.Mail.Domain}, p, l)
	return o.sign(raw)
}

// sign signs a message, where the desk has a key (RFC 6376).
func (o *Outbox) sign(raw []byte) ([]byte, error) {
	if o.signer == nil {
		return raw, nil
	}
	var signed bytes.Buffer
	err := dkim.Sign(&signed, bytes.NewReader(raw), &dkim.SignOptions{Domain: o.Mail.Send.DKIM.Domain, Selector: o.Mail.Send.DKIM.Selector,
		Signer: o.signer, HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed, HeaderKeys: signedFields})
	return signed.Bytes(), err
}

// signedFields are the fields that a signature covers (RFC 6376, 5.4.1).
var signedFields = []string{"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "MIME-Version", "Content-Type"}

// judge decides what an attempt has come to. One of which nobody knows whether the server took the message is made again:
// it is the same message, and whoever gets it twice can tell.
func (o *Outbox) judge(ctx context.Context, j *job.Job, p desk.Post, answer string, err error) error {
	var said *smtp.SMTPError
	var host hostError
	switch {
	case err == nil:
		o.works(ctx)
		return o.settle(ctx, j, p.ID, desk.LetterAccepted, "250 "+answer)
	case errors.As(err, &host):
		wait := o.breaker.fail()
		o.sick(ctx, err)
		o.Log.Warn("the mail server does not take letters", "host", o.Mail.Send.Host, "again in", wait, "err", err)
		return job.Later(wait, err)
	case errors.As(err, &said) && said.Code/100 == 5:
		o.works(ctx)
		return o.settle(ctx, j, p.ID, desk.LetterRefused, err.Error())
	}
	return err
}

// alarmAfter is how long a mail server may take nothing before people in charge must know.
const alarmAfter = 5 * time.Minute

// sick raises the alarm of a server that has been down for too long, or does not let us in.
func (o *Outbox) sick(ctx context.Context, cause error) {
	down, hopeless := o.breaker.down(), o.hopeless(cause)
	if down >= alarmAfter || hopeless {
		says := fmt.Sprintf("%s has taken no letters for %s: %v", o.Mail.Send.Host, down.Round(time.Minute), cause)
		if hopeless {
			says = fmt.Sprintf("%s refuses the sign-in of %s: %v", o.Mail.Send.Host, o.Mail.Send.User, cause)
		}
		o.note(o.Desk.RaiseAlarm(ctx, access.System, desk.SendingAlarm, says))
		o.alarmed.Store(true)
	}
}

// works notes that the server answers, and ends the alarm, also one of a process before this.
func (o *Outbox) works(ctx context.Context) {
	o.breaker.ok()
	o.refused.Store(0)
	if o.alarmed.CompareAndSwap(true, false) {
		o.note(o.Desk.ClearAlarm(ctx, access.System, desk.SendingAlarm))
	}
}

// note logs that an alarm could not be written down, which must not stop letters.
func (o *Outbox) note(err error) {
	if err != nil {
		o.Log.Error("alarm of sending", "err", err)
	}
}

// settle writes down how the letter ended, also when the house is closing: what the server has said must not be forgotten.
func (o *Outbox) settle(ctx context.Context, j *job.Job, letter int64, state desk.LetterState, detail string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	return o.Desk.SettleSent(ctx, access.System, j, letter, state, detail)
}
