package webtest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// Line is what lies between browsers and a desk: a proxy, as before most desks. It can lose the answer to a form, and while the
// desk is away it answers for it with 502.
type Line struct {
	URL    string
	server *httptest.Server
	loses  atomic.Bool
	down   atomic.Bool
}

// Lay lays a line to a desk at an address, such as "http://127.0.0.1:8080".
func Lay(t *testing.T, desk string) *Line {
	t.Helper()
	to, err := url.Parse(desk)
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
		},
		ModifyResponse: l.answered,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	l.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.down.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	l.URL = l.server.URL
	t.Cleanup(func() {
		l.server.CloseClientConnections()
		l.server.Close()
	})
	return l
}

// answered lets an answer through, or hangs up in its place.
func (l *Line) answered(r *http.Response) error {
	if r.Request.Method != http.MethodPost || r.Request.Header.Get("Sec-Fetch-Mode") != "navigate" || !l.loses.Load() {
		return nil
	}
	_, _ = io.Copy(io.Discard, r.Body) // what the desk has said is heard by nobody
	r.Body.Close()
	panic(http.ErrAbortHandler)
}

// Lose does what sends a form while every answer to one is lost, also where the browser sends it again by itself, and waits
// until the browser has given up.
func (tab *Tab) Lose(l *Line, send func()) {
	tab.t.Helper()
	l.loses.Store(true)
	defer l.loses.Store(false)
	_, err := chromedp.RunResponse(tab.ctx, chromedp.Func(func(context.Context, *chromedp.Target) error {
		send()
		return nil
	}))
	if err == nil {
		tab.t.Fatalf("%s: an answer came", tab)
	}
}

// Again loads the page again; one that a form has led to is asked for by that form again.
func (tab *Tab) Again() int {
	tab.t.Helper()
	answer, err := chromedp.RunResponse(tab.ctx, chromedp.Reload())
	tab.must("load the page again", err)
	return int(answer.Status)
}

// Down takes the desk away, and ends what it was saying; or brings it back.
func (l *Line) Down(down bool) {
	l.down.Store(down)
	if down {
		l.server.CloseClientConnections()
	}
}
