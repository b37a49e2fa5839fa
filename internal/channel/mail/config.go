// Package mail holds what the desk must be told of the world's mail before it can take part: which mailboxes are its own,
// who takes what it sends, with which names and keys. The rooms below do the work: intake and receive bring messages in,
// entity, reply and reading say what they say, outbox writes and sends. It refuses to know tickets and rows.
package mail

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"switchboard/internal/fault"
	"switchboard/internal/outbound"
)

// Config is the file of --mail. Secrets stand in files of their own, named here; a relative name is meant from the
// folder of this file.
type Config struct {
	Address   string    `yaml:"address"`             // what the desk writes from and people answer to
	Name      string    `yaml:"name,omitempty"`      // beside the address; the desk's own name when empty
	Domain    string    `yaml:"domain,omitempty"`    // right side of the desk's Message-IDs; that of address when empty
	Mailboxes []Mailbox `yaml:"mailboxes,omitempty"` // read by IMAP
	SMTP      string    `yaml:"smtp,omitempty"`      // address on which the desk itself takes mail, "127.0.0.1:2525"
	LMTP      string    `yaml:"lmtp,omitempty"`      // the same for a mail server next door; a path is a Unix socket
	// CertificateFile and KeyFile name PEM files by which SMTP and LMTP offer STARTTLS (RFC 3207); none: they do not.
	CertificateFile string `yaml:"certificate file,omitempty"`
	KeyFile         string `yaml:"key file,omitempty"`

	Accept    []string       `yaml:"accept,omitempty"`   // further addresses that SMTP and LMTP take mail for
	Send      *Send          `yaml:"send,omitempty"`     // none: the desk writes no mail
	Trust     string         `yaml:"trust,omitempty"`    // name of the server whose Authentication-Results hold (RFC 8601, 2.5)
	Networks  []netip.Prefix `yaml:"networks,omitempty"` // private networks in which mail hosts may be; else none is dialled
	Heartbeat Heartbeat      `yaml:"heartbeat,omitempty"`

	// Authorities names a PEM file of certificates that are trusted besides those of the machine, for mail hosts that a
	// house has certified itself.
	Authorities string `yaml:"authorities,omitempty"`
}

// Dialer dials the mail hosts of this configuration and no other address of the house.
func (c *Config) Dialer() (*outbound.Dialer, error) {
	pool, err := outbound.Authorities(c.Authorities)
	if err != nil {
		return nil, fault.Field("authorities", "%v", err)
	}
	return outbound.New(outbound.Rules{Networks: c.Networks, Authorities: pool}), nil
}

// ServerTLS is how the desk shows who it is to those who bring mail; nil without a certificate. A certificate that was renewed
// in its file counts from then on.
func (c *Config) ServerTLS() *tls.Config {
	if c.CertificateFile == "" {
		return nil
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(c.CertificateFile, c.KeyFile)
		return &pair, err
	}}
}

// Mailbox is one that is read by IMAP (RFC 9051).
type Mailbox struct {
	Name         string   `yaml:"name"`              // in messages and alarms; fixed for ever
	Address      string   `yaml:"address,omitempty"` // what people write to; that of the desk when empty
	Host         string   `yaml:"host"`              // "imap.example.gov:993"
	Security     Security `yaml:"security,omitempty"`
	User         string   `yaml:"user"`
	PasswordFile string   `yaml:"password file,omitempty"`
	OAuth        *OAuth   `yaml:"oauth,omitempty"`
	Folder       string   `yaml:"folder,omitempty"` // INBOX when empty
}

// Send is the server that takes what the desk sends (RFC 6409).
type Send struct {
	Host         string   `yaml:"host"` // "smtp.example.gov:587"
	Security     Security `yaml:"security,omitempty"`
	User         string   `yaml:"user,omitempty"` // none: no sign-in
	PasswordFile string   `yaml:"password file,omitempty"`
	OAuth        *OAuth   `yaml:"oauth,omitempty"`
	DKIM         *DKIM    `yaml:"dkim,omitempty"`
}

// Security is how a connection is protected.
type Security string

// TLS from the first byte is the default; none is for a server on the same machine.
const (
	TLS      Security = "tls"
	StartTLS Security = "starttls"
	Plain    Security = "none"
)

// OAuth is a sign-in with an access token (XOAUTH2): one that something else keeps fresh in a file, or one that is fetched.
type OAuth struct {
	TokenFile        string `yaml:"token file,omitempty"`
	TokenURL         string `yaml:"token url,omitempty"` // RFC 6749, 6
	ClientID         string `yaml:"client id,omitempty"`
	ClientSecretFile string `yaml:"client secret file,omitempty"`
	RefreshTokenFile string `yaml:"refresh token file,omitempty"`
	Scope            string `yaml:"scope,omitempty"`
}

// DKIM signs what is sent (RFC 6376).
type DKIM struct {
	Domain   string `yaml:"domain"`
	Selector string `yaml:"selector"`
	KeyFile  string `yaml:"key file"` // PEM, RSA or Ed25519
}

// Heartbeat is how each mailbox is known to work: a message of our own goes through the whole loop.
type Heartbeat struct {
	Every Duration `yaml:"every,omitempty"` // 10 minutes when zero
	Limit Duration `yaml:"limit,omitempty"` // without one for so long there is an alarm; 30 minutes when zero
}

// Duration is one as "10m".
type Duration time.Duration

// UnmarshalText reads "10m".
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// maxConfig bounds the file.
const maxConfig = 1 << 20

// Load reads and checks the file. An error says where and what.
func Load(path string) (*Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(raw) > maxConfig {
		return nil, fault.New(fault.TooLarge, "%s is larger than %d KB", path, maxConfig>>10)
	}
	c := &Config{}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(c); err != nil && !errors.Is(err, io.EOF) { // an empty file
		return nil, fmt.Errorf("%s: %s", path, yaml.FormatError(err, false, true))
	}
	c.complete(filepath.Dir(path))
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// complete fills in what may be left out, and finds files beside this one.
func (c *Config) complete(folder string) {
	_, host, _ := cutAddress(c.Address)
	c.Domain = cmp.Or(c.Domain, host)
	c.Heartbeat.Every = cmp.Or(c.Heartbeat.Every, Duration(10*time.Minute))
	c.Heartbeat.Limit = cmp.Or(c.Heartbeat.Limit, Duration(30*time.Minute))
	beside := func(names ...*string) {
		for _, n := range names {
			if *n != "" && !filepath.IsAbs(*n) {
				*n = filepath.Join(folder, *n)
			}
		}
	}
	token := func(o *OAuth) {
		if o != nil {
			beside(&o.TokenFile, &o.ClientSecretFile, &o.RefreshTokenFile)
		}
	}
	beside(&c.Authorities, &c.CertificateFile, &c.KeyFile)
	for i := range c.Mailboxes {
		m := &c.Mailboxes[i]
		m.Address, m.Folder, m.Security = cmp.Or(m.Address, c.Address), cmp.Or(m.Folder, "INBOX"), cmp.Or(m.Security, TLS)
		beside(&m.PasswordFile)
		token(m.OAuth)
	}
	if s := c.Send; s != nil {
		s.Security = cmp.Or(s.Security, TLS)
		beside(&s.PasswordFile)
		token(s.OAuth)
		if s.DKIM != nil {
			beside(&s.DKIM.KeyFile)
		}
	}
}

func cutAddress(address string) (local, domain string, ok bool) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return address, "", false
	}
	return address[:i], address[i+1:], true
}
