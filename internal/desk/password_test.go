package desk_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A password is known by what was spent on it when it was made, less or more than today; what asks for more than is bearable,
// or is no such text, fits nothing.
func TestPasswordsOfOtherTimes(t *testing.T) {
	ctx := context.Background()
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", monday)
	const right = "correct horse battery"
	if _, err := h.Desk.AddPerson(ctx, access.System, people.Person{Email: "dana@example.gov", Name: "Dana", Role: people.Customer}, right); err != nil {
		t.Fatal(err)
	}
	spent := func(memory, passes uint32, threads uint8) string {
		salt, b64 := []byte("sixteen bytes ..."), base64.RawStdEncoding
		return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, passes, threads, b64.EncodeToString(salt),
			b64.EncodeToString(argon2.IDKey([]byte(right), salt, passes, memory, threads, 32)))
	}
	today, err := sqldb.One(ctx, h.DB.Reader(), sqldb.Value[string], "SELECT password FROM person WHERE email = 'dana@example.gov'")
	if err != nil || !strings.HasPrefix(today, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("a new password is kept as %q: %v", today, err)
	}
	cheap := spent(8, 1, 1)
	for _, tc := range []struct {
		stored string
		fits   bool
	}{
		{today, true},
		{cheap, true},
		{spent(32<<10, 3, 2), true},
		{strings.Replace(cheap, "t=1", "t=2", 1), false},
		{strings.Replace(cheap, "m=8,", "m=4294967295,", 1), false},
		{strings.Replace(cheap, "p=1", "p=0", 1), false},
		{strings.Replace(cheap, "m=8,t=1,p=1", "", 1), false},
		{"$$$$$", false},
		{right, false},
		{"", false},
	} {
		err := h.DB.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE person SET password = $1 WHERE email = 'dana@example.gov'", tc.stored)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.SignIn(ctx, "dana@example.gov", right); (err == nil) != tc.fits {
			t.Errorf("%q fits: %v, want %v", tc.stored, err == nil, tc.fits)
		}
		if _, err := h.SignIn(ctx, "dana@example.gov", "incorrect horse battery"); err == nil {
			t.Errorf("%q fits a wrong password", tc.stored)
		}
	}
}
