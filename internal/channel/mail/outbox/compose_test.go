package outbox

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-msgauth/dkim"

	"switchboard/internal/channel/mail"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/notice/letter"
	"switchboard/internal/desk"
)

var (
	ours    = names{address: "help@desk.example.gov", name: "Help Desk", domain: "desk.example.gov", mark: "desk.example.gov"}
	created = time.Date(2026, 11, 16, 17, 0, 1, 0, time.UTC)
)

func aPost(kind notice.Kind) desk.Post {
	p := desk.Post{Letter: desk.Letter{ID: 7, Kind: string(kind), Ticket: 100123, Address: "dana@example.gov", MessageID: "<100123.X@desk.example.gov>", Created: created},
		ReplyTag: "100123.abcdefghijklmnop", BounceTag: "b.7.abcdefghijklmnop"}
	p.Facts.Kind = kind
	return p
}

// fields are those that a letter may have, and no other.
var known = strings.Fields("Date From To Reply-To Subject Message-Id In-Reply-To References X-Switchboard-Desk Auto-Submitted X-Auto-Response-Suppress Mime-Version Content-Type")

// Whatever stands in a subject, an address, a text or somebody's Message-ID: the letter has our fields and two parts, its
// words come back as they were, and no line is longer than mail allows (RFC 5322, 2.1.1).
func FuzzCompose(f *testing.F) {
	f.Add("Printer", "It prints\nagain.", "<1@example.gov>", "Help Desk")
	f.Add("a\r\nBcc: all@example.gov\r\n\r\nBuy", "\r\n.\r\n--=_x\r\n", "<1\r\nX: y>", "Desk\r\nCc: x@example.gov")
	f.Add("=?utf-8?Q?=0D=0ABcc:_x?=", "\x00", "<>", "\"<a@b>,")
	f.Add(strings.Repeat("größer ", 40), strings.Repeat("x", 3000), "<"+strings.Repeat("a", 200)+"@b>", "Größe, Maß & Co.")
	f.Fuzz(func(t *testing.T, subject, text, id, name string) {
		if !utf8.ValidString(subject) || !utf8.ValidString(text) || len(subject) > 300 || len(name) > 200 {
			t.Skip("no such letter is written")
		}
		n, p := ours, aPost(notice.Acknowledged)
		n.name, p.References = name, []string{id}
		raw := compose(n, p, letter.Letter{Subject: subject, Text: text, HTML: text})
		for _, line := range bytes.Split(raw, []byte("\r\n")) {
			if bytes.ContainsAny(line, "\r\n\x00") || len(line) > 998 {
				t.Fatalf("a line is %q", line)
			}
		}
		m, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		for field, values := range m.Header {
			if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+field+" ") || len(values) != 1 {
				t.Fatalf("%s: %q", field, values)
			}
		}
		if from, err := m.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != n.address {
			t.Fatalf("From %q is %v, %v", m.Header.Get("From"), from, err)
		}
		got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if want := strings.Join(strings.Fields(strings.Map(oneLine, subject)), " "); err != nil || strings.Join(strings.Fields(got), " ") != want {
			t.Fatalf("the subject came as %q, %v; want %q", got, err, want)
		}
		_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		r := multipart.NewReader(m.Body, params["boundary"])
		for range 2 {
			part, err := r.NextPart() // it decodes quoted-printable
			if err != nil {
				t.Fatal(err)
			}
			var body bytes.Buffer
			if _, err := body.ReadFrom(part); err != nil {
				t.Fatal(err)
			}
			if lines := strings.NewReplacer("\r\n", "\n", "\r", "\n"); lines.Replace(body.String()) != lines.Replace(text) {
				t.Fatalf("the text came as %q, want %q", body.String(), text)
			}
		}
	})
}

// What a person wrote carries no mark of a machine, so that an absence note comes back to them; all else does (RFC 3834, 5).
func TestMachinesSaySo(t *testing.T) {
	for kind, want := range map[notice.Kind]string{notice.Acknowledged: "auto-replied", notice.Status: "auto-replied", notice.WrongChannel: "auto-replied",
		notice.Replied: "", notice.Question: "", notice.Resolved: "", notice.Closed: "auto-generated", notice.Warned: "auto-generated", notice.Alarm: "auto-generated"} {
		m, err := netmail.ReadMessage(bytes.NewReader(compose(ours, aPost(kind), letter.Letter{Subject: "x"})))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Header.Get("Auto-Submitted"); got != want || (m.Header.Get("X-Auto-Response-Suppress") == "All") != (want != "") {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

// What follows what: the root of the ticket first, then the ids that are fit to be repeated, the last being answered.
func TestThread(t *testing.T) {
	const root = "<100123@desk.example.gov>"
	for _, c := range []struct{ before, want []string }{
		{nil, []string{root}},
		{[]string{"<1@example.gov>", "<100123.A@desk.example.gov>"}, []string{root, "<1@example.gov>", "<100123.A@desk.example.gov>"}},
		{[]string{"<a b@example.gov>", "none", "<" + strings.Repeat("a", 300) + ">", "<é@example.gov>", "<1@example.gov>"}, []string{root, "<1@example.gov>"}},
	} {
		p := aPost(notice.Replied)
		p.References = c.before
		m, err := netmail.ReadMessage(bytes.NewReader(compose(ours, p, letter.Letter{Subject: "x"})))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(m.Header.Get("References")); strings.Join(got, " ") != strings.Join(c.want, " ") || m.Header.Get("In-Reply-To") != c.want[len(c.want)-1] {
			t.Errorf("after %q: %q, answering %q", c.before, got, m.Header.Get("In-Reply-To"))
		}
	}
}

// A signature holds under the public key, over the fields that matter, and breaks with them (RFC 6376, RFC 8463).
func TestSigned(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaPublic, err := x509.MarshalPKIXPublicKey(&rsaKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8 := func(key crypto.Signer) *pem.Block {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return &pem.Block{Type: "PRIVATE KEY", Bytes: der}
	}
	for name, c := range map[string]struct {
		block  *pem.Block
		record string
	}{
		"rsa":        {pkcs8(rsaKey), "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(rsaPublic)},
		"rsa, old":   {&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(rsaKey)}, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(rsaPublic)},
		"ed25519":    {pkcs8(edKey), "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
		"wrong keys": {pkcs8(rsaKey), "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)},
	} {
		file := filepath.Join(t.TempDir(), "key.pem")
		if err := os.WriteFile(file, pem.EncodeToMemory(c.block), 0o600); err != nil {
			t.Fatal(err)
		}
		signer, err := readKey(file)
		if err != nil {
			t.Fatal(err)
		}
		o := &Outbox{Config: Config{Mail: &mail.Config{Send: &mail.Send{DKIM: &mail.DKIM{Domain: "desk.example.gov", Selector: "s1"}}}}, signer: signer}
		signed, err := o.sign(compose(ours, aPost(notice.Replied), letter.Letter{Subject: "Printer", Text: "Done.\n", HTML: "<p>Done."}))
		if err != nil {
			t.Fatal(err)
		}
		verify := func(raw []byte) error {
			found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
				if domain != "s1._domainkey.desk.example.gov" {
					return nil, fmt.Errorf("asked for %s", domain)
				}
				return []string{c.record}, nil
			}})
			if err != nil || len(found) != 1 {
				return fmt.Errorf("%d signatures, %v", len(found), err)
			}
			return found[0].Err
		}
		if err := verify(signed); (err == nil) != (name != "wrong keys") {
			t.Errorf("%s: %v", name, err)
		}
		for _, forged := range []string{"Subject: Printer", "Done."} {
			if err := verify(bytes.Replace(signed, []byte(forged), []byte(forged+"!"), 1)); err == nil {
				t.Errorf("%s: another %q passes", name, forged)
			}
		}
	}
}
