package calendar

import (
	"fmt"
	"time"
)

// Calendar is a compiled Spec.
type Calendar struct{ spec Spec }

// Compile checks a Spec.
func Compile(s Spec) (*Calendar, error) {
	if _, err := time.LoadLocation(s.Zone); err != nil {
		return nil, fmt.Errorf("calendar %s: %w", s.Name, err)
	}
	return &Calendar{s}, nil
}
