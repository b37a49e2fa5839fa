package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Refused says that the token's server gives no token to this desk; trying again does not help (RFC 6749, 5.2).
type Refused struct{ Code, Says string }

func (r *Refused) Error() string {
	return fmt.Sprintf("the token's server refuses: %s %s", r.Code, r.Says)
}

// answer is what a token's server says (RFC 6749, 5.1 and 5.2). The last field is not in the RFC, but in use.
type answer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int64  `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
	Error        string `json:"error"`
	Description  string `json:"error_description"`
	RefreshEnds  int64  `json:"refresh_token_expires_in"`
}

// Bounds of what is believed of the life of a token, in seconds; a server that says nothing means the first.
const (
	usualLife = 3600
	maxLife   = 366 * 24 * 3600
)

// fetch asks for a token by the refresh token (RFC 6749, 6), or where there is none, as the program itself (4.4).
func (t *token) fetch(ctx context.Context) error {
	form, err := t.form()
	if err != nil {
		return err
	}
	got, err := t.post(ctx, form)
	if err != nil {
		return err
	}
	now := t.now()
	t.access, t.born, t.expires = got.AccessToken, now, now.Add(life(got.ExpiresIn, usualLife))
	if got.RefreshEnds > 0 {
		t.ends = now.Add(life(got.RefreshEnds, maxLife))
	}
	if got.RefreshToken != "" && got.RefreshToken != form.Get("refresh_token") {
		t.refresh = got.RefreshToken // the former is to be discarded
		t.unkept = keep(t.oauth.RefreshTokenFile, got.RefreshToken)
	}
	return nil
}

func life(seconds, otherwise int64) time.Duration {
	if seconds <= 0 {
		seconds = otherwise
	}
	return time.Duration(min(seconds, maxLife)) * time.Second
}

func (t *token) form() (url.Values, error) {
	form := url.Values{"client_id": {t.oauth.ClientID}, "grant_type": {"client_credentials"}}
	if t.oauth.Scope != "" {
		form.Set("scope", t.oauth.Scope)
	}
	if t.oauth.ClientSecretFile != "" {
		text, err := secret(t.oauth.ClientSecretFile)
		if err != nil {
			return nil, err
		}
		form.Set("client_secret", text)
	}
	if t.oauth.RefreshTokenFile != "" {
		refresh, err := secret(t.oauth.RefreshTokenFile)
		if t.unkept != nil { // what is in the file was given back already
			refresh, err = t.refresh, nil
		}
		if err != nil {
			return nil, err
		}
		form.Set("grant_type", "refresh_token")
		form.Set("refresh_token", refresh)
	}
	return form, nil
}

func (t *token) post(ctx context.Context, form url.Values) (got answer, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.oauth.TokenURL, strings.NewReader(form.Encode()))
	if err != nil {
		return got, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	response, err := t.http.Do(r)
	if err != nil {
		return got, fmt.Errorf("signin: %w", err)
	}
	defer response.Body.Close()
	err = json.NewDecoder(response.Body).Decode(&got)
	switch {
	case response.StatusCode == http.StatusOK && err == nil && got.AccessToken != "":
		return got, nil
	case (response.StatusCode == http.StatusBadRequest || response.StatusCode == http.StatusUnauthorized) && got.Error != "":
		return got, &Refused{clip(got.Error), clip(got.Description)}
	case response.StatusCode == http.StatusOK && err == nil:
		return got, errors.New("signin: the token's server gave no token")
	case response.StatusCode == http.StatusOK:
		return got, fmt.Errorf("signin: the token's server gave no token: %w", err)
	}
	return got, fmt.Errorf("signin: the token's server answers %s", response.Status)
}

// clip bounds what another server's words may take up.
func clip(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200])
	}
	return s
}

// keep writes a new refresh token in place of the former, whole or not at all.
func keep(path, refresh string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".refresh-*")
	if err != nil {
		return fmt.Errorf("a new refresh token was given and cannot be kept: %w", err)
	}
	defer os.Remove(f.Name()) // there is none after the renaming
	_, err = f.WriteString(refresh + "\n")
	if syncing := f.Sync(); err == nil {
		err = syncing
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("a new refresh token was given and cannot be kept: %w", err)
	}
	return nil
}

// expiry reads the end of a token's life where it is a JWT (RFC 7519, 4.1.4). It proves nothing, and need not.
func expiry(token string) (time.Time, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return time.Time{}, false
	}
	var claims struct {
		Exp float64 `json:"exp"`
	}
	if json.Unmarshal(raw, &claims) != nil || claims.Exp <= 0 || claims.Exp > 1e11 {
		return time.Time{}, false
	}
	return time.Unix(int64(claims.Exp), 0), true
}
