package mailtest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Submit gives Postfix a message, as the mail server of somebody else would.
func (h *House) Submit(t testing.TB, from, to string, raw []byte) {
	t.Helper()
	if err := h.TrySubmit(from, to, raw); err != nil {
		t.Fatalf("submit from %s to %s: %v", from, to, err)
	}
}

// TrySubmit is Submit, and answers what Postfix said.
func (h *House) TrySubmit(from, to string, raw []byte) error {
	c, err := smtp.Dial(h.SMTP)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.SendMail(from, []string{to}, bytes.NewReader(raw))
}

// Deliver puts a message into a mailbox by LMTP, past Postfix: it is there when this returns.
func (h *House) Deliver(t testing.TB, from, to string, raw []byte) {
	t.Helper()
	conn, err := net.Dial("unix", h.LMTP)
	if err != nil {
		t.Fatal(err)
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.SendMail(from, []string{to}, bytes.NewReader(raw)); err != nil {
		t.Fatalf("deliver from %s to %s: %v", from, to, err)
	}
}

// Token makes an access token that opens the mailbox of an address by XOAUTH2 until it expires (RFC 7519).
func (h *House) Token(t testing.TB, address string, expires time.Time) string {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(h.Folder, "jwt.key"))
	if err != nil {
		t.Fatal(err)
	}
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	signed := part(map[string]string{"typ": "JWT", "alg": "HS256"}) + "." + part(map[string]any{
		"sub": address, "email": address, "iat": time.Now().Add(-time.Minute).Unix(), "exp": expires.Unix()})
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
