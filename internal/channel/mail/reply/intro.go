package reply

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	introLines = 4   // that say who wrote what comes next
	introBytes = 400 // of them together
	maxTries   = 100 // lines of one text that may begin such a statement
)

// wrote is what mail programs call writing, each in its language, where nothing but a colon, a time or a name follows.
const wrote = `wrote|writes|schrieb|geschrieben|a écrit|écrit|escribió|escribio|ha scritto|scrisse|escreveu|schreef|(?:het volgende )?geschreven|` +
	`napisała?|napisał\(a\)|napsala?|napsal\(a\)|napísala?|napísal\(a\)|написа|написала?|написал\(а\)|писал\(а\)|писала?|пишет?|написав|написала|kirjoitti|skrev|skrifaði|írta|a scris|` +
	`yazdı|şunu yazdı|έγραψε|je napisao|je napisala|napisao je|kirjutas|rašė|rakstīja|menulis|đã viết|写道|寫道|写了|書きました|님이 작성|wrote the following`

var (
	// when is a date or a time of day in digits, which every program puts there.
	when = regexp.MustCompile(`\d{1,2}[:.h]\d{2}|\b(19|20)\d\d\b|(19|20)\d\d年|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}`)
	who  = regexp.MustCompile(`<[^<>\s]*@[^<>\s]*>|[<(\[]\s*(mailto:)?[^<>\s]+@[^<>\s]+\s*[>)\]]|&lt;\S+@\S+&gt;|\[mailto:`)
	// said ends in the verb, with or without a colon, or has the verb and then the time, as German does.
	said   = regexp.MustCompile(`(?i)(^|[\s>)"”»’])(` + wrote + `)\s*[:：]?$`)
	saidAt = regexp.MustCompile(`(?i)[\s>)](schrieb|schreef|skrev|escribió|написал|napisał|a écrit|wrote)\b.{0,80}\d.{0,40}[:：]$`)
	saidTo = regexp.MustCompile(`(?i)[\s>)](schrieb|heeft .{0,100}geschreven|wrote)\b.{0,100}[:：]$`)
	// notes is how Notes says it.
	notes = regexp.MustCompile(`^\S.{1,100} wrote on \d\S+ \d{1,2}:\d\d(:\d\d)?( [AaPp][Mm])?:$`)
	// citing is how web mail says it, and in which no time stands.
	citing  = regexp.MustCompile(`(?i)^(quoting|zitat von|citando|citation de|citerar|citaat van) .{1,150}:$`)
	mention = regexp.MustCompile(`(?i)` + wrote)
	// opens is how such lines begin: a preposition, a day, a number.
	opens = regexp.MustCompile(`(?i)^(on|at|am|le|el|il|em|op|den|in data|w dniu|dnia|dne|dňa|na|pe|el día|kl|στις|vào|pada|tarihinde|在|于|於|vom)\s*\d|` +
		`^(on|am|le|el|il|em|op|w dniu|dnia|in data|den|dne)\s|^\d|^\p{L}{2,12}[.,]?\s+\d|^\p{L}{2,12}[.,]\s|^在`)
	// byItself is a line of an old program that has neither verb nor colon.
	byItself = regexp.MustCompile(`^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d{2}\s+GMT[+-]\d\d:?\d\d\s+\S.{0,100}$|^\d{4}/\d{1,2}/\d{1,2}\s.{1,120}<\S+@\S+>$`)
	noise    = regexp.MustCompile(`^[\s*_>-]+|[\s*_-]+$`)
)

// spaces are those that French sets before a colon, and the marks that Hebrew and Arabic set around an address.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200e", "", "\u200f", "", "\u202a", "", "\u202b", "", "\u202c", "")

// attribution reports whether a line says who wrote what comes next.
func attribution(line string) bool {
	if len(line) > introBytes || len(line) < 6 {
		return false
	}
	line = spaces.Replace(line)
	if !ends(line) {
		return false
	}
	line = noise.ReplaceAllString(line, "")
	dated := when.MatchString(line)
	from := who.MatchString(line)
	if !dated && !from {
		return false
	}
	colon := strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：")
	switch {
	case notes.MatchString(line):
		return true
	case said.MatchString(line):
		return dated && (opens.MatchString(line) || from || mentionsAll(line)) || from
	case colon && dated && saidAt.MatchString(line), colon && dated && saidTo.MatchString(line):
		return from || opens.MatchString(line)
	case colon && dated && from:
		return opens.MatchString(line) && strings.HasSuffix(strings.TrimRight(line, ":： "), ">")
	}
	return byItself.MatchString(line)
}

// lastWords are the last words of the verbs in wrote.
var lastWords = func() map[string]bool {
	m := map[string]bool{}
	for word := range strings.SplitSeq(strings.NewReplacer(`\(a\)`, "(a)", "(?:het volgende )?", "", "a?|", "|").Replace(wrote), "|") {
		fields := strings.Fields(word)
		m[fields[len(fields)-1]] = true
		m[fields[len(fields)-1]+"a"] = true
	}
	return m
}()

// ends reports, cheaply, whether a line ends as such statements end; almost none does.
func ends(line string) bool {
	line = strings.TrimRight(line, " *_-")
	if strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") || strings.HasSuffix(line, ">") || strings.Contains(line, " GMT") {
		return true
	}
	last := line[strings.LastIndexAny(line, " >)\"")+1:]
	return lastWords[strings.ToLower(last)] || strings.HasSuffix(last, "道")
}

// mentionsAll is for languages that put the verb last and begin with the name.
func mentionsAll(line string) bool {
	return utf8.RuneCountInString(line) < 120 && mention.MatchString(line)
}

// introAt finds such a statement that begins at line i and where it ends: over several lines when a program broke it.
// 0 when there is none. Of two that end together the one that begins as programs begin counts.
func (p *page) introAt(i int) (end int) {
	first := p.lines[i]
	if p.what[i] != fresh || first == "" || len(first) > introBytes || !when.MatchString(first) && !strings.ContainsAny(first, "@<") {
		return 0
	}
	if p.tries++; p.tries > maxTries {
		return 0
	}
	joined := ""
	for n, j := 0, i; n < introLines+2 && j < len(p.lines); j++ {
		line := p.lines[j]
		if line == "" { // only an address on lines of its own may follow
			if k := p.next(j); k >= len(p.lines) || !strings.HasPrefix(p.lines[k], "<") || n == 0 {
				return 0
			}
			continue
		}
		if p.what[j] != fresh && strings.Count(joined, "<") <= strings.Count(joined, ">") { // "> wrote:" may end an address
			return 0
		}
		if joined = strings.TrimSpace(joined + " " + strings.TrimSpace(line)); len(joined) > introBytes {
			return 0
		}
		n++
		if attribution(joined) && p.begins(i, j) {
			return j + 1
		}
	}
	return 0
}

// leads reports whether a line introduces the quotation right below it, in a language that is not known here or without
// a date: so near to a quotation less proves it.
func (p *page) leads(i int) bool {
	line := spaces.Replace(p.lines[i])
	next := p.next(i + 1)
	if next >= len(p.lines) || p.what[next] != quote || len(line) > introBytes || !strings.HasSuffix(line, ":") && !strings.HasSuffix(line, "：") {
		return false
	}
	return when.MatchString(line) && (opens.MatchString(line) || who.MatchString(line)) ||
		citing.MatchString(line) || said.MatchString(line) && len(line) < 100
}

// begins reports whether a statement that ends at line end begins at i, and not at a later line.
func (p *page) begins(i, end int) bool {
	if i == end || opens.MatchString(strings.TrimLeft(p.lines[i], "-*_ ")) {
		return true
	}
	rest := ""
	for j := end; j > i; j-- {
		if rest = strings.TrimSpace(p.lines[j] + " " + rest); attribution(rest) {
			return false
		}
	}
	return true
}
