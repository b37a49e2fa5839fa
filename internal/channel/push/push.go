// Package push sends the desk's news to browsers: it seals each for its device (RFC 8291), shows the push service who the
// desk is (RFC 8292), and reports what that said (RFC 8030). It refuses to know who is told what, and rows: a push comes
// from the desk, and its end goes back to it with the end of the job. What it says is a kind of news and a number, never
// somebody's words: the screen of a phone is read by others.
package push

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/outbound"
)

// Bounds of sending.
const (
	// Workers is how many pushes are sent at the same time.
	Workers    = 4
	deadline   = time.Minute
	maxBackoff = 15 * time.Minute
	keepTrying = 24 * time.Hour // and as long the service keeps it for a device that is off
	settleTime = 30 * time.Second
	maxAnswer  = 300 // bytes of what a service says
)

// Config is what sending needs of the house.
type Config struct {
	Desk   *desk.Desk
	Words  *wording.Catalogue
	Dialer *outbound.Dialer
	Base   string // how the desk is reached; a service that has a complaint looks there
	Log    *slog.Logger
}

// Sender sends.
type Sender struct {
	Config
	http *http.Client
}

// New makes a sender.
func New(c Config) *Sender {
	return &Sender{Config: c, http: c.Dialer.HTTP(outbound.Limits{})}
}

// Handler does the jobs of sending.
func (s *Sender) Handler() job.Handler {
	return job.Handler{Do: s.send, Deadline: deadline, Attempts: 1 << 30,
		Backoff: func(n int) time.Duration { return min(time.Second<<min(n, 20), maxBackoff) }}
}

// send brings one push as far as it comes today.
func (s *Sender) send(ctx context.Context, j *job.Job) error {
	id, err := strconv.ParseInt(j.Body, 10, 64)
	if err != nil {
		return job.Stop(err)
	}
	p, err := s.Desk.PushPost(ctx, access.System, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return job.Stop(err)
	case err != nil || p.State != desk.LetterQueued:
		return err
	case p.Withheld != "":
		return s.settle(ctx, j, p, desk.LetterSuppressed, p.Withheld, false)
	case s.Desk.Now().Sub(p.NotBefore) > keepTrying:
		return s.settle(ctx, j, p, desk.LetterFailed, "no push service took it in a day", false)
	}
	answer, err := s.give(ctx, p)
	if errors.Is(err, outbound.ErrAddress) {
		return s.settle(ctx, j, p, desk.LetterRefused, err.Error(), true)
	}
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return s.judge(ctx, j, p, answer)
}

// give seals a push and gives it to its service.
func (s *Sender) give(ctx context.Context, p desk.PushPost) (*http.Response, error) {
	key, err := s.Desk.PushKey(ctx)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(s.write(p))
	if err != nil {
		return nil, err
	}
	urgency := webpush.UrgencyNormal
	if g := notice.Kind(p.Kind).Group(); g == notice.Clocks || g == notice.Pages {
		urgency = webpush.UrgencyHigh
	}
	to := &webpush.Subscription{Endpoint: p.To.Endpoint, Keys: webpush.Keys{Auth: p.To.Auth, P256dh: p.To.P256dh}}
	return webpush.SendNotificationWithContext(ctx, text, to, &webpush.Options{HTTPClient: s.http, Subscriber: s.Base, TTL: int(keepTrying / time.Second), Urgency: urgency,
		VAPIDPublicKey:  base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		VAPIDPrivateKey: base64.RawURLEncoding.EncodeToString(key.Bytes())})
}

// Message is what a device shows.
type Message struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Tag   string `json:"tag"` // a later message of the same ticket takes the place of an earlier one
	URL   string `json:"url"` // of this desk, from the root
}

func (s *Sender) write(p desk.PushPost) Message {
	words := s.Words.Printer(wording.Lang(p.To.Lang), s.Words.Vocabulary(s.Desk.Definition().Words.Roles()))
	number := strconv.FormatInt(p.Ticket, 10)
	says := words.T("notices.kind." + p.Kind)
	m := Message{Title: p.Desk, Body: words.T("notices.line", "number", number, "what", says), Tag: "ticket-" + number, URL: "/notices/ticket/" + number}
	switch {
	case notice.Kind(p.Kind) == notice.ApprovalWanted:
		m.URL = "/approvals"
	case p.Ticket == 0:
		m.Body, m.Tag, m.URL = says, p.Kind, "/notices"
	}
	return m
}

// judge decides what the answer of a service means (RFC 8030, 5 and 7.3): what it cannot do now it is asked again.
func (s *Sender) judge(ctx context.Context, j *job.Job, p desk.PushPost, answer *http.Response) error {
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return err
	}
	detail := fmt.Sprintf("%d %s", answer.StatusCode, said)
	switch code := answer.StatusCode; {
	case code/100 == 2:
		return s.settle(ctx, j, p, desk.LetterAccepted, detail, false)
	case code == http.StatusNotFound || code == http.StatusGone:
		return s.settle(ctx, j, p, desk.LetterRefused, detail, true)
	case code == http.StatusTooManyRequests || code/100 == 5:
		failed := fmt.Errorf("push: %s", detail)
		if wait, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && wait > 0 {
			return job.Later(min(time.Duration(min(wait, 1e6))*time.Second, maxBackoff), failed)
		}
		return failed
	}
	return s.settle(ctx, j, p, desk.LetterRefused, detail, false)
}

// settle writes down how a push ended, also when the house is closing: it must not be sent twice.
func (s *Sender) settle(ctx context.Context, j *job.Job, p desk.PushPost, state desk.LetterState, detail string, gone bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	return s.Desk.SettlePush(ctx, access.System, j, p.ID, state, detail, gone)
}
