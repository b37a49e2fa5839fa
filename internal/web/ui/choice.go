package ui

import (
	"net/http"
	"strings"

	"switchboard/internal/core/wording"
)

// Theme is the reader's choice of light, dark or high contrast.
type Theme string

// The themes; Auto follows the reader's system.
const (
	Auto  Theme = "auto"
	Light Theme = "light"
	Dark  Theme = "dark"
	// Contrast is dark ink and drawn edges, in the reader's system's light or dark.
	Contrast Theme = "contrast"
)

const (
	langCookie  = "lang"
	themeCookie = "theme"
	oneYear     = 365 * 24 * 3600 // seconds
)

// RememberChoices keeps a choice of language or theme that comes with the address (?lang=es, ?theme=dark) in a cookie, and
// leads on to the address without it. So the links work without script and without an account.
func RememberChoices(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		query := r.URL.Query()
		chosen := false
		for _, name := range []string{langCookie, themeCookie} {
			if value := query.Get(name); known(name, value) {
				http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: oneYear, SameSite: http.SameSiteLaxMode})
				query.Del(name)
				chosen = true
			}
		}
		if !chosen {
			next.ServeHTTP(w, r)
			return
		}
		// Only the path of this request: "//host" would lead away from here.
		to := "/" + strings.TrimLeft(r.URL.EscapedPath(), `/\`)
		if rest := query.Encode(); rest != "" {
			to += "?" + rest
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	})
}

func known(name, value string) bool {
	switch name {
	case langCookie:
		for _, lang := range wording.Langs() {
			if value == string(lang) {
				return true
			}
		}
	case themeCookie:
		return value == string(Auto) || value == string(Light) || value == string(Dark) || value == string(Contrast)
	}
	return false
}

// LangOf is the language that the reader chose, else one that the browser asks for, else English.
func LangOf(r *http.Request) wording.Lang {
	if c, err := r.Cookie(langCookie); err == nil && known(langCookie, c.Value) {
		return wording.Lang(c.Value)
	}
	return wording.Match(r.Header.Get("Accept-Language"))
}

// ThemeOf is the theme that the reader chose, else Auto.
func ThemeOf(r *http.Request) Theme {
	if c, err := r.Cookie(themeCookie); err == nil && known(themeCookie, c.Value) {
		return Theme(c.Value)
	}
	return Auto
}
