package reading_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"switchboard/internal/core/mail/reading"
)

func files(m *reading.Message) string {
	var out []string
	for _, a := range m.Attachments {
		out = append(out, fmt.Sprintf("%s %s %d", a.Name, a.Type, a.Size))
	}
	return strings.Join(out, ", ")
}

// mixed is a mail of these parts.
func mixed(kind string, parts ...string) string {
	return "From: a@b\nContent-Type: multipart/" + kind + "; boundary=xx\n\npreamble\n--xx\n" + strings.Join(parts, "\n--xx\n") + "\n--xx--\n"
}

func TestBody(t *testing.T) {
	const calendar = "Content-Type: text/calendar; method=REQUEST; name=invite.ics\n\nBEGIN:VCALENDAR"
	for name, c := range map[string]struct{ mail, text, files string }{
		"plain before html":    {mixed("alternative", "\nwords", "Content-Type: text/html\n\n<p>other"), "words", ""},
		"empty plain":          {mixed("alternative", "\n \n", "Content-Type: text/html\n\n<p>words"), "words", ""},
		"html only":            {"Content-Type: text/html\n\n<title>no</title><style>no</style><p>one<br>two<p>three &amp; <b>fo</b>ur<script>no</script>", "one\ntwo\n\nthree & four", ""},
		"html quotation":       {"Content-Type: text/html\n\n<div>new</div><blockquote>old<blockquote>older</blockquote></blockquote>", "new\n> old\n>> older", ""},
		"html list and table":  {"Content-Type: text/html\n\n<ul><li>a<li>b</ul><table><tr><td>c<td>d</table><pre>e\n  f</pre>", "- a\n- b\n\nc d\n\ne\n  f", ""},
		"html says its own":    {"Content-Type: text/html\n\n<meta charset=koi8-r>\xf0", "П", ""},
		"inline picture":       {mixed("related", "Content-Type: text/html\n\n<img src=cid:1>words", "Content-Type: image/png; name=a.png\nContent-ID: <1>\nContent-Transfer-Encoding: base64\n\naGVsbG8="), "words", "a.png image/png 5"},
		"invitation":           {mixed("mixed", "\nwords", calendar), "words", "invite.ics text/calendar 15"},
		"only an invitation":   {mixed("mixed", calendar), "BEGIN:VCALENDAR", "invite.ics text/calendar 15"},
		"winmail":              {mixed("mixed", "\nwords", "Content-Type: application/ms-tnef\n\nx"), "words", "winmail.dat application/ms-tnef 1"},
		"text that is a file":  {mixed("mixed", "\nwords", "Content-Disposition: attachment; filename=log.txt\n\nlog"), "words", "log.txt text/plain 3"},
		"text after a picture": {mixed("mixed", "\none", "Content-Type: image/png\n\nx", "\ntwo"), "one\n\ntwo", " image/png 1"},
		"a mail in a mail":     {mixed("mixed", "\nwords", "Content-Type: message/rfc822\n\nSubject: y\n\nother"), "words", " message/rfc822 19"},
		"nothing but a mail":   {"Content-Type: message/rfc822\n\nSubject: y\n\nother", "other", " message/rfc822 19"},
		"signed":               {mixed("signed", "\nwords", "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx"), "words", "smime.p7s application/pkcs7-signature 1"},
		"flowed":               {"Content-Type: text/plain; format=flowed\n\none \ntwo\n> three \n> four\nfive\n-- \nsix", "one two\n> three four\nfive\n-- \nsix", ""},
		"flowed, stuffed":      {"Content-Type: text/plain; format=flowed; delsp=yes\n\nfo \nur\n >not a quote", "four\n>not a quote", ""},
		"cut base64":           {"Content-Transfer-Encoding: base64\n\n" + strings.TrimRight(base64.StdEncoding.EncodeToString([]byte("some words")), "="), "some words", ""},
		"a list's footer":      {"Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("some words")) + "\n\n____\nA list, http://x\n", "some words\n____\nA list, http://x", ""},
		"uuencoded":            {"Subject: x\n\nsee\nbegin 644 ../a.txt\n#0V%T\n`\nend\nbye", "see\nbye", "a.txt application/octet-stream 3"},
		"not uuencoded":        {"Subject: x\n\nbegin 644 words\nhere, as you see, is a text\nend", "begin 644 words\nhere, as you see, is a text\nend", ""},
		"control characters":   {"Subject: x\n\na\x00b\x1b[31m\tc", "ab[31m\tc", ""},
		"a body without parts": {"Content-Type: multipart/mixed; boundary=xx\n\nwords\n", "words", ""},
		"no body":              {"Subject: x\n\n", "", ""},
	} {
		got := read(c.mail)
		if got.Text != c.text || files(got) != c.files {
			t.Errorf("%s:\n got %q, %s\nwant %q, %s", name, got.Text, files(got), c.text, c.files)
		}
	}
}

// Some programs end lines in carriage returns alone.
func TestCarriageReturns(t *testing.T) {
	got := reading.Read([]byte("From: a@b.example\rSubject: x\r\rone\rtwo\r"), own)
	if got.From != "a@b.example" || got.Text != "one\ntwo" || len(got.Defects) != 1 {
		t.Errorf("%+v", got)
	}
}

// A message inside its signature is read without any key (RFC 8551, 3.5.2), in definite and in indefinite lengths.
func TestOpaqueSignature(t *testing.T) {
	inner := "Content-Type: text/plain\r\n\r\nsigned words"
	data, signed := "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
	der := func(tag byte, body string) string { return string([]byte{tag, 0x81, byte(len(body))}) + body }
	ber := func(tag byte, body string) string { return string([]byte{tag, 0x80}) + body + "\x00\x00" }
	octets := der(0x04, inner)
	pieces := ber(0x24, der(0x04, inner[:10])+der(0x04, inner[10:]))
	for name, cms := range map[string]string{
		"definite":   der(0x30, signed+der(0xa0, der(0x30, "\x02\x01\x01"+der(0x31, "")+der(0x30, data+der(0xa0, octets))))),
		"indefinite": ber(0x30, signed+ber(0xa0, ber(0x30, "\x02\x01\x01"+der(0x31, "")+ber(0x30, data+ber(0xa0, pieces))))),
	} {
		const header = "From: a@b\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
		whole := base64.StdEncoding.EncodeToString([]byte(cms))
		if got := read(header + whole); got.Text != "signed words" {
			t.Errorf("%s: %q", name, got.Text)
		}
		for cut := range len(whole) { // whatever is left of it, there is an answer: words, or a file
			if got := read(header + whole[:cut]); got.Text == "" && len(got.Attachments) != 1 {
				t.Errorf("%s, cut at %d: %+v", name, cut, got)
			}
		}
	}
}
