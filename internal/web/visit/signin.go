package visit

import (
	"net/http"
	"net/url"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// Register puts signing in and out onto mux.
func (v *Visits) Register(mux *http.ServeMux) {
	door := v.Door(ui.Portal)
	mux.Handle("GET /signin", door.Handle(v.showSignIn))
	mux.Handle("POST /signin", door.Handle(v.Posted(v.signIn)))
	mux.Handle("POST /signout", door.Handle(v.Posted(v.signOut)))
}

// signInPage is what the sign-in page shows.
type signInPage struct {
	ui.Page
	Email, Back string
	Problems    []ui.Problem
	Demo        []demoPerson
}

// demoPerson is a sign-in of the demo desk.
type demoPerson struct{ Email, What string }

func (v *Visits) page(r *http.Request, email, back string, problems []ui.Problem) signInPage {
	p := signInPage{Page: v.Page(r), Email: email, Back: inside(back), Problems: problems}
	p.Title = p.Words.T("signin.title")
	if v.Demo {
		for _, d := range []demoPerson{{"dana.whitfield@example.gov", "demo.customer"}, {"luis.ortega@example.gov", "demo.analyst"},
			{"marta.bell@example.gov", "demo.lead"}, {"ann.cho@example.gov", "demo.manager"}, {"admin@example.gov", "demo.administrator"}} {
			p.Demo = append(p.Demo, demoPerson{d.Email, p.Words.T(d.What)})
		}
	}
	return p
}

func (v *Visits) showSignIn(w http.ResponseWriter, r *http.Request) error {
	return ui.Render(w, r, http.StatusOK, signIn(v.page(r, "", r.URL.Query().Get("back"), nil)))
}

func (v *Visits) signIn(w http.ResponseWriter, r *http.Request) error {
	email, back := r.PostFormValue("email"), r.PostFormValue("back")
	if err := v.tries.allow(email); err != nil {
		return err
	}
	actor, err := v.Desk.SignIn(r.Context(), email, r.PostFormValue("password"))
	if fault.Is(err, fault.Unauthenticated) {
		v.tries.failed(email)
		text := v.Printer(r).T("signin.wrong")
		return ui.Render(w, r, http.StatusUnprocessableEntity, signIn(v.page(r, email, back, []ui.Problem{{Field: "email", Text: text}})))
	}
	if err != nil {
		return err
	}
	v.tries.forget(email)
	// A new token, so that a session fixed by somebody else is worth nothing (session fixation).
	if err := v.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	v.sessions.Put(r.Context(), personKey, int64(actor.ID))
	v.sessions.Put(r.Context(), csrfKey, ui.NewToken())
	to := inside(back)
	if to == "/" && access.May(actor, access.UseConsole) == nil {
		to = "/console"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (v *Visits) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := v.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// inside is a path of this desk; anything that leads elsewhere becomes the home page.
func inside(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n") {
		return "/"
	}
	return back
}
