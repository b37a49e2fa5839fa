package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/core/people"
)

// call is a contact that has come: who it is, and its ticket once there is one.
type call struct {
	*contact
	who people.Person
	id  int64
}

// word is one that is written nowhere else: where it is to stand, once each, and who is to get it, in one letter each.
type word struct {
	text string
	on   []*call
	to   []string
}

// says makes a sentence that can be found again, since it ends with a word of its own.
func (s *shift) says(text string, on ...*call) string {
	mark := fmt.Sprintf("zq%03dx", len(s.typed)+1)
	s.typed[mark] = &word{text: text, on: on}
	return text + " " + mark
}

// tells is a sentence that the customers of those tickets get in a letter.
func (s *shift) tells(text string, on ...*call) string {
	text = s.says(text, on...)
	for _, c := range on {
		s.alsoTo(text, c)
	}
	return text
}

// alsoTo says who else gets a sentence.
func (s *shift) alsoTo(text string, c *call) {
	w := s.typed[markOf(text)]
	w.to = append(w.to, c.who.Email)
}

func markOf(text string) string { return text[strings.LastIndexByte(text, ' ')+1:] }

// of is the contact that came about something.
func (s *shift) of(about string) *call {
	s.t.Helper()
	c := s.calls[about]
	if c == nil {
		s.t.Fatalf("nobody has come about %q", about)
	}
	return c
}

// comes lets somebody turn to the desk. A call is logged by whoever takes it, and mail waits for somebody.
func (s *shift) comes(what *contact) *call {
	s.t.Helper()
	c := &call{contact: what}
	switch {
	case what.after != "":
		c.who = s.of(what.after).who
	default:
		c.who = s.somebody(what.by)
	}
	s.calls[what.about] = c
	switch what.by {
	case inPortal:
		c.id = s.fillsIn(c)
	case byProgram:
		c.id = s.posts(c.who, "", map[string]any{"subject": c.about, "description": s.says("It began this morning.", c), "channel": "chat", "type": "incident"})
	}
	return c
}

// somebody is a customer who has not come yet; those who use the portal can sign in there.
func (s *shift) somebody(by door) people.Person {
	s.t.Helper()
	from := &s.callers
	if by == inPortal || by == byJoining {
		from = &s.guests
	}
	if len(*from) == 0 {
		s.t.Fatalf("nobody is left to come by %s", by)
	}
	who := (*from)[0]
	*from = (*from)[1:]
	return who
}

// fillsIn is the form of the portal, sent by a browser without script.
func (s *shift) fillsIn(c *call) int64 {
	s.t.Helper()
	form := url.Values{"key": {c.about}, "subject": {c.about}, "description": {s.says("It began this morning.", c)}, "type": {"incident"}}
	if c.after != "" && strings.HasSuffix(c.about, "again") {
		form.Set("follow_up_of", number(s.of(c.after)))
	}
	status, head, page := s.browser(c.who).do("POST", "/ask", form)
	found := regexp.MustCompile(`/tickets/(\d+)`).FindStringSubmatch(head.Get("Location"))
	if found == nil {
		s.t.Fatalf("%q in the portal: %d %.500s", c.about, status, page)
	}
	id, err := strconv.ParseInt(found[1], 10, 64)
	s.must(err)
	return id
}

// browser is where a customer is signed in to the portal.
func (s *shift) browser(who people.Person) *visitor {
	s.t.Helper()
	return visit(s.t, s.base(), strings.TrimSuffix(who.Email, "@example.gov"))
}

// posts has somebody's own program speak to the desk; it answers the number of the ticket.
func (s *shift) posts(who people.Person, path string, form map[string]any) int64 {
	s.t.Helper()
	body, err := json.Marshal(form)
	s.must(err)
	var answer struct{ Number int64 }
	s.must(json.Unmarshal(s.asks(http.MethodPost, who.Email, path, body), &answer))
	return answer.Number
}

// asks is one request to the API.
func (s *shift) asks(method, address, path string, body []byte) []byte {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base()+"/api/v1/tickets"+path, bytes.NewReader(body))
	s.must(err)
	req.Header.Set("Authorization", "Bearer "+s.tokens[address])
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	s.must(err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	s.must(err)
	if resp.StatusCode >= 300 {
		s.t.Fatalf("%s %s as %s: %s %s", method, path, address, resp.Status, raw)
	}
	return raw
}

func number(c *call) string { return strconv.FormatInt(c.id, 10) }

func path(c *call, verb string) string { return "/" + number(c) + "/" + verb }

// writesMail sends the desk a mail, by the mail server next door.
func (s *shift) writesMail(from, to, subject, head, body string) {
	s.t.Helper()
	s.bring(from, to, fmt.Appendf(nil, "%sMessage-ID: <%d@example.gov>\r\nDate: Wed, 18 Nov 2026 09:20:00 -0700\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\n\r\n%s\r\n",
		head, len(s.typed), from, to, subject, body))
}

func (s *shift) bring(from, to string, raw []byte) {
	s.t.Helper()
	conn, err := net.Dial("unix", s.socket())
	s.must(err)
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	s.must(c.SendMail(from, []string{to}, bytes.NewReader(raw)))
}

// letterWith waits until a letter with a sentence has come.
func (s *shift) letterWith(text string) letter {
	s.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; {
		taken := s.letters.Taken()
		for _, m := range taken {
			if strings.Contains(readable(m.Raw), markOf(text)) {
				return opened(s.t, mailMessage(m))
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("no letter says %q", text)
		}
		s.letters.Wait(len(taken)+1, time.Second)
	}
}
