package portal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
)

// ME-01, ME-57: every service has a page in the same layout: owner, hours, scope, level of support, cost, promises,
// related services.
func TestCatalog(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("").get("/services")
	b.says("main", "Forensics and security analysis", "Document management", "Desk side support")
	b.get("/services?" + url.Values{"q": {"pc broken"}}.Encode())
	b.get("/services?q=software")
	b.says("main", "Install approved software", "All services")
	if strings.Contains(b.text("main ul"), "Network") {
		t.Error("a search for software finds the network")
	}
	b.get("/services/workstation")
	b.says("dl.facts", "Service Center Manager", "Service Center, then Desk Side Support", "Monday to Friday, 7 a.m. to 5 p.m.",
		"All Executive Branch employees", "What the state owns", "materials, labor and travel", "Options at extra charge None") // ME-17, ME-29, ME-65
	b.says("[aria-labelledby=levels]", "Resolved within 10 business days")
	b.says("[aria-labelledby=related]", "Desk side support")
	b.get("/services/application")
	b.says("main", "Best effort", "A technician may have a quick answer")                                // ME-66: before somebody asks
	b.get("/services/new_user").says("dl.facts", "Approved by, before work begins Supervisor")           // ME-56: before somebody asks
	b.get("/services/exception").says("dl.facts", "Approved by, before work begins Business consultant") // ME-18
	b.get("/services/workstation")
	if strings.Contains(b.text("dl.facts"), "Approved by") {
		t.Error("a service that needs no approval names who approves")
	}
	b.get("/services/teleport").expect(http.StatusNotFound)
	b.get("/services/application?lang=es")
	b.says("main", "En la medida de lo posible", "Opciones con cargo adicional Ninguna")
}

// CO-04: support by the desk needs no request of its own; CO-05: what it costs is said where it is asked for.
func TestCatalogOfColorado(t *testing.T) {
	h := open(t, "colorado", friday)
	b := h.browse("").get("/services/" + h.Definition().Services[0].ID)
	b.says("dl.facts", "By FTE staffing of the agency", "not stated") // CO-24: no owner is named
	b.says("aside", "Sign in to report it")
}

// ME-71: an error on a page becomes a ticket for whoever keeps it. ME-72: the page says since when it stands, and how it
// stood before.
func TestCatalogPageIsReportedAndKept(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield").get("/services/network")
	b.post("form[action$='/report']", url.Values{"text": {"The network team has moved."}})
	b.says(".notice", "Thank you")
	b.get("/tickets").says("main", "Error on a page: Network")
	b.get("/services/network").post("form[action$='/report']", url.Values{"text": {" "}}).expect(http.StatusUnprocessableEntity)

	source, err := desks.Read("maine")
	h.must(err)
	next := strings.Replace(string(source), "network: {name: {en: Network,", "network: {name: {en: Network and cables,", 1)
	manager := access.System
	h.Pass(time.Minute)
	h.must(h.Publish(t.Context(), manager, "maine.yaml", []byte(next), h.Now()))
	h.Pass(time.Minute)
	b.get("/services/network").says("h1", "Network and cables")
	b.says("main", "Version 1, from")
	b.get("/services/network?version=1").says("h1", "Network")
	b.says("main", "This is how it stood in version 1.", "What is in force now")
	if strings.Contains(b.text("h1"), "cables") {
		t.Error("the earlier version has the new name")
	}
	h.must(h.Publish(t.Context(), manager, "maine.yaml", source, h.Now().Add(time.Hour)))
	b.get("/services/network?version=3").expect(http.StatusNotFound) // what begins later is not public
}
