package signin

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/mail"
	"switchboard/internal/outbound"
)

// issuer is a token's server in the test's hands.
type issuer struct {
	*httptest.Server
	asked  []map[string]string
	answer func(form map[string]string) (int, any)
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{}
	i.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form := map[string]string{}
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		for name := range r.PostForm {
			form[name] = r.PostForm.Get(name)
		}
		i.asked = append(i.asked, form)
		status, body := i.answer(form)
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(body); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(i.Close)
	return i
}

// dialer reaches servers of the test on loopback, and trusts the issuer.
func (i *issuer) dialer(t *testing.T) *outbound.Dialer {
	t.Helper()
	pool, err := outbound.Authorities(write(t, "authority.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.Certificate().Raw}))))
	if err != nil {
		t.Fatal(err)
	}
	return outbound.New(outbound.Rules{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Authorities: pool})
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestPasswordIsReadEachTime(t *testing.T) {
	file := write(t, "password", "first\n")
	a := New("desk", file, nil, outbound.New(outbound.Rules{}))
	for _, want := range []string{"first", "sec ond "} {
		if err := os.WriteFile(file, []byte(want+"\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := a.Proof(t.Context()); err != nil || p != (Proof{User: "desk", Password: want}) {
			t.Errorf("%+v, %v", p, err)
		}
	}
	for name, text := range map[string]string{"empty": "\n", "large": strings.Repeat("x", maxSecret+1)} {
		if _, err := New("desk", write(t, name, text), nil, nil).Proof(t.Context()); err == nil {
			t.Errorf("a file that is %s held a password", name)
		}
	}
}

// TestTokensAreRenewed (RFC 6749, 6): one is used while it is good, renewed before its end, and a refresh token that is
// replaced is kept.
func TestTokensAreRenewed(t *testing.T) {
	i := newIssuer(t)
	i.answer = func(map[string]string) (int, any) {
		n := len(i.asked)
		return 200, answer{AccessToken: fmt.Sprint("access", n), ExpiresIn: 3600, RefreshToken: fmt.Sprint("refresh", n)}
	}
	file := write(t, "refresh", "refresh0\n")
	a := New("desk", "", &mail.OAuth{TokenURL: i.URL, ClientID: "id", ClientSecretFile: write(t, "secret", "hush"), RefreshTokenFile: file, Scope: "imap"}, i.dialer(t))
	now := noon
	a.token.now = func() time.Time { return now }
	for _, c := range []struct {
		pass time.Duration
		want string
	}{{0, "access1"}, {40 * time.Minute, "access1"}, {6 * time.Minute, "access2"}, {59*time.Minute + 30*time.Second, "access3"}} {
		now = now.Add(c.pass)
		if c.want != "access3" { // nobody renewed it in time
			if err := a.Renew(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if p, err := a.Proof(t.Context()); err != nil || p.Token != c.want {
			t.Errorf("%v: %+v, %v; want %s", now, p, err, c.want)
		}
	}
	want := map[string]string{"grant_type": "refresh_token", "client_id": "id", "client_secret": "hush", "refresh_token": "refresh2", "scope": "imap"}
	if got := i.asked[2]; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("asked with %v", got)
	}
	if got := read(t, file); got != "refresh3\n" {
		t.Errorf("kept: %q", got)
	}
	a.Forget()
	if p, err := a.Proof(t.Context()); err != nil || p.Token != "access4" {
		t.Errorf("after a refusal of the host: %+v, %v", p, err)
	}
}

func TestTheProgramItself(t *testing.T) {
	i := newIssuer(t)
	i.answer = func(form map[string]string) (int, any) {
		if form["grant_type"] != "client_credentials" || form["refresh_token"] != "" {
			t.Errorf("asked with %v", form)
		}
		return 200, answer{AccessToken: "access"}
	}
	a := New("desk", "", &mail.OAuth{TokenURL: i.URL, ClientID: "id", ClientSecretFile: write(t, "secret", "hush")}, i.dialer(t))
	if p, err := a.Proof(t.Context()); err != nil || p.Token != "access" {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestTheEndIsSeenComing: what will fail is said while it still works.
func TestTheEndIsSeenComing(t *testing.T) {
	i := newIssuer(t)
	good := answer{AccessToken: "access", ExpiresIn: 3600}
	i.answer = func(map[string]string) (int, any) { return 200, good }
	a := New("desk", "", &mail.OAuth{TokenURL: i.URL, ClientID: "id", RefreshTokenFile: write(t, "refresh", "r")}, i.dialer(t))
	now := noon
	a.token.now = func() time.Time { return now }
	if err := a.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	now = now.Add(50 * time.Minute)
	i.answer = func(map[string]string) (int, any) {
		return 400, answer{Error: "invalid_grant", Description: "revoked\r\nyesterday"}
	}
	err := a.Renew(t.Context())
	refused := (*Refused)(nil)
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "ends at 2026-11-23 13:00 UTC") || !strings.Contains(err.Error(), "invalid_grant revoked yesterday") {
		t.Errorf("a refusal: %v", err)
	}
	if p, err := a.Proof(t.Context()); err != nil || p.Token != "access" {
		t.Errorf("the token is still good: %+v, %v", p, err)
	}
	i.answer = func(map[string]string) (int, any) { return 503, map[string]string{} }
	if err := a.Renew(t.Context()); err == nil || errors.As(err, &refused) {
		t.Errorf("a server in trouble: %v", err)
	}
	good.RefreshEnds = 3 * 24 * 3600
	i.answer = func(map[string]string) (int, any) { return 200, good }
	if err := a.Renew(t.Context()); err == nil || !strings.Contains(err.Error(), "somebody must sign in anew") {
		t.Errorf("the last days of the right to renew: %v", err)
	}
}

func TestTokenOfAFile(t *testing.T) {
	jwt := func(exp any) string {
		claims, err := json.Marshal(map[string]any{"exp": exp})
		if err != nil {
			t.Fatal(err)
		}
		return "e30." + base64.RawURLEncoding.EncodeToString(claims) + ".c2ln"
	}
	for _, c := range []struct {
		name, token string
		good        bool
	}{
		{"opaque", "opaque", true},
		{"with dots", "a.b.c", true},
		{"good", jwt(noon.Add(time.Hour).Unix()), true},
		{"at its end", jwt(noon.Add(30 * time.Second).Unix()), false},
		{"expired", jwt(noon.Add(-time.Hour).Unix()), false},
		{"nonsense", jwt("soon"), true},
		{"for ever", jwt(1e300), true},
	} {
		a := New("desk", "", &mail.OAuth{TokenFile: write(t, "token", c.token)}, outbound.New(outbound.Rules{}))
		a.token.now = func() time.Time { return noon }
		if err := a.Renew(t.Context()); (err == nil) != c.good {
			t.Errorf("%s: %v", c.name, err)
		}
		if p, err := a.Proof(t.Context()); err != nil || p.Token != c.token {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
}

// TestBadAnswers: none of them is a token, and none of them stops the process.
func TestBadAnswers(t *testing.T) {
	i := newIssuer(t)
	a := New("desk", "", &mail.OAuth{TokenURL: i.URL, ClientID: "id", RefreshTokenFile: write(t, "refresh", "r")}, i.dialer(t))
	for name, body := range map[string]any{"empty": answer{}, "a list": []int{1}, "a word": "no", "large": answer{AccessToken: strings.Repeat("x", 2*maxSecret)}, "negative": nil} {
		i.answer = func(map[string]string) (int, any) { return 200, body }
		if p, err := a.Proof(t.Context()); err == nil {
			t.Errorf("%s: %.20q", name, p.Token)
		}
	}
	i.answer = func(map[string]string) (int, any) { return 200, answer{AccessToken: "ok", ExpiresIn: 1 << 62} }
	if p, err := a.Proof(t.Context()); err != nil || p.Token != "ok" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, first, err := (Proof{User: "a\x01b", Token: "x"}).SASL().Start(); err == nil {
		t.Errorf("%q", first)
	}
}

// TestARefreshTokenThatCannotBeKept is used all the same, and somebody is told.
func TestARefreshTokenThatCannotBeKept(t *testing.T) {
	i := newIssuer(t)
	file := write(t, "refresh", "refresh0")
	a := New("desk", "", &mail.OAuth{TokenURL: i.URL, ClientID: "id", RefreshTokenFile: file}, i.dialer(t))
	i.answer = func(map[string]string) (int, any) {
		if err := os.RemoveAll(filepath.Dir(file)); err != nil {
			t.Error(err)
		}
		return 200, answer{AccessToken: "access", ExpiresIn: 3600, RefreshToken: "refresh1"}
	}
	if err := a.Renew(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be kept") {
		t.Errorf("nobody is told: %v", err)
	}
	a.Forget()
	if _, err := a.Proof(t.Context()); err != nil || i.asked[1]["refresh_token"] != "refresh1" {
		t.Errorf("asked with %v, %v", i.asked, err)
	}
}
