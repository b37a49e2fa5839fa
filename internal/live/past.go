package live

// remembered is how many of the last changes a hub knows of: those of the moment between a page's being made and its listening,
// of which a busy desk has a few.
const remembered = 512

// change is what was published at once.
type change struct {
	version int64
	owner   string // who knows of it
	topics  []string
}

// past is the last changes, in a ring.
type past [remembered]change

func (p *past) keep(c change) { p[c.version%remembered] = c }

// catchUp tells a new subscription what has changed since a version, with the hub's lock held: everything where that is too long
// ago to be known, or was counted by another process.
func (h *Hub) catchUp(s *Subscription, since int64) {
	now := h.version.Load()
	if since > now || now-since > remembered {
		for _, t := range s.topics {
			s.tell(t)
		}
		return
	}
	for v := since + 1; v <= now; v++ {
		c := h.past[v%remembered]
		if c.owner != "" && c.owner == s.owner.name {
			continue
		}
		for _, name := range c.topics {
			for _, t := range s.topics {
				if t.name == name {
					s.tell(t)
				}
			}
		}
	}
}
