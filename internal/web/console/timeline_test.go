package console

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// Every event that was ever written has its words, in both languages.
func TestEveryEventHasWords(t *testing.T) {
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := desks.Load("maine")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join("..", "..", "core", "ticket", "testdata", "events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	now := time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			Name string
			Body json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		event, err := ticket.Decode(line.Name, line.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range wording.Langs() {
			f := frame{Page: ui.Page{Words: words.Printer(lang, nil), Now: now}, desk: loaded.Definition}
			s := desk.Sheet{Entries: []ticket.Entry{{At: now, By: 7, Event: event}}}
			told := f.timeline(s, nil)
			if len(told) != 1 {
				t.Errorf("%s, %s: nothing is said", line.Name, lang)
				continue
			}
			if text := told[0].Text; strings.Contains(text, "console.") || strings.ContainsAny(text, "{}") {
				t.Errorf("%s, %s: says %q", line.Name, lang, text)
			}
		}
	}
}
