package definition

import (
	"time"

	"switchboard/internal/core/notice"
)

// Waking says how often the same person is woken. What stands in neither field is as notice.UsualBounds has it.
type Waking struct {
	Again   string        `json:"again_after,omitempty"` // about one ticket, once somebody has taken it up
	AgainIs time.Duration `json:"-"`
	Tickets int           `json:"of_one_customer,omitempty"` // tickets of one customer in a night
	Mark
}

// WakingBounds are those of the desk.
func (d *Definition) WakingBounds() notice.Bounds {
	b := notice.UsualBounds
	if d.Waking == nil {
		return b
	}
	if d.Waking.AgainIs > 0 {
		b.Again = d.Waking.AgainIs
	}
	if d.Waking.Tickets > 0 {
		b.Tickets = d.Waking.Tickets
	}
	return b
}

// waking reads them. Nobody is to be woken more than once a minute about what somebody works on, nor left asleep a whole night.
func (r *reader) waking(o object, d *Definition) {
	if !o.has("waking") {
		return
	}
	w := r.object(o.child("waking"), o.at("waking"), "waking", "")
	d.Waking = &Waking{Tickets: w.number("of one customer", 1, 99), Mark: w.Mark}
	d.Waking.Again, d.Waking.AgainIs = w.elapsed("again after")
	if is := d.Waking.AgainIs; is != 0 && (is < time.Minute || is > notice.Night) {
		w.fail("again after", "%q stands here; write an amount from 1 minute to 12 hours", d.Waking.Again)
	}
}
