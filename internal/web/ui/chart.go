package ui

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// Measures of a chart, in units of its drawing.
const (
	barStep   = 56  // from one bar to the next
	wideStep  = 112 // where words stand beneath the bars
	shortWord = 7   // letters that fit beneath a bar
	barTop    = 20  // where 100 % ends
	barBottom = 120 // where 0 % is
	minSteps  = 6   // a chart of one bar is not a wall
)

func chartWidth(c Chart) string { return strconv.Itoa(max(len(c.Bars)*step(c), minSteps*barStep)) }

// step is from one bar to the next, so that no two words beneath them touch.
func step(c Chart) int {
	if slices.ContainsFunc(c.Bars, func(b Share) bool { return utf8.RuneCountInString(b.Below) > shortWord }) {
		return wideStep
	}
	return barStep
}

func chartBox(c Chart) string { return "0 0 " + chartWidth(c) + " 144" }

func chartGround(c Chart) string { return "M0 " + strconv.Itoa(barBottom) + "h" + chartWidth(c) }

func barX(c Chart, i, within int) string {
	return strconv.Itoa(i*step(c) + (step(c)-barStep)/2 + within)
}

func barY(b Share) string { return strconv.Itoa(barBottom - height(b)) }

func barHeight(b Share) string { return strconv.Itoa(height(b)) }

func aboveY(b Share) string { return strconv.Itoa(barBottom - height(b) - 6) }

func height(b Share) int { return min(max(b.Percent, 0), 100) * (barBottom - barTop) / 100 }
