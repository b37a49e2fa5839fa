package reply

import "regexp"

var (
	// rule is a line that mail programs draw above a mail that they answer, and below which footers stand.
	rule = regexp.MustCompile(`^\s*(_{10,}|-{10,}|={10,}|\*{10,}|─{5,})\s*$`)
	// original is the same with words: in the languages whose programs write it, and in any when fields follow.
	original = regexp.MustCompile(`(?i)^[\s*]*[-‐–—]{2,}\s*(original[- ]?(message|nachricht|e?-?mail|bericht|meddelande|besked|melding)?|ursprüngliche (nachricht|e-mail)|message d['’]origine|message original|` +
		`mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|` +
		`(oryginalna )?wiadomość( oryginalna)?|исходное сообщение|původní zpráva|eredeti üzenet|orijinal mesaj|原始邮件|原始郵件|元のメッセージ|원본 메시지|reply message|antwort)\s*[-‐–—]{2,}[\s*]*$`)
	forwarded = regexp.MustCompile(`(?i)^[\s*]*(-{2,}\s*)?(begin forwarded message|forwarded (message|by .{1,80})|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré|début du message réexpédié|` +
		`mensaje reenviado|inicio del mensaje reenviado|mensagem (encaminhada|reencaminhada)|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|` +
		`videresendt (besked|melding)|välitetty viesti|przekazana wiadomość|wiadomość przekazana|пересылаемое сообщение|пересланное сообщение|přeposlaná zpráva|továbbított üzenet|转发的邮件|轉寄郵件|転送メッセージ)\s*(-{2,}|:)[\s*]*$`)
	worded = regexp.MustCompile(`^[\s*]*-{3,}\s*\p{L}[\p{L} '’-]{2,40}\s*-{3,}[\s*]*$`)
	// below is how people say that their answers stand inside the old mail, where nothing marks them.
	below = regexp.MustCompile(`(?i)\b(in-?line|in[- ]?between|see below|below in|(answers?|comments?|repl(y|ies)|responses?|notes?) (are )?(below|in (red|blue|green|bold|caps))|in (red|blue|green) below|` +
		`siehe unten|s\. ?u\.|weiter unten|antworten? (unten|in rot|in blau|im text)|im text|in rot|ci-dessous|plus bas|en rouge|más abajo|en rojo|abajo|qui sotto|in rosso|zie (hier)?onder|onderaan|nedan|nedenfor|ниже|poniżej)\b`)
)

// copies marks the mails that a program copied under an answer, and the lines that introduce quotations.
func (p *page) copies() {
	for i := 0; i < len(p.lines); i++ {
		if p.what[i] != fresh || p.lines[i] == "" {
			continue
		}
		if forwarded.MatchString(p.lines[i]) && len(p.lines[i]) < 150 {
			if p.passedOn(i) {
				return
			}
			continue
		}
		end, from := p.copyAt(i)
		if end == 0 {
			continue
		}
		if first := p.next(end); first < len(p.lines) && p.what[first] == quote {
			p.set(i, end, intro) // what it introduces is marked line by line
		} else if p.forward && from {
			return // the copy is what this mail is about
		} else if !p.freshBefore(i) {
			p.set(i, end, intro)
		} else {
			p.old(i)
			return
		}
		i = end - 1
	}
}

// passedOn deals with a mail that was forwarded inside this one: it is news to whoever gets it, and stays with the
// fields that say whose it is. Alone on the page only its words are wanted. It reports whether all that follows stays.
func (p *page) passedOn(i int) bool {
	if p.freshBefore(i) {
		return true
	}
	p.what[i] = intro
	if at := p.next(i + 1); at < len(p.lines) {
		if end := p.blockAt(at); end > 0 {
			p.set(at, end, intro)
		}
	}
	return false
}

// copyAt finds what says that a copy begins at line i, and where its words begin. fields tells that they come with
// the fields of a mail, as in a forwarded one, and not in a sentence.
func (p *page) copyAt(i int) (end int, fields bool) {
	at, drawn := i, false
	if line := p.lines[i]; len(line) < 200 && (rule.MatchString(line) || original.MatchString(line) || worded.MatchString(line)) {
		drawn = original.MatchString(line)
		if at = p.next(i + 1); at >= len(p.lines) {
			return 0, false
		}
	}
	if end = p.blockAt(at); end > 0 {
		return end, true
	}
	if drawn {
		return i + 1, true
	}
	switch end = p.introAt(i); {
	case at > i:
		return 0, false
	case end == 0 && p.leads(i):
		return i + 1, false
	}
	return end, false
}

// old marks everything from a line on as a copy, unless the writer says that answers stand in it.
func (p *page) old(from int) {
	for i := range from {
		if p.what[i] == fresh && below.MatchString(p.lines[i]) {
			return
		}
	}
	for i := from; i < len(p.lines); i++ {
		p.what[i] = old
	}
	for i := from - 1; i >= 0 && (p.lines[i] == "" || rule.MatchString(p.lines[i])); i-- {
		p.what[i] = old
	}
}
