package reading

import (
	"regexp"
	"strings"

	"switchboard/internal/core/mail/entity"
)

const maxUU = 100 // files in one text

// uuBegin opens a file in the middle of a text, as mailers wrote them before MIME.
var uuBegin = regexp.MustCompile(`(?m)^begin [0-7]{3,4} (\S.{0,300})$`)

// cutUU takes the uuencoded files out of a text. What does not end as one, or has a line that is none of it, is text.
func (b *body) cutUU(s string) string {
	from := 0
	for range maxUU {
		if !strings.Contains(s[from:], "begin ") {
			break
		}
		at := uuBegin.FindStringSubmatchIndex(s[from:])
		if at == nil {
			break
		}
		start, first := from+at[0], from+at[1]
		end := uuEnd(s, first+1)
		if end < 0 {
			from = first
			continue
		}
		b.files = append(b.files, &entity.Part{
			Type: "application/octet-stream", Name: entity.Filename(s[from+at[2] : from+at[3]]),
			Encoding: "uuencode", Body: []byte(s[start:end]),
		})
		s = s[:start] + s[min(end+1, len(s)):]
		from = start
	}
	return s
}

// uuEnd is where the "end" of a file stands whose lines begin at from; -1 when a line says that it is no file.
func uuEnd(s string, from int) int {
	for from < len(s) {
		line, _, _ := strings.Cut(s[from:], "\n")
		if line == "end" {
			return from + len(line)
		}
		if line != "" {
			size := (int(line[0]-' ')&63 + 2) / 3 * 4
			if line[0] < ' ' || line[0] > '`' || len(line)-1 > size+2 {
				return -1
			}
		}
		from += len(line) + 1
	}
	return -1
}
