package reading_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/mail/reading"
)

// corpus is where the real mails are, beside the project.
var corpus = filepath.Join("..", "..", "..", "..", "..", "shared", "corpus", "mail")

type facts struct {
	From              *string
	Subject           *string
	MessageID         *string  `json:"message_id"`
	InReplyTo         []string `json:"in_reply_to"`
	References        []string
	Kind              string
	MustNotOpen       *bool    `json:"must_not_open_ticket"`
	MustNotAnswer     *bool    `json:"must_not_auto_reply"`
	Named             *int     `json:"named_attachment_count"`
	Names             []string `json:"named_attachments"`
	Sizes             []int64  `json:"attachment_sizes"`
	Reply             *string  `json:"visible_reply_exact"`
	ReplyHas          []string `json:"reply_must_contain"`
	ReplyHasNot       []string `json:"reply_must_not_contain"`
	Signature         []string `json:"signature_must_be_cut"`
	Body              []string `json:"body_contains"`
	NonASCII          *bool    `json:"body_has_non_ascii"`
	Charsets          []string
	OriginalMessageID string `json:"original_message_id"`
	DSN               *struct {
		Recipients []string `json:"final_recipients"`
		Status     []string
		Action     []string
	}
}

// disputed are facts of the manifest that we hold to be wrong for a service desk, each with the reason.
var disputed = map[string]string{
	"email_reply_trimmer/embedded_email_1.eml visible_reply_exact":    "words follow the quotation: the source itself says that they are a signature in most mails only, and an answer must not be hidden",
	"email_reply_trimmer/embedded_email_1.eml reply_must_not_contain": "the same: a quotation between two pieces of new text is what the second one answers",
	"crisp/email_15.eml reply_must_not_contain":                       "nothing marks the words after \"Sent from my\" as old: whoever writes below that line would be hidden",
	"talon/iphone.eml visible_reply_exact":                            "keeps \"Sent from my iPhone\", which email_reply_parser/email_iPhone.eml wants cut",
	"talon/sparrow.eml visible_reply_exact":                           "keeps a signature under \"-- \", which email_reply_trimmer/usenet.eml wants cut",
}

func mails(t testing.TB) map[string]facts {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(corpus, "manifest.json"))
	if err != nil {
		t.Skipf("the corpus of real mails is not here: %v", err)
	}
	var manifest struct {
		Mails []struct {
			File  string
			Facts facts
		}
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	all := map[string]facts{}
	for _, m := range manifest.Mails {
		all[m.File] = m.Facts
	}
	return all
}

// ME-05: mail becomes a ticket with what it says, whatever program wrote it.
func TestCorpus(t *testing.T) {
	used := map[string]bool{}
	for file, want := range mails(t) {
		t.Run(file, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(corpus, file))
			if err != nil {
				t.Fatal(err)
			}
			c := &checker{t: t, file: file, used: used}
			c.head(reading.Read(raw, reading.Marks{}), want)
			c.body(reading.Read(raw, reading.Marks{}), want)
			c.charsets(raw, want)
		})
	}
	for fact := range disputed {
		if !used[fact] {
			t.Errorf("%s is disputed and holds: drop it from the list", fact)
		}
	}
}

type checker struct {
	t    *testing.T
	file string
	used map[string]bool
}

// holds fails the test when a fact does not hold and is not disputed.
func (c *checker) holds(ok bool, fact string, got, want any) {
	c.t.Helper()
	if ok {
		return
	}
	at := c.file + " " + fact
	if disputed[at] != "" {
		c.used[at] = true
		return
	}
	c.t.Errorf("%s:\n got %q\nwant %q", fact, got, want)
}

func (c *checker) head(got *reading.Message, want facts) {
	c.t.Helper()
	same := func(fact, got string, want *string) {
		c.t.Helper()
		c.holds(want == nil || got == *want, fact, got, want)
	}
	same("from", got.From, want.From)
	same("subject", got.Subject, want.Subject)
	same("message_id", got.MessageID, want.MessageID)
	c.holds(want.InReplyTo == nil || slices.Equal(got.InReplyTo, want.InReplyTo), "in_reply_to", got.InReplyTo, want.InReplyTo)
	c.holds(want.References == nil || slices.Equal(got.References, want.References), "references", got.References, want.References)
	kind := map[string]reading.Kind{"normal": reading.Written, "bulk": reading.Written, "mailing_list": reading.Written, "bounce": reading.Bounce}[want.Kind]
	c.holds(got.Kind == kind, "kind", got.Kind, kind)
	c.holds(want.MustNotOpen == nil || got.OpensTicket != *want.MustNotOpen, "opens_ticket", got.OpensTicket, want.MustNotOpen)
	c.holds(want.MustNotAnswer == nil || got.AutoReplyOK != *want.MustNotAnswer, "auto_reply_ok", got.AutoReplyOK, want.MustNotAnswer)
	report := got.Undelivered
	if report == nil {
		report = &reading.Report{}
	}
	c.holds(want.OriginalMessageID == "" || report.MessageID == want.OriginalMessageID, "original_message_id", report.MessageID, want.OriginalMessageID)
	if want.DSN == nil {
		return
	}
	var to, status, action []string
	for _, r := range report.Recipients {
		to, status, action = append(to, r.Address), append(status, r.Status), append(action, r.Action)
	}
	c.holds(slices.Equal(to, want.DSN.Recipients), "dsn recipients", to, want.DSN.Recipients)
	c.holds(slices.Equal(status, want.DSN.Status), "dsn status", status, want.DSN.Status)
	c.holds(slices.Equal(action, want.DSN.Action), "dsn action", action, want.DSN.Action)
}

func (c *checker) body(got *reading.Message, want facts) {
	c.t.Helper()
	var names []string
	sizes := map[string]int64{}
	for _, a := range got.Attachments {
		if a.Name != "" {
			names = append(names, a.Name)
			sizes[a.Name] = a.Size
		}
	}
	c.holds(want.Named == nil || len(names) == *want.Named, "named_attachment_count", names, want.Names)
	c.holds(want.Names == nil || slices.Equal(names, want.Names), "named_attachments", names, want.Names)
	for i, size := range want.Sizes {
		c.holds(sizes[want.Names[i]] == size, "attachment_sizes", sizes, want.Sizes)
	}
	for _, s := range want.Body {
		c.holds(contains(got.Text, s), "body_contains", got.Text, s)
	}
	if want.NonASCII != nil && *want.NonASCII { // it speaks of the line in body_contains: other lines may be anything
		has := strings.ContainsFunc(got.Text, func(r rune) bool { return r > 0x7f })
		c.holds(has, "body_has_non_ascii", got.Text, *want.NonASCII)
	}
	if want.Reply != nil {
		c.holds(lines(got.Reply) == lines(*want.Reply), "visible_reply_exact", got.Reply, *want.Reply)
	}
	for _, s := range want.ReplyHas {
		c.holds(contains(got.Reply, s), "reply_must_contain", got.Reply, s)
	}
	for _, s := range append(want.ReplyHasNot, want.Signature...) {
		c.holds(!contains(got.Reply, s), "reply_must_not_contain", got.Reply, s)
	}
}

// charsets are those of the texts that are no files.
func (c *checker) charsets(raw []byte, want facts) {
	c.t.Helper()
	if want.Charsets == nil {
		return
	}
	var got []string
	entity.Parse(raw, &entity.Defects{}).All(func(p *entity.Part) {
		if strings.HasPrefix(p.Type, "text/") && p.Charset != "" && !slices.Contains(got, p.Charset) {
			got = append(got, p.Charset)
		}
	})
	for _, charset := range want.Charsets {
		c.holds(slices.Contains(got, charset), "charsets", got, want.Charsets)
	}
}

// contains compares words: where a line was broken says nothing.
func contains(text, s string) bool {
	return strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(s), " "))
}

// lines compares lines, without the spaces at their ends.
func lines(s string) string {
	out := strings.Split(strings.TrimSpace(s), "\n")
	for i := range out {
		out[i] = strings.TrimRight(out[i], " \t")
	}
	return strings.Join(out, "\n")
}
