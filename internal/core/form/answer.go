package form

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// check gives the values of one question as they are kept; none where nothing was said and nothing needs to be.
func (x *Field) check(given []string, by By) ([]string, error) {
	if len(given) > MaxValues {
		return nil, fault.New(fault.Invalid, "at most %d values can be given here", MaxValues)
	}
	var values []string
	for _, v := range given {
		if !utf8.ValidString(v) {
			return nil, fault.New(fault.Invalid, "this is not valid UTF-8 text")
		}
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	switch {
	case len(values) == 0 && x.Required:
		return nil, x.missing()
	case len(values) == 0:
		return nil, nil
	case x.Kind == Several:
		return x.several(values)
	case x.Kind == File:
		return x.files(values, by)
	case len(values) > 1:
		return nil, fault.New(fault.Invalid, "give one answer here")
	}
	value, err := x.single(values[0], by)
	if err != nil || value == "" {
		return nil, err
	}
	return []string{value}, nil
}

func (x *Field) missing() error {
	switch x.Kind {
	case Choice, YesNo:
		return fault.New(fault.Invalid, "choose one of these")
	case Several:
		return fault.New(fault.Invalid, "choose at least one of these")
	case File:
		return fault.New(fault.Invalid, "attach a file here")
	}
	return fault.New(fault.Invalid, "answer this")
}

func (x *Field) single(v string, by By) (string, error) {
	switch x.Kind {
	case Long:
		return x.long(v)
	case Choice:
		return oneOf(v, x.Choices)
	case YesNo:
		return oneOf(v, []string{"yes", "no"})
	case Date:
		return x.date(v, by)
	case Person:
		email, err := people.Address(v)
		return email, err
	case Number:
		return x.number(v)
	case Device:
		return device(v)
	}
	return x.line(v)
}

func oneOf(v string, choices []string) (string, error) {
	if !slices.Contains(choices, v) {
		return "", fault.New(fault.Invalid, "choose one of these")
	}
	return v, nil
}

// most is the greatest length of a text in characters.
func (x *Field) most(otherwise int) int {
	if x.Max > 0 {
		return min(x.Max, otherwise)
	}
	return otherwise
}

// line keeps one line: what separates words is one space.
func (x *Field) line(v string) (string, error) {
	v = strings.Join(strings.Fields(v), " ")
	if strings.ContainsFunc(v, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "write one line of plain text")
	}
	return v, short(v, x.most(MaxLine))
}

func (x *Field) long(v string) (string, error) {
	v = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(v)
	if strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		return "", fault.New(fault.Invalid, "write plain text")
	}
	return v, short(v, x.most(MaxText))
}

func short(v string, most int) error {
	if n := utf8.RuneCountInString(v); n > most {
		return fault.New(fault.Invalid, "at most %d characters fit here; this has %d", most, n)
	}
	return nil
}

func (x *Field) several(values []string) ([]string, error) {
	for _, v := range values {
		if !slices.Contains(x.Choices, v) {
			return nil, fault.New(fault.Invalid, "choose some of these")
		}
	}
	var out []string
	for _, c := range x.Choices { // in the order of the form, each once
		if slices.Contains(values, c) {
			out = append(out, c)
		}
	}
	if x.Max > 0 && len(out) > x.Max {
		return nil, fault.New(fault.Invalid, "choose at most %d of these", x.Max)
	}
	return out, nil
}

// files takes the names of files that come with the request, or that came with it before.
func (x *Field) files(values []string, by By) ([]string, error) {
	known := slices.Concat(by.Files, by.Kept[x.ID])
	var out []string
	for _, v := range values {
		if !slices.Contains(known, v) {
			return nil, fault.New(fault.Invalid, "attach a file here")
		}
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	if most := x.most(maxFiles); len(out) > most {
		return nil, fault.New(fault.Invalid, "attach at most %d files here", most)
	}
	slices.Sort(out)
	return out, nil
}

// date bounds what is new: a date that the ticket has already may have passed meanwhile.
func (x *Field) date(v string, by By) (string, error) {
	d, ok := parseDate(v)
	if !ok {
		return "", fault.New(fault.Invalid, "write a date as YYYY-MM-DD, such as 2027-03-01")
	}
	if slices.Equal(by.Kept[x.ID], []string{v}) {
		return v, nil
	}
	switch {
	case x.Today && d.Before(by.Today):
		return "", fault.New(fault.Invalid, "this date is past; the earliest is today, %s", by.Today.String())
	case !x.NotBefore.IsZero() && d.Before(x.NotBefore):
		return "", fault.New(fault.Invalid, "the earliest date is %s", x.NotBefore.String())
	}
	return v, nil
}

func parseDate(v string) (calendar.Date, bool) {
	d, err := calendar.ParseDate(v)
	return d, err == nil && d.String() == v
}

// number keeps a whole number in its shortest form.
func (x *Field) number(v string) (string, error) {
	n, err := strconv.Atoi(v)
	switch {
	case err != nil || len(v) > 15:
		return "", fault.New(fault.Invalid, "write a whole number in digits")
	case x.Least != nil && n < *x.Least:
		return "", fault.New(fault.Invalid, "the least number is %d", *x.Least)
	case x.Most != nil && n > *x.Most:
		return "", fault.New(fault.Invalid, "the greatest number is %d", *x.Most)
	}
	return strconv.Itoa(n), nil
}

var tag = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._/-]{0,63}$`)

// device keeps a tag as it is printed: in capitals, without blanks.
func device(v string) (string, error) {
	v = strings.ToUpper(strings.ReplaceAll(v, " ", ""))
	if !tag.MatchString(v) {
		return "", fault.New(fault.Invalid, "write the tag on the device: letters, digits and hyphens, at most 64")
	}
	return v, nil
}

func clip(s string, most int) string {
	if len(s) > most {
		s = s[:most]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}
