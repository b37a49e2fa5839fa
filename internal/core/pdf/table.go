package pdf

// lay sets a table: the first column, which names the row, takes a share of the width, the others the rest alike.
func (t Table) lay(l *layout) {
	of := l.root.add("Table")
	l.row(of.add("TR"), t.Head, true)
	for _, cells := range t.Rows {
		l.row(of.add("TR"), cells, false)
	}
}

// share is how much of the width the first column takes, and space what lies between two.
const (
	share = 0.3
	space = 8.0
)

func (l *layout) row(of *element, cells []string, head bool) {
	row := piece{above: l.size * gap, rule: !head, keep: head}
	left, width := 0.0, l.width*share
	for i, text := range cells {
		if i == 1 {
			left, width = l.width*share, l.width*(1-share)/float64(len(cells)-1)
		}
		height := 0.0
		for _, line := range l.lines(Paragraph{{Text: text, Bold: head || i == 0}}, l.size, width-space) {
			height += l.size * leading
			row.words = append(row.words, word{text: line[0].Text, face: weight(head || i == 0), size: l.size, x: left, y: height - l.size*(leading-1)})
		}
		cell := of.add("TD")
		switch {
		case head:
			cell.kind, cell.scope = "TH", "Column"
		case i == 0:
			cell.kind, cell.scope = "TH", "Row"
		}
		for j := range row.words {
			if row.words[j].of == nil {
				row.words[j].of = cell
			}
		}
		row.height = max(row.height, height)
		left += width
	}
	l.pieces = append(l.pieces, row)
}
