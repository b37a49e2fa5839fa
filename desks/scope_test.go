package desks_test

import (
	"testing"

	"switchboard/internal/core/scope"
)

// Maine's paragraph on scope, row by row: what is known, what follows, and the sentence that the customer reads.
func TestMainesScope(t *testing.T) {
	d := load(t, "maine")
	rules, lines := d.ScopeRules()
	const (
		included   = "All labor and travel costs are included for in-scope services."
		notCovered = "Support of non-state-provided equipment and software is not covered under this service."
		noHome     = "OIT will not dispatch state technicians to a private home."
		prohibited = "Unauthorized devices, systems and software are not supported and are prohibited by policy."
		limited    = "Ability to support application software is limited. The technician may have a quick answer."
		referring  = "The technician is unable to research or provide detailed how-to or troubleshooting assistance for application software and will attempt a best effort at referring the request."
		charges    = "Support that requires extraordinary and disproportionate effort may be subject to additional charges."
		deviation  = "Requests requiring customization or deviation from standards may extend the elapsed time and/or result in additional charges."
		entitled   = "The service is open to all Executive Branch employees, all users of Enterprise services and facilities, and others by special arrangement."
	)
	for _, row := range []struct {
		name, service string
		facts         scope.Facts
		want          scope.Outcome
		en, es        string
	}{
		{"ME-17: a state computer in the office", "workstation", scope.Facts{Device: "state"}, scope.InScope, included,
			"Toda la mano de obra y los desplazamientos están incluidos en los servicios cubiertos."},
		{"ME-18: approved software", "software", scope.Facts{Device: "state", Authorized: "yes"}, scope.InScope, included,
			"Toda la mano de obra y los desplazamientos están incluidos en los servicios cubiertos."},
		{"ME-58: a private laptop", "workstation", scope.Facts{Device: "private"}, scope.NotCovered, notCovered,
			"La atención de equipos y software que no son del estado no está incluida en este servicio."},
		{"ME-68: what the agency bought by itself", "network", scope.Facts{Device: "agency"}, scope.NotCovered, notCovered,
			"La atención de equipos y software que no son del estado no está incluida en este servicio."},
		{"ME-59: a state computer at home", "deskside", scope.Facts{Device: "state", Place: "home"}, scope.Contractor, noHome,
			"OIT no envía técnicos del estado a domicilios particulares."},
		{"ME-58 before ME-59: a private laptop at home", "workstation", scope.Facts{Device: "private", Place: "home"}, scope.NotCovered, notCovered,
			"La atención de equipos y software que no son del estado no está incluida en este servicio."},
		{"ME-61: out of proportion", "workstation", scope.Facts{Device: "state", Effort: "extraordinary"}, scope.Negotiate, charges,
			"La atención que exige un esfuerzo extraordinario y desproporcionado puede tener cargos adicionales."},
		{"ME-31: to measure", "workstation", scope.Facts{Device: "state", Request: "customized"}, scope.Negotiate, deviation,
			"Las solicitudes que piden personalización o se apartan de los estándares pueden tardar más o tener cargos adicionales."},
		{"ME-66: application software", "application", scope.Facts{}, scope.BestEffort, limited,
			"La capacidad de atender programas de aplicación es limitada. El técnico puede tener una respuesta rápida."},
		{"ME-67: application software that needs research", "application", scope.Facts{Effort: "extraordinary"}, scope.Refer, referring,
			"El técnico no puede investigar ni dar ayuda detallada sobre programas de aplicación, y hará lo posible por remitir la solicitud."},
		{"ME-69: unauthorized", "network", scope.Facts{Authorized: "no"}, scope.Refused, prohibited,
			"Los equipos, sistemas y software no autorizados no se atienden y la política los prohíbe."},
		{"ME-69 before ME-58: unauthorized and private", "network", scope.Facts{Authorized: "no", Device: "private"}, scope.Refused, prohibited,
			"Los equipos, sistemas y software no autorizados no se atienden y la política los prohíbe."},
		{"ME-65: who asks is not entitled", "email", scope.Facts{Entitled: "no"}, scope.NotCovered, entitled,
			"El servicio es para todo el personal del Poder Ejecutivo, los usuarios de servicios e instalaciones Enterprise y otras personas por acuerdo especial."},
		{"ME-30: nothing is known yet", "email", scope.Facts{}, scope.InScope, included,
			"Toda la mano de obra y los desplazamientos están incluidos en los servicios cubiertos."},
	} {
		got := rules.Decide(d.OfService(row.facts, row.service))
		if got.Outcome != row.want || got.Says.En != row.en || got.Says.Es != row.es {
			t.Errorf("%s: %s %q %q", row.name, got.Outcome, got.Says.En, got.Says.Es)
		}
	}
	if line := lines[rules.Decide(scope.Facts{Device: "private"}).Line-1]; line.Instead.En == "" || line.Instead.Es == "" {
		t.Error("ME-60: what is not covered names the paid path")
	}
	if line := lines[rules.Decide(scope.Facts{Authorized: "no"}).Line-1]; line.Tell != "security" {
		t.Error("ME-69: security may be told")
	}
	if home := d.HomeVisits(); home.En != noHome {
		t.Errorf("ME-59: %q", home.En)
	}
	if e := d.Effort; e == nil || e.Hours == 0 || e.Tell != "service_center_manager" {
		t.Errorf("ME-61: %+v", e)
	}
}

// maine decides as the paragraph reads, written down a second time by hand.
func maine(f scope.Facts) scope.Outcome {
	switch {
	case f.Authorized == "no":
		return "refused"
	case f.Entitled == "no", f.Device == "agency", f.Device == "private":
		return "not_covered"
	case f.Place == "home":
		return "contractor"
	case f.Support == "best effort" && f.Effort == "extraordinary":
		return "refer"
	case f.Support == "best effort":
		return "best_effort"
	case f.Effort == "extraordinary", f.Request == "customized":
		return "negotiate"
	}
	return "in_scope"
}

// Every request that there can be, said or left open, has the outcome of the paragraph.
func TestMainesTruthTable(t *testing.T) {
	rules, _ := load(t, "maine").ScopeRules()
	seen, rows := map[scope.Outcome]int{}, 0
	all := []scope.Facts{{}}
	for _, fact := range scope.Names() {
		var next []scope.Facts
		for _, f := range all {
			for _, v := range append(scope.Values(fact), "") {
				next = append(next, f.With(fact, v))
			}
		}
		all = next
	}
	for _, f := range all {
		got := rules.Decide(f)
		if got.Outcome != maine(f) || got.Line == 0 || got.Says.En == "" || got.Says.Es == "" {
			t.Fatalf("%+v: %s by line %d, want %s", f, got.Outcome, got.Line, maine(f))
		}
		seen[got.Outcome]++
		rows++
	}
	if rows != 3*5*3*4*3*3*3*4 || len(seen) != len(scope.Outcomes()) {
		t.Errorf("%d rows, outcomes %v", rows, seen)
	}
}

// ME-29: where a desk offers no option at extra charge, no service has one. Desks that say nothing of scope cover all.
func TestWhatIsNotSaidIsInScope(t *testing.T) {
	for _, name := range []string{"colorado", "oklahoma"} {
		d := load(t, name)
		rules, _ := d.ScopeRules()
		if got := rules.Decide(scope.Facts{Device: "private", Place: "home"}); got.Outcome != scope.InScope || len(got.Ask) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, s := range load(t, "maine").Services {
		if len(s.Options) > 0 {
			t.Errorf("%s has %v", s.ID, s.Options)
		}
	}
}
