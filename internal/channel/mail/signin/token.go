package signin

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/outbound"
)

// How long before its end a token is no good any more, and is renewed at the latest; and how long before the end of the
// right to renew somebody is told.
const (
	tooLate   = time.Minute
	renewTime = 10 * time.Minute
	tellTime  = 7 * 24 * time.Hour
)

// token is an access token and how to come by the next.
type token struct {
	oauth mail.OAuth
	http  *http.Client
	now   func() time.Time

	mutex   sync.Mutex // held while one is fetched: others wait for the same
	access  string
	born    time.Time
	expires time.Time
	refresh string    // that was given last; its file may not have taken it
	ends    time.Time // of the right to refresh; zero: nobody said
	unkept  error     // why the file has not taken it
}

func newToken(oauth mail.OAuth, out *outbound.Dialer) *token {
	return &token{oauth: oauth, http: out.HTTP(outbound.Limits{Body: maxSecret}), now: time.Now}
}

func (t *token) get(ctx context.Context) (string, error) {
	if t.oauth.TokenFile != "" {
		return secret(t.oauth.TokenFile)
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.access == "" || t.now().Add(tooLate).After(t.expires) {
		if err := t.fetch(ctx); err != nil {
			return "", err
		}
	}
	return t.access, nil
}

func (t *token) forget() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.access = ""
}

// renew fetches the next token when a quarter of this one's life is left, and looks further ahead.
func (t *token) renew(ctx context.Context) error {
	if t.oauth.TokenFile != "" {
		return t.lookAhead()
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	left, life := t.expires.Sub(t.now()), t.expires.Sub(t.born)
	if t.access == "" || left < max(life/4, min(renewTime, life/2)) {
		if err := t.fetch(ctx); err != nil {
			if t.access == "" || left <= 0 {
				return err
			}
			return fmt.Errorf("the token ends at %s and cannot be renewed: %w", clock(t.expires), err)
		}
	}
	if !t.ends.IsZero() && t.ends.Sub(t.now()) < tellTime {
		return fmt.Errorf("the right to renew the token ends at %s: somebody must sign in anew", clock(t.ends))
	}
	return t.unkept
}

// lookAhead reads from a token in JWT form how long it will be good. One that says nothing of it is believed.
func (t *token) lookAhead() error {
	text, err := secret(t.oauth.TokenFile)
	if err != nil {
		return err
	}
	ends, ok := expiry(text)
	if ok && ends.Sub(t.now()) < tooLate {
		return fmt.Errorf("the token in %s ends at %s, and nothing has renewed it", t.oauth.TokenFile, clock(ends))
	}
	return nil
}

func clock(at time.Time) string { return at.UTC().Format("2006-01-02 15:04 MST") }
