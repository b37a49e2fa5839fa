package ticket

import (
	"slices"

	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/fault"
)

// Side is for whom somebody signs a charge.
type Side string

// The two sides (ME-63): the agency's consultant or authorized manager, and the manager of the desk.
const (
	SideAgency Side = "agency"
	SideDesk   Side = "desk"
)

// Why something may cost extra.
const (
	ForEffort    = "effort"    // out of proportion (ME-61)
	ForDeviation = "deviation" // from the standard (ME-31)
	ForOption    = "option"    // one that the service lists (ME-29)
)

// ChargeCauses lists them.
var ChargeCauses = []string{ForEffort, ForDeviation, ForOption}

// ChargeProposed begins a negotiation. Whoever names an amount signs it for their side.
type ChargeProposed struct {
	Charge int         `json:"charge"` // of those of the ticket, from 1
	Cause  string      `json:"cause"`
	Option string      `json:"option,omitempty"` // of the service, where that is the cause
	Amount money.Money `json:"amount"`
	Why    string      `json:"why"`
	Side   Side        `json:"side"`
	To     []people.ID `json:"to,omitempty"` // who signs for the other side
}

// ChargeCountered is another amount; what was signed before does not hold for it.
type ChargeCountered struct {
	Charge int         `json:"charge"`
	Amount money.Money `json:"amount"`
	Why    string      `json:"why"`
	Side   Side        `json:"side"`
	To     []people.ID `json:"to,omitempty"`
}

// ChargeSigned is a side's signature under the amount that stands.
type ChargeSigned struct {
	Charge int         `json:"charge"`
	Amount money.Money `json:"amount"`
	Side   Side        `json:"side"`
}

// ChargeWithdrawn ends it without a charge.
type ChargeWithdrawn struct {
	Charge int    `json:"charge"`
	Why    string `json:"why"`
	Side   Side   `json:"side"`
}

// ChargePosted is the line that goes to billing.
type ChargePosted struct {
	Charge   int         `json:"charge"`
	Amount   money.Money `json:"amount"`
	CostCode string      `json:"cost_code"`
}

func (ChargeProposed) Name() string  { return "ticket.charge_proposed" }
func (ChargeCountered) Name() string { return "ticket.charge_countered" }
func (ChargeSigned) Name() string    { return "ticket.charge_signed" }
func (ChargeWithdrawn) Name() string { return "ticket.charge_withdrawn" }
func (ChargePosted) Name() string    { return "ticket.charge_posted" }

func (ChargeProposed) Public() bool  { return true }
func (ChargeCountered) Public() bool { return true }
func (ChargeSigned) Public() bool    { return true }
func (ChargeWithdrawn) Public() bool { return true }
func (ChargePosted) Public() bool    { return true }

// ChargeState is where a negotiation stands.
type ChargeState string

// The states.
const (
	ChargeOpen   ChargeState = "open"
	ChargeAgreed ChargeState = "agreed" // by both sides, on one amount
	ChargeEnded  ChargeState = "withdrawn"
	ChargeBilled ChargeState = "posted"
)

// Charge is a negotiation and what came of it.
type Charge struct {
	Number   int
	Cause    string
	Option   string
	Amount   money.Money
	Why      string // of the last who named an amount
	Offers   int
	Signed   map[Side]people.ID // under Amount
	State    ChargeState
	CostCode string
}

// Waits reports whether a side has still to sign.
func (c Charge) Waits(side Side) bool { return c.State == ChargeOpen && c.Signed[side] == 0 }

// MaySign reports whether somebody may sign for a side: it has not signed yet, and neither have they for the other.
func (c Charge) MaySign(by people.ID, side Side) bool { return c.Waits(side) && !c.signedBy(by) }

func (c Charge) signedBy(by people.ID) bool {
	return by != 0 && (c.Signed[SideAgency] == by || c.Signed[SideDesk] == by)
}

const (
	maxCharges = 20 // of one ticket
	maxOffers  = 50 // of one charge
)

// Offer is an amount that somebody names for a side.
type Offer struct {
	By     people.ID
	Side   Side
	Amount money.Money
	Why    string
}

// ProposeCharge begins a negotiation, before the work that costs extra. It needs a cause that holds for this ticket: nothing
// is priced that the service does not list (ME-29). Errors: Conflict, Forbidden, Invalid.
func ProposeCharge(t Ticket, cause, option string, offer Offer, listed []string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	offer, err := checkOffer(offer)
	if err != nil {
		return nil, err
	}
	switch {
	case len(t.Charges) >= maxCharges:
		return nil, fault.New(fault.Conflict, "{the ticket} has %d charges; no more fit", maxCharges)
	case !slices.Contains(ChargeCauses, cause):
		return nil, fault.Field("cause", "choose one of the answers")
	case cause == ForOption && !slices.Contains(listed, option):
		return nil, fault.Field("option", "this service offers nothing of that name at extra charge")
	case cause == ForEffort && !t.CostsExtra(cause, false):
		return nil, fault.Field("cause", "the effort is not out of proportion, or nobody has said so; all of it is included")
	case cause == ForDeviation && !t.CostsExtra(cause, false):
		return nil, fault.Field("cause", "nobody has said in what it deviates from the standard; {the customer} reads that first")
	}
	if cause != ForOption {
		option = ""
	}
	return []Event{ChargeProposed{Charge: len(t.Charges) + 1, Cause: cause, Option: option, Amount: offer.Amount, Why: offer.Why, Side: offer.Side}}, nil
}

// CostsExtra reports whether a cause of extra charges holds for a ticket; listed says that its service lists options.
func (t Ticket) CostsExtra(cause string, listed bool) bool {
	switch cause {
	case ForOption:
		return listed
	case ForEffort:
		return t.Effort.Exceeded || t.has(scope.Effort, scope.Extraordinary)
	case ForDeviation:
		return t.Deviates()
	}
	return false
}

// OfferedTo names in an offer who is to answer it.
func OfferedTo(events []Event, to []people.ID) []Event {
	for i, e := range events {
		switch e := e.(type) {
		case ChargeProposed:
			e.To = to
			events[i] = e
		case ChargeCountered:
			e.To = to
			events[i] = e
		}
	}
	return events
}

func (t Ticket) has(f scope.Fact, value string) bool {
	return t.Scope != nil && t.Scope.Facts.Get(f) == value
}

func checkOffer(o Offer) (Offer, error) {
	if err := mustSign(o.By, o.Side); err != nil {
		return o, err
	}
	if err := amount("amount", o.Amount); err != nil {
		return o, err
	}
	var err error
	o.Why, err = text("why", o.Why, true)
	return o, err
}

func mustSign(by people.ID, side Side) error {
	if by == 0 || side != SideAgency && side != SideDesk {
		return fault.New(fault.Forbidden, "charges are signed by the manager of the desk, and for {the agency} by its consultant or an authorized manager")
	}
	return nil
}

// CounterCharge names another amount. Errors: Conflict, Forbidden, Invalid.
func CounterCharge(t Ticket, number int, offer Offer) ([]Event, error) {
	c, err := t.negotiable(number)
	if err != nil {
		return nil, err
	}
	if offer, err = checkOffer(offer); err != nil {
		return nil, err
	}
	if c.Offers >= maxOffers {
		return nil, fault.New(fault.Conflict, "charge %d has had %d offers; withdraw it", c.Number, maxOffers)
	}
	return []Event{ChargeCountered{Charge: number, Amount: offer.Amount, Why: offer.Why, Side: offer.Side}}, nil
}

// SignCharge signs the amount that stands, as the signer saw it. Nobody signs for both sides. Errors: Conflict, Forbidden.
func SignCharge(t Ticket, number int, by people.ID, side Side, seen money.Money) ([]Event, error) {
	c, err := t.negotiable(number)
	if err != nil {
		return nil, err
	}
	if err := mustSign(by, side); err != nil {
		return nil, err
	}
	switch {
	case seen != c.Amount:
		return nil, fault.New(fault.Conflict, "the amount is %s by now; look at it, then sign", c.Amount)
	case c.Signed[side] != 0:
		return nil, fault.New(fault.Conflict, "your side has signed already")
	case c.signedBy(by):
		return nil, fault.New(fault.Forbidden, "nobody signs for both sides")
	}
	return []Event{ChargeSigned{Charge: number, Amount: c.Amount, Side: side}}, nil
}

// WithdrawCharge ends a negotiation without a charge, by either side. Errors: Conflict, Forbidden, Invalid.
func WithdrawCharge(t Ticket, number int, by people.ID, side Side, why string) ([]Event, error) {
	c, err := t.chargeOf(number)
	if err != nil {
		return nil, err
	}
	if err := mustSign(by, side); err != nil {
		return nil, err
	}
	if c.State != ChargeOpen && c.State != ChargeAgreed {
		return nil, fault.New(fault.Conflict, "charge %d is settled", c.Number)
	}
	if why, err = text("why", why, true); err != nil {
		return nil, err
	}
	return []Event{ChargeWithdrawn{Charge: number, Why: why, Side: side}}, nil
}

// PostCharge makes the line that goes to billing; without both signatures under its amount there is none (ME-63). Errors:
// Conflict, Invalid.
func PostCharge(t Ticket, number int, costCode string) ([]Event, error) {
	c, err := t.chargeOf(number)
	if err != nil {
		return nil, err
	}
	if c.State != ChargeAgreed {
		return nil, fault.New(fault.Conflict, "charge %d is not signed by both sides, or settled; nothing is billed without", c.Number)
	}
	if costCode, err = line("cost_code", costCode, MaxLine); err != nil {
		return nil, err
	}
	if costCode == "" {
		return nil, fault.Field("cost_code", "say which account of {the agency} pays")
	}
	return []Event{ChargePosted{Charge: number, Amount: c.Amount, CostCode: costCode}}, nil
}

func (t Ticket) negotiable(number int) (Charge, error) {
	c, err := t.chargeOf(number)
	if err == nil && c.State != ChargeOpen {
		err = fault.New(fault.Conflict, "charge %d is settled", c.Number)
	}
	return c, err
}

// Negotiated reports whether a charge waits for a signature, or for billing. Nobody negotiates about what is sealed (ME-57).
func (t Ticket) Negotiated() bool {
	return !t.Sealed && slices.ContainsFunc(t.Charges, func(c Charge) bool { return c.State == ChargeOpen || c.State == ChargeAgreed })
}

func (t Ticket) chargeOf(number int) (Charge, error) {
	if number < 1 || number > len(t.Charges) {
		return Charge{}, fault.Field("charge", "there is no charge %d here", number)
	}
	return t.Charges[number-1], nil
}

func (t *Ticket) charge(en Entry) {
	with := func(number int, do func(*Charge)) { t.Charges = change(t.Charges, number, do) }
	switch e := en.Event.(type) {
	case ChargeProposed:
		if e.Charge == len(t.Charges)+1 {
			t.Charges = append(slices.Clip(t.Charges), Charge{Number: e.Charge, Cause: e.Cause, Option: e.Option, State: ChargeOpen})
			with(e.Charge, func(c *Charge) { c.offer(en.By, e.Side, e.Amount, e.Why) })
		}
	case ChargeCountered:
		with(e.Charge, func(c *Charge) { c.offer(en.By, e.Side, e.Amount, e.Why) })
	case ChargeSigned:
		with(e.Charge, func(c *Charge) { c.sign(en.By, e.Side, e.Amount) })
	case ChargeWithdrawn:
		with(e.Charge, func(c *Charge) { c.State = ChargeEnded })
	case ChargePosted:
		with(e.Charge, func(c *Charge) {
			if c.State == ChargeAgreed && e.Amount == c.Amount {
				c.State, c.CostCode = ChargeBilled, e.CostCode
			}
		})
	}
}

func (c *Charge) offer(by people.ID, side Side, m money.Money, why string) {
	if c.State == ChargeOpen {
		c.Amount, c.Why, c.Offers, c.Signed = m, why, c.Offers+1, map[Side]people.ID{side: by}
	}
}

// sign adds a signature; two people's make it agreed.
func (c *Charge) sign(by people.ID, side Side, m money.Money) {
	if c.State != ChargeOpen || m != c.Amount {
		return
	}
	signed := clone(c.Signed)
	put(&signed, side, by)
	c.Signed = signed
	a, d := c.Signed[SideAgency], c.Signed[SideDesk]
	if a != 0 && d != 0 && a != d {
		c.State = ChargeAgreed
	}
}
