package mailbox

import (
	"context"
	"errors"
	"log/slog"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

// triesMax is how often a message is fetched before the mailbox goes on without it.
const triesMax = 3

// catchUp stores everything behind the last that is stored, in order. When it returns without an error, all of it is on
// disk.
func (r *Reader) catchUp(ctx context.Context, h *host) error {
	for {
		at, err := r.place(ctx, h)
		if err != nil {
			return err
		}
		found, err := h.after(ctx, uint32(at.UID))
		if err != nil || len(found) == 0 {
			return err
		}
		if err := r.takeAll(ctx, h, at, found); err != nil {
			return err
		}
	}
}

// place is how far the folder is read. One whose UIDs mean something else now is read from its start.
func (r *Reader) place(ctx context.Context, h *host) (desk.Mailbox, error) {
	at, err := r.Desk.Mailbox(ctx, access.System, r.Mailbox.Name)
	if err != nil || at.Validity == int64(h.validity) {
		return at, err
	}
	r.Log.Info("the mailbox is read from its start", "validity", h.validity, "before", at.Validity)
	if err := r.Desk.MailboxRead(ctx, access.System, r.Mailbox.Name, h.validity, 0); err != nil {
		return at, err
	}
	return r.Desk.Mailbox(ctx, access.System, r.Mailbox.Name)
}

// takeAll stores messages, and then notes how far that was, also when one of them failed.
func (r *Reader) takeAll(ctx context.Context, h *host, at desk.Mailbox, found []message) error {
	last := uint32(at.UID)
	var stored, beats []uint32
	var failed error
	for _, m := range found {
		got, err := r.take(ctx, h, at, m)
		if err != nil {
			failed = err
			break
		}
		switch last = m.uid; {
		case got.beat:
			beats = append(beats, m.uid)
		case got.kept && !m.seen:
			stored = append(stored, m.uid)
		}
	}
	if err := r.Desk.MailboxRead(ctx, access.System, r.Mailbox.Name, h.validity, last); err != nil {
		return errors.Join(failed, err)
	}
	if failed != nil {
		return failed
	}
	return r.tidy(ctx, h, stored, beats)
}

// tidy flags what is stored, and takes the desk's own heartbeats out of the folder.
func (r *Reader) tidy(ctx context.Context, h *host, stored, beats []uint32) error {
	for _, do := range []func() error{func() error { return h.markSeen(ctx, stored) }, func() error { return h.remove(ctx, beats) }} {
		err := do()
		if refused(err) { // a folder that may only be read
			r.Log.Warn("what is stored cannot be flagged", "err", says(err))
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// taken is what became of one message.
type taken struct {
	kept bool
	beat bool // it is the desk's own heartbeat
}

// take stores one message. What somebody had read before the desk first came was dealt with then, and is left alone.
func (r *Reader) take(ctx context.Context, h *host, at desk.Mailbox, m message) (taken, error) {
	if m.seen && m.arrived.Before(at.Since) {
		return taken{}, nil
	}
	raw, err := r.fetch(ctx, h, m)
	if errors.Is(err, errGone) {
		return taken{}, nil
	}
	if err != nil {
		return taken{}, err
	}
	id, again, err := r.Desk.StoreMail(ctx, access.System, desk.ArrivedMail{Mailbox: r.Mailbox.Name, Arrived: m.arrived, Raw: raw})
	if err != nil {
		return taken{}, err
	}
	r.Log.Info("mail came", "mail", id, "uid", m.uid, "bytes", len(raw), slog.Bool("again", again))
	beat, err := r.Desk.OwnHeartbeat(ctx, access.System, id)
	return taken{kept: true, beat: beat}, err
}

// fetch gets the bytes of a message, or what can be had of it, so that the mailbox never blocks behind one.
func (r *Reader) fetch(ctx context.Context, h *host, m message) ([]byte, error) {
	if m.size > desk.MaxMail {
		return r.fetchHeader(ctx, h, m)
	}
	if err := h.alive(); err != nil {
		return nil, err // not the fault of this message
	}
	raw, err := h.body(ctx, m.uid, true, min(max(2*m.size, 1<<20), desk.MaxMail)) // hosts count line ends in ways of their own
	if err == nil || errors.Is(err, errGone) || ctx.Err() != nil {
		return raw, err
	}
	if r.stuck.validity != h.validity || r.stuck.uid != m.uid {
		r.stuck = stuck{validity: h.validity, uid: m.uid}
	}
	if r.stuck.tries++; r.stuck.tries < triesMax {
		return nil, err
	}
	r.Log.Error("a message cannot be fetched and is passed over", "uid", m.uid, "err", says(err))
	return unfetched(r.Mailbox, h.validity, m, says(err)), nil
}

// maxHeaderPart is how much of the header of a message is fetched that is too large, in bytes.
const maxHeaderPart = 256 << 10

func (r *Reader) fetchHeader(ctx context.Context, h *host, m message) ([]byte, error) {
	header, err := h.body(ctx, m.uid, false, maxHeaderPart)
	if err != nil {
		return nil, err
	}
	r.Log.Warn("a message is too large; its header is stored", "uid", m.uid, "bytes", m.size)
	return tooLarge(header, r.Mailbox, m), nil
}
