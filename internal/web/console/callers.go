package console

import (
	"net/http"
	"strings"

	"switchboard/internal/core/people"
	"switchboard/internal/web/visit"
)

// mostCallers is how many people are offered at once, and leastCaller how much of a name has to be written before.
const (
	mostCallers = 8
	leastCaller = 2
)

// caller is somebody of the directory as the form of a new call takes them over.
type caller struct {
	completion
	Fields map[string]string `json:"f"` // what stands in which field then
}

// callers answers who of the directory has the words of ?q= in their name or address: nobody spells out an address on the
// phone that the desk has.
func (c *console) callers(w http.ResponseWriter, r *http.Request) error {
	out := []caller{}
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	found, err := c.desk.FindPeople(r.Context(), visit.Actor(r), "", q, 0, mostCallers)
	if err != nil {
		return err
	}
	for _, one := range found.People {
		if len(q) >= leastCaller {
			out = append(out, caller{completion{one.NameOrAddress(), strings.Trim(one.Email+", "+one.Agency, ", ")}, fieldsOf(one)})
		}
	}
	return answer(w, out)
}

// fieldsOf are the fields of the form as the directory has them.
func fieldsOf(one people.Person) map[string]string {
	return map[string]string{"email": one.Email, "name": one.Name, "phone": one.Phone, "location": one.Location}
}

// begun fills in whom the page is opened for (?email=), and puts the caret where the next word belongs.
func (c *console) begun(r *http.Request, p *intake) error {
	next, email := &p.Who[0], strings.TrimSpace(r.URL.Query().Get("email"))
	if email != "" {
		found, err := c.desk.FindPeople(r.Context(), p.who, "", email, 0, 2)
		if err != nil {
			return err
		}
		if len(found.People) == 1 {
			fields := fieldsOf(found.People[0])
			for i := range p.Who {
				if p.Who[i].Name != "channel" {
					p.Who[i].Value = fields[p.Who[i].Name]
				}
			}
			next = &p.What[0]
		}
	}
	next.Focus = true
	return nil
}
