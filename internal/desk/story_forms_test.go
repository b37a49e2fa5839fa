package desk_test

import (
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// formSentences are about request forms, dates and identity checks. Answers stand indented below the sentence, a question
// each: "equipment: laptop, monitor"; one without a value is taken back.
var formSentences = []sentence{
	act(`NAME fills in the form(?: because TEXT)?`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.FillForm(s.ctx, who, s.on(), desk.Filled{Answers: answersOf(w[1]), Reason: w[0], Files: filesOf(w[1])}))
	}),
	act(`NAME checks the identity by NAME(?: noting TEXT)?`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.CheckIdentity(s.ctx, who, s.on(), ticket.Identified{How: w[0], Note: w[1]}))
	}),
	say(`expect answer NAME TEXT`, func(s *story, w []string) error {
		sheet, err := s.sheet()
		if got := strings.Join(sheet.Ticket.Request.Answers[w[0]], ", "); err == nil && got != w[1] {
			err = fmt.Errorf("it is %q", got)
		}
		return err
	}),
	say(`expect files (.*)`, (*story).files),
	say(`expect wanted by (\S+), asked (\d+) of (\d+) (business|calendar) days ahead, (in time|short)`, (*story).wanted),
	say(`expect no date wanted`, func(s *story, _ []string) error {
		sheet, err := s.sheet()
		if err == nil && sheet.Ticket.Wanted.By != "" {
			err = fmt.Errorf("it is %+v", sheet.Ticket.Wanted)
		}
		return err
	}),
}

func (s *story) wanted(w []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	x := sheet.Ticket.Wanted
	got := []string{x.By, fmt.Sprint(x.Given), fmt.Sprint(x.Needed), "calendar", "in time"}
	if x.Business {
		got[3] = "business"
	}
	if x.Short {
		got[4] = "short"
	}
	if strings.Join(got, " ") != strings.Join(w[:5], " ") {
		return fmt.Errorf("it is %v", got)
	}
	return nil
}

// answersOf reads the lines below a sentence: "equipment: laptop, monitor". Lines such as "quote: file a.pdf" send a file, see
// filesOf.
func answersOf(below string) form.Answers {
	out := form.Answers{}
	for line := range strings.Lines(below) {
		id, values, ok := strings.Cut(strings.TrimSpace(line), ":")
		if values = strings.TrimSpace(values); ok && !strings.HasPrefix(values, "file ") {
			out[id] = strings.Split(values, ", ")
		}
	}
	return out
}

// filesOf are the files that stand below a sentence, each with the question that it answers.
func filesOf(below string) []desk.Upload {
	var out []desk.Upload
	for line := range strings.Lines(below) {
		id, values, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for _, v := range strings.Split(values, ", ") {
			if name, ok := strings.CutPrefix(v, "file "); ok {
				out = append(out, desk.Upload{Name: name, Type: "text/plain", Bytes: []byte(name), Question: id})
			}
		}
	}
	return out
}

// files expects the files of a ticket with the questions that they answer: "quote=a.pdf b.txt".
func (s *story) files(w []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	var got []string
	for _, e := range sheet.Entries {
		for _, f := range ticket.FilesOf(e.Event) {
			got = append(got, strings.TrimPrefix(f.Question+"="+f.Name, "="))
		}
	}
	if strings.Join(got, "; ") != w[0] {
		return fmt.Errorf("it has %s", strings.Join(got, "; "))
	}
	return nil
}
