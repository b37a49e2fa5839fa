package entity_test

import (
	"bytes"
	"encoding/base64"
	"maps"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/mail/entity"
)

func parse(s string) (*entity.Part, []string) {
	var d entity.Defects
	p := entity.Parse([]byte(strings.ReplaceAll(s, "\n", "\r\n")), &d)
	return p, d.List()
}

// outline writes the tree as "type(type type)".
func outline(p *entity.Part) string {
	s := p.Type
	if len(p.Parts) > 0 {
		var inner []string
		for _, c := range p.Parts {
			inner = append(inner, outline(c))
		}
		s += "(" + strings.Join(inner, " ") + ")"
	}
	return s
}

func TestTree(t *testing.T) {
	for name, c := range map[string]struct{ mail, want, defect string }{
		"plain":               {"Subject: x\n\nhi", "text/plain", ""},
		"nothing":             {"", "text/plain", ""},
		"two parts":           {"Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\nContent-Type: image/png\n\ntwo\n--a--\n", "multipart/mixed(text/plain image/png)", ""},
		"no end":              {"Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n", "multipart/mixed(text/plain)", "multipart without an end"},
		"no boundary":         {"Content-Type: multipart/mixed\n\none\n", "multipart/mixed", "multipart without a boundary"},
		"boundary never used": {"Content-Type: multipart/mixed; boundary=a\n\none\n", "multipart/mixed", "multipart without parts"},
		"prefix of another":   {"Content-Type: multipart/mixed; boundary=ab\n\n--ab\nContent-Type: multipart/mixed; boundary=a\n\n--ab\n\nx\n--ab--", "multipart/mixed(multipart/mixed text/plain)", "multipart without parts"},
		"inner never ends":    {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--a\n\ny\n--a--", "multipart/mixed(multipart/alternative(text/plain) text/plain)", "multipart without an end"},
		"same boundary":       {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nx", "multipart/mixed(multipart/mixed(text/plain))", "two parts with one boundary"},
		"digest":              {"Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: x\n\nhi\n--a--", "multipart/digest(message/rfc822)", ""},
		"header runs into it": {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html\n--a\n\nx\n--a--", "multipart/mixed(text/html text/plain)", "header without an end"},
		"no empty line":       {"Subject: x\nThis is the body.\n", "text/plain", "header without an end"},
		"no type at all":      {"Content-Type: nonsense\n\nhi", "text/plain", "content type that is none: nonsense"},
	} {
		p, defects := parse(c.mail)
		if got := outline(p); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if c.defect == "" && len(defects) > 0 || c.defect != "" && !slices.Contains(defects, c.defect) {
			t.Errorf("%s: defects %q, want %q", name, defects, c.defect)
		}
	}
}

func TestHeader(t *testing.T) {
	for name, c := range map[string]struct{ mail, field, want string }{
		"folded":               {"Subject: a\n b\n\tc\n\nx", "Subject", "a b\tc"},
		"a folded empty line":  {"To: a,\n \t\n b\nSubject: s\n\nx", "Subject", "s"},
		"junk between":         {"A: b\nnot a field\nSubject: s\n\nx", "Subject", "s"},
		"mbox":                 {"From a@b Mon May 2\nSubject: s\n\nx", "Subject", "s"},
		"empty lines before":   {"\n\nSubject: s\n\nx", "Subject", "s"},
		"begins with a fold":   {" Subject: s\nTo: a\n\nx", "Subject", "s"},
		"space before a colon": {"Subject : s\n\nx", "Subject", "s"},
		"the first counts":     {"Subject: s\nSubject: t\n\nx", "Subject", "s"},
	} {
		p, _ := parse(c.mail)
		if got := p.Header.Raw(c.field); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if strings.Contains(p.Header.Raw(c.field), "\n") {
			t.Errorf("%s: a line end in a value", name)
		}
	}
}

func TestParameters(t *testing.T) {
	for value, want := range map[string]map[string]string{
		`text/plain; charset=utf-8`:                                      {"charset": "utf-8"},
		`text/plain; charset="a \"b\" c"; Format=Flowed`:                 {"charset": `a "b" c`, "format": "Flowed"},
		`application/pdf name="x.pdf"`:                                   {"name": "x.pdf"},
		`text/plain; name=This is a test.txt; x=1`:                       {"name": "This is a test.txt", "x": "1"},
		`application/pdf; name=Invoice_(30).pdf`:                         {"name": "Invoice_(30).pdf"},
		`a/b; name="never closed.pdf; x=1`:                               {"name": "never closed.pdf", "x": "1"},
		`a/b; name="C:\temp\x.pdf"`:                                      {"name": `C:\temp\x.pdf`},
		`a/b; name=a.txt; name=b.txt`:                                    {"name": "a.txt"},
		`a/b; name*=utf-8'en'%e2%82%ac%20rates.txt`:                      {"name": "€ rates.txt"},
		`a/b; name*0*=iso-8859-1''caf%e9; name*1=" au"; name*2*=%20lait`: {"name": "café au lait"},
		`a/b; name="x.txt"; name*=utf-8''y.txt`:                          {"name": "y.txt"},
		`a/b; name*1=b; name*0=a`:                                        {"name": "ab"},
		`a/b;; ; charset=us-ascii (a comment)`:                           {"charset": "us-ascii (a comment)"},
		`a/b; boundary=----=_Part_1`:                                     {"boundary": "----=_Part_1"},
		`a/b; charset=utf-8 boundary="b"`:                                {"charset": "utf-8", "boundary": "b"},
	} {
		p, _ := parse("Content-Type: " + value + "\n\nx")
		if !maps.Equal(p.Params, want) {
			t.Errorf("%s: %q, want %q", value, p.Params, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                 "plain",
		"=?utf-8?q?caf=C3=A9_au?= lait":         "café au lait",
		"=?utf-8?B?Y2Fmw6k=?=":                  "café",
		"=?utf-8?B?Y2Fmw6k?=":                   "café", // no padding
		"=?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=": "café", // cut in the middle of a character
		"=?utf-8?q?a?= \t =?utf-8?q?b?=":        "ab",
		"=?utf-8?q?a?= b =?utf-8?q?c?=":         "a b c",
		"Re: =?utf-8?q?a?=b":                    "Re: ab",
		"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=":    "日本",
		"=?koi8-r?B?8NLJ18XU?=":                 "Привет",
		"=?windows-1252?q?=93x=94?=":            "“x”",
		"=?utf-8*en?q?a?=":                      "a",
		"=?utf-8?q?with spaces?=":               "with spaces",
		"=?nonsense?q?a=E9?=":                   "aé",
		"=?utf-8?x?a?= =?":                      "=?utf-8?x?a?= =?",
		"=?utf-8?q?never ends":                  "=?utf-8?q?never ends",
		"raw \xe9":                              "raw é",
		"=?utf-7?q?+AOk-?=":                     "é",
	} {
		if got := entity.Words(in, "", &entity.Defects{}); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestFilename(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf":                           "a.pdf",
		"../../etc/passwd":                "passwd",
		`..\..\x.exe`:                     "x.exe",
		"..":                              "",
		"a.txt. . ":                       "a.txt",
		"invoice\u202efdp.exe":            "invoicefdp.exe",
		"a\u200b.pdf":                     "a.pdf",
		"a\r\nb\x00.pdf":                  "a  b .pdf",
		"Ünï 日本.txt":                      "Ünï 日本.txt",
		`a<b>:"c|d?*.txt`:                 "a_b___c_d__.txt",
		strings.Repeat("é", 200) + ".pdf": strings.Repeat("é", 98) + ".pdf",
	} {
		if got := entity.Filename(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestTransfer(t *testing.T) {
	for name, c := range map[string]struct{ encoding, body, want string }{
		"base64":                {"base64", "aGVs\nbG8=", "hello"},
		"no padding":            {"base64", "aGVsbG8", "hello"},
		"foreign characters":    {"Base64 ", "aG*V sb!G8=", "hello"},
		"padding in the middle": {"base64", "aGU=\nbGxv", "hello"},
		"one character left":    {"base64", "aGVsbG8=a", "hello"},
		"quoted":                {"quoted-printable", "a=C3=A9=\nb=20c  \nd", "aéb c\r\nd"},
		"quoted, broken":        {"quoted-printable;", "100% = 5=G0 =c3=a9 =", "100% = 5=G0 é "},
		"uuencode":              {"x-uuencode", "begin 644 a\n#0V%T\n`\nend\n", "Cat"},
		"seven bits":            {"7-bit", "a=20b", "a=20b"},
		"unknown":               {"base9000", "a=20b", "a=20b"},
	} {
		p, _ := parse("Content-Transfer-Encoding: " + c.encoding + "\n\n" + c.body)
		if got, _ := p.Decoded(100); string(got) != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got := p.Size(); got != int64(len(c.want)) {
			t.Errorf("%s: size %d, want %d", name, got, len(c.want))
		}
	}
}

// What encoders of others write, we read; cut anywhere, the beginning is the same.
func TestEncodersOfOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Byte(), 0, 50_000).Draw(t, "body")
		var quoted bytes.Buffer
		w := quotedprintable.NewWriter(&quoted)
		w.Binary = true
		_, _ = w.Write(want) // a Buffer refuses nothing
		_ = w.Close()
		for encoding, body := range map[string][]byte{
			"base64": []byte(base64.StdEncoding.EncodeToString(want)), "quoted-printable": quoted.Bytes(),
		} {
			p := &entity.Part{Encoding: encoding, Body: body}
			got, whole := p.Decoded(len(want))
			if !whole || !bytes.Equal(got, want) || p.Size() != int64(len(want)) {
				t.Fatalf("%s: %d bytes became %d", encoding, len(want), len(got))
			}
			p.Body = body[:rapid.IntRange(0, len(body)).Draw(t, "cut")]
			if got, _ := p.Decoded(len(want) + 10); len(got) > 2 && !bytes.HasPrefix(want, got[:len(got)-2]) {
				t.Fatalf("%s, cut: %q is not the beginning of %q", encoding, got, want)
			}
		}
	})
}

func TestCharsets(t *testing.T) {
	for name, c := range map[string]struct{ charset, in, want, defect string }{
		"ascii that is latin": {"us-ascii", "caf\xe9", "café", "bytes beyond ASCII in no declared charset"},
		"ascii that is utf-8": {"", "caf\xc3\xa9", "café", ""},
		"utf-8 with a byte":   {"utf-8", "\xc3\xa9\xe9", "éé", "text that does not fit its charset: utf-8"},
		"latin 1 is 1252":     {"iso-8859-1", "\x93x\x94", "“x”", ""},
		"shift_jis":           {"shift_jis", "\x93\xfa\x96\x7b", "日本", ""},
		"gb2312 is gbk":       {"gb2312", "\xd6\xd0", "中", ""},
		"korean of Outlook":   {"ks_c_5601-1987", "\xb0\xa1", "가", ""},
		"old DOS":             {"cp437", "\x82", "é", ""},
		"unknown":             {"fakescii", "x\xe9", "xé", "unknown charset: fakescii"},
		"utf-7":               {"utf-7", "a +AOk- +- b", "a é + b", ""},
		"utf-16":              {"utf-16le", "h\x00i\x00", "hi", ""},
	} {
		var d entity.Defects
		if got := entity.ToUTF8([]byte(c.in), c.charset, &d); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if got := strings.Join(d.List(), ","); c.defect != "" && !strings.Contains(got, c.defect) {
			t.Errorf("%s: defects %q, want %q", name, got, c.defect)
		}
	}
}
