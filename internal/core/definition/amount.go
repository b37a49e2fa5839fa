package definition

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"switchboard/internal/core/sla"
)

// maxAmount bounds every duration of a definition: a promise beyond ten years is a slip of the pen.
const (
	maxHours = 10 * 366 * 24
	maxDays  = 3660
)

var (
	timePattern = regexp.MustCompile(`^(\d{1,9}) (service )?(second|minute|hour)s?$`)
	daysPattern = regexp.MustCompile(`^(\d{1,9}) (business|calendar) days?$`)
	daysOnly    = regexp.MustCompile(`^(\d{1,9}) days?$`)
	percent     = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3})?) ?%$`)
)

// parseAmount reads "15 minutes", "4 service hours", "2 business days" and "7 calendar days".
func parseAmount(s string) (sla.Amount, error) {
	if m := timePattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1]) // nine digits at most
		unit := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}[m[3]]
		if n == 0 || n > int(maxHours*time.Hour/unit) {
			return sla.Amount{}, fmt.Errorf("%q is out of bounds; write something from 1 second to ten years", s)
		}
		a := sla.Amount{Unit: sla.Elapsed, Time: time.Duration(n) * unit}
		if m[2] != "" {
			a.Unit = sla.Service
		}
		return a, nil
	}
	if m := daysPattern.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		if n == 0 || n > maxDays {
			return sla.Amount{}, fmt.Errorf("%q is out of bounds; write 1 to %d days", s, maxDays)
		}
		if m[2] == "business" {
			return sla.Amount{Unit: sla.BusinessDays, Days: n}, nil
		}
		return sla.Amount{Unit: sla.CalendarDays, Days: n}, nil
	}
	if m := daysOnly.FindStringSubmatch(s); m != nil {
		return sla.Amount{}, fmt.Errorf("%q can be read in two ways; write \"%s business days\" or \"%s calendar days\"", s, m[1], m[1])
	}
	return sla.Amount{}, fmt.Errorf("%q is no amount of time; write for example \"15 minutes\", \"4 hours\", \"4 service hours\", \"2 business days\" or \"7 calendar days\"", s)
}

// amount reads an amount of the field; the zero Amount where there is none.
func (o object) amount(key string) (string, sla.Amount) {
	s := o.str(key)
	if s == "" {
		return "", sla.Amount{}
	}
	a, err := parseAmount(s)
	if err != nil {
		o.fail(key, "%s", err)
	}
	return s, a
}

// elapsed reads an amount that must be wall time.
func (o object) elapsed(key string) (string, time.Duration) {
	s, a := o.amount(key)
	if a.Time == 0 && a.Days > 0 || a.Unit == sla.Service {
		o.fail(key, "%q stands here; write minutes or hours as they pass, such as \"10 minutes\"", s)
		return "", 0
	}
	return s, a.Time
}

// percent reads "97.5%"; 0 where there is none.
func (o object) percent(key string) float64 {
	s := o.str(key)
	if s == "" {
		return 0
	}
	m := percent.FindStringSubmatch(s)
	if m == nil {
		o.fail(key, "%q stands here; write a share such as 97.5%%", s)
		return 0
	}
	f, _ := strconv.ParseFloat(m[1], 64)
	if f <= 0 || f > 100 {
		o.fail(key, "%q stands here; a share lies above 0%% and up to 100%%", s)
		return 0
	}
	return f
}

var warnBefore = regexp.MustCompile(`^(.+) (before|after) due$`)

// parseWarn reads "50%", "5 minutes" (since the start), "15 minutes before due" and "1 hour after due".
func parseWarn(s string) (sla.Threshold, error) {
	if m := percent.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > 99 {
			return sla.Threshold{}, fmt.Errorf("%q: a warning comes at a whole share from 1%% to 99%%", s)
		}
		return sla.Threshold{Percent: n}, nil
	}
	direction := ""
	if m := warnBefore.FindStringSubmatch(s); m != nil {
		s, direction = m[1], m[2]
	}
	a, err := parseAmount(s)
	if err != nil || a.Unit != sla.Elapsed {
		return sla.Threshold{}, fmt.Errorf("%q is no time for a warning; write \"50%%\", \"5 minutes\" (after the start) or \"15 minutes before due\"", s)
	}
	switch direction {
	case "before":
		return sla.Threshold{Before: a.Time}, nil
	case "after":
		return sla.Threshold{Before: -a.Time}, nil
	default:
		return sla.Threshold{After: a.Time}, nil
	}
}

// ParseAmount reads an amount of time as a definition writes it.
func ParseAmount(s string) (sla.Amount, error) { return parseAmount(s) }
