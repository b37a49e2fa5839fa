package definition

import (
	"slices"
	"time"

	"switchboard/internal/core/sla"
)

// Survey is what the desk asks when a ticket is resolved, beside the overall grade (ME-21, A16).
type Survey struct {
	Within    string           `json:"within"` // how long after the resolution it can be answered, and the answer be changed
	Questions []SurveyQuestion `json:"questions"`
	Mark
	Amount sla.Amount `json:"-"`
}

// SurveyQuestion is answered by yes or no.
type SurveyQuestion struct {
	ID  string `json:"id"`
	Ask Text   `json:"ask"`
}

// maxSurvey bounds the questions: nobody answers a long survey.
const maxSurvey = 6

// usualSurvey is asked where the file says nothing: was it courteous, timely and effective (ME-21).
var usualSurvey = Survey{
	Within: "14 calendar days", Amount: sla.Amount{Unit: sla.CalendarDays, Days: 14},
	Questions: []SurveyQuestion{
		{ID: "courteous", Ask: Text{En: "Were we courteous?", Es: "¿Fuimos corteses?"}},
		{ID: "timely", Ask: Text{En: "Was it done in time?", Es: "¿Se hizo a tiempo?"}},
		{ID: "effective", Ask: Text{En: "Did it solve the problem?", Es: "¿Resolvió el problema?"}},
	},
}

// Asks is the survey of this desk.
func (d *Definition) Asks() Survey {
	if d.Survey == nil {
		return usualSurvey
	}
	s := *d.Survey
	if len(s.Questions) == 0 {
		s.Questions = usualSurvey.Questions
	}
	return s
}

// RateUntil is the last instant at which a resolution can be rated.
func (d *Definition) RateUntil(resolved time.Time) time.Time {
	return d.after(resolved, d.Asks().Amount)
}

// IDs are the names of the questions.
func (s Survey) IDs() []string {
	out := make([]string, len(s.Questions))
	for i, q := range s.Questions {
		out[i] = q.ID
	}
	return out
}

// SurveyGoal is the share of satisfied customers that the desk aims at, in percent; false where it names none (ME-34).
func (d *Definition) SurveyGoal() (Goal, bool) {
	i := slices.IndexFunc(d.Goals, func(g Goal) bool { return g.Of == "surveys" && g.Percent > 0 })
	if i < 0 {
		return Goal{}, false
	}
	return d.Goals[i], true
}

// survey reads what is asked, and for how long.
func (r *reader) survey(o object, d *Definition) {
	if !o.has("survey") {
		return
	}
	c := r.object(o.child("survey"), o.at("survey"), "survey", "")
	s := Survey{Within: usualSurvey.Within, Amount: usualSurvey.Amount, Mark: c.Mark}
	if c.has("within") {
		s.Within, s.Amount = c.amount("within")
	}
	c.each("questions", func(id string, n *node, path string) {
		s.Questions = append(s.Questions, SurveyQuestion{ID: id, Ask: r.text(n, path)})
	})
	if len(s.Questions) > maxSurvey {
		c.fail("questions", "a survey of %d questions is answered by nobody; ask at most %d", len(s.Questions), maxSurvey)
	}
	d.Survey = &s
}
