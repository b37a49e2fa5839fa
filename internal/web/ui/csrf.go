package ui

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/http"

	"switchboard/internal/fault"
)

const (
	// TokenField is the name under which a form carries its token.
	TokenField = "csrf"
	// OnceField is the name under which it carries a key of its own, by which it is known when it is sent again.
	OnceField  = "once"
	tokenBytes = 32
)

// NewToken makes the secret that a session keeps and each of its forms carries.
func NewToken() string {
	secret := make([]byte, tokenBytes)
	rand.Read(secret) // crypto/rand.Read never fails
	return base64.RawURLEncoding.EncodeToString(secret)
}

// CheckToken reports whether the form of a request carries the session's token; if not, the fault is Forbidden. It parses the
// form, so a bound on the body must be set before.
func CheckToken(r *http.Request, token string) error {
	want, err := base64.RawURLEncoding.DecodeString(token)
	got, errGot := base64.RawURLEncoding.DecodeString(r.PostFormValue(TokenField))
	if err != nil || errGot != nil || len(want) != tokenBytes || len(got) != 2*tokenBytes {
		return staleForm()
	}
	for i := range tokenBytes {
		got[tokenBytes+i] ^= got[i]
	}
	if subtle.ConstantTimeCompare(got[tokenBytes:], want) != 1 {
		return staleForm()
	}
	return nil
}

func staleForm() error {
	return fault.New(fault.Forbidden, "this form is out of date; go back, reload the page and send it again, what you wrote is kept")
}

// mask hides the token behind fresh random bytes, so that compressed pages do not betray it (the BREACH attack).
func mask(token string) string {
	secret, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(secret) != tokenBytes {
		return ""
	}
	out := make([]byte, 2*tokenBytes)
	rand.Read(out[:tokenBytes]) // crypto/rand.Read never fails
	for i := range tokenBytes {
		out[tokenBytes+i] = out[i] ^ secret[i]
	}
	return base64.RawURLEncoding.EncodeToString(out)
}
