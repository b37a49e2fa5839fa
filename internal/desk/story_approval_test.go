package desk_test

import (
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// approvalSentences are what is asked, decided and left, and what is expected of it.
var approvalSentences = []sentence{
	act(`NAME asks for the approval NAME because TEXT(?: for TEXT)?`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.AskApproval(s.ctx, who, s.on(), desk.ApprovalRequest{Chain: w[0], Reason: w[1], Cost: w[2]}))
	}),
	act(`NAME withdraws the approval because TEXT`, func(s *story, who access.Actor, w []string) error {
		n, err := s.lastApproval()
		if err != nil {
			return err
		}
		return done(s.house.WithdrawApproval(s.ctx, who, s.on(), n.Number, w[0]))
	}),
	act(`NAME approves it`, func(s *story, who access.Actor, _ []string) error { return s.decides(who, ticket.Verdict{Yes: true}) }),
	act(`NAME refuses it because TEXT`, func(s *story, who access.Actor, w []string) error {
		return s.decides(who, ticket.Verdict{Text: w[0]})
	}),
	say(`somebody (approves|refuses) it by the (last )?link`, func(s *story, w []string) error {
		if w[1] == "" {
			if err := s.link(); err != nil {
				return err
			}
		}
		return done(s.house.DecideByLink(s.ctx, access.Actor{}, s.pass, ticket.Verdict{Yes: w[0] == "approves", Text: "No."}))
	}),
	act(`NAME has NAME decide from TIME until TIME`, func(s *story, who access.Actor, w []string) error {
		from, err := s.time(w[1])
		if err != nil {
			return err
		}
		until, err := s.time(w[2])
		if err != nil {
			return err
		}
		return s.house.SetSubstitute(s.ctx, who, w[0]+"@example.gov", desk.Substitute{From: from, Until: until})
	}),
	say(`NAME may sign for TEXT`, func(s *story, w []string) error {
		return s.house.SetAgencyManager(s.ctx, access.System, desk.AgencyManager{Agency: w[1], Person: s.who[w[0]].ID})
	}),
	say(`expect approval NAME ([a-z]+)(?: missing ([a-z_ ]+)| of((?: [a-z]+)+)| by NAME for NAME)?`, (*story).approvalIs),
	say(`expect no approval NAME`, func(s *story, w []string) error {
		sheet, err := s.sheet()
		if a, asked := sheet.Ticket.Approval(w[0]); err == nil && asked {
			err = fmt.Errorf("it is %+v", a)
		}
		return err
	}),
	act(`NAME has (\d+) to approve(?: and (\d+) decided)?`, func(s *story, who access.Actor, w []string) error {
		for i, want := range w {
			all, _, err := s.house.MyApprovals(s.ctx, who, i == 1, desk.Page{Limit: 10})
			if err == nil && want != "" && fmt.Sprint(len(all)) != want {
				err = fmt.Errorf("these are %+v", all)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}),
}

func (s *story) lastApproval() (ticket.Approval, error) {
	sheet, err := s.sheet()
	if err != nil || len(sheet.Ticket.Approvals) == 0 {
		return ticket.Approval{}, fmt.Errorf("nothing was to be approved: %w", err)
	}
	return sheet.Ticket.Approvals[len(sheet.Ticket.Approvals)-1], nil
}

func (s *story) decides(who access.Actor, said ticket.Verdict) error {
	a, err := s.lastApproval()
	if err != nil {
		return err
	}
	return done(s.house.DecideApproval(s.ctx, who, s.on(), a.Number, said))
}

// approvalIs compares an approval with what is expected: its state, who is asked, who nobody is, or whose word was the last.
func (s *story) approvalIs(w []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	a, ok := sheet.Ticket.Approval(w[0])
	if !ok || string(a.State) != w[1] {
		return fmt.Errorf("it is %q: %+v", a.State, a)
	}
	if w[2] != "" && strings.Join(a.Missing, " ") != w[2] {
		return fmt.Errorf("nobody is %q", a.Missing)
	}
	if names := strings.Fields(w[3]); len(names) > 0 {
		for _, name := range names {
			if !a.AskedNow(s.who[name].ID) {
				return fmt.Errorf("%s is not asked: %+v", name, a.Asked)
			}
		}
		if len(names) != len(a.Asked) {
			return fmt.Errorf("asked are %+v", a.Asked)
		}
	}
	if w[4] != "" {
		said := a.Decisions[len(a.Decisions)-1]
		if said.Person != s.who[w[4]].ID || said.For != s.who[w[5]].ID {
			return fmt.Errorf("it was decided by %+v", said)
		}
	}
	return nil
}

// link takes the token out of the last letter that asks somebody to approve something.
func (s *story) link() error {
	all, err := s.lettersNow()
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Kind != "approval_wanted" {
			continue
		}
		p, err := s.house.Post(s.ctx, access.System, all[i].ID)
		if err != nil || p.Facts.Pass == "" {
			return fmt.Errorf("a letter without a link: %q, %w", p.Withheld, err)
		}
		s.pass = p.Facts.Pass
		return nil
	}
	return fmt.Errorf("no letter asks")
}
