package mail

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// named is what a mailbox may be called: its name stands in alarms, addresses of pages and the log.
var named = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

// check says what is wrong with a file before anything is begun with it.
func (c *Config) check() error {
	for i := range c.Accept {
		if _, err := people.Address(c.Accept[i]); err != nil {
			return fault.At("accept", err)
		}
	}
	if _, err := people.Address(c.Address); err != nil {
		return fault.At("address", err)
	}
	if err := c.checkMailboxes(); err != nil {
		return err
	}
	if c.SMTP != "" && !reachable(c.SMTP) {
		return fault.Field("smtp", "%q is not host:port", c.SMTP)
	}
	if c.LMTP != "" && !strings.Contains(c.LMTP, "/") && !reachable(c.LMTP) {
		return fault.Field("lmtp", "%q is neither host:port nor the path of a socket", c.LMTP)
	}
	if own := c.ServerTLS(); own != nil {
		if _, err := own.GetCertificate(nil); err != nil {
			return fault.Field("certificate file", "%v", err)
		}
	} else if c.KeyFile != "" {
		return fault.Field("key file", "a key is of no use without a certificate file")
	}
	if c.Heartbeat.Every <= 0 || c.Heartbeat.Limit <= c.Heartbeat.Every {
		return fault.Field("heartbeat", "limit must be longer than every, and both longer than nothing")
	}
	return c.checkSend()
}

func (c *Config) checkMailboxes() error {
	names, addresses := map[string]bool{}, map[string]bool{}
	for _, m := range c.Mailboxes {
		switch {
		case !named.MatchString(m.Name):
			return fault.Field("mailboxes", "%q is no name: up to 40 of a-z, 0-9, dot, dash and underscore", m.Name)
		case names[m.Name] || m.Name == "smtp" || m.Name == "lmtp":
			return fault.Field("mailboxes", "%s: each mailbox needs a name of its own", m.Name)
		case m.User == "":
			return fault.Field("mailboxes", "%s: user is needed", m.Name)
		}
		if err := connects("mailboxes", m.Name, m.Host, m.Security); err != nil {
			return err
		}
		if err := proves("mailboxes", m.Name, m.PasswordFile, m.OAuth); err != nil {
			return err
		}
		address, err := people.Address(m.Address)
		if err != nil {
			return fault.At("mailboxes", err)
		}
		if addresses[address] && c.Send != nil {
			return fault.Field("mailboxes", "%s: each mailbox needs an address of its own, or its heartbeat cannot be told from another's", m.Name)
		}
		names[m.Name], addresses[address] = true, true
	}
	return nil
}

func (c *Config) checkSend() error {
	s := c.Send
	if s == nil {
		return nil
	}
	if err := connects("send", "send", s.Host, s.Security); err != nil {
		return err
	}
	if s.User != "" {
		if err := proves("send", "send", s.PasswordFile, s.OAuth); err != nil {
			return err
		}
	}
	if s.DKIM != nil && (s.DKIM.Domain == "" || s.DKIM.Selector == "") {
		return fault.Field("send", "dkim needs domain, selector and key file")
	}
	if s.DKIM != nil {
		return readable("send", s.DKIM.KeyFile)
	}
	return nil
}

// connects checks where a host is and how the connection is protected.
func connects(field, name, host string, security Security) error {
	if !reachable(host) {
		return fault.Field(field, "%s: host is %q and not host:port", name, host)
	}
	if !security.known() {
		return fault.Field(field, "%s: security is tls, starttls or none", name)
	}
	return nil
}

// proves checks what an account shows: a password's file, or a token of a file or a server.
func proves(field, name, password string, o *OAuth) error {
	if (password == "") == (o == nil) {
		return fault.Field(field, "%s: name a password file, or oauth", name)
	}
	if o == nil {
		return readable(field, password)
	}
	if (o.TokenFile == "") == (o.TokenURL == "") {
		return fault.Field(field, "%s: oauth has a token file, or a token url", name)
	}
	if o.TokenFile != "" {
		return readable(field, o.TokenFile)
	}
	at, err := url.Parse(o.TokenURL)
	if err != nil || at.Scheme != "https" || at.Host == "" {
		return fault.Field(field, "%s: the token url begins with https://", name)
	}
	if o.ClientID == "" || o.RefreshTokenFile == "" && o.ClientSecretFile == "" {
		return fault.Field(field, "%s: a token url needs a client id, and a refresh token file or a client secret file", name)
	}
	for _, file := range []string{o.RefreshTokenFile, o.ClientSecretFile} {
		if file != "" {
			if err := readable(field, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// readable checks that a file is there for us.
func readable(field, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.Field(field, "%v", err)
	}
	return f.Close()
}

func reachable(address string) bool {
	host, port, err := net.SplitHostPort(address)
	_, bad := netip.ParseAddrPort("127.0.0.1:" + port)
	return err == nil && bad == nil && host != ""
}

func (s Security) known() bool { return s == TLS || s == StartTLS || s == Plain }
