package console

import (
	"net/http"
	"strings"

	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// whoAsks is the address of who asks: as it was written, or of the one person whose name it is. Of several, or of a name that
// is misspelt, one is to be chosen. Errors: Invalid.
func (c *console) whoAsks(r *http.Request, said string) (string, error) {
	said = strings.TrimSpace(said)
	if said == "" || strings.Contains(said, "@") {
		return said, nil
	}
	found, err := c.desk.PeopleCalled(r.Context(), visit.Actor(r), said)
	if err != nil {
		return "", err
	}
	one, err := onlyOne("email", found)
	return one.Email, err
}

// called are those who may be meant by a name, to choose from; none for an address.
func (c *console) called(r *http.Request, said string) ([]ui.Option, error) {
	if said = strings.TrimSpace(said); said == "" || strings.Contains(said, "@") {
		return nil, nil
	}
	found, err := c.desk.PeopleCalled(r.Context(), visit.Actor(r), said)
	if len(found.People) < 2 && !found.Near {
		return nil, err
	}
	var out []ui.Option
	for _, p := range found.People {
		text := p.NameOrAddress() + ", " + p.Email
		if p.Agency != "" {
			text += ", " + p.Agency
		}
		out = append(out, ui.Option{Value: p.Email, Text: text})
	}
	return out, err
}
