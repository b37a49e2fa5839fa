package reply

import (
	"regexp"
	"strings"
)

// A label is a field that mail programs print above the mail that they answer.
type label int8

const (
	noLabel label = iota
	fromLabel
	dateLabel
	toLabel
	subjectLabel
	otherLabel
)

// labels are the names of these fields in the languages that mail programs speak.
var labels = func() map[string]label {
	words := [...]string{
		fromLabel: "from|von|de|da|van|från|fra|od|от|від|lähettäjä|feladó|kimden|gönderen|expéditeur|remitente|mittente|remetente|afzender|" +
			"avsändare|nadawca|отправитель|откого|от кого|发件人|寄件者|寄件人|差出人|보낸 사람|από|de la|odesílatel|saatja|pošiljatelj|dari|từ",
		dateLabel: "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviada|enviada em|fecha|inviato|data|verzonden|skickat|sendt|dato|" +
			"wysłano|wysłane|data wysłania|отправлено|дата|надіслано|lähetetty|päivämäärä|päiväys|odesláno|odoslané|elküldve|dátum|gönderildi|tarih|发送时间|日期|寄件日期|送信日時|日時|보낸 날짜|" +
			"ημερομηνία|trimis|saadetud|poslano|tanggal|ngày",
		toLabel: "to|an|à|a|para|aan|till|til|do|кому|vastaanottaja|címzett|kime|destinataire|destinatario|destinatário|pour|per|收件人|宛先|받는 사람|προς|către|komu|pro|saaja|za|kepada|đến|" +
			"empfänger|mottagare|modtager|ontvanger|odbiorca|получатель",
		subjectLabel: "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|aihe|tárgy|konu|主题|主旨|件名|제목|θέμα|subiect|předmět|predmet|teema|zadeva|perihal|chủ đề|sujet|tema",
		otherLabel: "cc|bcc|kopie|copie|copia|cópia|kopia|kopi|копия|копія|kopio|másolat|bilgi|抄送|副本|参照|참조|reply-to|antwort an|répondre à|responder a|rispondi a|importance|wichtigkeit|priorité|" +
			"attachments|anlagen|pièces jointes|reply to|organization|newsgroups|message-id|bijlagen|adjuntos|allegati",
	}
	m := map[string]label{}
	for kind, list := range words {
		for word := range strings.SplitSeq(list, "|") {
			m[word] = label(kind)
		}
	}
	return m
}()

var labelled = regexp.MustCompile(`^[\s>|*_]{0,6}(\p{L}[\p{L} -]{0,24}?)[\s*_\x{a0}]*[:：]`)

// labelOf is the field that a line holds, as "*From:* A" or "Von: A".
func labelOf(line string) label {
	if i := strings.IndexAny(line, ":："); i < 1 || i > 80 {
		return noLabel
	}
	m := labelled.FindStringSubmatch(line)
	if m == nil {
		return noLabel
	}
	return labels[strings.ToLower(m[1])]
}

// maxBlock is how many lines such fields take together, with those that were broken.
const maxBlock = 16

// blockAt finds fields that begin at line i and where they end: who, and at least two of when, to whom and what about.
// 0 when there are none. Three together are never an accident, in any language; fewer are left alone.
func (p *page) blockAt(i int) (end int) {
	if p.label[i] == noLabel {
		return 0
	}
	seen := map[label]bool{}
	broken := 0
	for j := i; j < len(p.lines) && j < i+maxBlock; j++ {
		line := p.lines[j]
		kind := p.label[j]
		switch {
		case kind != noLabel:
			seen[kind] = true
			end, broken = j+1, 0
		case line == "" && len(seen) > 0 && j+1 < len(p.lines) && p.label[j+1] != noLabel && !enough(seen):
			// some programs put empty lines between them
		case line == "", broken >= 3:
			return block(seen, end)
		default:
			broken++
			end = j + 1 // a long list of names goes on; a block ends with an empty line
		}
	}
	return block(seen, end)
}

func block(seen map[label]bool, end int) int {
	if !enough(seen) {
		return 0
	}
	return end
}

func enough(seen map[label]bool) bool {
	n := 0
	for _, kind := range []label{dateLabel, toLabel, subjectLabel} {
		if seen[kind] {
			n++
		}
	}
	return seen[fromLabel] && n >= 2
}
