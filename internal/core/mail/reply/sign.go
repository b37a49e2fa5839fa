package reply

import "regexp"

const (
	maxSignature = 15 // lines; what is longer was written for this mail
	maxFooter    = 8
)

var (
	dashes = regexp.MustCompile(`^(--|—|__)$`) // "-- ", RFC 3676, 4.3; the space is often lost
	// device is the line that a telephone writes. It ends with the name of a thing: a sentence goes on.
	device = regexp.MustCompile(`(?i)^\s*(sent (from|via) (my )?|get outlook for |sent with |envoyé (de|depuis) (mon |ma )?|gesendet (von|mit) (meinem |meiner )?|von meinem |enviado (desde|do|de) (mi |meu )?|` +
		`inviato (da|dal) (mio )?|verzonden (vanaf|met) (mijn )?|skickat från (min )?|sendt fra (min )?|lähetetty |wysłane z (mojego |telefonu )?|отправлено (с|из) (моего )?)` +
		`[\p{L}\d\-+.®™'’ ]{2,40}(<\S{1,200}>|\(\S{1,200}\))?\s*$|^\s*sent with \[?proton ?mail\b.{0,60}$`)
)

// signatures marks what closes a mail: below "-- ", below a rule that nothing else explains, and the line of a device.
// Each must be short and must be followed by nothing but old words, or it may be new.
func (p *page) signatures() {
	for i, line := range p.lines {
		if p.what[i] != fresh || line == "" || len(line) > 300 {
			continue
		}
		switch {
		case dashes.MatchString(line):
			p.closing(i, maxSignature)
		case rule.MatchString(line) && line[0] == '_':
			p.closing(i, maxFooter)
		case device.MatchString(line) && p.apart(i) && p.freshBefore(i):
			p.what[i] = signature
		}
	}
}

// closing marks the lines from i to the next that is not fresh, when they are few.
func (p *page) closing(i, most int) {
	end, written := i, 0
	for end < len(p.lines) && p.what[end] == fresh && written <= most+1 {
		if p.lines[end] != "" {
			written++
		}
		end++
	}
	if written <= most+1 && p.freshBefore(i) {
		p.set(i, end, signature)
	}
}

// apart reports whether a line stands by itself, as what a program adds does.
func (p *page) apart(i int) bool {
	return (i == 0 || p.lines[i-1] == "") && (i+1 == len(p.lines) || p.lines[i+1] == "" || p.what[i+1] != fresh)
}
