package message

import (
	"strconv"
	"strings"

	"switchboard/internal/core/safehtml"
	"switchboard/internal/core/wording"
	"switchboard/internal/web/ui"
)

type safehtmlPage = safehtml.Page

// fields are the fields of the header under the names that people know them by.
func fields(p wording.Printer, o Original) []ui.Fact {
	out := make([]ui.Fact, 0, len(o.Fields)+1)
	for _, f := range o.Fields {
		term := f.Name
		if key := "message.field." + strings.ToLower(strings.ReplaceAll(f.Name, "-", "_")); p.Has(key) {
			term = p.T(key)
		}
		out = append(out, ui.Fact{Term: term, Text: f.Value})
	}
	if o.Mail.Sender != "" {
		out = append(out, ui.Fact{Term: p.T("message.field.envelope"), Text: o.Mail.Sender})
	}
	return out
}

// named is what a file of a mail is called, or that it has no name.
func named(p wording.Printer, name string) string {
	if name == "" {
		return p.T("message.file.unnamed")
	}
	return name
}

func titled(p wording.Printer, subject string) string {
	if subject == "" {
		return p.T("message.page")
	}
	return subject
}

// Became says what became of a mail; arrived is when it came, why the reason on record, both in words.
func Became(p wording.Printer, o Original, arrived, why string) []ui.Fact {
	out := []ui.Fact{{Term: p.T("message.arrived"), Text: arrived}}
	if o.Mail.Mailbox != "" {
		out[0].Text += ", " + o.Mail.Mailbox
	}
	number := ""
	if o.Mail.Ticket != 0 {
		number = strconv.FormatInt(o.Mail.Ticket, 10)
	}
	out = append(out, ui.Fact{Term: p.T("message.became"), Text: p.T("message.became."+string(o.Mail.State), "number", number)})
	if why != "" {
		out = append(out, ui.Fact{Term: p.T("message.why"), Text: why})
	}
	return out
}
