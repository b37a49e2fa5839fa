package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/outbound"
)

// This file is the only one that knows the IMAP library, whose second version is young.

// host is a connection to a mail host on which somebody has signed in and chosen a folder.
type host struct {
	imap     *imapclient.Client
	wire     *wire
	news     chan struct{} // has a value when the host said that something came
	pushes   bool          // it says so by itself (IDLE, RFC 2177)
	validity uint32        // of the folder (RFC 9051, 2.3.1.1)
}

// message is what a host says of one.
type message struct {
	uid     uint32
	seen    bool
	arrived time.Time
	size    int64
}

// Bounds of what a host does.
const (
	answerTime  = time.Minute
	answerBytes = 4 << 20
	slowest     = 32 << 10 // bytes a second of a body
	scanMax     = 500      // messages of one list
)

// refusal is a host's no: the connection is good, what was asked is not done.
type refusal struct{ says string }

func (r *refusal) Error() string { return "the host refuses: " + r.says }

// signInRefused says that the host does not know us by what we show.
type signInRefused struct{ error }

func (s signInRefused) Unwrap() error { return s.error }

// visit connects, signs in and chooses the folder. Errors: signInRefused, and those of the network.
func visit(ctx context.Context, out *outbound.Dialer, m mail.Mailbox, proof signin.Proof) (*host, error) {
	h, err := dial(ctx, out, m)
	if err != nil {
		return nil, err
	}
	if err := h.enter(ctx, m.Folder, proof); err != nil {
		h.leave()
		return nil, err
	}
	return h, nil
}

func dial(ctx context.Context, out *outbound.Dialer, m mail.Mailbox) (*host, error) {
	conn, err := open(ctx, out, m)
	if err != nil {
		return nil, err
	}
	h := &host{wire: &wire{Conn: conn}, news: make(chan struct{}, 1)}
	options := &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: h.heard}}
	err = h.wire.bounded(ctx, answerTime, answerBytes, func() error {
		if m.Security != mail.StartTLS {
			h.imap = imapclient.New(h.wire, options)
			return h.imap.WaitGreeting()
		}
		name, _, err := net.SplitHostPort(m.Host)
		if err != nil {
			return err
		}
		options.TLSConfig = out.TLS(name)
		h.imap, err = imapclient.NewStartTLS(h.wire, options)
		return err
	})
	if err != nil {
		conn.Close()
		return nil, err
	}
	return h, nil
}

func open(ctx context.Context, out *outbound.Dialer, m mail.Mailbox) (net.Conn, error) {
	if m.Security != mail.TLS {
		return out.Dial(ctx, m.Host)
	}
	conn, err := out.DialTLS(ctx, m.Host)
	if err != nil {
		return nil, err // not conn: an interface that holds a nil *tls.Conn is not nil
	}
	return conn, nil
}

// heard is called by the library when the host says something unasked.
func (h *host) heard(said *imapclient.UnilateralDataMailbox) {
	if said.NumMessages == nil {
		return
	}
	select {
	case h.news <- struct{}{}:
	default:
	}
}

func (h *host) enter(ctx context.Context, folder string, proof signin.Proof) error {
	err := h.ask(ctx, func() error {
		if proof.Token == "" && !h.imap.Caps().Has(imap.AuthCap("PLAIN")) {
			return h.imap.Login(proof.User, proof.Password).Wait()
		}
		return h.imap.Authenticate(proof.SASL())
	})
	if err != nil {
		return refusedAtTheDoor(err)
	}
	return h.ask(ctx, func() error {
		h.pushes = h.imap.Caps().Has(imap.CapIdle) || h.imap.Caps().Has(imap.CapIMAP4rev2)
		chosen, err := h.imap.Select(folder, nil).Wait()
		h.validity = chosen.UIDValidity
		if err == nil && h.validity == 0 {
			return fmt.Errorf("the host gives the folder %s no UIDVALIDITY", folder)
		}
		return err
	})
}

// refusedAtTheDoor tells a sign-in that is refused from a host that cannot look at it now (RFC 5530, 3).
func refusedAtTheDoor(err error) error {
	no := (*imap.Error)(nil)
	if !errors.As(err, &no) || no.Type != imap.StatusResponseTypeNo ||
		slices.Contains([]imap.ResponseCode{imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug}, no.Code) {
		return err
	}
	return signInRefused{err}
}

// ask runs a short exchange.
func (h *host) ask(ctx context.Context, exchange func() error) error {
	return h.wire.bounded(ctx, answerTime, answerBytes, exchange)
}

// after lists the messages behind a UID, in the order of their UIDs, so many as one list may have.
func (h *host) after(ctx context.Context, uid uint32) ([]message, error) {
	if uid == ^uint32(0) {
		return nil, nil
	}
	var found []message
	err := h.ask(ctx, func() error {
		criteria := &imap.SearchCriteria{UID: []imap.UIDSet{{{Start: imap.UID(uid) + 1, Stop: 0}}}}
		said, err := h.imap.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return err
		}
		set := firstOf(said.All, imap.UID(uid))
		if len(set) == 0 {
			return nil
		}
		described, err := h.imap.Fetch(set, &imap.FetchOptions{UID: true, Flags: true, InternalDate: true, RFC822Size: true}).Collect()
		for _, d := range described {
			found = append(found, message{uint32(d.UID), slices.Contains(d.Flags, imap.FlagSeen), d.InternalDate, d.RFC822Size})
		}
		return err
	})
	slices.SortFunc(found, func(a, b message) int { return int(int64(a.uid) - int64(b.uid)) })
	return found, err
}

// firstOf takes the lowest UIDs behind one out of what a search found. A range is walked only as far as is needed, since
// it may be written of four thousand million; and "n:*" finds the last message also when n is behind it.
func firstOf(all imap.NumSet, behind imap.UID) imap.UIDSet {
	ranges, _ := all.(imap.UIDSet)
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b imap.UIDRange) int { return int(int64(a.Start) - int64(b.Start)) })
	var set imap.UIDSet
	n := 0
	for _, r := range ranges {
		for uid := max(r.Start, behind+1); uid <= r.Stop && uid > behind && n < scanMax; uid++ {
			set.AddNum(uid)
			n++
		}
	}
	return set
}

// errGone says that a message is not in the folder any more.
var errGone = errors.New("the message is gone")

// body fetches a message whole, or where whole is false its header; never more than max bytes.
func (h *host) body(ctx context.Context, uid uint32, whole bool, max int64) (raw []byte, err error) {
	section := &imap.FetchItemBodySection{Peek: true}
	if !whole {
		section.Specifier = imap.PartSpecifierHeader
		section.Partial = &imap.SectionPartial{Size: max}
	}
	patience := answerTime + time.Duration(max/slowest)*time.Second
	err = h.wire.bounded(ctx, patience, max+answerBytes, func() error {
		cmd := h.imap.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		found := false
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				part, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || part.Literal == nil || found {
					continue
				}
				if part.Literal.Size() > max {
					return h.drop(part.Literal, fmt.Errorf("%d bytes came where at most %d were announced", part.Literal.Size(), max))
				}
				raw, found = make([]byte, part.Literal.Size()), true
				if _, err := io.ReadFull(part.Literal, raw); err != nil {
					return h.wire.breakOff(err)
				}
			}
		}
		if err := cmd.Close(); err != nil {
			return err
		}
		if !found {
			return errGone
		}
		return nil
	})
	return raw, err
}

// drop cuts the connection in the middle of a body. The library waits until the rest is read, which fails at once; after
// such an error it reads on by itself, so nobody else may.
func (h *host) drop(rest io.Reader, why error) error {
	why = h.wire.breakOff(why)
	_, _ = io.Copy(io.Discard, rest)
	return why
}

// markSeen flags messages as read by somebody.
func (h *host) markSeen(ctx context.Context, uids []uint32) error {
	set := setOf(uids)
	if len(set) == 0 {
		return nil
	}
	return h.ask(ctx, func() error {
		return h.imap.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close()
	})
}

// remove takes messages out of the folder, and no other that somebody has marked (RFC 4315, 2.1). A host that cannot tell
// them apart keeps them, flagged as read.
func (h *host) remove(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	if !h.imap.Caps().Has(imap.CapUIDPlus) && !h.imap.Caps().Has(imap.CapIMAP4rev2) {
		return h.markSeen(ctx, uids)
	}
	set := setOf(uids)
	return h.ask(ctx, func() error {
		flags := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen, imap.FlagDeleted}}
		if err := h.imap.Store(set, flags, nil).Close(); err != nil {
			return err
		}
		return h.imap.UIDExpunge(set).Close()
	})
}

func setOf(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}

// wait returns when the host says that something came, or after a while; then whoever waits looks in any case.
func (h *host) wait(ctx context.Context, while time.Duration) error {
	return h.wire.bounded(ctx, while+answerTime, answerBytes, func() error {
		if !h.pushes {
			if err := pause(ctx, while); err != nil {
				return err
			}
			return h.imap.Noop().Wait() // now it may say what came
		}
		idle, err := h.imap.Idle()
		if err != nil {
			return err
		}
		timer := time.NewTimer(while)
		defer timer.Stop()
		select {
		case <-h.news:
		case <-timer.C:
		case <-ctx.Done():
		case <-h.imap.Closed():
		}
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
}

// alive is nil while the connection is.
func (h *host) alive() error {
	select {
	case <-h.imap.Closed():
		return net.ErrClosed
	default:
		return nil
	}
}

// leave ends the connection, politely if the host is quick.
func (h *host) leave() {
	_ = h.wire.bounded(context.Background(), time.Second, answerBytes, func() error { return h.imap.Logout().Wait() })
	_ = h.imap.Close()
}

// says is the part of an error that a person should read.
func says(err error) error {
	if no := (*imap.Error)(nil); errors.As(err, &no) {
		return &refusal{string(no.Type) + " " + no.Text}
	}
	return err
}

// refused reports whether an error is the host's no.
func refused(err error) bool {
	no := (*imap.Error)(nil)
	return errors.As(err, &no)
}
