package sla

// Why says why time counts or does not.
type Why string

// The reasons besides the causes of a pause.
const (
	WhyOpen     Why = "open"
	WhyClosed   Why = "closed"   // outside of the calendar's hours
	WhyResolved Why = "resolved" // between a resolution and the reopening that undid it
)
