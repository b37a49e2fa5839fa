package pdf

import (
	"fmt"
	"strings"
)

// structure writes the elements, and for each page which of them its marks belong to.
func (l *layout) structure(f *file, tree int, pages []int) {
	l.root.number(f)
	var rows []string
	for i, p := range l.pages {
		var of []int
		for _, e := range p.marks {
			of = append(of, e.object)
		}
		rows = append(rows, fmt.Sprintf("%d [%s]", i, refs(of)))
	}
	l.root.write(f, tree, pages)
	f.object(tree, "<</Type /StructTreeRoot /K %d 0 R /ParentTree <</Nums [%s]>> /ParentTreeNextKey %d>>", l.root.object, strings.Join(rows, " "), len(pages))
}

func (e *element) number(f *file) {
	e.object = f.reserve()
	for _, kid := range e.kids {
		if kid, ok := kid.(*element); ok {
			kid.number(f)
		}
	}
}

func (e *element) write(f *file, parent int, pages []int) {
	var kids []string
	for _, kid := range e.kids {
		switch kid := kid.(type) {
		case *element:
			kid.write(f, e.object, pages)
			kids = append(kids, fmt.Sprintf("%d 0 R", kid.object))
		case mark:
			kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %d 0 R /MCID %d>>", pages[kid.page], kid.id))
		}
	}
	scope := ""
	if e.scope != "" {
		scope = fmt.Sprintf(" /A <</O /Table /Scope /%s>>", e.scope)
	}
	f.object(e.object, "<</Type /StructElem /S /%s /P %d 0 R /K [%s]%s>>", e.kind, parent, strings.Join(kids, " "), scope)
}
