package render

import (
	"slices"
	"strings"

	"switchboard/internal/core/definition"
)

// Offer is the page of one service of the catalog (ME-01).
type Offer struct {
	ID      string
	Name    string
	About   string
	Note    string
	Limited bool // the desk does what it can, and promises no more (ME-66)
	Facts   []Fact
	Levels  []Level
	Related []Service
}

// OfferOf says a service of the definition; false where it has none of this name.
func OfferOf(d *definition.Definition, o Options, id string) (Offer, bool) {
	s, ok := d.Service(id)
	if !ok {
		return Offer{}, false
	}
	b := builder{d: d, p: o.Words, lang: string(o.Words.Lang()), today: o.Today}
	out := Offer{ID: id, Name: b.in(s.Name), About: b.in(s.About), Note: first(s.Note, s.Assumed), Limited: s.Support == "best effort",
		Facts: b.serviceFacts(s), Levels: b.levelsOf(s)}
	for _, other := range b.services() {
		if slices.Contains(s.Related, other.ID) {
			out.Related = append(out.Related, other)
		}
	}
	return out, true
}

// serviceFacts are owner, hours, scope, support, cost: what a page of the catalog says of each service in the same order.
func (b builder) serviceFacts(s definition.Service) []Fact {
	d := b.d
	owner := first(b.in(s.Owner), strings.Join(notEmpty(d.Owner.Person, b.in(d.Owner.Role)), ", "))
	facts := []Fact{
		{Term: b.p.T("catalog.owner"), Text: owner, Open: s.Owner.IsZero() && d.Owner.Person == ""},
		{Term: b.p.T("catalog.team"), Text: strings.Join(notEmpty(b.team(s.Team), b.team(s.Then)), ", "+b.p.T("catalog.then")+" ")},
		{Term: b.p.T("catalog.hours"), Text: upperFirst(b.serviceHours(s))},
		{Term: b.p.T("service.for"), Text: b.whoMay()},
		{Term: b.p.T("catalog.approval"), Text: b.approvalOf(s)},
		{Term: b.p.T("catalog.level"), Text: b.word("catalog.level.", s.Support)},
		{Term: b.p.T("catalog.owned"), Text: b.word("catalog.owned.", s.OwnedBy)},
		{Term: b.p.T("catalog.included"), Text: b.list("service.word.and", b.included(s.Included))},
	}
	cost := b.in(s.Cost)
	if d.Charges != nil {
		cost = first(cost, b.in(d.Charges.Basis))
		facts = append(facts, Fact{Term: b.p.T("service.cost"), Text: cost}, Fact{Term: b.p.T("catalog.options"), Text: b.word("catalog.options.", d.Charges.Options)})
	} else {
		facts = append(facts, Fact{Term: b.p.T("service.cost"), Text: cost})
	}
	facts = append(facts, Fact{Term: b.p.T("catalog.content"), Text: first(b.in(s.Content), owner)})
	if d.Version > 0 {
		facts = append(facts, Fact{Term: b.p.T("service.version"), Text: b.p.Number(d.Version)})
	}
	return slices.DeleteFunc(facts, func(f Fact) bool { return f.Text == "" && !f.Open })
}

// approvalOf says who approves a request for a service before work begins, as its type and the service need it; empty where
// nobody has to. Where only some classes need it, they are named.
func (b builder) approvalOf(s definition.Service) string {
	var out []string
	t, _ := b.d.Type(s.Type)
	for _, need := range []*definition.Need{t.Approval, s.Approval} {
		if need == nil {
			continue
		}
		c, _ := b.d.Chain(need.Chain)
		text := b.steps(c)
		if len(need.Classes) > 0 {
			text += " (" + b.list("service.word.or", b.classNames(need.Classes)) + ")"
		}
		if need.When != nil {
			text += " (" + b.p.T("catalog.approval.when", "condition", Condition(b.p, b.d.Form(b.d.TypeOf(s.ID), s.ID), *need.When)) + ")"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return upperFirst(strings.Join(out, b.p.T("service.approval.then")))
}

func (b builder) classNames(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		class, _ := b.d.ClassInfo(id)
		out[i] = b.in(class.Name)
	}
	return out
}

// word says a word of the file that the catalogue knows; another one stands as it is written.
func (b builder) word(prefix, word string) string {
	if key := prefix + strings.ReplaceAll(word, " ", "_"); word != "" && b.p.Has(key) {
		return b.p.T(key)
	}
	return word
}

func (b builder) included(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = b.word("catalog.included.", w)
	}
	return out
}

func (b builder) team(id string) string {
	t, _ := b.d.Team(id)
	return b.in(t.Name)
}

func (b builder) whoMay() string {
	var who []string
	for _, e := range b.d.Entitled {
		who = append(who, strings.TrimSuffix(b.in(e.Who), "."))
	}
	return strings.Join(who, "; ")
}

// serviceHours are the service's own, else its team's; nothing is said where neither has any.
func (b builder) serviceHours(s definition.Service) string {
	id := s.Hours
	if t, ok := b.d.Team(s.Team); id == "" && ok {
		id = t.Hours
	}
	if id == "" {
		return ""
	}
	return b.calendarText(id)
}

// levelsOf are the promises for tickets of a service: those of every ticket, and what differs for this one.
func (b builder) levelsOf(s definition.Service) []Level {
	d := *b.d
	d.Targets = slices.DeleteFunc(slices.Clone(d.Targets), func(t definition.Target) bool {
		return t.When != nil && t.When.Service != "" && t.When.Service != s.ID
	})
	b.d = &d
	return b.levels()
}
