package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/sla"
)

// about reads what the page says of the desk itself.
func (r *reader) about(o object, d *Definition) {
	s := r.object(o.child("source"), o.at("source"), "source", "title")
	d.Source = Source{Title: s.str("title"), Published: s.date("published"), Mark: s.Mark}
	w := r.object(o.child("owner"), o.at("owner"), "owner", "role")
	d.Owner = Owner{Role: w.text("role"), Person: w.str("person"), Mark: w.Mark}
	o.rows("entitled", func(n *node, path string) {
		e := r.object(n, path, "entitlement", "who")
		d.Entitled = append(d.Entitled, Entitlement{Who: e.needText("who"), Branch: strings.ToLower(e.str("branch")), Supported: e.yes("supported", false),
			Uses: e.refs("uses", "services"), Arrangement: e.yes("arrangement", false), Mark: e.Mark})
	})
	re := r.object(o.child("reopen"), o.at("reopen"), "reopen", "within")
	d.Reopen = Reopen{Within: "5 business days", Clock: re.ref("clock", "calendars"), Amount: sla.Amount{Unit: sla.BusinessDays, Days: 5}, Mark: re.Mark}
	if text, amount := re.amount("within"); text != "" {
		d.Reopen.Within, d.Reopen.Amount = text, amount
	}
	r.charges(o, d)
	if o.has("replies") {
		w := r.object(o.child("replies"), o.at("replies"), "replies", "undo")
		d.Replies = &Replies{Undo: w.yes("undo", true), Mark: w.Mark}
	}
	if o.has("published metrics") {
		p := r.object(o.child("published metrics"), o.at("published metrics"), "published", "areas")
		d.Published = &Published{Page: p.str("page"), Mark: p.Mark}
		p.rows("areas", func(n *node, path string) { d.Published.Areas = append(d.Published.Areas, r.text(n, path)) })
	}
}

// classes reads classes, types and the matrix of impact and urgency.
func (r *reader) classes(o object, d *Definition) {
	o.each("classes", func(id string, n *node, path string) {
		c := r.object(n, path, "class", "name")
		class := Class{ID: id, Name: c.needText("name"), Means: c.text("means"), When: c.choice("when", "outage"),
			ReportedBy: c.refs("reported by", "channels"), Identity: c.choice("identity check", "required") != "", Wakes: c.yes("wakes", false), Mark: c.Mark}
		if len(class.ReportedBy) > 0 && class.When == "" {
			c.fail("reported by", "this needs \"when: outage\", which says what is reported")
		}
		d.Classes = append(d.Classes, class)
	})
	d.Impact = r.grades(o, "impact")
	d.Urgency = r.grades(o, "urgency")
	r.matrix(o, d)
	o.each("types", func(id string, n *node, path string) {
		t := r.object(n, path, "type", "ask")
		kind := Type{ID: id, Name: t.text("name"), Ask: t.needText("ask"), Class: t.ref("class", "classes"),
			Form: r.form(t), Policies: t.policies(), Mark: t.Mark}
		kind.Approval = t.needs("approval", kind.Form)
		if kind.Name.IsZero() {
			kind.Name.En = sentence(Label(id))
		}
		if kind.Class == "" && len(d.Matrix) == 0 && !t.has("class") {
			t.fail("class", "nothing says what class this has; write \"class:\" here, or a \"matrix:\" of impact and urgency for the desk")
		}
		d.Types = append(d.Types, kind)
	})
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (r *reader) grades(o object, section string) []Grade {
	var out []Grade
	o.each(section, func(id string, n *node, path string) {
		g := r.object(n, path, "grade", "name")
		name := g.text("name")
		if name.IsZero() {
			name.En = Label(id)
		}
		out = append(out, Grade{ID: id, Name: name, Mark: g.Mark})
	})
	return out
}

// matrix reads a row per impact, each with a class per urgency in the order of "urgency:".
func (r *reader) matrix(o object, d *Definition) {
	n := o.child("matrix")
	if n == nil {
		return
	}
	m := object{r: r, n: n, path: o.at("matrix")}
	if n.kind != mapping || len(d.Impact) == 0 || len(d.Urgency) == 0 {
		o.fail("matrix", "a matrix needs \"impact:\", \"urgency:\" and, per impact, the list of classes in the order of urgency")
		return
	}
	r.note(marked{m.marks(), "matrix", n.pos})
	for _, e := range n.entries {
		if !slices.Contains(markFields, e.key) && !slices.Contains(r.known["impact"], e.key) {
			r.fail(e.pos, m.at(e.key), "%q is not under \"impact:\"%s", e.key, suggest(e.key, r.known["impact"]))
		}
	}
	for _, impact := range d.Impact {
		row := m.refs(impact.ID, "classes")
		if len(row) != len(d.Urgency) {
			m.fail(impact.ID, "there are %d classes for %d steps of urgency; write one for each", len(row), len(d.Urgency))
			continue
		}
		for i, urgency := range d.Urgency {
			d.Matrix = append(d.Matrix, Cell{impact.ID, urgency.ID, row[i]})
		}
	}
}

var e164 = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)

// channels reads the ways to reach the desk.
func (r *reader) channels(o object, d *Definition) {
	o.each("channels", func(id string, n *node, path string) {
		c := r.object(n, path, "channel", "")
		after := r.object(c.child("after hours"), c.at("after hours"), "after hours", "calendar")
		ch := Channel{ID: id, Name: c.text("name"), Rank: c.number("rank", 1, 99), Intake: c.yes("intake", true),
			Number: strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(c.str("number")), Shown: c.str("shown"),
			Address: c.str("address"), Hours: c.ref("hours", "calendars"), Read: c.ref("read", "calendars"),
			AfterHours: after.ref("calendar", "calendars"), AfterFor: after.refs("for", "classes"),
			For: c.refs("for", "classes"), NotFor: c.refs("not for", "classes"), Instead: c.ref("instead", "classes"),
			Says: c.text("says"), Mark: c.Mark}
		if ch.Name.IsZero() {
			ch.Name.En = sentence(Label(id))
		}
		if ch.Number != "" && !e164.MatchString(ch.Number) {
			c.fail("number", "%q cannot be dialled from everywhere; write it with + and the country code, such as \"+1 303 239 4357\"", ch.Number)
		}
		if ch.Number != "" && ch.Shown == "" {
			ch.Shown = c.str("number")
		}
		if ch.Address != "" && !strings.Contains(strings.Trim(ch.Address, "@"), "@") {
			c.fail("address", "%q is no mail address", ch.Address)
		}
		if ch.Instead != "" && (len(ch.NotFor) == 0 || slices.Contains(ch.NotFor, ch.Instead)) {
			c.fail("instead", "this says what class holds where one of \"not for:\" would; name another one than those")
		}
		if after.n != nil && ch.AfterHours == "" {
			after.fail("calendar", "this is missing; name the calendar of the additional hours")
		}
		d.Channels = append(d.Channels, ch)
	})
}

// teams reads teams, services and the routing rules.
func (r *reader) teams(o object, d *Definition) {
	o.each("teams", func(id string, n *node, path string) {
		t := r.object(n, path, "team", "name")
		d.Teams = append(d.Teams, Team{ID: id, Name: t.needText("name"), Hours: t.ref("hours", "calendars"),
			Sealed: t.yes("sealed", false), Mark: t.Mark})
	})
	if d.Fallback = o.ref("desk team", "teams"); d.Fallback == "" && !o.has("desk team") {
		if d.Fallback = "desk"; !slices.Contains(r.known["teams"], "desk") {
			o.fail("desk team", "nothing says which team gets what no rule sends elsewhere; write \"desk team:\" with one of the teams")
		}
	}
	o.each("services", func(id string, n *node, path string) {
		s := r.object(n, path, "service", "name")
		service := Service{ID: id, Name: s.needText("name"), About: s.text("about"), Team: s.ref("team", "teams"),
			Then: s.ref("then", "teams"), Support: s.str("support"), OwnedBy: s.str("owned by"), Included: s.strings("included"),
			Type: s.ref("type", "types"), Form: r.form(s),
			Owner: s.text("owner"), Hours: s.ref("hours", "calendars"), Cost: s.text("cost"), Content: s.text("content owner"),
			Related: s.refs("related", "services"), Options: s.texts("options at extra charge"), Mark: s.Mark}
		service.Policies = s.policies()
		service.Approval = s.needs("approval", slices.Concat(d.typeForm(service.Type), service.Form))
		d.Services = append(d.Services, service)
	})
	o.rows("routing", func(n *node, path string) {
		l := r.object(n, path, "rule", "")
		w := r.object(l.child("when"), l.at("when"), "when", "")
		rule := Rule{When: Condition{Service: w.ref("service", "services"), Agency: w.str("agency"), Channel: w.ref("channel", "channels"),
			Class: w.ref("class", "classes")}, Team: l.ref("team", "teams"), Mark: l.Mark}
		if rule.When == (Condition{}) && l.n != nil {
			l.fail("when", "this fits everything; write when: {class: ...}, service, agency or channel, or use \"desk team:\"")
		}
		if !l.has("team") && l.n != nil {
			l.fail("team", "this is missing; name the team that gets these")
		}
		d.Routing = append(d.Routing, rule)
	})
}

// rules reads duties, what is covered, escalation, goals and readings.
func (r *reader) rules(o object, d *Definition) {
	o.rows("duties", func(n *node, path string) {
		c := r.object(n, path, "duty", "says")
		duty := Duty{ID: fmt.Sprintf("duty_%d", len(d.Duties)+1), Says: c.needText("says"), On: c.str("on"), Give: c.strings("give"),
			Pauses: c.yes("pauses", false), Mark: c.Mark}
		if duty.Notice, duty.NoticeAmount = c.amount("notice"); duty.Notice != "" && duty.NoticeAmount.Days == 0 {
			c.fail("notice", "%q stands here; notice is given in days, such as \"5 business days\" or \"14 calendar days\"", duty.Notice)
		}
		d.Duties = append(d.Duties, duty)
	})
	r.scope(o, d)
	o.each("escalation", func(id string, n *node, path string) {
		if id != "customer" && id != "default" && !slices.Contains(r.known["classes"], id) {
			r.fail(n.pos, path, "%q is not under \"classes:\"; write a class, \"customer\" or \"default\"%s", id, suggest(id, r.known["classes"]))
		}
		c := r.object(n, path, "ladder", "steps")
		ladder := Ladder{For: id, Mark: c.Mark}
		c.rows("steps", func(n *node, path string) {
			s := r.object(n, path, "step", "who")
			step := Step{Who: s.need("who")}
			step.After, step.AfterIs = s.elapsed("after")
			ladder.Steps = append(ladder.Steps, step)
		})
		for i := 1; i < len(ladder.Steps); i++ {
			if ladder.Steps[i].AfterIs < ladder.Steps[i-1].AfterIs {
				r.fail(n.pos, path, "%q comes before the step above it; write the steps in the order of time", ladder.Steps[i].Who)
			}
		}
		if len(ladder.Steps) == 0 {
			r.fail(n.pos, path, "the ladder has no steps; name whom it reaches, in order")
		}
		d.Escalation = append(d.Escalation, ladder)
	})
	r.approvals(o, d)
	r.review(o, d)
	r.survey(o, d)
	o.each("goals", func(id string, n *node, path string) {
		c := r.object(n, path, "goal", "at least")
		kind := c.choice("kind", "guarantee", "commitment", "goal", "expectation")
		if kind == "" {
			kind = string(sla.Goal)
		}
		g := Goal{ID: id, Name: c.text("name"), Of: c.choice("of", "calls", "tickets", "surveys"), Kind: sla.Obligation(kind),
			Percent: c.percent("at least"), Trend: c.str("trend"), Hours: c.ref("clock", "calendars"), Mark: c.Mark}
		g.Within, _ = c.elapsed("within")
		if g.Name.IsZero() {
			g.Name.En = sentence(Label(id))
		}
		if g.Of == "" {
			g.Of = "tickets"
		}
		if g.Percent == 0 && g.Trend == "" && c.n != nil {
			c.fail("at least", "nothing says when this goal is reached; write \"at least:\" with a share, or \"trend:\" in words")
		}
		d.Goals = append(d.Goals, g)
	})
	r.mail(o, d)
	r.waking(o, d)
	o.each("readings", func(id string, n *node, path string) {
		c := r.object(n, path, "interpreted", "says")
		d.Readings = append(d.Readings, Interpreted{ID: strings.ToUpper(id), Says: c.needText("says"), Mark: c.Mark})
	})
}

// review reads when tickets are reviewed, and by whom.
func (r *reader) review(o object, d *Definition) {
	if !o.has("review") {
		return
	}
	c := r.object(o.child("review"), o.at("review"), "review", "")
	d.Review = &Review{By: c.need("by"), Mark: c.Mark}
	if c.n != nil && c.blank("after") {
		c.fail("after", "this is missing; write how old a ticket becomes, such as \"5 business days\"")
	}
	if d.Review.After, d.Review.Amount = c.amount("after"); d.Review.By != "" && !reviews(d.Review.By) {
		c.fail("by", "%q reviews no work; name a lead or a manager of the ladder, such as team_lead", d.Review.By)
	}
}

// mail reads the desk's own words in its letters; only those to customers have any.
func (r *reader) mail(o object, d *Definition) {
	m := r.object(o.child("mail"), o.at("mail"), "mail", "")
	d.Mail = Mail{Signature: m.text("signature"), Mark: m.Mark}
	d.Mail.AskAgain, d.Mail.Amount = m.amount("ask again after")
	var kinds []string
	for _, k := range notice.Kinds() {
		if k.ToCustomer() {
			kinds = append(kinds, string(k))
		}
	}
	m.each("texts", func(kind string, n *node, path string) {
		if !slices.Contains(kinds, kind) {
			r.fail(n.pos, path, "no letter to a customer is of the kind %q%s", kind, suggest(kind, kinds))
		}
		d.Mail.Texts = append(d.Mail.Texts, Saying{Kind: kind, Says: r.text(n, path)})
	})
}
