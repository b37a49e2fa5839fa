package kb_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/kb"
	"switchboard/internal/fault"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func howTo(title, body string) kb.Content {
	return kb.Content{Kind: kb.HowTo, Audience: kb.Public, Texts: map[string]kb.Text{"en": {Title: title, Body: body}}}
}

// An article's life: written by one, approved by another, changed while readers go on seeing what was approved, retired.
func TestLife(t *testing.T) {
	const author, lead = 1, 2
	a := kb.Change(kb.Article{}, author, noon)
	if a.Status != kb.Draft || a.Latest != 1 || a.Owner != author || a.Published != 0 {
		t.Fatalf("a first draft: %+v", a)
	}
	if _, err := kb.Publish(a, lead, noon); !fault.Is(err, fault.Conflict) {
		t.Errorf("a draft that nobody handed in: %v", err)
	}
	a, err := kb.Submit(a, noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kb.Publish(a, author, noon); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the author approves: %v", err)
	}
	if a, err = kb.Publish(a, lead, noon); err != nil || a.Published != 1 || a.Status != kb.Published {
		t.Fatalf("published: %+v, %v", a, err)
	}
	if a.Overdue(noon.Add(kb.ReviewEvery)) || !a.Overdue(noon.Add(kb.ReviewEvery+time.Second)) { // ME-72
		t.Errorf("due for review %s", a.ReviewBy)
	}
	b := kb.Change(a, lead, noon)
	if b.Published != 1 || b.Latest != 2 || b.Status != kb.Draft {
		t.Errorf("a change hides what readers see: %+v", b)
	}
	if b, err = kb.Review(b, noon.Add(time.Hour)); err != nil || !b.ReviewBy.Equal(noon.Add(time.Hour+kb.ReviewEvery)) {
		t.Errorf("reviewed: %+v, %v", b, err)
	}
	if a, err = kb.Retire(a, noon); err != nil || a.Published != 0 {
		t.Errorf("retired: %+v, %v", a, err)
	}
	for what, do := range map[string]func() error{
		"retired twice":      func() error { _, err := kb.Retire(a, noon); return err },
		"reviewed unseen":    func() error { _, err := kb.Review(a, noon); return err },
		"returned unread":    func() error { _, err := kb.Return(a, noon); return err },
		"handed in retired":  func() error { _, err := kb.Submit(a, noon); return err },
		"published unasked ": func() error { _, err := kb.Publish(a, lead, noon); return err },
	} {
		if err := do(); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct {
		what  string
		in    func(*kb.Content)
		field string
	}{
		{"all well", func(*kb.Content) {}, ""},
		{"no kind", func(c *kb.Content) { c.Kind = "poem" }, "kind"},
		{"no audience means nobody", func(c *kb.Content) { c.Audience = "" }, "audience"},
		{"agencies without one", func(c *kb.Content) { c.Audience = kb.Agencies; c.Agencies = []string{" "} }, "agencies"},
		{"no title", func(c *kb.Content) { c.Texts = nil }, "title.en"},
		{"a body without a title", func(c *kb.Content) { c.Texts["es"] = kb.Text{Body: "x"} }, "title.es"},
		{"a title without a body", func(c *kb.Content) { c.Texts["es"] = kb.Text{Title: "x"} }, "body.es"},
		{"a referral to nobody", func(c *kb.Content) { c.Kind = kb.Referral }, "who.en"},
		{"too long", func(c *kb.Content) { c.Texts["en"] = kb.Text{Title: "x", Body: strings.Repeat("x", kb.MaxBody+1)} }, "body.en"},
		{"a long title", func(c *kb.Content) { c.Texts["en"] = kb.Text{Title: strings.Repeat("x", kb.MaxTitle+1), Body: "x"} }, "title.en"},
		{"no text at all", func(c *kb.Content) { c.Texts["en"] = kb.Text{Title: "\xff", Body: "x"} }, "title.en"},
		{"a strange format", func(c *kb.Content) { c.Format = "rtf" }, "format"},
	} {
		in := howTo("Title", "Body")
		c.in(&in)
		out, err := kb.Clean(in)
		if c.field == "" {
			if err != nil || out.Format != kb.Markdown {
				t.Errorf("%s: %+v, %v", c.what, out, err)
			}
			continue
		}
		if f := new(fault.Error); !fault.Is(err, fault.Invalid) || !asFault(err, &f) || f.Field != c.field {
			t.Errorf("%s: %v, want field %s", c.what, err, c.field)
		}
	}
}

func asFault(err error, f **fault.Error) bool {
	e, ok := err.(*fault.Error)
	*f = e
	return ok
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Printers won't PRINT!":      "printer wont print",
		"E-mail, Wi-Fi":              "mail email wi fi wifi",
		"contraseña olvidó":          "contrasena olvido",
		"status virus access basis":  "status virus access basis",
		"a I x":                      "",
		"Office 365 – 2º piso":       "office 365 2o piso",
		"state-of-the-art passwords": "state of the art password",
	} {
		if got := strings.Join(kb.Words(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	same, err := kb.ParseSynonyms("kiosk, terminal")
	if err != nil {
		t.Fatal(err)
	}
	terms := kb.Terms("How do I reset my passwor", same)
	if len(terms) != 2 || terms[0].Word != "reset" || terms[1].Word != "passwor" || !terms[1].Open || terms[0].Open {
		t.Errorf("terms: %+v", terms)
	}
	if terms := kb.Terms("the terminal ", same); len(terms) != 1 || terms[0].Open || !slices.Contains(terms[0].Also, "kiosk") {
		t.Errorf("terms: %+v", terms)
	}
	if _, err := kb.ParseSynonyms(strings.Repeat("x, ", 20_000)); !fault.Is(err, fault.Invalid) {
		t.Errorf("an endless list: %v", err)
	}
}

// A comparison holds both texts, line by line.
func TestDiff(t *testing.T) {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := strings.Join(lines.Draw(t, "a"), "\n"), strings.Join(lines.Draw(t, "b"), "\n")
		var before, after []string
		for _, l := range kb.Diff(a, b) {
			if l.Mark != kb.Added {
				before = append(before, l.Text)
			}
			if l.Mark != kb.Removed {
				after = append(after, l.Text)
			}
		}
		if strings.Join(before, "\n") != a || strings.Join(after, "\n") != b {
			t.Fatalf("%q and %q: %v", a, b, kb.Diff(a, b))
		}
	})
	got := kb.Diff("one\ntwo\nthree", "one\n2\nthree")
	if want := []kb.DiffLine{{kb.Same, "one"}, {kb.Removed, "two"}, {kb.Added, "2"}, {kb.Same, "three"}}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// Every scope that finds an article belongs to somebody who may read it.
func TestScopes(t *testing.T) {
	c := howTo("t", "b")
	for _, x := range []struct {
		audience kb.Audience
		agencies []string
		want     []string
	}{
		{kb.Public, nil, []string{kb.ForStaff, kb.ForAll}},
		{kb.Agencies, []string{"Revenue"}, []string{kb.ForStaff, kb.ForAgency("Revenue")}},
		{kb.Agencies, nil, []string{kb.ForStaff}},
		{kb.Staff, nil, []string{kb.ForStaff}},
		{"", nil, []string{kb.ForStaff}},
	} {
		c.Audience, c.Agencies = x.audience, x.agencies
		if got := kb.Scopes(c); !slices.Equal(got, x.want) {
			t.Errorf("%s %v: %v", x.audience, x.agencies, got)
		}
		if kb.Readable(c, []string{kb.ForAll}) != (x.audience == kb.Public) {
			t.Errorf("%s: readable for all", x.audience)
		}
	}
}

func TestRank(t *testing.T) {
	ways := []kb.Way{kb.Asked(0, "vpn"), kb.Asked(1, "slow"), kb.Said(0, "tunnel")}
	in := map[string]int{"vpn": 5, "slow": 50, "tunnel": 5}
	hits := kb.Rank(2, ways, []kb.Found{{1, "vpn", 10}, {2, "slow", 10}, {3, "tunnel", 10}, {4, "vpn", 10}, {4, "slow", 1}}, in, 100)
	var order []int64
	for _, h := range hits {
		order = append(order, h.Article)
	}
	if want := []int64{4, 1, 3, 2}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if best := kb.Best(kb.Terms("network trouble", nil), map[string][]string{"net": kb.Words("Network and VPN"), "mail": kb.Words("E-mail")}); !slices.Equal(best, []string{"net"}) {
		t.Errorf("best: %v", best)
	}
}

func TestLead(t *testing.T) {
	for _, c := range []struct {
		in     kb.Text
		format kb.Format
		want   string
	}{
		{kb.Text{Body: "# Head\n\n1. Open [the page](/x), *now*.\n2. Wait"}, kb.Markdown, "Head Open the page, now. Wait"},
		{kb.Text{Body: "<p>Open <b>it</b></p>"}, kb.HTML, "Open it"},
		{kb.Text{Who: "The treasury"}, kb.Markdown, "The treasury."},
		{kb.Text{Body: strings.Repeat("long ", 60)}, kb.Markdown, strings.TrimSpace(strings.Repeat("long ", 32)) + "…"},
	} {
		if got := kb.Lead(c.in, c.format); got != c.want {
			t.Errorf("%+v: %q, want %q", c.in, got, c.want)
		}
	}
}
