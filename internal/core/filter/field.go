package filter

// Kind says what the values of a field are.
type Kind string

// The kinds of field.
const (
	Choice   Kind = "choice"   // one of the desk's own, such as a team
	Person   Kind = "person"   // an address, me, none
	Time     Kind = "time"     // an instant or a day, with comparisons
	Number   Kind = "number"   // of a ticket
	Text     Kind = "text"     // words in one part of the text
	Shortcut Kind = "shortcut" // a state that has a name
	Order    Kind = "order"    // no condition, but the order of the answer
)

// Names of fields that others speak of.
const (
	Status   = "status"
	Is       = "is"
	Team     = "team"
	Assignee = "assignee"
	Subject  = "subject"
	sortName = "sort"
)

// The shortcuts. All but those of whatever speak of open tickets.
const (
	IsOpen       = "open"
	IsMine       = "mine"
	IsUnassigned = "unassigned"
	IsWaiting    = "waiting"    // for the customer
	IsPaused     = "paused"     // no promise counts, since all that are left wait
	IsOverdue    = "overdue"    // its next promise is past due
	IsUnanswered = "unanswered" // a message of the customer waits for a word of the desk (OK-09)
	IsEscalated  = "escalated"  // a level of the ladder has to answer (OK-11)
	IsReview     = "review"     // somebody else has to look at it (ME-28)
	IsContested  = "contested"  // an objection of the customer to a pause or the class waits for an answer (A26)
	IsReopened   = "reopened"   // taken up again at least once, open or not

	IsShortNotice = "short_notice" // wanted sooner than the notice that the desk has published (ME-56), open or not
	IsNonstandard = "nonstandard"  // deviates from the standard (ME-31), open or not
)

// whatever are the shortcuts that speak of tickets whether they are open or not.
var whatever = []string{IsContested, IsReopened, IsShortNotice, IsNonstandard}

// Values that stand for something else.
const (
	Me   = "me"   // the person who asks
	None = "none" // nobody, nothing
	Any  = "any"  // somebody, something
	Mine = "mine" // the teams of the person who asks
)

// Field is one thing that a ticket can be asked by.
type Field struct {
	Name   string
	Kind   Kind
	Values []string // those that are always there; the desk's own come with its Vocabulary
}

var shortcuts = []string{IsOpen, IsMine, IsUnassigned, IsWaiting, IsPaused, IsOverdue, IsUnanswered, IsEscalated, IsReview, IsContested, IsReopened,
	IsShortNotice, IsNonstandard}

// Statuses are the statuses of a ticket, and "open" for all in which the desk owes work.
var statuses = []string{"open", "new", "assigned", "in_progress", "pending", "resolved", "closed"}

var fields = []Field{
	{Is, Shortcut, shortcuts},
	{Status, Choice, statuses},
	{Team, Choice, []string{Mine}},
	{Assignee, Person, []string{Me, None, Any}},
	{"requester", Person, []string{Me}},
	{"customer", Person, []string{Me, None, Any}},
	{"person", Person, []string{Me}}, // requester or customer
	{"class", Choice, nil},
	{"type", Choice, nil},
	{"impact", Choice, []string{None, Any}},
	{"urgency", Choice, []string{None, Any}},
	{"service", Choice, []string{None, Any}},
	{"agency", Choice, []string{None, Any}},
	{"channel", Choice, nil},
	{"promise", Choice, []string{None, Any}}, // the metric of the promise that is due next
	{"due", Time, []string{None, Any}},
	{"received", Time, nil},
	{"changed", Time, nil},
	{"resolved", Time, []string{None, Any}},
	{"unanswered", Time, []string{None, Any}}, // since when a message waits
	{"number", Number, nil},
	{Subject, Text, nil},
	{sortName, Order, sortValues()},
}

func sortValues() []string {
	var out []string
	for _, s := range sorts() {
		out = append(out, s)
		if s != ByRank {
			out = append(out, "-"+s)
		}
	}
	return out
}

// FieldOf finds a field by its name.
func FieldOf(name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// closed reports whether a field has no other values than those that are always there.
func (f Field) closed() bool { return f.Kind == Shortcut || f.Kind == Order || f.Name == Status }
