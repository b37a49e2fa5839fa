package people

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"switchboard/internal/fault"
)

// FTE is how many full-time people work at an agency, in hundredths of one (CO-05, ME-62); zero where nobody has said.
type FTE int

// MaxFTE bounds it: ten million people.
const MaxFTE FTE = 10_000_000_00

var fteForm = regexp.MustCompile(`^(\d{1,8})(?:\.(\d{1,2}))?$`)

// ParseFTE reads "1250" or "37.5"; an empty text says nothing. Errors: Invalid.
func ParseFTE(s string) (FTE, error) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, nil
	}
	m := fteForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fault.New(fault.Invalid, "write how many full-time people, such as 1250 or 37.5")
	}
	whole, _ := strconv.Atoi(m[1]) // at most eight digits
	part, _ := strconv.Atoi((m[2] + "00")[:2])
	n := FTE(whole*100 + part)
	return n, n.check()
}

func (n FTE) check() error {
	if n < 0 || n > MaxFTE {
		return fault.New(fault.Invalid, "write how many full-time people, such as 1250 or 37.5")
	}
	return nil
}

// String is what ParseFTE reads.
func (n FTE) String() string {
	switch {
	case n == 0:
		return ""
	case n%100 == 0:
		return strconv.Itoa(int(n / 100))
	}
	return strings.TrimSuffix(fmt.Sprintf("%d.%02d", n/100, n%100), "0")
}
