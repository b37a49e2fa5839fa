package definition

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/wording"
)

// Text is words that people read, in the languages of the product. Spanish may be missing.
type Text struct {
	En string `json:"en"`
	Es string `json:"es,omitempty"`
}

// In gives the words in a language ("en", "es"), English where there are none.
func (t Text) In(lang string) string {
	if lang == "es" && t.Es != "" {
		return t.Es
	}
	return t.En
}

// IsZero reports whether there are no words at all.
func (t Text) IsZero() bool { return t.En == "" && t.Es == "" }

// String gives the English words.
func (t Text) String() string { return t.En }

// Texts are several, said one after the other.
type Texts []Text

// In gives them in a language.
func (ts Texts) In(lang string) string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.In(lang)
	}
	return strings.Join(out, "; ")
}

// String gives the English words.
func (ts Texts) String() string { return ts.In("en") }

// Word is one noun of the desk's own vocabulary (OK-30).
type Word struct {
	One  Text `json:"one"`
	Many Text `json:"many"`
}

// Words is the desk's vocabulary. A word that the file does not give is that of the product.
type Words struct {
	Ticket     Word `json:"ticket"`
	Analyst    Word `json:"analyst"`
	Resolver   Word `json:"resolver"`
	Team       Word `json:"team"`
	Requester  Word `json:"requester"`
	Service    Word `json:"service"`
	Agency     Word `json:"agency"`
	Update     Word `json:"update"`
	Portal     Word `json:"portal"`
	Consultant Word `json:"consultant"` // the agency's own representative (ME-49)
}

func word(one, many, es, esMany string) Word {
	return Word{Text{one, es}, Text{many, esMany}}
}

func productWords() Words {
	return Words{
		Ticket:     word("ticket", "tickets", "solicitud", "solicitudes"),
		Analyst:    word("analyst", "analysts", "analista", "analistas"),
		Resolver:   word("resolver", "resolvers", "especialista", "especialistas"),
		Team:       word("team", "teams", "equipo", "equipos"),
		Requester:  word("requester", "requesters", "solicitante", "solicitantes"),
		Service:    word("service", "services", "servicio", "servicios"),
		Agency:     word("agency", "agencies", "agencia", "agencias"),
		Update:     word("update", "updates", "aviso", "avisos"),
		Portal:     word("portal", "portals", "portal", "portales"),
		Consultant: word("business consultant", "business consultants", "consultor de la agencia", "consultores de la agencia"),
	}
}

func (w *Words) set(name string, word Word) {
	v := reflect.ValueOf(w).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("json") == name {
			v.Field(i).Set(reflect.ValueOf(word))
		}
	}
}

func (r *reader) words(o object) Words {
	out := productWords()
	given := r.object(o.child("words"), o.at("words"), "words", "")
	for _, e := range given.entries() {
		w := r.object(e.value, given.at(e.key), "word", "one")
		one := w.need("one")
		many := w.str("many")
		if many == "" {
			many = plural(one)
		}
		es := w.str("es")
		esMany := w.str("es many")
		if esMany == "" && es != "" {
			esMany = plural(es)
		}
		out.set(e.key, word(one, many, es, esMany))
	}
	return out
}

// plural is a guess that the file can correct with "many".
func plural(one string) string {
	switch {
	case one == "":
		return ""
	case strings.HasSuffix(one, "s"), strings.HasSuffix(one, "x"), strings.HasSuffix(one, "ch"):
		return one + "es"
	case strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ey") && !strings.HasSuffix(one, "ay"):
		return one[:len(one)-1] + "ies"
	default:
		return one + "s"
	}
}

// Label makes words of an id: "service_manager" -> "service manager".
func Label(id string) string { return strings.ReplaceAll(id, "_", " ") }

// InSentence takes a name into the middle of a sentence; "VPN", "Customer Service Portal" and "I need something" stay what
// they are.
func InSentence(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 || words[0] == "I" || shouted(words[0]) || slices.ContainsFunc(words[1:], titled) {
		return name
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

// shouted is an abbreviation, or a word that begins with one: "VPN", "PCs".
func shouted(word string) bool {
	r := []rune(word)
	return len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsUpper(r[1])
}

// titled is a word that only a proper name has within: "Portal".
func titled(word string) bool {
	r := []rune(word)
	return len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1])
}

// Roles gives the desk's own words as the message catalogue takes them. Whom the desk calls its customer is who asks.
func (w Words) Roles() map[wording.Role]map[wording.Lang]wording.Forms {
	out := map[wording.Role]map[wording.Lang]wording.Forms{}
	for role, word := range map[wording.Role]Word{wording.Ticket: w.Ticket, wording.Analyst: w.Analyst, wording.Customer: w.Requester,
		wording.Team: w.Team, wording.Agency: w.Agency, wording.Service: w.Service} {
		out[role] = map[wording.Lang]wording.Forms{
			wording.English: {One: word.One.En, Many: word.Many.En},
			wording.Spanish: {One: word.One.Es, Many: word.Many.Es},
		}
	}
	return out
}
