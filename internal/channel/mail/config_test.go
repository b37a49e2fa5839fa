package mail_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
)

// load reads a file that lies among the secrets that it names.
func load(t *testing.T, text string) (*mail.Config, string, error) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"password", "submit-password", "token", "secret", "refresh", "dkim.pem", "authorities.pem"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "mail.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := mail.Load(path)
	return c, folder, err
}

func TestWhatMayBeLeftOut(t *testing.T) {
	c, folder, err := load(t, "address: desk@example.gov\nmailboxes:\n  - {name: desk, host: 'imap.example.gov:993', user: desk, password file: password}\n")
	if err != nil {
		t.Fatal(err)
	}
	m := c.Mailboxes[0]
	if c.Domain != "example.gov" || m.Address != "desk@example.gov" || m.Folder != "INBOX" || m.Security != mail.TLS ||
		m.PasswordFile != filepath.Join(folder, "password") || time.Duration(c.Heartbeat.Every) != 10*time.Minute || time.Duration(c.Heartbeat.Limit) != 30*time.Minute {
		t.Errorf("%+v", c)
	}
}

// TestBadFiles: each mistake is named before anything is begun.
func TestBadFiles(t *testing.T) {
	box := func(keys string) string {
		return "address: desk@example.gov\nmailboxes:\n  - {name: desk, host: 'h:993', user: u, " + keys + "}\n"
	}
	for text, want := range map[string]string{
		"":                                       "address: an e-mail address is needed",
		"address: desk":                          "is not an e-mail address",
		"address: d@e.gov\nadress: x":            "unknown field",
		"address: [":                             "mail.yaml",
		"address: d@e.gov\naccept: [nobody]":     "accept: ",
		"address: d@e.gov\nsmtp: '2525'":         "smtp: ",
		"address: d@e.gov\nlmtp: lmtp":           "lmtp: ",
		"address: d@e.gov\nnetworks: [10.0.0.0]": "mail.yaml",
		"address: d@e.gov\ncertificate file: missing.pem":               "certificate file: ",
		"address: d@e.gov\nkey file: password":                          "key file: ",
		"address: d@e.gov\nheartbeat: {every: 1h}":                      "heartbeat: limit must be longer",
		"address: d@e.gov\nheartbeat: {every: soon}":                    "mail.yaml",
		"address: d@e.gov\nsend: {host: smtp.e.gov}":                    "not host:port",
		"address: d@e.gov\nsend: {host: 'h:99999'}":                     "not host:port",
		"address: d@e.gov\nsend: {host: 'h:25', security: ssl}":         "tls, starttls or none",
		"address: d@e.gov\nsend: {host: 'h:25', user: u}":               "name a password file, or oauth",
		"address: d@e.gov\nsend: {host: 'h:25', dkim: {domain: e.gov}}": "dkim needs",
		"address: d@e.gov\nmailboxes: [{name: desk, host: 'h:993'}]":    "user is needed",
		"address: d@e.gov\nmailboxes: [{name: 'a b'}]":                  "is no name",
		"address: d@e.gov\nmailboxes: [{name: smtp}]":                   "a name of its own",
		box(""):                       "name a password file, or oauth",
		box("password file: missing"): "no such file",
		box("password file: password, oauth: {token file: token}"): "name a password file, or oauth",
		box("password file: password, security: ssl"):              "tls, starttls or none",
		box("oauth: {}"): "a token file, or a token url",
		box("oauth: {token url: 'http://e.gov/token', client id: x, refresh token file: refresh}"):                                  "begins with https://",
		box("oauth: {token url: 'https://e.gov/token', client id: x}"):                                                              "needs a client id, and",
		box("password file: password") + "  - {name: desk, host: 'h:993', user: v, password file: password}\n":                      "a name of its own",
		box("password file: password") + "  - {name: two, host: 'h:993', user: v, password file: password}\nsend: {host: 'h:25'}\n": "an address of its own",
	} {
		if _, _, err := load(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nis %v; want %q", text, err, want)
		}
	}
}

// TestExamplesOfTheDocs: what people are told to write is taken.
func TestExamplesOfTheDocs(t *testing.T) {
	text, err := os.ReadFile("../../../docs/mail.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) < 4 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		if _, _, err := load(t, e[1]); err != nil {
			t.Errorf("%s\n%v", e[1], err)
		}
	}
}
