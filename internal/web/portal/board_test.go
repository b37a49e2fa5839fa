package portal

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
)

// What the board keeps is what would be put together anew: at every instant, in each language, by whichever definition is in force.
func TestBoardSaysWhatHoldsNow(t *testing.T) {
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []*definition.Definition
	for _, name := range desks.Names() {
		loaded, err := desks.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, loaded.Definition)
	}
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) // daylight saving ends; two holidays follow
	rapid.Check(t, func(t *rapid.T) {
		var b board
		now := from
		for range 20 {
			def := rapid.SampledFrom(all).Draw(t, "desk")
			switch rapid.IntRange(0, 2).Draw(t, "then") {
			case 0: // within the minute, or a little later
				now = now.Add(time.Duration(rapid.Int64Range(0, int64(90*time.Second)).Draw(t, "later")))
			case 1: // about a quarter of an hour, when hours begin and end
				quarters := rapid.IntRange(0, 60*24*4).Draw(t, "quarters")
				now = from.Add(time.Duration(quarters) * 15 * time.Minute).Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "beside")) * time.Nanosecond)
			}
			v := voice{words.Printer(rapid.SampledFrom(wording.Langs()).Draw(t, "language"), words.Vocabulary(def.Words.Roles())), def, now, def.Zone()}
			if got, want := b.read(v), v.notice(); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s, %s, %s:\n got %+v %+v\nwant %+v %+v", def.Short.En, v.Lang(), now, got.Opening, got.Reaches, want.Opening, want.Reaches)
			}
		}
	})
}
