package definition

import (
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
)

// Definition is a desk as its file describes it. Lists keep the order of the file, which is the order of the page. The
// JSON names are those of `desk show` and stay.
type Definition struct {
	File       string        `json:"-"`
	Version    int           `json:"version,omitempty"` // given at publishing; 0 before
	Name       Text          `json:"desk"`
	Short      Text          `json:"short"` // for the masthead; the name when the file gives none
	Operator   Text          `json:"operator"`
	Summary    Text          `json:"summary,omitzero"`
	Timezone   string        `json:"timezone"`
	Source     Source        `json:"source,omitzero"`
	Words      Words         `json:"words"`
	Owner      Owner         `json:"owner,omitzero"`
	Holidays   []Holidays    `json:"holidays,omitempty"`
	Calendars  []Calendar    `json:"calendars"`
	Channels   []Channel     `json:"channels"`
	Entitled   []Entitlement `json:"entitled,omitempty"`
	Types      []Type        `json:"types"`
	Impact     []Grade       `json:"impact,omitempty"`
	Urgency    []Grade       `json:"urgency,omitempty"`
	Matrix     []Cell        `json:"matrix,omitempty"`
	Classes    []Class       `json:"classes"`
	Targets    []Target      `json:"targets"`
	Overrides  []Override    `json:"overrides,omitempty"`
	Teams      []Team        `json:"teams"`
	Fallback   string        `json:"desk_team"` // who gets what no rule and no service sends elsewhere
	Services   []Service     `json:"services"`
	Routing    []Rule        `json:"routing,omitempty"`
	Duties     []Duty        `json:"duties,omitempty"`
	Scope      []Scope       `json:"scope,omitempty"`
	Effort     *Effort       `json:"extraordinary_effort,omitempty"`
	Escalation []Ladder      `json:"escalation,omitempty"`
	Approvals  []Chain       `json:"approvals,omitempty"`
	Review     *Review       `json:"review,omitempty"`
	Survey     *Survey       `json:"survey,omitempty"`
	Goals      []Goal        `json:"goals,omitempty"`
	Published  *Published    `json:"published_metrics,omitempty"`
	Reopen     Reopen        `json:"reopen"`
	Charges    *Charges      `json:"charges,omitempty"`
	Replies    *Replies      `json:"replies,omitempty"`
	Waking     *Waking       `json:"waking,omitempty"`
	Mail       Mail          `json:"mail,omitzero"`
	Readings   []Interpreted `json:"readings,omitempty"`
	Rules      []Automation  `json:"rules,omitempty"` // what the desk does by itself, in their order

	DataClasses []DataClass `json:"data_classes,omitempty"` // data that the law guards (ME-70)

	zone     *time.Location
	compiled map[string]*calendar.Calendar
	policy   *sla.Policy
	marks    []marked
	places   map[string]Pos // of every block, by its path
}

// Mark is what any part of a definition may carry about itself.
type Mark struct {
	Ref     string `json:"ref,omitempty"`    // the clause or ledger row it comes from
	Note    Text   `json:"note,omitzero"`    // what the reader should know
	Assumed Text   `json:"assumed,omitzero"` // what was filled in, and by whom
	Blank   Text   `json:"blank,omitzero"`   // what the published text leaves open
}

type marked struct {
	Mark
	path string
	pos  Pos
}

// Source is the published text that the definition states.
type Source struct {
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"` // the date printed on it, YYYY-MM-DD
	Mark
}

// Owner answers for the service (CO-24).
type Owner struct {
	Role   Text   `json:"role,omitzero"`
	Person string `json:"person,omitempty"`
	Mark
}

// Holidays is a named list of dates on which a calendar is closed, or open for a part of the day.
type Holidays struct {
	ID     string    `json:"id"`
	Source string    `json:"source,omitempty"`
	Feed   string    `json:"feed,omitempty"` // name of an iCalendar file whose days are added
	Days   []Holiday `json:"days"`           // by date
	// Spanish are their names in Spanish, each said once, by the name that the dates have.
	Spanish map[string]string `json:"spanish,omitempty"`
	Mark
}

// HolidayName is what a holiday is called in a language, by the name that its date has.
func (d *Definition) HolidayName(name, lang string) string {
	for _, list := range d.Holidays {
		if es := list.Spanish[name]; lang == "es" && es != "" {
			return es
		}
	}
	return name
}

// Holiday is one of these dates.
type Holiday struct {
	Date      string   `json:"date"` // YYYY-MM-DD
	Name      string   `json:"name"`
	Open      []string `json:"open,omitempty"`      // half day: "07:00-12:00"
	Certainty string   `json:"certainty,omitempty"` // high when empty, medium, low
	Why       string   `json:"why,omitempty"`
	date      calendar.Date
	windows   []calendar.Window
}

// Calendar is a named set of open hours.
type Calendar struct {
	ID       string    `json:"id"`
	Name     Text      `json:"name"`
	Timezone string    `json:"timezone"`
	Always   bool      `json:"always,omitempty"`
	Open     []DayOpen `json:"open,omitempty"` // Monday first
	Holidays []string  `json:"holidays,omitempty"`
	Days     []Holiday `json:"days,omitempty"` // single dates of its own
	For      []string  `json:"for,omitempty"`  // classes it is limited to (ME-16)
	Mark
	spec calendar.Spec
}

// DayOpen is one weekday's hours.
type DayOpen struct {
	Day   string   `json:"day"` // mon..sun
	Hours []string `json:"hours"`
}

// Channel is a way to reach the desk.
type Channel struct {
	ID         string   `json:"id"`
	Name       Text     `json:"name"`
	Rank       int      `json:"rank"`                  // 1 is the fastest; told to the public as a rule (OK-31)
	Intake     bool     `json:"intake"`                // false: the desk writes by it, and does not read (CO-42)
	Number     string   `json:"number,omitempty"`      // E.164
	Shown      string   `json:"shown,omitempty"`       // the number as people know it
	Address    string   `json:"address,omitempty"`     // of mail
	Hours      string   `json:"hours,omitempty"`       // calendar in which people answer; none: at any hour
	Read       string   `json:"read,omitempty"`        // calendar in which it is read; what arrives outside is received at the next opening (A24)
	AfterHours string   `json:"after_hours,omitempty"` // calendar in which the classes of AfterFor are answered
	AfterFor   []string `json:"after_hours_for,omitempty"`
	For        []string `json:"for,omitempty"`     // only these classes
	NotFor     []string `json:"not_for,omitempty"` // never these classes
	Instead    string   `json:"instead,omitempty"` // the class held until somebody has spoken to the requester (ME-46)
	Says       Text     `json:"says,omitzero"`     // what the customer is told there
	Mark
}

// Entitlement says who may ask: whoever meets all of its conditions. One without any is met by everybody whose agency is known.
type Entitlement struct {
	Who         Text     `json:"who"`
	Branch      string   `json:"branch,omitempty"`      // of government, that the agency belongs to
	Supported   bool     `json:"supported,omitempty"`   // the desk supports the agency on that day
	Uses        []string `json:"uses,omitempty"`        // services, one of which the agency uses
	Arrangement bool     `json:"arrangement,omitempty"` // a special arrangement is in force
	Mark
}

// Type is what a ticket is about, in the customer's own words.
type Type struct {
	ID    string `json:"id"`
	Name  Text   `json:"name"`
	Ask   Text   `json:"ask"`             // the question or sentence by which a customer chooses it
	Class string `json:"class,omitempty"` // none: impact and urgency decide
	Form  Form   `json:"form,omitempty"`

	Approval *Need    `json:"approval,omitempty"` // before work on it
	Policies []Policy `json:"policies,omitempty"` // that bind who works on it (ME-70)
	Mark
}

// Grade is one step of impact or urgency, least first.
type Grade struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	Mark
}

// Cell is the class of one impact and one urgency.
type Cell struct {
	Impact  string `json:"impact"`
	Urgency string `json:"urgency"`
	Class   string `json:"class"`
}

// Class decides the targets of a ticket.
type Class struct {
	ID         string   `json:"id"`
	Name       Text     `json:"name"`
	Means      Text     `json:"means,omitzero"`
	When       string   `json:"when,omitempty"`           // "outage": recognised by a person from a report of one
	ReportedBy []string `json:"reported_by,omitempty"`    // channels on which that recognition is possible (CO-22)
	Identity   bool     `json:"identity_check,omitempty"` // resolved only once somebody has made sure who asks (OK-27)
	Wakes      bool     `json:"wakes,omitempty"`          // what nobody has taken up is told at any hour (CO-27, ME-41)
	OnTask     bool     `json:"all_on_task,omitempty"`    // all team members stay until it is resolved (ME-43)
	Mark
}

// Target is one promise as the file states it, with what the policy makes of it.
type Target struct {
	Class      string         `json:"class"`
	Metric     sla.Metric     `json:"metric"`
	Obligation sla.Obligation `json:"obligation"`
	Within     string         `json:"within"` // "2 business days"
	Amount     sla.Amount     `json:"amount"` // the same for machines
	Calendar   string         `json:"calendar"`
	Reading    sla.Reading    `json:"reading,omitempty"` // of business days (A1)
	Pauses     []sla.Cause    `json:"pauses,omitempty"`
	Warn       []string       `json:"warn,omitempty"`
	Accepted   bool           `json:"accepted,omitempty"`
	Audience   string         `json:"audience,omitempty"`
	By         []string       `json:"by,omitempty"`
	Restored   bool           `json:"restored,omitempty"`
	StartsOpen bool           `json:"starts_when_open,omitempty"`
	Grace      string         `json:"grace,omitempty"`
	Attainment float64        `json:"attainment_percent,omitempty"` // how many of them are to be kept; 0: all
	Says       Text           `json:"says,omitzero"`                // the published words, where they are not the measured ones (A17)
	When       *Condition     `json:"when,omitempty"`
	Moved      bool           `json:"moved,omitempty"` // the class's own promise, on the calendar of an override
	Mark
	warn  []sla.Threshold // Warn, parsed
	grace time.Duration   // Grace, parsed
}

// Condition limits a target or a route to some tickets; empty fields fit everything.
type Condition struct {
	Service string `json:"service,omitempty"`
	Agency  string `json:"agency,omitempty"`
	Team    string `json:"team,omitempty"`
	Channel string `json:"channel,omitempty"`
	Class   string `json:"class,omitempty"`
	From    string `json:"from,omitempty"`  // date, inclusive
	Until   string `json:"until,omitempty"` // date, exclusive
}

// Override is one line of "overrides"; what it promises stands in Targets, with its condition.
type Override struct {
	When    Condition `json:"when"`
	Classes []string  `json:"classes,omitempty"` // none: all
	Clock   string    `json:"clock,omitempty"`   // replaces the calendar of all its targets
	Mark
}

// Team works tickets; who is in it is a matter of the running desk.
type Team struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Hours  string `json:"hours,omitempty"`  // calendar in which it is staffed
	Sealed bool   `json:"sealed,omitempty"` // its tickets are seen by need to know (ME-57)
	Mark
}

// Service is something people ask help with.
type Service struct {
	ID       string   `json:"id"`
	Name     Text     `json:"name"`
	About    Text     `json:"about,omitzero"`
	Team     string   `json:"team,omitempty"` // who gets its tickets
	Then     string   `json:"then,omitempty"` // who gets what the first cannot do
	Support  string   `json:"support,omitempty"`
	OwnedBy  string   `json:"owned_by,omitempty"`
	Included []string `json:"included,omitempty"`
	Type     string   `json:"type,omitempty"` // as which it is asked for
	Form     Form     `json:"form,omitempty"`
	Options  []Text   `json:"options_at_extra_charge,omitempty"` // none: nothing priced is ever offered (ME-29)
	Approval *Need    `json:"approval,omitempty"`                // before work on its tickets
	Owner    Text     `json:"owner,omitzero"`                    // who answers for it; empty: the owner of the desk
	Hours    string   `json:"hours,omitempty"`                   // calendar in which it is supported; empty: its team's
	Cost     Text     `json:"cost,omitzero"`                     // empty: what the desk's charges say
	Content  Text     `json:"content,omitzero"`                  // who keeps its page (ME-71); empty: who answers for it
	Related  []string `json:"related,omitempty"`
	Policies []Policy `json:"policies,omitempty"` // that bind who works on its tickets (ME-70)
	Mark
}

// Rule is one line of "routing"; the first that fits decides.
type Rule struct {
	When Condition `json:"when"`
	Team string    `json:"team"`
	Mark
}

// Zone is the desk's time zone.
func (d *Definition) Zone() *time.Location { return d.zone }

// Calendar gives a compiled calendar by its id, nil when the definition has none of this name.
func (d *Definition) Calendar(id string) *calendar.Calendar { return d.compiled[id] }

// Policy gives what is promised, in this version.
func (d *Definition) Policy() *sla.Policy {
	p := *d.policy
	p.Version = d.Version
	return &p
}

// Channel finds a channel by its id.
func (d *Definition) Channel(id string) (Channel, bool) {
	return find(d.Channels, func(c Channel) bool { return c.ID == id })
}

// Type finds a type by its id.
func (d *Definition) Type(id string) (Type, bool) {
	return find(d.Types, func(t Type) bool { return t.ID == id })
}

// ClassInfo finds a class by its id.
func (d *Definition) ClassInfo(id string) (Class, bool) {
	return find(d.Classes, func(c Class) bool { return c.ID == id })
}

// Team finds a team by its id.
func (d *Definition) Team(id string) (Team, bool) {
	return find(d.Teams, func(t Team) bool { return t.ID == id })
}

// Service finds a service by its id.
func (d *Definition) Service(id string) (Service, bool) {
	return find(d.Services, func(s Service) bool { return s.ID == id })
}

// CalendarInfo finds what the file says of a calendar.
func (d *Definition) CalendarInfo(id string) (Calendar, bool) {
	return find(d.Calendars, func(c Calendar) bool { return c.ID == id })
}

// Ladder gives the escalation of a class, else the default one.
func (d *Definition) Ladder(class string) (Ladder, bool) {
	if l, ok := find(d.Escalation, func(l Ladder) bool { return l.For == class }); ok {
		return l, true
	}
	return find(d.Escalation, func(l Ladder) bool { return l.For == "default" })
}

func find[T any](all []T, is func(T) bool) (T, bool) {
	for _, one := range all {
		if is(one) {
			return one, true
		}
	}
	var none T
	return none, false
}
