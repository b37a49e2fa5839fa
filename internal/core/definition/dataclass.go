package definition

import (
	"net/url"
	"slices"
	"strings"
)

// DataClass is a kind of data that the law guards, such as CJIS, FTI or HIPAA: what whoever works on a ticket with it, or
// writes on it, has to heed (ME-70). It says nothing of who may see a ticket; a team that is sealed does (ME-57).
type DataClass struct {
	ID       string   `json:"id"`
	Name     Text     `json:"name"`
	Says     Text     `json:"says"`               // what to heed
	Policies []Policy `json:"policies,omitempty"` // the rules themselves
	Services []string `json:"services,omitempty"` // whose tickets carry it,
	Types    []string `json:"types,omitempty"`    // or of which types,
	Agencies []string `json:"agencies,omitempty"` // or of which agencies, by name
	Mark
}

// Policy is a link to a rule that binds those who do the work.
type Policy struct {
	Title Text   `json:"title"`
	URL   string `json:"url"` // https, absolute
	Mark
}

// maxPolicies bounds the links of one part: nobody reads twenty before work.
const maxPolicies = 10

// maxURL bounds an address, in bytes.
const maxURL = 1000

// carries reports whether tickets of this service, type or agency carry the class.
func (c DataClass) carries(service, kind, agency string) bool {
	named := func(name string) bool { return agency != "" && strings.EqualFold(name, agency) }
	return slices.Contains(c.Services, service) || slices.Contains(c.Types, kind) || slices.ContainsFunc(c.Agencies, named)
}

// DataClassesOf are the classes of data that a ticket carries, in the order of the file; what is not known of it is empty.
func (d *Definition) DataClassesOf(service, kind, agency string) []DataClass {
	var out []DataClass
	for _, c := range d.DataClasses {
		if c.carries(service, kind, agency) {
			out = append(out, c)
		}
	}
	return out
}

// PoliciesOf are the links that a service and a type give for the work on their tickets, each address once. Those of the
// classes of data stand with these.
func (d *Definition) PoliciesOf(service, kind string) []Policy {
	s, _ := d.Service(service)
	t, _ := d.Type(kind)
	var out []Policy
	for _, p := range slices.Concat(s.Policies, t.Policies) {
		if !slices.ContainsFunc(out, func(have Policy) bool { return have.URL == p.URL }) {
			out = append(out, p)
		}
	}
	return out
}

// dataClasses reads the classes of data.
func (r *reader) dataClasses(o object, d *Definition) {
	o.each("data classes", func(id string, n *node, path string) {
		c := r.object(n, path, "data class", "")
		d.DataClasses = append(d.DataClasses, DataClass{ID: id, Name: c.needText("name"), Says: c.needText("says"), Policies: c.policies(),
			Services: c.refs("services", "services"), Types: c.refs("types", "types"), Agencies: c.strings("agencies"), Mark: c.Mark})
	})
}

// policies reads links: one, or a list of them.
func (o object) policies() []Policy {
	var out []Policy
	o.rows("policies", func(n *node, path string) {
		p := o.r.object(n, path, "policy", "")
		link := Policy{Title: p.needText("title"), URL: p.need("url"), Mark: p.Mark}
		if link.URL != "" && !isLink(link.URL) {
			p.fail("url", "%q is no address that a browser can open; write all of it, such as https://example.gov/policy", clip(link.URL, 100))
		}
		out = append(out, link)
	})
	if len(out) > maxPolicies {
		o.fail("policies", "%d links stand here; nobody reads more than %d before work", len(out), maxPolicies)
	}
	return out
}

// isLink reports whether a text is an address that may stand behind a link of ours: one of the web, and encrypted.
func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= maxURL && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// dataClasses looks for classes that no ticket carries, and for those that name no rule.
func (l *linter) dataClasses() {
	for _, c := range l.d.DataClasses {
		path := "data classes." + c.ID
		if len(c.Services)+len(c.Types)+len(c.Agencies) == 0 {
			l.say(Warning, path, "ME-70", "no %s carries this; name whose do with \"services:\", \"types:\" or \"agencies:\"", l.d.Words.Ticket.One.En)
		}
		if len(c.Policies) == 0 {
			l.say(Blank, path, "ME-70", "no policy is linked that says what has to be heeded")
		}
	}
}
