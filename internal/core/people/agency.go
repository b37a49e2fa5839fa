package people

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/fault"
)

// Agency is whom the desk works for. Its key is what stands at its people.
type Agency struct {
	Key      string
	Name     string // in English; empty: the key
	NameEs   string
	Branch   string   // of government: "executive"
	Support  Span     // when the desk supports it (CO-03)
	Services []string // of the definition, which its people use (ME-65)
	FTE      FTE      // how many work there (ME-62)
	Notes    string   // for the desk: applications in use, infrastructure, arrangements (CO-10, ME-10)
	Shades   Shades
}

// MaxNotes bounds the notes of an agency, in bytes.
const MaxNotes = 16 << 10

// In is the agency's name in a language.
func (a Agency) In(lang string) string {
	switch {
	case lang == "es" && a.NameEs != "":
		return a.NameEs
	case a.Name != "":
		return a.Name
	}
	return a.Key
}

// Span is a stretch of time. A zero From is ever since, a zero Until without end; Until is the first instant after it.
type Span struct{ From, Until time.Time }

// Holds reports whether an instant lies in it.
func (s Span) Holds(at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
}

// Shade is how much of their people's tickets somebody sees (ASKS row 16). Each shows all that the one before it does. What is
// sealed is in none of them, and neither is what only the desk reads.
type Shade string

// The shades, least first.
const (
	NoShade Shade = "none"
	Counts  Shade = "counts"
	Lines   Shade = "lines" // the status and the subject of each
	Whole   Shade = "whole" // what the customer reads
)

// AllShades are the shades, least first.
var AllShades = []Shade{NoShade, Counts, Lines, Whole}

// AtLeast reports whether s shows all that other does.
func (s Shade) AtLeast(other Shade) bool {
	return slices.Index(AllShades, s) >= slices.Index(AllShades, other)
}

// Shades are what an agency allows to those who answer for its people. Where an agency says nothing, its consultants read what
// customers read (ME-48), and nobody else sees anything.
type Shades struct {
	Supervisor Shade
	Consultant Shade
	Manager    Shade
}

// UsualShades hold where the directory knows nothing of an agency.
var UsualShades = Shades{Supervisor: NoShade, Consultant: Whole, Manager: NoShade}

// CheckAgency folds an agency. Errors: Invalid with the field.
func CheckAgency(a Agency) (Agency, error) {
	var err error
	for _, f := range []struct {
		name  string
		value *string
	}{{"key", &a.Key}, {"name", &a.Name}, {"name_es", &a.NameEs}, {"branch", &a.Branch}} {
		if *f.value, err = Line(f.name, *f.value); err != nil {
			return a, err
		}
	}
	if a.Key == "" {
		return a, fault.Field("key", "name the agency")
	}
	a.Branch = strings.ToLower(a.Branch)
	if err := a.Support.check("supported_until"); err != nil {
		return a, err
	}
	if err := a.FTE.check(); err != nil {
		return a, fault.At("fte", err)
	}
	if len(a.Notes) > MaxNotes {
		return a, fault.Field("notes", "at most %d KB of text fit here; this has %d", MaxNotes>>10, (len(a.Notes)+1023)>>10)
	}
	a.Notes = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(a.Notes, "")))
	for _, s := range []struct {
		name      string
		value     *Shade
		otherwise Shade
	}{{"supervisors_see", &a.Shades.Supervisor, UsualShades.Supervisor}, {"consultants_see", &a.Shades.Consultant, UsualShades.Consultant},
		{"managers_see", &a.Shades.Manager, UsualShades.Manager}} {
		if *s.value == "" {
			*s.value = s.otherwise
		}
		if err := oneOf(s.name, *s.value, AllShades); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (s Span) check(field string) error {
	if !s.Until.IsZero() && !s.From.Before(s.Until) {
		return fault.Field(field, "the end comes after the beginning")
	}
	return nil
}

// Arrangement is a special arrangement of an agency or of one person with the desk, for a time (ME-65).
type Arrangement struct {
	Ref    string // what it is known by: "MOU-2026-14"
	Agency string // or
	Person ID
	What   string
	Span   Span
}

// CheckArrangement folds one. Errors: Invalid with the field.
func CheckArrangement(a Arrangement) (Arrangement, error) {
	var err error
	for _, f := range []struct {
		name  string
		value *string
	}{{"ref", &a.Ref}, {"agency", &a.Agency}, {"what", &a.What}} {
		if *f.value, err = Line(f.name, *f.value); err != nil {
			return a, err
		}
	}
	switch {
	case a.Ref == "":
		return a, fault.Field("ref", "write what the arrangement is known by")
	case a.What == "":
		return a, fault.Field("what", "say what was arranged")
	case (a.Agency == "") == (a.Person == 0):
		return a, fault.Field("agency", "an arrangement is with an agency or with one person")
	}
	return a, a.Span.check("until")
}

// Device is a piece of equipment (ME-03).
type Device struct {
	Tag       string // what stands on its label
	Kind      string
	Model     string
	Owner     Owner
	Person    ID // who has it; zero: nobody is known
	Agency    string
	Location  string
	Supported bool // by the desk
}

// Owner is whom a device belongs to.
type Owner string

// The owners.
const (
	OwnedByState  Owner = "state"
	OwnedByAgency Owner = "agency"
	OwnedPrivate  Owner = "private"
)

// Owners are all of them.
var Owners = []Owner{OwnedByState, OwnedByAgency, OwnedPrivate}

// CheckDevice folds a device. Errors: Invalid with the field.
func CheckDevice(d Device) (Device, error) {
	var err error
	for _, f := range []struct {
		name  string
		value *string
	}{{"tag", &d.Tag}, {"kind", &d.Kind}, {"model", &d.Model}, {"agency", &d.Agency}, {"location", &d.Location}} {
		if *f.value, err = Line(f.name, *f.value); err != nil {
			return d, err
		}
	}
	if d.Tag == "" {
		return d, fault.Field("tag", "write the tag on the device")
	}
	return d, oneOf("owner", d.Owner, Owners)
}
