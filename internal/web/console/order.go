package console

import (
	"switchboard/internal/core/filter"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// choices are the orders that a list offers.
var choices = []filter.Sort{{By: filter.ByDue}, {By: filter.ByReceived, Down: true}, {By: filter.ByReceived}, {By: filter.ByChanged, Down: true}}

// orderName says the order of a list.
func (f frame) orderName(s filter.Sort) string {
	if s.Down {
		return f.Words.T("console.order.down." + s.By)
	}
	return f.Words.T("console.order." + s.By)
}

// orders lead to the same list in another order. The order is part of the filter, so that an address says all.
func (f frame) orders(name string, now filter.Filter, v filter.Vocabulary) []ui.Link {
	written, err := filter.Parse(f.q, v)
	if err != nil { // then there is no list either
		return nil
	}
	offered := choices
	if len(now.Words()) > 0 {
		offered = append([]filter.Sort{{By: filter.ByRank}}, choices...)
	}
	var out []ui.Link
	for _, s := range offered {
		written.Sort = s
		g := f
		g.q = written.String()
		out = append(out, ui.Link{Text: f.orderName(s), Href: g.address(viewPath(name)), Current: s == now.Order()})
	}
	return out
}

// saveLink leads to the form that keeps the list as a view, or changes the one that it is.
func (f frame) saveLink(name string, v view.View) ui.Link {
	if v.ID != 0 && f.q == "" {
		return ui.Link{Text: f.Words.T("console.saved.change"), Href: savedPath(v.ID)}
	}
	if name == found {
		name = ""
	}
	return ui.Link{Text: f.Words.T("console.saved.new"), Href: f.address(home+"/view/new", "view", name)}
}

func savedPath(id int64) string { return home + "/view/" + desk.ViewName(id)[1:] }
