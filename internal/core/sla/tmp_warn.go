package sla

import "time"

type Warning struct {
	At        time.Time
	Threshold Threshold
}

func (c *Clock) Warnings() []Warning { return nil }
func (t Threshold) String() string   { return "" }
