package ticket

import "switchboard/internal/fault"

// Triaged refuses a hand-up from the desk to a team behind it while something is missing of what that team needs to
// begin (CO-12): fields names it, in the words of Known. Errors: Invalid with the first field that is missing.
func Triaged(t Ticket, fields []string) error {
	known := Known(t)
	var missing fault.Terms
	for _, f := range fields {
		if known[f] == "" {
			missing = append(missing, f)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fault.Field(missing[0], "{the team} behind the desk needs it to begin; before {the ticket} is handed up, add: %s", missing)
}

// Known gives what is known of a ticket under the names that a definition asks for it by (CO-12, ME-53).
func Known(t Ticket) map[string]string {
	return map[string]string{"type": t.Type, "service": t.Request.Service, "impact": t.Impact, "urgency": t.Urgency,
		"location": t.Request.Location, "contact": t.Request.Phone, "alternate_contact": t.Request.Alternate}
}

// Amend completes or corrects what was asked. Errors: Conflict, Invalid.
func Amend(t Ticket, a Amended) ([]Event, error) {
	if t.Status == StatusClosed {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; reopen it to change it", t.ID)
	}
	var err error
	for _, f := range []struct {
		name  string
		value *string
	}{{"location", &a.Location}, {"phone", &a.Phone}, {"alternate", &a.Alternate}} {
		if *f.value, err = line(f.name, *f.value, MaxLine); err != nil {
			return nil, err
		}
	}
	for name, both := range map[string]bool{"location": a.Emptied.Location && a.Location != "", "phone": a.Emptied.Phone && a.Phone != "",
		"alternate": a.Emptied.Alternate && a.Alternate != ""} {
		if both {
			return nil, fault.Field(name, "write something here, or empty it")
		}
	}
	if a == (Amended{}) {
		return nil, fault.Field("location", "say what is to be changed")
	}
	return []Event{a}, nil
}

func (t *Ticket) amend(a Amended) {
	for _, f := range []struct {
		to      *string
		from    string
		emptied bool
	}{
		{&t.Request.Service, a.Service, false}, {&t.Request.Location, a.Location, a.Emptied.Location},
		{&t.Request.Phone, a.Phone, a.Emptied.Phone}, {&t.Request.Alternate, a.Alternate, a.Emptied.Alternate},
	} {
		if f.from != "" || f.emptied {
			*f.to = f.from
		}
	}
}
