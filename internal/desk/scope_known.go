package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// KnownScope is what the desk knows of a request before anybody is asked: whether who asks is entitled (ME-65), and whose the
// device is (ME-58, ME-68). What it cannot tell is empty. Errors: NotFound, Forbidden.
func (d *Desk) KnownScope(ctx context.Context, who access.Actor, id int64) (scope.Facts, error) {
	var out scope.Facts
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.load(ctx, q, id, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.DecideScope, m.ticket); err != nil {
			return err
		}
		out, err = m.knownScope(ctx, q)
		return err
	})
	return out, err
}

// knownScope reads the directory. The device is the one whose tag stands in the answers of the form; where none does, it is
// any of the requester's, as long as all of them belong to the same.
func (m moment) knownScope(ctx context.Context, q sqldb.Q) (scope.Facts, error) {
	var out scope.Facts
	if e := m.ticket.Entitled; e.Known {
		out.Entitled = scope.No
		if e.Yes {
			out.Entitled = scope.Yes
		}
	}
	var devices []people.Device
	var err error
	if tags := m.tags(); len(tags) > 0 {
		devices, err = store.DevicesByTag(ctx, q, tags)
	} else {
		whose := m.ticket.Request.Requester
		if m.ticket.Request.Customer != 0 {
			whose = m.ticket.Request.Customer
		}
		devices, err = store.DevicesOf(ctx, q, whose, profileDevices)
	}
	out.Device = ownerOf(devices)
	return out, err
}

// tags are those of the devices that the form's answers name.
func (m moment) tags() []string {
	var out []string
	for _, x := range m.form(m.ticket) {
		if x.Kind == form.Device {
			out = append(out, m.ticket.Request.Answers[x.ID]...)
		}
	}
	return out
}

// ownerOf is whom all of these devices belong to; empty where that is not the same.
func ownerOf(devices []people.Device) string {
	owner := ""
	for i, d := range devices {
		if i > 0 && string(d.Owner) != owner {
			return ""
		}
		owner = string(d.Owner)
	}
	return owner
}

// fromDirectory completes what is said of a request by what the directory knows, and names what came from there. What somebody
// says against the directory holds.
func fromDirectory(said, known scope.Facts, from map[scope.Fact]string) scope.Facts {
	for _, f := range scope.Asked() {
		if v := known.Get(f); v != "" && (said.Get(f) == "" || said.Get(f) == v) {
			said, from[f] = said.With(f, v), ticket.FromDirectory
		}
	}
	return said
}
