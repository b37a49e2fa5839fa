package reply

import "strings"

// A Piece is a run of lines of a text, as they are. Old ones repeat, quote or close; Visible leaves them out.
type Piece struct {
	Text string
	Old  bool
}

// Pieces parts a text into what is new and what is old, in its order; nothing of it is missing. See Visible.
func Pieces(text string, forward bool) []Piece {
	p, lines := read(text, forward), strings.Split(text, "\n")
	if p == nil || p.visible() == "" || len(p.lines) != len(lines) { // one that is signed word by word is all one piece
		return []Piece{{Text: text}}
	}
	var out []Piece
	for i, line := range lines {
		old := p.what[i] != fresh
		if n := len(out); n > 0 && (out[n-1].Old == old || line == "") {
			out[n-1].Text += "\n" + line
			continue
		}
		out = append(out, Piece{Text: line, Old: old})
	}
	return out
}
