package outbox

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
)

// maxSecret bounds a file that holds a password, a token or a key.
const maxSecret = 64 << 10

// login is how a connection signs in; nil where it need not.
type login func(ctx context.Context, c *smtp.Client) (sasl.Client, error)

func newLogin(s *mail.Send, token func(context.Context) (string, error)) (login, error) {
	switch {
	case s.User == "":
		return func(context.Context, *smtp.Client) (sasl.Client, error) { return nil, nil }, nil
	case s.OAuth != nil && token == nil:
		return nil, errors.New("send: nobody fetches the tokens of oauth")
	case s.OAuth != nil:
		return func(ctx context.Context, _ *smtp.Client) (sasl.Client, error) {
			t, err := token(ctx)
			return xoauth2{s.User, t}, err
		}, nil
	}
	password, err := secret(s.PasswordFile)
	if err != nil {
		return nil, fmt.Errorf("send: password: %w", err)
	}
	return func(_ context.Context, c *smtp.Client) (sasl.Client, error) {
		if !c.SupportsAuth(sasl.Plain) && c.SupportsAuth(sasl.Login) {
			return sasl.NewLoginClient(s.User, string(password)), nil
		}
		return sasl.NewPlainClient("", s.User, string(password)), nil
	}, nil
}

// xoauth2 is the sign-in with a token as Google and Microsoft have it.
type xoauth2 struct{ user, token string }

func (x xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers what says in JSON why the token is refused; the refusal itself follows.
func (x xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// secret reads a file of one secret, without the line break at its end.
func secret(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxSecret {
		return nil, fmt.Errorf("%s is larger than %d KB", path, maxSecret>>10)
	}
	b, err := os.ReadFile(path)
	return bytes.TrimRight(b, "\r\n"), err
}

// readKey reads the key of DKIM signatures: PEM, RSA or Ed25519 (RFC 8463).
func readKey(path string) (crypto.Signer, error) {
	raw, err := secret(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, fmt.Errorf("%s holds no key in PEM form", path)
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, fmt.Errorf("%s: a key of RSA or Ed25519 is needed", path)
}
