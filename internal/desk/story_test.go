package desk_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// TestStories plays every testdata/*.txt on both databases. A story is read line by line: "#" begins a remark, which
// names the ledger rows that the story proves; every other line is one sentence of those in storyActs and storyChecks.
// Indented lines belong to the sentence above them. A time without a zone is in that of the desk.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		lines := readStory(t, file)
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
				s := &story{t: t, ctx: context.Background(), db: db, who: map[string]access.Actor{}, named: map[string]int64{}}
				s.play(lines)
			})
		})
	}
}

// story is a script while it is played.
type story struct {
	t     *testing.T
	ctx   context.Context
	db    *sqldb.DB
	house *desktest.House
	zone  *time.Location
	who   map[string]access.Actor
	named map[string]int64 // tickets by subject
	id    int64            // the ticket that is spoken of
	told  map[int64]int    // how many letters of each ticket were expected already
	err   error            // of the act before, until the story speaks of it

	mail   desk.Mail // the last one
	mailNo int
	letter string // Message-ID of the last letter of the desk
	pass   string // token of the last link to an approval
}

// storyLine is one sentence with what is indented below it.
type storyLine struct {
	where, text, below string
}

// remark is what stands behind a "#" that is no part of a word.
var remark = regexp.MustCompile(`(?:^|\s)#.*`)

func readStory(t *testing.T, file string) []storyLine {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []storyLine
	in := bufio.NewScanner(f)
	empty := "" // lines that belong below a sentence if what is indented goes on after them
	for n := 1; in.Scan(); n++ {
		raw := in.Text()
		if strings.HasPrefix(raw, "  ") && len(lines) > 0 {
			lines[len(lines)-1].below += empty + strings.TrimPrefix(raw, "  ") + "\n"
			empty = ""
			continue
		}
		if empty += "\n"; raw != "" || len(lines) == 0 || lines[len(lines)-1].below == "" {
			empty = ""
		}
		text := strings.TrimSpace(remark.ReplaceAllString(raw, ""))
		if text != "" {
			lines = append(lines, storyLine{where: fmt.Sprintf("%s:%d", file, n), text: text})
		}
	}
	if in.Err() != nil {
		t.Fatal(in.Err())
	}
	return lines
}

// sentence is a form that a line may have, and what it does.
type sentence struct {
	form *regexp.Regexp
	do   func(s *story, words []string) error
}

// say makes the regular expression of a form: NAME is a person or an id, TEXT is in quotation marks, TIME is a local
// time, and REST is whatever follows.
func say(form string, do func(s *story, words []string) error) sentence {
	form = strings.NewReplacer(
		"NAME", `([a-z0-9_-]+)`, "TEXT", `"([^"]*)"`, "REST", `(.*)`,
		"TIME", `(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: [A-Z][A-Za-z_]+/[A-Za-z_]+)?)`).Replace(form)
	return sentence{regexp.MustCompile("^" + form + "$"), do}
}

func (s *story) play(lines []storyLine) {
	for _, line := range lines {
		if s.err != nil && !strings.HasPrefix(line.text, "expect refused") {
			s.t.Fatalf("%s: the act before was refused: %v", line.where, s.err)
		}
		if err := s.line(line); err != nil {
			s.t.Fatalf("%s: %s\n\t%v", line.where, line.text, err)
		}
	}
	if s.err != nil {
		s.t.Fatalf("the last act was refused: %v", s.err)
	}
}

func (s *story) line(line storyLine) error {
	for _, one := range slices.Concat(storyActs, storyChecks, storyLetters, mailActs, mailChecks, relationSentences, ruleSentences, directorySentences, approvalSentences, feedbackSentences, formSentences, scopeSentences, orderSentences, usageSentences, apartSentences, rateSentences) {
		words := one.form.FindStringSubmatch(line.text)
		if words == nil {
			continue
		}
		err := one.do(s, append(words[1:], line.below))
		if fault.KindOf(err) != fault.Internal { // an answer to a person, of which the next line may speak
			s.err, err = err, nil
		}
		return err
	}
	return fmt.Errorf("no sentence has this form")
}

// at lets time pass while the desk is up: every timer rings in its own time.
func (s *story) at(words []string) error {
	until, err := s.time(words[0])
	if err != nil {
		return err
	}
	for range 10_000 {
		next, err := store.NextTimer(s.ctx, s.db.Reader())
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(until) {
			return s.setTime(until)
		}
		s.house.At(later(next, s.house.Now()))
		if err := s.ring(); err != nil {
			return err
		}
	}
	return fmt.Errorf("the timers never come to rest")
}

// down lets time pass while nothing runs; then the desk starts again, and its timers find themselves late.
func (s *story) down(words []string) error {
	until, err := s.time(words[0])
	if err != nil {
		return err
	}
	if err := s.setTime(until); err != nil {
		return err
	}
	return s.ring()
}

func (s *story) setTime(at time.Time) error {
	if at.Before(s.house.Now()) {
		return fmt.Errorf("time does not run backwards: it is %s", s.local(s.house.Now()))
	}
	s.house.At(at)
	return nil
}

// ring runs the timer loop's work until nothing is due. That a timer failed is only logged there, so the log fails us.
func (s *story) ring() error {
	log := slog.New(slog.NewTextHandler(failing{s.t}, nil))
	for range 100 {
		if n, err := s.house.RingDue(s.ctx, log); err != nil || n == 0 {
			return err
		}
	}
	return fmt.Errorf("timers ring again and again")
}

type failing struct{ t *testing.T }

func (f failing) Write(b []byte) (int, error) {
	f.t.Errorf("logged: %s", b)
	return len(b), nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// time reads a local time.
func (s *story) time(text string) (time.Time, error) {
	zone := s.zone
	parts := strings.SplitN(text, " ", 3)
	if len(parts) == 3 {
		var err error
		if zone, err = time.LoadLocation(parts[2]); err != nil {
			return time.Time{}, err
		}
	}
	layout := "2006-01-02 15:04:05"
	return time.ParseInLocation(layout[:len(parts[0]+parts[1])+1], parts[0]+" "+parts[1], zone)
}

// local says an instant as stories do.
func (s *story) local(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.In(s.zone).Format("2006-01-02 15:04:05 MST")
}

// actor finds a person of the story.
func (s *story) actor(name string) (access.Actor, error) {
	who, ok := s.who[name]
	if !ok {
		return who, fmt.Errorf("the story has not introduced %s", name)
	}
	who, _, err := s.house.Visitor(s.ctx, who.ID) // as they are now
	return who, err
}
