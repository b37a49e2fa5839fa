package filetext_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"switchboard/internal/core/filetext"
)

// zipped makes a file of parts: name, content, name, content.
func zipped(t testing.TB, parts ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const wordHead = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://w"><w:body>`

// What the parts of office files say, by what is in them (ECMA-376, ISO/IEC 26300), whatever they are called.
func TestOffice(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []string
		want  string
	}{
		{"a word cut in pieces is one, a paragraph ends it", []string{"word/document.xml",
			wordHead + `<w:p><w:r><w:t>Pay</w:t></w:r><w:r><w:t>roll</w:t></w:r></w:p><w:p><w:r><w:t>down</w:t><w:tab/><w:t>now &amp; then</w:t></w:r></w:p></w:body></w:document>`}, "Payroll down now & then"},
		{"no instructions of fields", []string{"word/document.xml", wordHead + `<w:p><w:instrText>PAGE</w:instrText><w:t>One</w:t></w:p></w:body></w:document>`}, "One"},
		{"the shared words of a sheet, and those in its cells, not their numbers", []string{"xl/worksheets/sheet1.xml",
			`<worksheet><sheetData><row><c t="s"><v>17</v></c><c t="inlineStr"><is><t>Room</t></is></c><c><f>SUM(A1)</f></c></row></sheetData></worksheet>`,
			"xl/sharedStrings.xml", `<sst><si><t>Asset</t></si><si><r><t>PR</t></r><r><t>T-7</t></r></si></sst>`}, "Asset PRT-7 Room"},
		{"slides in their order", []string{"ppt/slides/slide10.xml", `<p:sld><a:p><a:t>ten</a:t></a:p></p:sld>`, "ppt/slides/slide2.xml", `<p:sld><a:p><a:t>two</a:t></a:p></p:sld>`}, "two ten"},
		{"an open document", []string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
			`<office:document-content><text:h>Badge</text:h><text:p>Door<text:s/>4</text:p></office:document-content>`}, "Badge Door 4"},
		{"a part that breaks off", []string{"word/document.xml", wordHead + `<w:p><w:t>Before</w:t></w:p><w:p`}, "Before"},
		{"an entity of its own", []string{"word/document.xml", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:p><w:t>Seen</w:t></w:p><w:p><w:t>&e;</w:t></w:p></w:document>`}, "Seen"},
		{"another archive", []string{"readme.txt", "Hello"}, ""},
		{"a part beside it", []string{"word/../../etc/content.xml", "<p>no</p>", "docProps/app.xml", "<p>no</p>"}, ""},
	} {
		if got := strings.Join(strings.Fields(filetext.Of("x.bin", "application/octet-stream", zipped(t, c.parts...))), " "); got != c.want {
			t.Errorf("%s: it says %q, want %q", c.name, got, c.want)
		}
	}
}

// A small file that unpacks to much, nests deep, multiplies entities or lists thousands of parts is read within bounds of time
// and room.
func TestOfficeBombs(t *testing.T) {
	laughs := `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "` + strings.Repeat("&a;", 1000) + `"><!ENTITY c "` + strings.Repeat("&b;", 1000) + `">]><w:document><w:t>&c;</w:t></w:document>`
	var many, sheets []string
	for range 2_500 {
		many = append(many, "word/document.xml", "<p>x</p>")
	}
	for range 30 {
		sheets = append(sheets, "xl/worksheets/sheet1.xml", "<c>"+strings.Repeat(" ", 1<<20)+"</c>")
	}
	for name, raw := range map[string][]byte{
		"spaces":       zipped(t, "word/document.xml", "<w:document><w:t>"+strings.Repeat(" ", 60<<20)+"</w:t></w:document>"),
		"deep":         zipped(t, "content.xml", strings.Repeat("<p>", 1<<20)),
		"words":        zipped(t, "content.xml", "<p>"+strings.Repeat("<s>x</s>", 1<<20)+"</p>"),
		"an attribute": zipped(t, "content.xml", `<p a="`+strings.Repeat("x", 20<<20)+`">y</p>`),
		"entities":     zipped(t, "word/document.xml", laughs),
		"parts":        zipped(t, many...),
		"sheets":       zipped(t, sheets...),
	} {
		began := time.Now()
		got := filetext.Of("x.docx", "", raw)
		if took := time.Since(began); len(got) > filetext.MaxText || took > 20*time.Second {
			t.Errorf("%s: %d bytes in %s", name, len(got), took)
		}
		if strings.Contains(got, "haha") {
			t.Errorf("%s: entities are written out", name)
		}
	}
}

// Any part within any document makes bounded UTF-8, and any bytes for the zip itself do.
func FuzzOffice(f *testing.F) {
	f.Add("word/document.xml", []byte(wordHead+"<w:p><w:t>x</w:t></w:p>"), 0)
	f.Add("content.xml", []byte("<a></b></a>&lt;&#0;"), 40)
	f.Add("xl/sharedStrings.xml", []byte("<?xml version='1.0' encoding='utf-16'?><si>\xff</si>"), 7)
	f.Fuzz(func(t *testing.T, name string, part []byte, spoil int) {
		raw := zipped(t, "content.xml", string(part), "word/document.xml", string(part))
		if spoil > 0 {
			raw[spoil%len(raw)] ^= 0x5A
		}
		got := filetext.Of(name, "", raw)
		if len(got) > filetext.MaxText || !utf8.ValidString(got) || strings.ContainsRune(got, 0) {
			t.Errorf("%q", got)
		}
	})
}
