// Package signin knows how the desk shows a mail host who it is: by a password, or by an access token that something else
// keeps fresh in a file, or that is fetched and renewed here (RFC 6749). It refuses to know what is done after the
// sign-in, and writes no secret to any log.
package signin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/emersion/go-sasl"

	"switchboard/internal/channel/mail"
	"switchboard/internal/outbound"
)

// Account is somebody at a mail host.
type Account struct {
	user     string
	password string // the file in which it stands
	token    *token // nil: a password
}

// New makes an account from a configuration: the file of a password, or OAuth.
func New(user, passwordFile string, oauth *mail.OAuth, out *outbound.Dialer) *Account {
	a := &Account{user: user, password: passwordFile}
	if oauth != nil {
		a.token = newToken(*oauth, out)
	}
	return a
}

// Proof is what a host is shown; either a password or a token.
type Proof struct{ User, Password, Token string }

// SASL is the exchange in which it is shown: PLAIN (RFC 4616) or XOAUTH2.
func (p Proof) SASL() sasl.Client {
	if p.Token == "" {
		return sasl.NewPlainClient("", p.User, p.Password)
	}
	return &xoauth2{user: p.User, token: p.Token}
}

// Proof reads the password, or finds a token that is good for now; it is fetched where there is none. A secret that was
// changed in its file counts from then on. Errors: those of the files, *Refused, and those of the way to the token's
// server.
func (a *Account) Proof(ctx context.Context) (Proof, error) {
	if a.token != nil {
		access, err := a.token.get(ctx)
		return Proof{User: a.user, Token: access}, err
	}
	password, err := secret(a.password)
	return Proof{User: a.user, Password: password}, err
}

// Forget drops a fetched token that a host has refused, so that the next sign-in fetches another.
func (a *Account) Forget() {
	if a.token != nil {
		a.token.forget()
	}
}

// Renew fetches a token anew when little of its life is left, long before a sign-in needs it. An error means that sign-ins
// fail or will fail, and says from when.
func (a *Account) Renew(ctx context.Context) error {
	if a.token == nil {
		return nil
	}
	return a.token.renew(ctx)
}

// maxSecret bounds a file that holds one, in bytes.
const maxSecret = 64 << 10

// secret reads one from its file, without the end of its line.
func secret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", err
	}
	text := strings.TrimRight(string(raw), "\r\n")
	if text == "" || len(raw) > maxSecret {
		return "", fmt.Errorf("%s holds no secret: it has %d bytes", path, len(raw))
	}
	return text, nil
}

// xoauth2 is the exchange that the large hosts take tokens by; RFC 7628 has it under another name and form.
type xoauth2 struct{ user, token string }

// Start says everything at once.
func (x *xoauth2) Start() (mechanism string, first []byte, err error) {
	if strings.ContainsAny(x.user+x.token, "\x01\r\n") {
		return "", nil, errors.New("signin: a user or token with control characters")
	}
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers what the host says of a token that it does not take; then it ends the exchange with its refusal.
func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }
