package portal_test

import (
	"testing"

	"switchboard/internal/webtest"
)

// With script the questions come with the service, and each with the answer that it depends on; what was written stays. All
// of it fits a phone and passes axe-core, in both languages, light and dark.
func TestQuestionsLook(t *testing.T) {
	for _, view := range []langView{{webtest.View{}, "en"}, {webtest.View{Width: 320, Dark: true}, "es"}} {
		h := open(t, "maine", friday)
		tab := webtest.Open(t, view.View)
		tab.Go(h.url + "/signin?back=/ask&lang=" + view.lang)
		tab.Fill("#f-email", "dana.whitfield@example.gov")
		tab.Fill("#f-password", password)
		tab.Follow("main form button")
		tab.Go(h.url + "/ask?lang=" + view.lang)
		tab.Fill("#f-subject", "Kim begins")
		tab.Choose("#f-service", "new_user")
		tab.Wait("#questions [name='answers.person']")
		tab.Fill("[name='answers.person']", "Kim Roe")
		hidden := func(want bool) {
			t.Helper()
			if got := webtest.Eval[bool](tab, `document.querySelector("[name='answers.replaces_whom']").closest("[data-when]").hidden`); got != want {
				t.Errorf("the question whom it replaces is hidden: %v", got)
			}
		}
		hidden(true)
		tab.Choose("[name='answers.replaces']", "yes")
		hidden(false)
		shoot(t, tab, view, "maine", "ask-questions")
		tab.Choose("#f-service", "software")
		tab.Wait("#questions [name='answers.software']")
		tab.Choose("#f-service", "new_user")
		tab.Wait("#questions [name='answers.person']")
		hidden(true)
		webtest.Eval[bool](tab, "document.querySelector('main form').noValidate = true")
		tab.Follow("main form .verbs .btn")
		shoot(t, tab, view, "maine", "ask-questions-wrong")
		tab.Go(h.url + "/ask?service=new_user")
		for name, value := range map[string]string{"subject": "Kim begins", "answers.person": "Kim Roe", "answers.start_date": "2025-12-01",
			"answers.location": "Augusta", "answers.supervisor": "marta.bell@example.gov"} {
			webtest.Eval[string](tab, "document.querySelector(\"[name='"+name+"']\").value = '"+value+"'")
		}
		tab.Follow("main form .verbs .btn")
		tab.Expect("#about", "14")
		shoot(t, tab, view, "maine", "ticket-answers")
		tab.Go(tab.Address() + "/form")
		shoot(t, tab, view, "maine", "form")
	}
}
