package mailbox

import (
	"bytes"
	"fmt"
	"strings"

	"switchboard/internal/channel/mail"
	"switchboard/internal/desk"
)

// tooLarge is what is stored in place of a message that has more bytes than the desk keeps: its header, and a note in place
// of its body. It says nothing that another visit would say otherwise, so that it is the same message then.
func tooLarge(header []byte, from mail.Mailbox, m message) []byte {
	var b bytes.Buffer
	b.Write(withoutMIME(header))
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
	fmt.Fprintf(&b, "[This message has %d MB; the desk keeps %d MB of one. Its header is above, the message itself lies in the mailbox %s of %s, folder %s.]\r\n",
		m.size>>20, desk.MaxMail>>20, from.Name, from.User, from.Folder)
	return b.Bytes()
}

// unfetched is what is stored in place of a message that its host does not give out. It has no sender: whoever looks at
// it must find the message where it lies.
func unfetched(from mail.Mailbox, validity uint32, m message, err error) []byte {
	return fmt.Appendf(nil, "Subject: A message that could not be fetched\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
		"[A message could not be fetched in %d tries, and was passed over. It lies in the mailbox %s of %s, folder %s, under the UID %d of %d, arrived at %s, with %d bytes.]\r\n",
		triesMax, from.Name, from.User, from.Folder, m.uid, validity, m.arrived.UTC().Format("2006-01-02 15:04:05"), m.size)
}

// withoutMIME takes the fields that speak of the body out of a header, and cuts it off after its last whole field.
func withoutMIME(header []byte) []byte {
	var b bytes.Buffer
	keep := false
	for line := range bytes.Lines(header) {
		if !bytes.HasSuffix(line, []byte("\n")) || len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
		if line[0] != ' ' && line[0] != '\t' {
			name, _, is := strings.Cut(string(line), ":")
			name = strings.ToLower(strings.TrimSpace(name))
			keep = is && name != "mime-version" && !strings.HasPrefix(name, "content-")
		}
		if keep {
			b.Write(line)
		}
	}
	return b.Bytes()
}
