package ui

import (
	"errors"
	"slices"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/fault"
)

// StepState is how far a step is.
type StepState int

// The states of a step.
const (
	ToCome StepState = iota
	Current
	Past
)

// Step is one step of a Tracker, in words: "With Messaging Services", "Friday, 4:31 p.m., by rule: mail".
type Step struct {
	Title  string
	Detail string
	State  StepState
}

// EntryKind is whose word an entry of a timeline is.
type EntryKind string

// The kinds of entry.
const (
	FromCustomer EntryKind = "from"
	FromDesk     EntryKind = "desk"
	InternalNote EntryKind = "note"
	Happened     EntryKind = "fact"
)

// Entry is one entry of a Timeline. Text is shown as it was written, line by line; Body, when set, stands in its place, and
// Under below either.
type Entry struct {
	Kind  EntryKind
	ID    string // an anchor; none when empty
	Who   string
	At    time.Time
	When  string // At in words
	Text  string
	Body  templ.Component
	Under templ.Component
}

// Fact is a term and what is said of it.
type Fact struct {
	Term string
	Text string
	Body templ.Component // in place of Text
}

// Pager leads through a list that is paged by key: there is a next page and a previous one, and no numbers.
type Pager struct {
	Previous string // addresses; empty when there is none
	Next     string
	Shown    string // "1 to 50"
}

// Table is a table that folds into a list on a phone.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
}

// Drop leaves out a column that says nothing.
func (t *Table) Drop(column int) {
	t.Columns = slices.Delete(t.Columns, column, column+1)
	for i := range t.Rows {
		t.Rows[i] = slices.Delete(t.Rows[i], column, column+1)
	}
}

// Column heads a column. Figures stand right.
type Column struct {
	Title  string
	Figure bool
}

// Cell is one cell: Text, or Body in its place. The first cell of a row heads it.
type Cell struct {
	Text string
	Body templ.Component
}

// ViewGroup is one heading with its views, in the console's first pane.
type ViewGroup struct {
	Title string
	Links []Link
}

func fieldOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Field
	}
	return ""
}

func (c Column) class() string {
	if c.Figure {
		return "figure"
	}
	return ""
}

// Bar is what the console's bar holds beside the navigation.
type Bar struct {
	Search   string // where a search is sent
	Query    string // what was searched for
	Complete string // where the words are that a search box completes; none when empty
	Views    string // where the ways to the lists are, for a page that has none of its own; none when empty
	Back     Link   // the way back on a phone, where one pane is shown at a time
	Keys     []Fact // the keys of this page and what they do
	Skip     Link   // a way past the bar and other panes to the one that matters; none when its Href is empty
	flows    bool   // the page scrolls as a whole, not by panes
}

func (b Bar) flowing() Bar {
	b.flows = true
	return b
}
