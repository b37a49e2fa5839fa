package desk_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// Files come with words by every verb that says something, and are fetched by who may read the words; those of a note by
// the desk alone.
func TestFilesComeWithWords(t *testing.T) {
	eachPost(t, "colorado", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "Revenue")
		mallory := p.Person("mallory", people.Customer, "")
		luis := p.Person("luis", people.Analyst, "", "service_desk")
		file := func(name string) desk.Upload { return desk.Upload{Name: name, Type: "text/plain", Bytes: []byte(name)} }
		made, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Files: []desk.Upload{file("../../opened.txt"), {Name: "\u202e.", Bytes: nil}}})
		if err != nil {
			t.Fatal(err)
		}
		on := desk.On{Ticket: made.Ticket.ID}
		must := func(_ ticket.Ticket, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(p.Write(ctx, dana, on, "", file("wrote.txt")))
		must(p.Reply(ctx, luis, on, "Here", file("replied.txt")))
		must(p.Note(ctx, luis, on, "Log", file("noted.txt")))
		must(p.Ask(ctx, luis, on, ticket.Asked{Question: "Which?", ReplyBy: aFriday.AddDate(0, 0, 3)}))
		must(p.Answer(ctx, dana, on, "This", file("answered.txt")))

		want := map[string][]string{"ticket.opened": {"opened.txt", "file-2"}, "ticket.wrote": {"wrote.txt"}, "ticket.replied": {"replied.txt"},
			"ticket.noted": {"noted.txt"}, "ticket.answered": {"answered.txt"}}
		for _, e := range p.ticket(on.Ticket).Entries {
			files := ticket.FilesOf(e.Event)
			var names []string
			for _, f := range files {
				names = append(names, f.Name)
				for who, sees := range map[*desk.Actor]bool{&dana: e.Event.Public(), &luis: true, &mallory: false, {}: false} {
					body, err := p.File(ctx, *who, f.ID)
					switch {
					case sees && (err != nil || f.Size > 0 && !strings.HasSuffix(string(body.Bytes), f.Name) || body.Name != f.Name):
						t.Errorf("%s of %s: %q, %v", f.Name, e.Event.Name(), body.Bytes, err)
					case !sees && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Unauthenticated):
						t.Errorf("%s of %s is shown to person %d: %v", f.Name, e.Event.Name(), who.ID, err)
					}
				}
			}
			if !slices.Equal(names, want[e.Event.Name()]) {
				t.Errorf("%s has the files %q, want %q", e.Event.Name(), names, want[e.Event.Name()])
			}
			if w, ok := e.Event.(ticket.Wrote); ok && w.Body != "wrote.txt" {
				t.Errorf("files alone say %q", w.Body)
			}
		}
	})
}

// What is too much is refused by name, and nothing is half done.
func TestTooManyFiles(t *testing.T) {
	eachPost(t, "colorado", func(t *testing.T, p post) {
		dana := p.Person("dana", people.Customer, "Revenue")
		big := bytes.Repeat([]byte("x"), desk.MaxFile+1)
		many := slices.Repeat([]desk.Upload{{Name: "a.txt"}}, desk.MaxFiles)
		for want, files := range map[string][]desk.Upload{
			"one-more.txt": append(slices.Clip(many), desk.Upload{Name: "one-more.txt"}),
			"big.iso":      {{Name: "dir/big.iso", Bytes: big}},
			"third.bin":    {{Name: "a", Bytes: big[1:]}, {Name: "b", Bytes: big[1:]}, {Name: "third.bin", Bytes: big[:1]}},
		} {
			_, err := p.Open(ctx, dana, desk.Request{Subject: "Printer", Files: files})
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want a fault that names %s", err, want)
			}
		}
		if n, err := p.Counts(ctx, p.Person("luis", people.Analyst, ""), "any"); err != nil || n["any"].N != 0 {
			t.Errorf("%d tickets were opened, %v", n["any"].N, err)
		}
	})
}
