// Package filter knows the one language in which people and programs say which tickets they mean: the search box, the
// address of a list, the API and saved views share it (docs/filter.md). It reads and prints that language, names what is
// wrong with a text and where, and tells what could come next. It refuses to know how tickets are found (store), who may
// see them (access) and the present: a relative time stays relative until somebody asks for its bounds.
package filter

import "slices"

// Bounds of one filter.
const (
	MaxLength = 1000 // bytes of its text
	MaxTerms  = 30
	MaxValues = 50 // of one term
)

// Filter is what somebody looks for: tickets for which every term holds, in an order. The zero Filter means all tickets.
type Filter struct {
	Terms []Term
	Sort  Sort // the zero Sort leaves the order to Order
}

// Term is one condition.
type Term struct {
	Not    bool
	Field  string   // of Fields; empty for words, which are looked for in the text
	Values []string // any of them may hold; of words there is one, and several words in it are a phrase
	Span   Span     // in place of Values, of a field that is a time
}

// Sort is an order. Down begins with the latest or the largest.
type Sort struct {
	By   string // of sorts; empty for none
	Down bool
}

// The orders.
const (
	ByDue      = "due"      // the next promise first
	ByReceived = "received" // the oldest first
	ByChanged  = "changed"
	ByNumber   = "number"
	ByRank     = "rank" // those with the words in their subject first, then the newest; of filters with words
)

// sorts are the orders that can be asked for.
func sorts() []string { return []string{ByDue, ByReceived, ByChanged, ByNumber, ByRank} }

// Order is the order of the answer: the one asked for, else by rank where words are looked for, by the next promise
// where only open tickets are meant, and otherwise the newest first.
func (f Filter) Order() Sort {
	switch {
	case f.Sort.By == ByRank && len(f.Words()) > 0:
		return f.Sort
	case f.Sort.By != "" && f.Sort.By != ByRank:
		return f.Sort
	case len(f.Words()) > 0:
		return Sort{By: ByRank}
	case f.OpenOnly():
		return Sort{By: ByDue}
	}
	return Sort{By: ByReceived, Down: true}
}

// Words are the terms that look for text.
func (f Filter) Words() []Term {
	var out []Term
	for _, t := range f.Terms {
		if t.Words() {
			out = append(out, t)
		}
	}
	return out
}

// Words reports whether the term looks for text.
func (t Term) Words() bool { return t.Field == "" || t.Field == Subject }

// OpenOnly reports whether all that the filter finds is open.
func (f Filter) OpenOnly() bool {
	return slices.ContainsFunc(f.Terms, func(t Term) bool {
		switch {
		case t.Not:
			return false
		case t.Field == Is:
			return !slices.ContainsFunc(t.Values, func(v string) bool { return slices.Contains(whatever, v) })
		case t.Field == Status:
			return !slices.ContainsFunc(t.Values, func(v string) bool { return v == "resolved" || v == "closed" })
		}
		return false
	})
}

// People are the addresses and names that the filter speaks of.
func (f Filter) People() []string {
	var out []string
	for _, t := range f.Terms {
		if field, _ := FieldOf(t.Field); field.Kind != Person {
			continue
		}
		for _, v := range t.Values {
			if v != Me && v != None && v != Any {
				out = append(out, v)
			}
		}
	}
	return out
}

// And adds terms, as a narrower filter.
func (f Filter) And(more ...Term) Filter {
	f.Terms = append(slices.Clip(f.Terms), more...)
	return f
}
