package desk

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"switchboard/internal/fault"
)

// maxPassword bounds what is hashed.
const maxPassword = 1024

// argonKey is how many bytes argon2id answers.
const argonKey = 32

// effort is what argon2id spends on one password.
type effort struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// usual is what is spent on every new password: the second recommended option of RFC 9106, section 4, with less memory, since
// 64 MiB for each of several sign-ins at once would leave the memory budget (OWASP names 19 MiB, t=2, p=1 as sufficient).
var usual = effort{memory: 19 << 10, passes: 2, threads: 1}

// most bounds what a stored password may ask for.
var most = effort{memory: 256 << 10, passes: 10, threads: 4}

func hashPassword(password string) (string, error) {
	if len(password) < 12 || len(password) > maxPassword {
		return "", fault.Field("password", "a password has 12 to %d characters", maxPassword)
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	return usual.hash(password, salt), nil
}

// hash is in the form of PHC: $argon2id$v=19$m=19456,t=2,p=1$SALT$KEY.
func (e effort) hash(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, e.passes, e.memory, e.threads, argonKey)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, e.memory, e.passes, e.threads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// samePassword compares in constant time. What is stored says itself what was spent on it, so that a desk may ask for more of
// new passwords and still know the old ones. Where nothing is stored the usual work is done, and the answer is no.
func samePassword(stored, password string) bool {
	e, salt := usual, make([]byte, 16)
	if parts := strings.Split(stored, "$"); len(parts) == 6 {
		e = spentOn(parts[3])
		if s, err := base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
			salt = s
		}
	}
	return subtle.ConstantTimeCompare([]byte(e.hash(password, salt)), []byte(stored)) == 1
}

// spentOn reads m=19456,t=2,p=1; what is no effort, or too much of it, is read as the usual one, by which no such password fits.
func spentOn(text string) effort {
	var e effort
	n, err := fmt.Sscanf(text, "m=%d,t=%d,p=%d", &e.memory, &e.passes, &e.threads)
	if err != nil || n != 3 || e.passes == 0 || e.threads == 0 || e.memory > most.memory || e.passes > most.passes || e.threads > most.threads {
		return usual
	}
	return e
}
