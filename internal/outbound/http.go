package outbound

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Limits bound one exchange of HTTP.
type Limits struct {
	Time      time.Duration // from the dialling to the last byte of the answer; 30 s when zero
	Body      int64         // bytes of an answer; 1 MB when zero
	Redirects int           // none when zero: what carries a secret is never carried on
}

// Bounds of HTTP that nobody sets.
const (
	exchangeTime   = 30 * time.Second
	answerMax      = 1 << 20
	answerHeader   = 64 << 10
	connectionsMax = 16
	idleTime       = time.Minute
)

// ErrTooLarge says that an answer is longer than its bound; it was not read to its end.
var ErrTooLarge = errors.New("the answer is too large")

// HTTP makes a client that dials by the rules, also after a redirect, knows no proxy and keeps to the limits.
func (d *Dialer) HTTP(limits Limits) *http.Client {
	if limits.Time == 0 {
		limits.Time = exchangeTime
	}
	if limits.Body == 0 {
		limits.Body = answerMax
	}
	transport := &http.Transport{DialContext: d.net.DialContext, TLSClientConfig: d.TLS(""), ForceAttemptHTTP2: true,
		TLSHandshakeTimeout: handshakeTimeout, MaxResponseHeaderBytes: answerHeader, MaxConnsPerHost: connectionsMax, IdleConnTimeout: idleTime}
	return &http.Client{Transport: bounded{transport, limits.Body}, Timeout: limits.Time, CheckRedirect: func(r *http.Request, before []*http.Request) error {
		if len(before) > limits.Redirects {
			return fmt.Errorf("outbound: more than %d redirects", limits.Redirects)
		}
		if before[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
			return errors.New("outbound: a redirect away from https")
		}
		return nil
	}}
}

// bounded cuts answers off with an error, so that half of one is never taken for the whole.
type bounded struct {
	next *http.Transport
	body int64
}

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil {
		answer.Body = &boundedBody{answer.Body, b.body}
	}
	return answer, err
}

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (b bounded) CloseIdleConnections() { b.next.CloseIdleConnections() }

type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left+1 { // one more than may be, to see whether there is more
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}
