package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// MaxMail bounds one message, in bytes.
const MaxMail = 64 << 20

// The ways of mail that is handed to the desk itself, in place of a mailbox's name.
const (
	HandedSMTP = "smtp"
	HandedLMTP = "lmtp"
)

// ArrivedMail is a message and how it came.
type ArrivedMail struct {
	Mailbox   string // its name, or how the mail was handed over
	Sender    string // of the envelope, "" where nobody tells
	Recipient string
	Arrived   time.Time // at the mailbox; zero: now
	Raw       []byte
}

// StoreMail keeps a message byte for byte and has it read later. When it returns, the message may be acknowledged to
// whoever delivered it: it is on disk (DESIGN 9.8). The same message again, by whichever way, changes nothing. Errors:
// TooLarge.
func (d *Desk) StoreMail(ctx context.Context, who access.Actor, in ArrivedMail) (id int64, again bool, err error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return 0, false, err
	}
	if len(in.Raw) > MaxMail {
		return 0, false, fault.New(fault.TooLarge, "a mail has at most %d MB", MaxMail>>20)
	}
	header, body := splitMail(in.Raw)
	digest, messageID := identityOf(in.Raw, header, body)
	digest = d.apart(digest, in, len(in.Raw)-len(body))
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		m := store.Mail{Mailbox: in.Mailbox, Sender: bounded(in.Sender), Recipient: bounded(in.Recipient), MessageID: messageID,
			Digest: digest, Arrived: in.Arrived}
		if m.Arrived.IsZero() || m.Arrived.After(tx.Now) {
			m.Arrived = tx.Now
		}
		id, again, err = store.AddMail(ctx, tx, m, in.Raw)
		return err
	})
	return id, again, err
}

// maxHead bounds how much of a message is looked at before it is stored, in bytes.
const maxHead = 256 << 10

// apart keeps what would be put aside by its header apart from the same words without one: else whoever gets a copy could
// send it first, marked as a machine's, and the mail itself would count as the same again.
func (d *Desk) apart(digest string, in ArrivedMail, head int) string {
	says, err := d.understand(store.Mail{Mailbox: in.Mailbox, Sender: in.Sender}, in.Raw[:min(head, maxHead)])
	if err != nil || says.Kind == reading.Written {
		return digest
	}
	sum := sha256.Sum256([]byte(digest + string(says.Kind)))
	return hex.EncodeToString(sum[:])
}

// named are the fields by which a message is the same on whichever way it came; servers add others on the way.
var named = []string{"Message-Id", "Date", "From", "To", "Cc", "Subject"}

// identityOf tells a message from all others: by its own fields and its body. One without Message-ID or Date is known
// by every byte alone.
func identityOf(raw []byte, header map[string]string, body []byte) (digest, messageID string) {
	sum := sha256.New()
	if header["Message-Id"] == "" || header["Date"] == "" {
		sum.Write(raw)
	} else {
		for _, name := range named {
			sum.Write([]byte(name + ":" + header[name] + "\n"))
		}
		for line := range bytes.Lines(bytes.TrimRight(body, "\r\n")) { // servers change how lines end
			sum.Write(bytes.TrimRight(line, "\r\n"))
			sum.Write([]byte{'\n'})
		}
	}
	messageID = header["Message-Id"]
	if len(messageID) > 998 || !strings.HasPrefix(messageID, "<") || !strings.HasSuffix(messageID, ">") {
		messageID = ""
	}
	return hex.EncodeToString(sum.Sum(nil)), messageID
}

// splitMail finds the first of each of the named fields, unfolded, and where the body begins. It does without the reader of
// mail (core/mail/entity) on purpose: a message that breaks that one is stored all the same, and rescued.
func splitMail(raw []byte) (map[string]string, []byte) {
	header := map[string]string{}
	last := ""
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		raw = rest
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if last != "" {
				header[last] += " " + string(bytes.TrimSpace(line))
			}
			continue
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		last = textproto.CanonicalMIMEHeaderKey(string(bytes.TrimSpace(name)))
		if _, have := header[last]; !found || have || !slices.Contains(named, last) {
			last = ""
			continue
		}
		header[last] = string(bytes.TrimSpace(value))
	}
	return header, raw
}

// bounded is an address of an envelope as it is kept: what no address can be is none.
func bounded(address string) string {
	if len(address) > 320 || strings.ContainsAny(address, "\r\n\x00") {
		return ""
	}
	return strings.ToValidUTF8(address, "")
}
