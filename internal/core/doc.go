// Package core holds the rules of a service desk, and nothing that needs a disk, a network, a context or the present
// time: what is decided here is a function of its arguments. It has no code of its own; this page is the glossary,
// and its words mean one thing each in code, columns, pages and tests. A desk may show other words to people (its
// definition's "words"); the code keeps these.
//
//	ticket        one request for help, from the first word to the final record; in the definition's words an issue or a case
//	requester     who asks; customer: the person for whom it is asked, if another
//	analyst       who works at the desk; resolver: who works in a team behind it
//	team          a group that takes tickets; the desk is one
//	service       what people ask help with; each has a team
//	agency        an organisation whose staff the desk serves
//	type          what a ticket is about: incident, request, question, ...
//	impact        how many are affected; urgency: how badly
//	class         what decides the targets; the definition derives it from type, impact and urgency
//	target        what is promised for a class: a metric, an amount of time, how strongly it binds
//	obligation    how strongly: guarantee, commitment, goal, expectation
//	clock         a target counting on one ticket
//	pause         a stretch that a clock does not count, by a recorded cause
//	warning       a threshold of a clock that was crossed; miss: a target not met by its due instant
//	question      asked of the customer; while it is open, clocks that allow it pause
//	duty          what the desk asks of the customer; while one is unmet, clocks that allow it pause
//	reply         a public message of the desk; note: an internal one; update: a public message to all who are impacted
//	approval      somebody's word that is needed before something is done; chain: the steps of roles that give it
//	approver      who is asked for it; substitute: who decides in somebody's place for a time
//	plan          the next step, its owner, and by when
//	route         the teams that had the ticket; hand-over: from one to the next; return: a hand-over refused
//	restored      the service works again, if by a workaround; resolved: the provider says it is done; closed: the record is final
//	entry         an event of a ticket with its circumstances; fact: the same in the log
//	definition    the file that describes a desk and is enforced; edition: a published version of it
//	verb          one thing that can be done; door: where it is asked for; follower: a reader of the log
package core
