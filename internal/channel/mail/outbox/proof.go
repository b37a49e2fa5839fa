package outbox

import (
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

	"switchboard/internal/channel/mail/signin"
)

// signIn shows the server who the desk is; LOGIN is for servers that know no better (RFC 4954, 4).
func (l *lines) signIn(ctx context.Context, c *line) error {
	if l.account == nil {
		return nil
	}
	proof, err := l.account.Proof(ctx)
	if err != nil {
		return err
	}
	if err := c.Auth(exchange(c, proof)); err != nil {
		l.account.Forget()
		var no *smtp.SMTPError
		if errors.As(err, &no) && no.Code/100 == 5 {
			return signInRefused{err}
		}
		return err
	}
	return nil
}

func exchange(c *line, proof signin.Proof) sasl.Client {
	if proof.Token == "" && !c.SupportsAuth(sasl.Plain) && c.SupportsAuth(sasl.Login) {
		return sasl.NewLoginClient(proof.User, proof.Password)
	}
	return proof.SASL()
}

// maxKey bounds a file that holds a key, in bytes.
const maxKey = 64 << 10

// readKey reads the key of DKIM signatures: PEM, RSA or Ed25519 (RFC 8463).
func readKey(path string) (crypto.Signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxKey {
		return nil, fmt.Errorf("%s is larger than %d KB", path, maxKey>>10)
	}
	raw, err := os.ReadFile(path)
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
