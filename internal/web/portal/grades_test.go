package portal_test

import "testing"

// What decides nothing is not asked: of a type whose class the definition fixes, neither impact nor urgency. Until a type is chosen
// they are asked, with the types for which they are needed.
func TestGradesAreAskedWhereTheyDecide(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield")
	for path, want := range map[string]int{"/ask": 2, "/ask?type=incident": 2, "/ask?type=consultation": 0, "/ask?service=new_user": 0, "/ask?type=party": 2} {
		b.get(path).has("#f-impact, #f-urgency", want)
	}
	// Another type chosen without script asks for them then.
	b.get("/ask?type=consultation").post("form[action='/ask']", form("subject", "No sound", "type", "incident"))
	b.expect(422)
	b.has("#f-impact, #f-urgency", 2)
	b.has(".problems a[href='#f-impact']", 1)
}
