package live

import (
	"slices"
	"strings"
)

// crowd is who looks at one topic. Most topics are looked at by few, and there are many topics: those few stand in a slice, which
// costs a tenth of a map.
type crowd struct {
	name string
	few  []*Subscription
	many map[*Subscription]struct{} // in place of few, once they are more than maxFew
}

const maxFew = 16

// crowds by name. None is empty.
type crowds map[string]*crowd

// enter adds eyes to a crowd, which is made when they are the first.
func (all *crowds) enter(name string, s *Subscription) *crowd {
	if *all == nil {
		*all = crowds{}
	}
	c := (*all)[name]
	if c == nil {
		c = &crowd{name: strings.Clone(name)} // a part of an address would keep all of it
		(*all)[c.name] = c
	}
	c.add(s)
	return c
}

func (all crowds) leave(c *crowd, s *Subscription) {
	if c.remove(s); len(c.few)+len(c.many) == 0 {
		delete(all, c.name)
	}
}

func (c *crowd) add(s *Subscription) {
	switch {
	case c.many != nil:
		c.many[s] = struct{}{}
	case slices.Contains(c.few, s):
	case len(c.few) < maxFew:
		c.few = append(c.few, s)
	default:
		c.many = map[*Subscription]struct{}{s: {}}
		for _, other := range c.few {
			c.many[other] = struct{}{}
		}
		c.few = nil
	}
}

func (c *crowd) remove(s *Subscription) {
	if c.many != nil {
		delete(c.many, s)
		return
	}
	if i := slices.Index(c.few, s); i >= 0 {
		c.few = slices.Delete(c.few, i, i+1)
	}
}

// each visits all who are in the crowd as it begins; they may leave meanwhile.
func (c *crowd) each(visit func(*Subscription)) {
	for s := range c.many {
		visit(s)
	}
	for _, s := range slices.Clone(c.few) {
		visit(s)
	}
}
