package console

import (
	"slices"
	"testing"

	"switchboard/internal/core/wording"
)

// Every verb has a name and a word for when it is done, and one whose form opens has the words of its button: a key of the
// catalogue on a button is what nobody may read.
func TestVerbWords(t *testing.T) {
	catalogue, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := catalogue.Keys(wording.English)
	for _, v := range verbs {
		want := []string{"console.do." + v.name}
		if v.fields != nil {
			want = append(want, "console.send."+v.name)
		}
		for _, key := range want {
			if !slices.Contains(keys, key) {
				t.Errorf("%s: no words for %s", v.name, key)
			}
		}
	}
}

// A key does one thing: two verbs with the same one would leave the second without.
func TestEachKeyIsOneVerbs(t *testing.T) {
	of := map[string]string{}
	for _, v := range verbs {
		if other := of[v.key]; v.key != "" && other != "" {
			t.Errorf("%s and %s have the key %s", other, v.name, v.key)
		}
		of[v.key] = v.name
	}
}
