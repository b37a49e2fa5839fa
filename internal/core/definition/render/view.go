// Package render knows how a definition reads to the public: promises as sentences, hours as people say them, what is
// assumed and how things are counted. The page, the text and the JSON are three forms of one View, so that they cannot
// differ. It refuses to know measured figures and layouts; who serves the page adds both.
package render

import (
	"fmt"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/wording"
)

// Options are what a page depends on besides the definition.
type Options struct {
	Words wording.Printer // language and vocabulary; see Printer
	// Today hides holidays that are over and finds lists that run out. Zero shows all.
	Today time.Time
}

// View is the page in parts. Its JSON names stay.
type View struct {
	Lang       string      `json:"lang"`
	Name       string      `json:"desk"`
	Short      string      `json:"short"`
	Operator   string      `json:"operator"`
	Summary    string      `json:"summary,omitempty"`
	Levels     []Level     `json:"service_levels"`
	Agreements []Line      `json:"agreements,omitempty"` // who has other hours
	Goals      []Line      `json:"goals,omitempty"`
	Reach      []Way       `json:"reach"`
	Hours      []Hours     `json:"hours"`
	Holidays   []Holiday   `json:"holidays,omitempty"`
	Duties     []Line      `json:"duties,omitempty"`
	Scope      []Line      `json:"scope,omitempty"`
	Data       []Line      `json:"data_classes,omitempty"` // what the law guards, and what to heed
	Approvals  []Line      `json:"approvals,omitempty"`
	Escalation []Line      `json:"escalation,omitempty"`
	Rules      []Line      `json:"rules,omitempty"`
	Services   []Service   `json:"services,omitempty"`
	Facts      []Fact      `json:"facts"`
	Readings   []Line      `json:"readings,omitempty"`
	Open       []OpenPoint `json:"left_open,omitempty"`

	words wording.Printer
}

// Level is what is promised for one class, or on one channel whatever the class.
type Level struct {
	Class    string    `json:"class,omitempty"`
	Name     string    `json:"name"`
	Means    string    `json:"means,omitempty"`
	Hours    string    `json:"hours,omitempty"` // "day and night", where it holds for all of them
	Task     string    `json:"task,omitempty"`  // what all members of the team do
	Promises []Promise `json:"promises"`
}

// Promise is one target as a sentence.
type Promise struct {
	Metric     sla.Metric     `json:"metric"`
	Obligation sla.Obligation `json:"obligation"`
	Kind       string         `json:"kind"` // the obligation in words
	Text       string         `json:"text"`
	Note       string         `json:"note,omitempty"`
	Ref        string         `json:"ref,omitempty"`
	Kept       string         `json:"kept,omitempty"` // the measured figure, from whoever serves the page
}

// Line is a sentence with its remark and where it comes from. ID is set where the sentence has a name (A1).
type Line struct {
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
	Note string `json:"note,omitempty"`
	Ref  string `json:"ref,omitempty"`
}

// Way is a channel.
type Way struct {
	ID    string `json:"channel"`
	Name  string `json:"name"`
	Shown string `json:"shown,omitempty"` // number or address as people know it
	Href  string `json:"href,omitempty"`  // tel: or mailto:
	Hours string `json:"hours"`
	Says  string `json:"says,omitempty"`
	Ref   string `json:"ref,omitempty"`
}

// Hours is a calendar in words.
type Hours struct {
	Name string `json:"name"`
	Text string `json:"text"`
	Note string `json:"note,omitempty"`
	Ref  string `json:"ref,omitempty"`
}

// Holiday is a date that differs.
type Holiday struct {
	Date string `json:"date"`
	When string `json:"when"` // "Thursday, November 26, 2026"
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

// Service is a service and the team that takes it. Asks names the questions of its form, if it has one.
type Service struct {
	Asks string `json:"asks,omitempty"`
	ID   string `json:"id"`
	Name string `json:"name"`
	Team string `json:"team,omitempty"`
	Note string `json:"note,omitempty"`
}

// Fact is a line of "at a glance". Open marks what the text leaves blank of it.
type Fact struct {
	Term string `json:"term"`
	Text string `json:"text,omitempty"`
	Open bool   `json:"open,omitempty"`
}

// OpenPoint is a blank or an assumption.
type OpenPoint struct {
	Level string `json:"level"` // "blank" or "assumed"
	Kind  string `json:"kind"`  // the level in words
	About string `json:"about"`
	Text  string `json:"text"`
	Ref   string `json:"ref,omitempty"`
	Lang  string `json:"-"` // of Text: what the linter finds, it says in English
}

// Printer makes the words of a desk in a language.
func Printer(d *definition.Definition, lang string) (wording.Printer, error) {
	c, err := wording.Load()
	if err != nil {
		return wording.Printer{}, fmt.Errorf("render: %w", err)
	}
	return c.Printer(wording.Lang(lang), c.Vocabulary(d.Words.Roles())), nil
}

// Page says a definition.
func Page(d *definition.Definition, o Options) View {
	b := builder{d: d, p: o.Words, lang: string(o.Words.Lang()), today: o.Today}
	v := View{Lang: b.lang, Name: b.in(d.Name), Short: b.in(d.Short), Operator: b.in(d.Operator), Summary: b.in(d.Summary),
		Levels: b.levels(), Agreements: b.agreements(), Goals: b.goals(), Reach: b.reach(), Hours: b.allHours(), Holidays: b.holidays(), Duties: b.duties(),
		Scope: b.scope(), Data: b.dataClasses(), Approvals: b.approvals(), Escalation: b.escalation(), Rules: b.rules(), Services: b.services(), Facts: b.facts(), Open: b.open(), words: o.Words}
	for _, r := range d.Readings {
		v.Readings = append(v.Readings, Line{ID: r.ID, Text: b.in(r.Says), Note: b.in(r.Note), Ref: r.Ref})
	}
	return v
}

type builder struct {
	d     *definition.Definition
	p     wording.Printer
	lang  string
	today time.Time
}

func (b builder) in(t definition.Text) string { return t.In(b.lang) }

// remark is what the definition says beside a part: its note, else what was assumed.
func (b builder) remark(m definition.Mark) string { return first(b.in(m.Note), b.in(m.Assumed)) }
