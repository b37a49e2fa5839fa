package receive_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/receive"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// certify writes a certificate for desk.example.gov and its key into files.
func certify(t *testing.T) (certificate, key string, roots *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"desk.example.gov"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	certificate, key = filepath.Join(folder, "certificate.pem"), filepath.Join(folder, "key.pem")
	for path, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return certificate, key, roots
}

// serveTLS takes mail with a certificate.
func serveTLS(t *testing.T) (k *keeper, at net.Addr, with *tls.Config, certificate string, stop func()) {
	t.Helper()
	certificate, key, roots := certify(t)
	c := mail.Config{Address: "desk@example.gov", CertificateFile: certificate, KeyFile: key}
	k = &keeper{House: desktest.Open(t, sqltest.SQLite(t, migrations.FS), "maine", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))}
	s, err := receive.Listen(receive.Config{Protocol: receive.SMTP, Address: "127.0.0.1:0", Domain: "desk.example.gov", Own: c.Own(), TLS: c.ServerTLS(), Keeper: k, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	return k, s.Addr(), &tls.Config{RootCAs: roots, ServerName: "desk.example.gov"}, certificate, stop
}

// TestMailComesProtected (RFC 3207): STARTTLS is offered until it is in force, and mail comes by it as by any other way.
func TestMailComesProtected(t *testing.T) {
	k, at, with, certificate, stop := serveTLS(t)
	defer stop()
	conn, err := net.Dial("tcp", at.String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := smtp.NewClientStartTLS(conn, with)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for range 2 {
		if err := send(c, []string{"desk@example.gov"}, hello); err != nil {
			t.Fatal(err)
		}
	}
	if again, _ := c.Extension("STARTTLS"); again {
		t.Error("it is offered twice")
	}
	if all := k.stored(t); len(all) != 1 || k.raw(t, all[0]) != hello {
		t.Errorf("stored: %+v", all)
	}
	if err := os.Remove(certificate); err != nil {
		t.Fatal(err)
	}
	l := speak(t, at)
	l.say("EHLO there", 250)
	l.say("STARTTLS", 454) // and mail comes all the same
	l.say("MAIL FROM:<ana@example.com>", 250)
}

// TestNothingPlainCountsAsProtected: what was said before the keys were agreed on is not taken up behind them.
func TestNothingPlainCountsAsProtected(t *testing.T) {
	_, at, _, _, stop := serveTLS(t)
	defer stop()
	l := speak(t, at)
	if said := l.say("EHLO there", 250); !strings.Contains(said, "STARTTLS") {
		t.Errorf("it is not offered:\n%s", said)
	}
	l.write("STARTTLS\r\nMAIL FROM:<mallory@example.com>\r\n")
	l.say("", 502)
	l.say("", 250)
	l.say("STARTTLS", 502) // in the middle of a message
	l.say("RSET", 250)
	l.write("start")
	l.say("tls", 220)
	l.write("MAIL FROM:<mallory@example.com>\r\n")
	if rest, _ := io.ReadAll(l.conn); strings.Contains(string(rest), "250") {
		t.Errorf("it was taken: %q", rest)
	}
}

// TestHalfAProtectedMessageIsNone: the end of a protected stream is no end of a message, and its commands have bounds.
func TestHalfAProtectedMessageIsNone(t *testing.T) {
	k, at, with, _, stop := serveTLS(t)
	for _, part := range []string{
		"DATA\r\nSubject: cut\r\n\r\nhalf\r\n.",
		"BDAT 100 LAST\r\nSubject: cut\r\n\r\nhalf\r\n",
		"BDAT 20\r\nSubject: cut\r\n\r\nhalf",
		strings.Repeat("x", 200<<10),
	} {
		l := speak(t, at)
		l.say("EHLO there", 250)
		l.say("STARTTLS", 220)
		c := tls.Client(l.conn, with)
		if _, err := io.WriteString(c, "EHLO there\r\nMAIL FROM:<ana@example.com>\r\nRCPT TO:<desk@example.gov>\r\n"+part); err == nil {
			err = c.CloseWrite()
			if err != nil && !strings.HasPrefix(part, "x") {
				t.Fatal(err)
			}
		}
		_, _ = io.Copy(io.Discard, c) // until the server has seen it
	}
	stop()
	for _, m := range k.stored(t) {
		t.Errorf("stored: %q", k.raw(t, m))
	}
}
