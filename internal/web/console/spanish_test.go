package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
)

// OK-30: what a page says of an error and of the rules' reasons is in the reader's language and in the desk's own words: no
// key, no English, no "ticket" at a desk of cases.
func TestErrorsSpeakSpanish(t *testing.T) {
	h := open(t, "oklahoma")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Lead, "OMES", "desk")
	h.list(roster.Agencies, "key\nRevenue\n")
	id := h.ask(dana, desk.Request{Subject: "VPN down", Type: "incident", Impact: "person", Urgency: "cannot_work", Service: "network"})

	b := h.signIn("luis")
	p := b.get(ticketPath(id)+"?lang=es", 200)
	p.has(t, "main", "La clase es Incidente 3, porque el alcance es «Una persona» y la urgencia es «El trabajo está detenido»")
	p.has(t, "main", "Enviado a Redes, porque el servicio es «red y VPN»")
	p.has(t, "main", "Personal de las agencias que atiende OMES")

	later := url.Values{"reply_by": {"2001-01-01T10:00"}, "question": {"¿Cuándo?"}}
	b.do(id, "reply", nil, http.StatusUnprocessableEntity).has(t, ".problems", "Escriba algo primero")
	b.do(id, "ask", later, http.StatusUnprocessableEntity).has(t, ".problems", "El plazo para responder debe estar en el futuro")
	b.do(id, "assign", url.Values{"person": {""}}, http.StatusUnprocessableEntity).has(t, ".problems", "Nombre a una persona")
	b.do(id, "classify", url.Values{"why": {"Sí"}, "impact": {"world"}}, http.StatusUnprocessableEntity).has(t, ".problems", `Aquí no hay "world"`)

	stale := b.get(ticketPath(id)+"?do=resolve", 200)
	b.do(id, "resolve", url.Values{"text": {"Hecho."}, "method": {"remote"}}, 200)
	again := b.send(stale, formOf(id, "resolve"), url.Values{"text": {"Otra vez."}, "method": {"remote"}}, http.StatusConflict)
	again.has(t, ".problems", "Esto cambió mientras usted escribía")
	b.get("/console/tickets/999999", http.StatusNotFound).has(t, "main", "No existe el caso 999999, o no es para usted")
	b.get("/console/tickets/abc", http.StatusNotFound).has(t, "main", `"abc" no es un número de caso`)
	b.get("/console/nowhere", http.StatusNotFound).has(t, "main", "No hay una vista con ese nombre")
}
