package reading_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/internal/core/mail/reading"
)

// Mail that is made to hurt is read in bounds, and what was not read is said.
func TestHostile(t *testing.T) {
	nested := &strings.Builder{}
	for i := range 1000 {
		fmt.Fprintf(nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, c := range map[string]struct{ mail, defect string }{
		"a thousand deep":            {nested.String() + "\nwords", "parts nested too deep"},
		"a thousand mails deep":      {strings.Repeat("Content-Type: message/rfc822\n\n", 1000) + "\nwords", "mails within mails, too deep"},
		"a hundred thousand parts":   {"Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 100_000), "too many parts"},
		"a hundred thousand fields":  {strings.Repeat("A: b\n", 100_000) + "From: a@b\n\nx", "too many header fields"},
		"the same boundary for ever": {strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 10_000), "parts nested too deep"},
		"a subject without end":      {"Subject: " + strings.Repeat("x", 1<<20) + "\n\nx", "subject too long"},
		"words without end":          {"Subject: x\n\n" + strings.Repeat("word ", 1<<20), "text too long, the rest is in the original"},
		"a boundary without end":     {"Content-Type: multipart/mixed; boundary=" + strings.Repeat("x", 5000) + "\n\nx", "boundary too long: " + strings.Repeat("x", 60) + "…"},
	} {
		if got := read(c.mail); !slices.Contains(got.Defects, c.defect) {
			t.Errorf("%s: %q", name, got.Defects)
		}
	}
}

// A hundred thousand recipients cost what their bytes cost, and hide nothing.
func TestManyRecipients(t *testing.T) {
	var b strings.Builder
	b.WriteString("To: ")
	for i := range 100_000 {
		fmt.Fprintf(&b, "\"P %d\" <p%d@example.com>,\n ", i, i)
	}
	got := read(b.String() + "end@example.com\nFrom: a@b.example\nSubject: x\n\nwords")
	if got.From != "a@b.example" || got.Subject != "x" || got.Text != "words" {
		t.Errorf("%q %q %q", got.From, got.Subject, got.Text)
	}
}

// A large attachment is measured and not held: 50 MB of mail make less than 10 MB of garbage.
func TestLargeMail(t *testing.T) {
	line := bytes.Repeat([]byte("QUJD"), 19)
	mail := append([]byte("From: a@b\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\n\r\nwords\r\n--xx\r\nContent-Type: application/zip; name=\"../a.zip\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
		bytes.Repeat(append(line, "\r\n"...), 50<<20/78)...)
	mail = append(mail, "--xx--\r\n"...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := reading.Read(mail, own)
	runtime.ReadMemStats(&after)
	if got.Text != "words" || files(got) != fmt.Sprintf("a.zip application/zip %d", 50<<20/78*57) {
		t.Errorf("%q, %s", got.Text, files(got))
	}
	if made := after.TotalAlloc - before.TotalAlloc; made > 10<<20 {
		t.Errorf("%d MB were allocated", made>>20)
	}
}

// FuzzRead holds for any bytes: an answer in bounds, valid text, harmless names, nothing that breaks a line of a header.
func FuzzRead(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := reading.Read(raw, own)
		for _, s := range append([]string{m.From, m.Subject, m.MessageID}, append(m.InReplyTo, m.References...)...) {
			if strings.ContainsAny(s, "\r\n\x00\u202e") || !utf8.ValidString(s) {
				t.Errorf("%q is not one clean line", s)
			}
		}
		if !utf8.ValidString(m.Text) || !utf8.ValidString(m.Reply) || len(m.Text) > reading.MaxText+len(raw) || strings.Contains(m.Text, "\x00") {
			t.Errorf("text: %q", m.Text)
		}
		if strings.TrimSpace(m.Reply) == "" && strings.TrimSpace(m.Text) != "" {
			t.Errorf("no reply in %q", m.Text)
		}
		for _, a := range m.Attachments {
			if strings.ContainsAny(a.Name, "/\\\r\n\x00\u202e\u200b") || strings.Trim(a.Name, ". ") != a.Name || !utf8.ValidString(a.Name) || a.Size < 0 || a.Size > int64(len(raw)) {
				t.Errorf("attachment %+v", a)
			}
		}
		if m.OpensTicket != (m.Kind == reading.Written) || m.AutoReplyOK && !m.OpensTicket {
			t.Errorf("%s opens %v, answered %v", m.Kind, m.OpensTicket, m.AutoReplyOK)
		}
		if _, err := json.Marshal(m); err != nil {
			t.Error(err)
		}
	})
}

// seeds are the real mails when they are here, and a few of our own.
func seeds(f *testing.F) [][]byte {
	all := [][]byte{
		[]byte("From: =?utf-8?q?a?= <a@b>\r\nContent-Type: multipart/alternative; boundary=\"x\"\r\n\r\n--x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=\r\n--x\r\nContent-Type: text/html\r\n\r\n<blockquote>b\r\n--x--"),
		[]byte("Return-Path: <>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nA: b\n\nFinal-Recipient: rfc822;a@b\n--x--"),
		[]byte("Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggCSABAFhAAAAAAAAAAAAAA=="),
		[]byte("Content-Type: text/plain; name*0*=utf-7'x'%2e%2e; format=flowed\nContent-Disposition: attachment; filename=\"../x\"\n\n> a \n> b"),
	}
	found, err := filepath.Glob(filepath.Join(corpus, "*", "*.eml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range found {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, raw)
	}
	return all
}

// BenchmarkCorpus reads the corpus, a mail at a time: the budget is 500 mails of its median size a second.
func BenchmarkCorpus(b *testing.B) {
	var all [][]byte
	for file := range mails(b) {
		raw, err := os.ReadFile(filepath.Join(corpus, file))
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, raw)
	}
	slices.SortFunc(all, func(x, y []byte) int { return len(x) - len(y) })
	median := all[len(all)/2]
	run := func(name string, mails ...[]byte) {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				reading.Read(mails[n%len(mails)], own)
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mails/s")
		})
	}
	run("median", median)
	run("all", all...)
	run("largest", all[len(all)-1])
}
