// Package kb knows what the desk's knowledge is: articles in languages and versions, who may read them, how one comes from
// a draft to being published and retired, and by which words it is found. It refuses to know tickets, rows and how a text
// is shown.
//
// An article is not a fold of its facts, as a ticket is. Each version is kept whole, so that any of them can be read
// again as it was (ME-72) without playing a history; what is left is a state of a few fields, which is a row. The log
// still tells everyone else what happened (docs/adr/0016-knowledge.md).
package kb

import (
	"time"

	"switchboard/internal/core/people"
)

// Kind is what an article is for.
type Kind string

// The kinds. A Referral says who helps where the desk does not: who, how, at what hours, what to collect (ME-64).
const (
	HowTo    Kind = "article"
	Referral Kind = "referral"
)

// Audience is who may read an article.
type Audience string

// The audiences.
const (
	Public   Audience = "public"   // everybody, signed in or not
	Agencies Audience = "agencies" // the staff of some agencies, and the desk
	Staff    Audience = "staff"    // the desk and the teams behind it
)

// Status is where the latest version of an article stands. While a change of a published article is a draft or in
// review, readers go on seeing the version that was published before.
type Status string

// The statuses.
const (
	Draft     Status = "draft"
	InReview  Status = "review"
	Published Status = "published"
	Retired   Status = "retired"
)

// Statuses lists them in the order of an article's life.
func Statuses() []Status { return []Status{Draft, InReview, Published, Retired} }

// Format is how a body is written.
type Format string

// The formats. HTML comes with what is imported; it is shown only through the sanitiser.
const (
	Markdown Format = "markdown"
	HTML     Format = "html"
)

// Languages in which an article can be written; the first is the one that others fall back to.
var Languages = []string{"en", "es"}

// Text is an article in one language.
type Text struct {
	Title    string   `json:"title"`
	Body     string   `json:"body,omitempty"`
	Keywords []string `json:"keywords,omitempty"` // words by which people look for it and which it does not hold
	Who      string   `json:"who,omitempty"`      // of a referral: who helps,
	How      string   `json:"how,omitempty"`      // how they are reached,
	Hours    string   `json:"hours,omitempty"`    // when,
	Collect  string   `json:"collect,omitempty"`  // and what they will ask for
}

// Content is one version of an article: all that an author writes.
type Content struct {
	Kind     Kind            `json:"kind"`
	Audience Audience        `json:"audience"`
	Agencies []string        `json:"agencies,omitempty"` // whose staff may read it, for Audience Agencies
	Services []string        `json:"services,omitempty"` // of the desk's definition
	Format   Format          `json:"format"`
	Texts    map[string]Text `json:"texts"`              // by language
	Pictures []Picture       `json:"pictures,omitempty"` // that came with it; no author writes them
}

// In gives the text in a language, and the language in which it is: where it was not written in lang, one in which it was.
func (c Content) In(lang string) (Text, string) {
	if t, ok := c.Texts[lang]; ok {
		return t, lang
	}
	for _, l := range Languages {
		if t, ok := c.Texts[l]; ok {
			return t, l
		}
	}
	return Text{}, lang
}

// Title is the title for lists that have no reader's language.
func (c Content) Title() string {
	t, _ := c.In(Languages[0])
	return t.Title
}

// Version is a version as it was saved; it never changes.
type Version struct {
	N       int // from 1
	Content Content
	By      people.ID
	At      time.Time
	Why     string // what was changed, in the author's words
}

// Article is an article's state.
type Article struct {
	ID          int64
	Status      Status // of the latest version
	Latest      int    // number of the latest version
	Published   int    // number of the version that readers see; 0 where they see none
	Author      people.ID
	Owner       people.ID // answers for it, and hears of errors on it (ME-71)
	ReviewBy    time.Time // until when somebody is to look whether it still holds; zero while nothing is published
	ChangedAt   time.Time
	PublishedAt time.Time // when the version that readers see was published, or last found to hold
	Path        string    // of the file that it was imported from
	From        int64     // the ticket that it was drafted from
	Counts      Counts
}

// Counts are what readers made of an article.
type Counts struct {
	Helpful, Unhelpful int
	Solved             int // ended without a ticket (CO-14)
	Linked             int // re-used on tickets (CO-14)
}

// Overdue reports whether the article is due for review (ME-72).
func (a Article) Overdue(now time.Time) bool {
	return a.Published > 0 && !a.ReviewBy.IsZero() && now.After(a.ReviewBy)
}
