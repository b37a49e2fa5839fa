// Package fault knows the kinds of error that a person or a program may read. It refuses to know HTTP: a door maps
// a Kind to its own answer, once.
package fault

import (
	"errors"
	"fmt"
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
type Error struct {
	Kind  Kind
	Field string
	Text  string
	Err   error
}

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Field + ": " + e.Text
	}
	return e.Text
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error that may be shown as it reads.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// Field makes an Invalid error about one named input.
func Field(name, format string, args ...any) error {
	return &Error{Kind: Invalid, Field: name, Text: fmt.Sprintf(format, args...)}
}

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
