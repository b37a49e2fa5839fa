package people

// Standing is what the directory says of somebody at an instant that bears on whether they may ask the desk.
type Standing struct {
	Agency      string // that they belong to; empty: not known
	Known       bool   // the directory has that agency
	Branch      string
	Supported   bool     // the agency, on that day
	Uses        []string // services
	Arrangement string   // the reference of one in force; empty: none
}

// Entitled is whether somebody may ask, and which line of the definition decided it (ME-65, A30). Who may not is received all
// the same. Its JSON is kept with the ticket.
type Entitled struct {
	Known bool   `json:"known"` // the directory could tell
	Yes   bool   `json:"yes"`
	By    string `json:"by,omitempty"`    // the line, in English
	Line  int    `json:"line,omitempty"`  // its number, from 1
	Ref   string `json:"ref,omitempty"`   // the clause of the published text
	Under string `json:"under,omitempty"` // the arrangement
}
