// Package fault knows the kinds of error that a person or a program may read. It refuses to know HTTP: a door maps
// a Kind to its own answer, once. It refuses to know languages too: it keeps a message apart from what fills it, and
// wording says it to a person.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what went wrong in terms that every door can translate.
type Kind int

const (
	// Internal is any error that nobody foresaw; its text is for the log only.
	Internal Kind = iota
	// Invalid means that the input is wrong; the text says where and what to do.
	Invalid
	// NotFound means that there is no such thing, or none that this person may know of.
	NotFound
	// Forbidden means that the thing is known to the person, but this act is not theirs.
	Forbidden
	// Unauthenticated means that nobody is signed in, or the token is not valid.
	Unauthenticated
	// Conflict means that the thing has changed meanwhile, or is not in a state for this act.
	Conflict
	// TooLarge means that a stated bound is exceeded.
	TooLarge
	// TooMany means that the person acts too often; try again later.
	TooMany
	// Unavailable means that a part we need does not answer; nothing was done.
	Unavailable
)

// Error is what may be shown. Field names the input that is wrong, where there is one ("requester.email").
//
// Format is the message before Args fill it, as fmt has it: "{the ticket} %d is closed". It is the key under which other
// languages have it (catalogue/LANGUAGE/faults.yaml), and what stands in braces is a noun that each desk calls by its own
// word. Text is the message in plain English, for programs and for the log.
type Error struct {
	Kind   Kind
	Field  string
	Format string
	Args   []any
	Text   string
	Err    error
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Text
	}
	return e.Text
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error that may be shown.
func New(kind Kind, format string, args ...any) error {
	if false {
		_ = fmt.Sprintf(format, args...) // so that vet checks the arguments of callers
	}
	return &Error{Kind: kind, Format: format, Args: args, Text: fmt.Sprintf(plain.Replace(format), args...)}
}

// Field makes an Invalid error about one named input.
func Field(name, format string, args ...any) error {
	if false {
		_ = fmt.Sprintf(format, args...)
	}
	return At(name, New(Invalid, format, args...))
}

// At says of which input an Invalid error speaks, where whoever made it could not know; any other error passes as it is.
func At(name string, err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid {
		return err
	}
	named := *e
	named.Field = name
	return &named
}

// plain takes the braces off: the product's own noun stands in them.
var plain = strings.NewReplacer("{", "", "}", "")

// Terms is an argument: things that the catalogue has a word for, under "term." and their names.
type Terms []string

// String names them in plain English: "service, alternate contact".
func (t Terms) String() string { return strings.ReplaceAll(strings.Join(t, ", "), "_", " ") }

// KindOf tells the kind of err; Internal for errors that are not ours.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
