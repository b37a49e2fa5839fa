package ui

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/a-h/templ"

	"switchboard/internal/fault/faulthttp"
)

// Handler answers a request or returns why it cannot. It must not have written anything when it returns an error.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Door is what the pages behind one door share: where errors are logged, and the frame in which they are shown.
type Door struct {
	Log    *slog.Logger
	SignIn string                       // where people sign in; they are led there and back
	Page   func(r *http.Request) Page   // the frame of a page for this request
	Layout func(p Page) templ.Component // Portal, or Room with the console's bar
}

// Handle makes an http.Handler that shows an error as a page.
func (d Door) Handle(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := d.call(h, w, r); err != nil {
			d.fail(w, r, err)
		}
	})
}

// call turns a panic into an error, so that a defect in one page costs one page.
func (d Door) call(h Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return h(w, r)
}

func (d Door) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the reader has gone
	}
	code := faulthttp.Status(err)
	if code == http.StatusUnauthorized && d.SignIn != "" {
		d.toSignIn(w, r)
		return
	}
	page := d.Page(r)
	view := errorView{Status: code, Text: page.Words.Fault(err)}
	if code == http.StatusInternalServerError {
		view.Mark = rand.Text()[:8]
		d.Log.ErrorContext(r.Context(), "page failed", "mark", view.Mark, "method", r.Method, "path", r.URL.Path, "err", err)
	}
	if err := Render(w, r, code, d.errorPage(page, view)); err != nil {
		d.Log.ErrorContext(r.Context(), "error page failed", "path", r.URL.Path, "err", err)
		http.Error(w, http.StatusText(code), code)
	}
}

// toSignIn leads to the sign-in page, and back to this one where it may be opened again.
func (d Door) toSignIn(w http.ResponseWriter, r *http.Request) {
	to := d.SignIn
	if r.Method == http.MethodGet && r.URL.Path != d.SignIn {
		to += "?back=" + url.QueryEscape(r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// errorView is what an error page shows. Mark finds the line in the log.
type errorView struct {
	Status int
	Text   string
	Mark   string
}

// errorKeys are the messages for a status: what happened, and what to do.
var errorKeys = map[int]string{
	http.StatusUnprocessableEntity:   "ui.error.invalid",
	http.StatusNotFound:              "ui.error.missing",
	http.StatusForbidden:             "ui.error.forbidden",
	http.StatusUnauthorized:          "ui.error.unauthenticated",
	http.StatusConflict:              "ui.error.conflict",
	http.StatusRequestEntityTooLarge: "ui.error.large",
	http.StatusTooManyRequests:       "ui.error.often",
	http.StatusServiceUnavailable:    "ui.error.unavailable",
	http.StatusInternalServerError:   "ui.error.internal",
}

func (d Door) errorPage(page Page, view errorView) templ.Component {
	key := errorKeys[view.Status]
	page.Title = page.Words.T(key)
	if strings.TrimRight(view.Text, ".") == page.Title {
		view.Text = "" // a fault that says no more than the page does
	}
	return framed(d.Layout(page), errorBody(page, page.Title, page.Words.T(key+".do"), view))
}
