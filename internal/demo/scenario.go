package demo

import (
	"strings"

	"switchboard/internal/core/definition"
)

// scenario is something that happens to somebody who works for a state, and how it goes on.
type scenario struct {
	topic    string // see topics
	kind     string // "incident", "request", "question", "password", "new_user"
	impact   int    // 0 one person .. 3 the whole state
	urgency  int    // 0 can work .. 2 cannot
	subject  string
	body     string
	first    string // first reply of the desk
	question string // to the customer; may be empty
	answer   string
	note     string // internal; may be empty
	done     string // the resolution
	method   string // of ticket.Methods
}

// topics name the services of a desk by words that stand in their ids and names, the best first.
var topics = map[string][]string{
	"account":   {"account", "password", "identity", "access", "sign"},
	"computer":  {"workstation", "computer", "device", "desktop", "hardware"},
	"deskside":  {"deskside", "desk side", "field", "computer", "workstation"},
	"email":     {"email", "e-mail", "mail", "messaging", "calendar"},
	"network":   {"network", "vpn", "wifi", "internet", "connect"},
	"printing":  {"print", "peripheral", "computer", "workstation"},
	"files":     {"files", "folder", "storage", "share", "hosting"},
	"app":       {"application", "system", "business", "integration"},
	"phone":     {"phone", "voice", "telephone", "mobile", "network"},
	"software":  {"software", "install", "computer", "workstation"},
	"hosting":   {"hosting", "server", "database", "cloud", "application"},
	"security":  {"security", "cyber", "forensic"},
	"new_user":  {"new_user", "new user", "onboard", "account", "access"},
	"documents": {"document", "record", "application"},
	"advice":    {"advice", "consult", "information", "question"},
}

// service finds what the desk calls a topic; a desk that has nothing of the kind gets its first service.
func service(d *definition.Definition, topic string) string {
	for _, word := range topics[topic] {
		for _, s := range d.Services {
			if strings.Contains(strings.ToLower(s.ID+" "+s.Name.En), word) {
				return s.ID
			}
		}
	}
	if len(d.Services) == 0 {
		return ""
	}
	return d.Services[0].ID
}

// typeOf finds what the desk calls a kind: by id, by a part of it, else its first type.
func typeOf(d *definition.Definition, kind string) string {
	words := map[string][]string{
		"password": {"password", "request", "incident"}, "new_user": {"new_user", "onboard", "request"},
		"question": {"question", "consult", "request"}, "request": {"request"}, "incident": {"incident"},
	}[kind]
	for _, word := range words {
		for _, t := range d.Types {
			if strings.Contains(t.ID, word) {
				return t.ID
			}
		}
	}
	return d.Types[0].ID
}

// grade finds the step of a desk's own scale that lies where ours does, of steps of ours counted from 0.
func grade(grades []definition.Grade, step, of int) string {
	if len(grades) == 0 {
		return ""
	}
	return grades[min(len(grades)-1, step*len(grades)/of)].ID
}
