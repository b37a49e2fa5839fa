package demo

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// step is one thing that somebody does, some time after the one before it.
type step struct {
	after time.Duration
	do    func(context.Context) error
}

func (s *stage) scene(at time.Time, steps ...step) {
	for _, next := range steps {
		at = at.Add(next.after)
		s.later(at, next.do)
	}
}

// together plans what one ordinary ticket does not show: two that are one, one that several teams work on, one that was
// escalated, and a mail that waits for a person.
func (s *stage) together() {
	s.twins(s.atWork(s.end.AddDate(0, 0, -3)))
	s.shared(s.atWork(s.end.AddDate(0, 0, -3)))
	s.plea(s.end.Add(-28 * time.Hour))
	s.asksLuis(s.end.Add(-3 * time.Hour))
	s.scene(s.end.Add(-35*time.Minute), step{0, s.stranger})
}

// opens has somebody ask for help, and keeps the number.
func (s *stage) opens(who player, id *int64, in desk.Request) func(context.Context) error {
	return func(ctx context.Context) error {
		d := s.desk.Definition()
		in.Type, in.Service = typeOf(d, in.Type), service(d, in.Service)
		in.Agency, in.Location, in.Phone, in.Alternate = who.Agency, who.Location, who.Phone, s.cast.customers[2].Name
		opened, err := s.desk.Open(ctx, who.actor, in)
		if err != nil {
			return fmt.Errorf("demo: %q: %w", in.Subject, err)
		}
		*id = opened.Ticket.ID
		return nil
	}
}

// takes has the lead, who is of every team, take a ticket.
func (s *stage) takes(id *int64) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.desk.Accept(ctx, s.cast.lead.actor, desk.On{Ticket: *id})
		return err
	}
}

// says has the lead write to the customer.
func (s *stage) says(id *int64, text string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := s.desk.Reply(ctx, s.cast.lead.actor, desk.On{Ticket: *id}, text)
		return err
	}
}

// twins are two people of one office who ask for the same within the hour.
func (s *stage) twins(at time.Time) {
	var first, second int64
	s.scene(at,
		step{0, s.opens(s.cast.customers[1], &first, desk.Request{Type: "incident", Service: "printing", Subject: "Plotter prints every plan twice",
			Description: "Each sheet comes out two times since this morning, and paper is running low."})},
		step{25 * time.Minute, s.opens(s.cast.customers[13], &second, desk.Request{Type: "incident", Service: "printing", Subject: "Two copies of everything from the plotter",
			Description: "I choose one copy and get two. The plans are needed at the site on Friday."})},
		step{20 * time.Minute, s.takes(&first)},
		step{10 * time.Minute, func(ctx context.Context) error {
			how := ticket.Merger{Reason: "Your colleague has told us of the same plotter. We go on with both of you in one place.", Duplicate: true,
				Consent: "Asked on the phone; is glad to see what the colleague sees."}
			_, err := s.desk.Merge(ctx, s.cast.lead.actor, desk.On{Ticket: second}, first, how)
			return err
		}},
		step{5 * time.Minute, s.says(&first, "The plotter keeps a setting of its own for copies. I have set it back to one; please try a small plan.")})
}

// shared is a move: one customer, and a task for each of the teams that have a part in it.
func (s *stage) shared(at time.Time) {
	var move int64
	s.scene(at,
		step{0, s.opens(s.cast.customers[14], &move, desk.Request{Type: "request", Service: "deskside", Subject: "Our office moves to Depot Road on the 14th",
			Description: "Eleven people with laptops, four printers and the counter phone. We close at noon on the day before."})},
		step{30 * time.Minute, s.takes(&move)},
		step{15 * time.Minute, func(ctx context.Context) error { return s.tasks(ctx, move) }},
		step{20 * time.Minute, s.says(&move, "The move is planned. Each part has its own people; I keep the whole and write to you when the first is done.")})
}

// parts are what a move needs, by what each is about.
var parts = []struct{ topic, step string }{
	{"network", "Network outlets and wireless on the second floor"},
	{"email", "Shared mailbox and calendar know the new address"},
	{"app", "Permits print at the new counter"},
}

func (s *stage) tasks(ctx context.Context, move int64) error {
	d := s.desk.Definition()
	for i, part := range parts {
		by, _ := d.Service(service(d, part.topic))
		t, err := s.desk.OpenTask(ctx, s.cast.lead.actor, desk.On{Ticket: move}, ticket.Task{Team: cmp.Or(by.Team, d.DeskTeam()), Step: part.step})
		if err != nil {
			return fmt.Errorf("demo: task: %w", err)
		}
		if i == 0 {
			s.scene(s.now.Add(3*time.Hour), step{0, s.takes(&t.ID)}, step{2 * time.Hour, s.finishes(&t.ID)})
		}
	}
	return nil
}

func (s *stage) finishes(id *int64) func(context.Context) error {
	return func(ctx context.Context) error {
		done := ticket.Resolved{Text: "All outlets are patched and measured; the wireless reaches every room.", Method: "on_site"}
		_, err := s.desk.Resolve(ctx, s.cast.lead.actor, desk.On{Ticket: *id}, done)
		return err
	}
}

// plea is a ticket with a file that its customer takes to the next level, where the desk has one (ME-47, OK-10).
func (s *stage) plea(at time.Time) {
	var id int64
	log := desk.Upload{Name: "upload-errors.txt", Type: "text/plain",
		Bytes: []byte("08:14:02 upload plan-117.pdf: 413 too large\n08:15:40 upload plan-117.pdf: 413 too large\n08:31:09 upload plan-118.pdf: 413 too large\n")}
	s.scene(at,
		step{0, s.opens(s.cast.dana, &id, desk.Request{Type: "incident", Service: "app", Subject: "Bridge plans cannot be uploaded for bidding", Files: []desk.Upload{log},
			Description: "The bidding site refuses plans over 20 MB since yesterday. Bids open this week. What it says is in the file."})},
		step{20 * time.Minute, s.takes(&id)},
		step{10 * time.Minute, s.says(&id, "Thank you for the file, it shows the limit. The team of the bidding site is raising it.")})
	s.scene(s.end.Add(-70*time.Minute), step{0, s.objects(s.cast.dana, &id, "This holds up every contractor in the district, not only me.")})
	s.scene(s.end.Add(-90*time.Minute), step{0, func(ctx context.Context) error {
		_, err := s.desk.Escalate(ctx, s.cast.dana.actor, desk.On{Ticket: id}, "Bids open on Thursday and the contractors still cannot see the plans.", "")
		if fault.Is(err, fault.Conflict) { // a desk without a ladder has nobody above
			return nil
		}
		return err
	}})
}

// asksLuis is a ticket on which the lead names the analyst of the sign-in page in a note.
func (s *stage) asksLuis(at time.Time) {
	var id int64
	s.scene(at,
		step{0, s.opens(s.cast.customers[5], &id, desk.Request{Type: "incident", Service: "email", Subject: "Invitations arrive a day late",
			Description: "Two people were missing from this morning's hearing because the invitation reached them after it."})},
		step{15 * time.Minute, s.takes(&id)},
		step{40 * time.Minute, func(ctx context.Context) error {
			_, err := s.desk.Note(ctx, s.cast.lead.actor, desk.On{Ticket: id}, "@luis.ortega you had the same at Revenue last week. What was it?")
			return err
		}})
}

// stranger is somebody whom the desk does not know, who asks by mail about a ticket of another. A person decides.
func (s *stage) stranger(ctx context.Context) error {
	word := s.desk.Definition().Words.Ticket.One.En
	mail := fmt.Sprintf("From: Pat Doyle <pat.doyle@county.example>\r\nTo: help@example.gov\r\nSubject: Status of %s 100001\r\nDate: %s\r\n"+
		"Message-ID: <status-100001@county.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
		"Good day, our office waits for this one as well. How does it stand?\r\n\r\nPat Doyle, county clerk\r\n", word, s.now.In(s.zone).Format(time.RFC1123Z))
	id, _, err := s.desk.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: "help", Sender: "pat.doyle@county.example", Recipient: "help@example.gov", Raw: []byte(mail)})
	if err != nil {
		return fmt.Errorf("demo: mail: %w", err)
	}
	return s.desk.ReadMail(ctx, access.System, id)
}
