package ui

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/core/wording"
	"switchboard/internal/fault"
)

// BannerKind is the tone of a banner or notice.
type BannerKind string

// The kinds of banner. Each has its own icon, so none is told by colour alone.
const (
	Warn  BannerKind = "warn"
	Info  BannerKind = "info"
	Done  BannerKind = "done"
	Wrong BannerKind = "wrong"
)

func (k BannerKind) icon() string {
	switch k {
	case Info:
		return "info"
	case Done:
		return "check"
	}
	return "alert"
}

// ChipKind is the state of a promise.
type ChipKind string

// The states of a promise.
const (
	Neutral ChipKind = "neutral"
	Soon    ChipKind = "soon"
	Late    ChipKind = "late"
	Met     ChipKind = "met"
	Paused  ChipKind = "paused"
	Urging  ChipKind = "urging" // no promise: somebody says that it cannot wait
)

func (k ChipKind) icon() string {
	switch k {
	case Soon, Neutral:
		return "clock"
	case Late, Urging:
		return "alert"
	case Met:
		return "check"
	case Paused:
		return "pause"
	}
	return ""
}

// Chip says the state of a promise in few words. With Due, the browser lets the text count down; without script the
// server's words stand.
type Chip struct {
	Kind  ChipKind
	Label string // what is promised; it stands before the text and does not change
	Text  string
	Due   time.Time // zero when nothing counts down
	Plain bool      // no icon: for words that are no promise
}

// Button does something, or with Href leads somewhere. Key is the key that presses it in the console.
type Button struct {
	Text  string
	Kind  ButtonKind
	Href  string
	Name  string
	Value string
	Type  string // "submit" when empty
	Key   string
	Attrs templ.Attributes
}

// ButtonKind says how much a button stands out.
type ButtonKind string

// The kinds of button: one Primary per page.
const (
	Primary ButtonKind = ""
	Plain   ButtonKind = "plain"
	Danger  ButtonKind = "danger"
)

func (b Button) class() string {
	if b.Kind == Primary {
		return "btn"
	}
	return "btn " + string(b.Kind)
}

func (b Button) kind() string {
	if b.Type == "" {
		return "submit"
	}
	return b.Type
}

// Field is one labelled input. Rows makes it a text of several lines, Options a list to choose from.
type Field struct {
	Name         string
	Suffix       string // of the id, where a page has two fields of this name
	Label        string
	Hint         string
	Error        string
	Value        string
	Type         string // "text" when empty
	Autocomplete string // a token of HTML's list, WCAG 1.3.5
	Placeholder  string
	Required     bool
	Optional     bool // says so behind the label
	Rows         int
	MaxLength    int
	Options      []Option
	Draft        string // keeps what is written in the browser, under this name
	Key          string // the console's key that leads here
	HideLabel    bool   // for the eye only; it is read aloud
	Focus        bool   // it takes the focus as the page opens
	Attrs        templ.Attributes
}

// Option is one thing to choose.
type Option struct {
	Value, Text, Hint string
}

// ID is where a link to the field leads; it is also its id.
func (f Field) ID() string {
	if f.Suffix != "" {
		return "f-" + f.Name + "-" + f.Suffix
	}
	return "f-" + f.Name
}

func (f Field) describedBy() string {
	switch {
	case f.Hint != "" && f.Error != "":
		return f.ID() + "-hint " + f.ID() + "-error"
	case f.Hint != "":
		return f.ID() + "-hint"
	case f.Error != "":
		return f.ID() + "-error"
	}
	return ""
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// attrs are the attributes that every form of input shares.
func (f Field) attrs() templ.Attributes {
	a := templ.Attributes{"id": f.ID(), "name": f.Name}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("aria-describedby", f.describedBy())
	set("autocomplete", f.Autocomplete)
	set("placeholder", f.Placeholder)
	set("data-draft", f.Draft)
	set("data-key", f.Key)
	if f.Required {
		a["required"] = true
	}
	if f.Focus {
		a["autofocus"] = true
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if f.MaxLength > 0 {
		a["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	for name, value := range f.Attrs {
		a[name] = value
	}
	return a
}

func (f Field) class() string {
	if f.Error != "" {
		return "field wrong"
	}
	return "field"
}

// Problem is one thing that is wrong with a form.
type Problem struct {
	Field string // the name of the input; empty when it is the form as a whole
	Text  string
}

// ProblemOf is the problem that an error names; false when the error is not about the input.
func ProblemOf(words wording.Printer, err error) (Problem, bool) {
	if !fault.Is(err, fault.Invalid) {
		return Problem{}, false
	}
	return Problem{Field: fieldOf(err), Text: words.Fault(err)}, true
}

// ErrorFor is the text of the problem with one input; empty when there is none.
func ErrorFor(problems []Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}
