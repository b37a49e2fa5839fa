package reply

import (
	"regexp"
	"strings"
)

const (
	introLines = 6   // that say who wrote what comes next
	introBytes = 400 // of them together
	maxTries   = 100 // lines of one text that may begin such a statement
)

// wrote is what mail programs call writing, each in its language, where nothing but a colon, a time or a name follows.
var wrote = []string{
	"wrote", "writes", "wrote the following", "schrieb", "geschrieben", "a écrit", "écrit", "escribió", "escribio", "ha scritto", "scrisse",
	"escreveu", "schreef", "geschreven", "napisał", "napisała", "napisał(a)", "napsal", "napsala", "napsal(a)", "napísal", "napísala",
	"napísal(a)", "написа", "написал", "написала", "написал(а)", "писал", "писала", "писал(а)", "пише", "пишет", "написав", "kirjoitti",
	"skrev", "skrifaði", "írta", "a scris", "yazdı", "έγραψε", "je napisao", "je napisala", "napisao je", "kirjutas", "rašė", "rakstīja",
	"menulis", "đã viết", "写了", "書きました",
}

var (
	// day is a date with its year, which every program puts there; people leave it out.
	day = regexp.MustCompile(`\b(19|20)\d\d\b|(19|20)\d\d年|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}`)
	// when is that, or a time of day.
	when = regexp.MustCompile(`\d{1,2}[:.h]\d{2}|` + day.String())
	who  = regexp.MustCompile(`<[^<>\s]*@[^<>\s]*>|[<(\[]\s*(mailto:)?[^<>\s]+@[^<>\s]+\s*[>)\]]|&lt;\S+@\S+&gt;|\[mailto:`)
	// said ends in the verb, with or without a colon, or has the verb and then the time, as German does.
	said = regexp.MustCompile(`(?i)((^|[\s>)"”»’])(` + anyOf(wrote) + `)|写道|寫道|님이 작성)\s*[:：]?$`)
	// wroteThis has the address right before the verb: then no date is needed.
	wroteThis = regexp.MustCompile(`(?i)[>)\]]\s*(` + anyOf(wrote) + `)\s*[:：]?$`)
	saidAt    = regexp.MustCompile(`(?i)[\s>)](schrieb|schreef|skrev|escribió|написал|napisał|a écrit|wrote)\b.{0,80}\d.{0,40}[:：]$`)
	saidTo    = regexp.MustCompile(`(?i)[\s>)](schrieb|heeft .{0,100}geschreven|wrote)\b.{0,100}[:：]$`)
	// notes is how Notes says it.
	notes = regexp.MustCompile(`^\S.{1,100} wrote on \d\S+ \d{1,2}:\d\d(:\d\d)?( [AaPp][Mm])?:$`)
	// citing is how web mail says it, and in which no time stands.
	citing = regexp.MustCompile(`(?i)^(quoting|zitat von|citando|citation de|citerar|citaat van) .{1,150}:$`)
	// opens is how such lines begin: a preposition, a day, a number.
	opens = regexp.MustCompile(`(?i)^(on|at|am|le|el|il|em|op|den|in data|w dniu|dnia|dne|dňa|na|pe|el día|kl|στις|vào|pada|tarihinde|在|于|於|vom)\s*\d|` +
		`^(on|am|le|el|il|em|op|w dniu|dnia|in data|den|dne)\s|^\d|^\p{L}{2,12}[.,]?\s+\d|^\p{L}{2,12}[.,]\s+\p{L}{2,12}[.,]?\s+\d|^在`)
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
	from := who.MatchString(line)
	dated := day.MatchString(line) || from && when.MatchString(line)
	if !dated && !from {
		return false
	}
	colon := strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：")
	switch {
	case notes.MatchString(line):
		return true
	case said.MatchString(line):
		return dated && (from || opens.MatchString(line)) || wroteThis.MatchString(line)
	case colon && dated && saidAt.MatchString(line), colon && dated && saidTo.MatchString(line):
		return from || opens.MatchString(line)
	case colon && dated && from:
		return opens.MatchString(line) && strings.HasSuffix(strings.TrimRight(line, ":： "), ">")
	}
	return byItself.MatchString(line)
}

// anyOf is the pattern of any of these words.
func anyOf(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = regexp.QuoteMeta(word)
	}
	return strings.Join(quoted, "|")
}

// lastWords are the last words of those in wrote.
var lastWords = func() map[string]bool {
	m := map[string]bool{}
	for _, verb := range wrote {
		m[verb[strings.LastIndexByte(verb, ' ')+1:]] = true
	}
	return m
}()

// ends reports, cheaply, whether a line ends as such statements end; almost none does.
func ends(line string) bool {
	line = strings.TrimRight(line, " *_-")
	if strings.HasSuffix(line, ":") || strings.HasSuffix(line, "：") || strings.HasSuffix(line, ">") || strings.Contains(line, " GMT") {
		return true
	}
	last := line[strings.LastIndexAny(line, " >\"")+1:]
	return lastWords[strings.ToLower(last)] || strings.HasSuffix(last, "道")
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
	for n, j := 0, i; n < introLines && j < len(p.lines); j++ {
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
