package ticket

import (
	"maps"
	"slices"

	"switchboard/internal/fault"
)

// A task is a ticket of its own that a team does for the ticket of a customer, its parent (CO-17, ME-09, ME-22). It has
// its clocks from its own receipt; the customer sees the parent alone.

// TaskOpened says on the parent that a team has a part of it to do.
type TaskOpened struct {
	Ticket int64  `json:"ticket"`
	Team   string `json:"team"`
	Step   string `json:"step"`
}

// TaskEnded says on the parent that a task is done. Left is how many are still open: at none the parent can go on.
type TaskEnded struct {
	Ticket int64 `json:"ticket"`
	Left   int   `json:"left"`
}

// TaskReopened says on the parent that a task is taken up again.
type TaskReopened struct {
	Ticket int64 `json:"ticket"`
}

func (TaskOpened) Name() string   { return "ticket.task_opened" }
func (TaskEnded) Name() string    { return "ticket.task_ended" }
func (TaskReopened) Name() string { return "ticket.task_reopened" }

func (TaskOpened) Public() bool   { return false }
func (TaskEnded) Public() bool    { return false }
func (TaskReopened) Public() bool { return false }

// Task is what a team is to do for a ticket.
type Task struct {
	Team    string
	Step    string // what is to be done, in a line
	Details string
}

// OpenTask makes a task of a ticket: it is of the class of its parent and asked for by the coordinator who opens it, so
// that the customer's thread stays one. Errors: Conflict, Invalid.
func OpenTask(parent Ticket, in Task, o Opened) ([]Event, error) {
	if err := mustBeOpen(parent); err != nil {
		return nil, err
	}
	switch {
	case parent.Request.Parent != 0:
		return nil, fault.New(fault.Conflict, "a task has no tasks of its own; open it on %d", parent.Request.Parent)
	case len(parent.Tasks) >= maxLinks:
		return nil, fault.New(fault.Conflict, "{a ticket} has at most %d tasks", maxLinks)
	case in.Team == "":
		return nil, fault.Field("team", "name {the team} that takes it")
	}
	o.Subject, o.Description, o.Parent = in.Step, in.Details, parent.ID
	o.Agency, o.Service, o.Location = parent.Request.Agency, parent.Request.Service, parent.Request.Location
	events, err := Open(o, Placement{Type: parent.Type, Impact: parent.Impact, Urgency: parent.Urgency, Class: parent.Class,
		Why: "asked for", Team: in.Team, Rule: "asked for"})
	if err != nil && fault.KindOf(err) == fault.Invalid && in.Step == "" {
		return nil, fault.Field("step", "say in a few words what is to be done")
	}
	return events, err
}

// OpenTasks counts the tasks that are not done.
func (t Ticket) OpenTasks() int {
	n := 0
	for _, open := range t.Tasks {
		if open {
			n++
		}
	}
	return n
}

// TaskNumbers are the tasks of a ticket that are not done, by number.
func (t Ticket) TaskNumbers() []int64 {
	var out []int64
	for _, id := range slices.Sorted(maps.Keys(t.Tasks)) {
		if t.Tasks[id] {
			out = append(out, id)
		}
	}
	return out
}

// TaskMoved is what the parent learns when a task of it ends or is taken up again; nothing where neither is so.
func TaskMoved(parent Ticket, id int64, wasOpen, isOpen bool) []Event {
	open, known := parent.Tasks[id]
	switch {
	case !known || wasOpen == isOpen || open == isOpen:
		return nil
	case isOpen:
		return []Event{TaskReopened{Ticket: id}}
	}
	return []Event{TaskEnded{Ticket: id, Left: parent.OpenTasks() - 1}}
}
