// Package compose knows what somebody writes before it is sent: drafts that wait for their writer, replies that wait to be
// taken back, texts that are saved for use, colleagues who are named in a note. It refuses to know what is sent (ticket),
// who may write (access), rows and pages.
package compose

import (
	"strings"
	"time"
)

// Bounds of drafts.
const (
	MaxDraft  = 64 << 10 // bytes of one text
	MaxDrafts = 200      // texts of one person that wait at once
)

// Draft is a text that somebody has begun for one field of one form. Who writes it is the only one who reads it.
type Draft struct {
	Text    string
	Older   string    // the text that a newer one from another page has taken the place of; of a sent one, what was sent
	Version int64     // counts what was saved, from 1
	At      time.Time // when the text was typed
	Sent    bool      // its verb was done: there is nothing to go on with
}

// Typed is a text as a page sends it. Base is the version over which it was typed, 0 where the page knew of none.
type Typed struct {
	Text string
	Base int64
	At   time.Time
}

// Merge saves what was typed. Over the version that is there it goes on; over another one, as when two devices write or one
// comes back from being without a connection, the text that was typed last stands and the other one is kept beside it. A
// copy that was still on its way when the text was sent brings nothing back.
func Merge(d Draft, in Typed) Draft {
	next := Draft{Text: in.Text, Older: d.Older, Version: d.Version + 1, At: in.At}
	switch {
	case d.Sent && in.Base < d.Version && strings.HasPrefix(d.Older, in.Text):
		return d
	case d.Sent:
		next.Older = ""
	case in.Text == d.Text:
		d.At = later(d.At, in.At)
		return d
	case in.Base == d.Version:
	case in.At.Before(d.At):
		next.Text, next.At = d.Text, d.At
		next.keep(in.Text)
	default:
		next.keep(d.Text)
	}
	return next
}

// keep puts a text beside the one that stands, unless that goes on from it.
func (d *Draft) keep(other string) {
	if other != "" && !strings.HasPrefix(d.Text, other) {
		d.Older = other
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
