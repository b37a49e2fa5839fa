package scope

import (
	"slices"

	"switchboard/internal/fault"
)

// Fact names one thing that scope depends on; the names are those of the definition's file.
type Fact string

// The facts.
const (
	Entitled   Fact = "entitled"   // who asks may ask (ME-65)
	Device     Fact = "device"     // whose the device or the software is
	Authorized Fact = "authorized" // the policy allows the device or the software (ME-69)
	Place      Fact = "place"      // where the work is to be done
	Effort     Fact = "effort"     // beside what is usual for such a request (ME-61)
	Request    Fact = "request"    // whether it asks for something that deviates from the standard (ME-31)
	Support    Fact = "support"    // how far the service's support goes (ME-66)
	OwnedBy    Fact = "owned_by"   // for whose devices the service is
)

// Values that rules of other packages name.
const (
	Yes           = "yes"
	No            = "no"
	Unknown       = "unknown"
	Home          = "home"
	Office        = "office"
	Field         = "field"
	Extraordinary = "extraordinary"
	Customized    = "customized"
	FullSupport   = "full"
	OnBestEffort  = "best effort"
)

// facts says of each what can be answered, the usual answer first.
var facts = []struct {
	fact   Fact
	values []string
}{
	{Entitled, []string{Yes, No}},
	{Device, []string{Unknown, "state", "agency", "private"}},
	{Authorized, []string{Yes, No}},
	{Place, []string{Office, Home, Field}},
	{Effort, []string{"ordinary", Extraordinary}},
	{Request, []string{"standard", Customized}},
	{Support, []string{FullSupport, OnBestEffort}},
	{OwnedBy, []string{"anyone", "state", "agency"}},
}

// Names lists the facts in their order.
func Names() []Fact {
	out := make([]Fact, len(facts))
	for i, f := range facts {
		out[i] = f.fact
	}
	return out
}

// Asked are the facts that a person answers; support and owner of the service stand in the definition.
func Asked() []Fact { return Names()[:6] }

// Values lists what can be answered of a fact, the usual answer first; nothing for what is no fact.
func Values(f Fact) []string {
	for _, q := range facts {
		if q.fact == f {
			return slices.Clone(q.values)
		}
	}
	return nil
}

// Facts are what is known of a request; empty is what nobody has said.
type Facts struct {
	Entitled   string `json:"entitled,omitempty"`
	Device     string `json:"device,omitempty"`
	Authorized string `json:"authorized,omitempty"`
	Place      string `json:"place,omitempty"`
	Effort     string `json:"effort,omitempty"`
	Request    string `json:"request,omitempty"`
	Support    string `json:"support,omitempty"`
	OwnedBy    string `json:"owned_by,omitempty"`
}

func (f *Facts) at(fact Fact) *string {
	switch fact {
	case Entitled:
		return &f.Entitled
	case Device:
		return &f.Device
	case Authorized:
		return &f.Authorized
	case Place:
		return &f.Place
	case Effort:
		return &f.Effort
	case Request:
		return &f.Request
	case Support:
		return &f.Support
	case OwnedBy:
		return &f.OwnedBy
	}
	return new(string)
}

// Get is the answer of a fact, empty where nobody has given one.
func (f Facts) Get(fact Fact) string { return *f.at(fact) }

// With is f with another answer.
func (f Facts) With(fact Fact, value string) Facts {
	*f.at(fact) = value
	return f
}

// Usual is the answer that holds: the one that was given, else the usual one.
func (f Facts) Usual(fact Fact) string {
	if v := f.Get(fact); v != "" {
		return v
	}
	if all := Values(fact); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Check refuses answers that are none. Errors: fault.Invalid with the fact's name as the field.
func (f Facts) Check() error {
	for _, q := range facts {
		if v := f.Get(q.fact); v != "" && !slices.Contains(q.values, v) {
			return fault.Field(string(q.fact), "choose one of the answers")
		}
	}
	return nil
}

// Condition limits a line to some requests: of each fact that it names, one of these answers.
type Condition map[Fact][]string

// Fits reports whether a request is meant. What nobody has said is taken to be usual.
func (c Condition) Fits(f Facts) bool {
	for fact, values := range c {
		if !slices.Contains(values, f.Usual(fact)) {
			return false
		}
	}
	return true
}
