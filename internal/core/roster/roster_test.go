package roster_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
)

var denver = time.FixedZone("", -7*3600)

// What is wrong with a line is told by its number, and holds up no other.
func TestBadLines(t *testing.T) {
	for name, test := range map[string]struct {
		file, want string // of what was refused
		taken      string // the keys of the rest
	}{
		"empty address":     {"email,name\n,Dana\na@b.gov,Ann\n", "2 email: an e-mail address is needed", "a@b.gov"},
		"no address":        {"email,name\nDana,Dana\n", `2 email: "Dana" is not an e-mail address; write it like name@agency.gov`, ""},
		"twice":             {"email\na@b.gov\nA@B.GOV\n", "3 line 2 says something of it already", "a@b.gov"},
		"unknown role":      {"email,role\na@b.gov,wizard\n", `2 role: there is no role "wizard"; there are customer, analyst, lead, manager, administrator`, ""},
		"unknown language":  {"email,language\na@b.gov,fr\n", `2 language: there is no "fr" here; there are: en, es`, ""},
		"no number to call": {"email,phone,prefers\na@b.gov,,phone\n", "2 prefers: write the number on which to be called", ""},
		"own supervisor":    {"email,supervisor\na@b.gov,A@b.gov\n", "2 supervisor: nobody is their own supervisor", ""},
		"not yes":           {"email,proven\na@b.gov,perhaps\n", `2 proven: "perhaps" stands here; write yes or no`, ""},
		"quotes":            {"email,name\na@b.gov,\"An\"n\nc@b.gov,Cy\n", "2 the quotes of this line do not match", "c@b.gov"},
		"open quote":        {"email,name\na@b.gov,\"Ann\nc@b.gov,Cy\n", "2 the quotes of this line do not match", ""},
		"not UTF-8":         {"email,name\na@b.gov,\xff\n", "2 name: this is not valid UTF-8 text", ""},
		"line break before": {"email,name\n\"a@b.gov\",\"A\nnn\"\nx,y\n", `4 email: "x" is not an e-mail address; write it like name@agency.gov`, "a@b.gov"},
		"long":              {"email,name\na@b.gov," + strings.Repeat("n", 251) + "\n", "2 name: at most 250 bytes of text fit here; this has 251", ""},
		"longer":            {"email,name\na@b.gov," + strings.Repeat("n", 20<<10) + "\n", "2 at most 16 KB of text fit here; this has 20", ""},
		"blank lines":       {"email,name\n\n,\n \na@b.gov\n", "", "a@b.gov"},
		"semicolons":        {"\ufeffE-mail;email;Name\r\nx;a@b.gov;Ann\r\n", "", "a@b.gov"},
		"number":            {"email,phone\na@b.gov,'+1 207 555 0100\n", "", "a@b.gov"},
	} {
		s, err := roster.ReadPeople([]byte(test.file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var refused, keys []string
		for _, r := range s.Refused {
			refused = append(refused, fmt.Sprintf("%d %v", r.Line, r.Why))
		}
		for _, l := range s.Lines {
			keys = append(keys, l.Key)
		}
		if got := strings.Join(refused, "\n"); got != test.want || strings.Join(keys, " ") != test.taken {
			t.Errorf("%s: refused %q, want %q; took %v", name, got, test.want, keys)
		}
	}
}

func TestBadFiles(t *testing.T) {
	for file, want := range map[string]string{
		"":                          "file: the first line names the columns; there is none",
		"name,phone\nx,y\n":         `file: there is no column "email"; the columns are: email, name, `,
		"email,Name,name\n":         `file: two columns are called "name"`,
		"\"email,name\na@b.gov,x\n": "file: the first line names the columns; there is none",
	} {
		if _, err := roster.ReadPeople([]byte(file)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
	s, err := roster.ReadPeople([]byte("email,Cost Centre,phone\na@b.gov,7,\n"))
	if err != nil || !slices.Equal(s.Ignored, []string{"Cost Centre"}) || !s.Has("phone") || s.Has("role") {
		t.Errorf("ignored %v, %v", s.Ignored, err)
	}
}

// The other kinds, each with what can be wrong with it. ME-03: a device says whose it is.
func TestOtherKinds(t *testing.T) {
	services := []string{"email", "network"}
	count := func(lines, refused int, err error) string { return fmt.Sprint(lines, " ", refused, " ", err) }
	agencies, err := roster.ReadAgencies([]byte("key,branch,services,supported_from,supported_until,supervisors_see\n"+
		"Revenue,Executive,email network,2026-01-01,2026-12-31,lines\nCourts,judicial,fax,,,\nParks,,,2027-01-01,2026-01-01,\nDOT,,,soon,,\nDHS,,,,,everything\n"), denver, services)
	if got := count(len(agencies.Lines), len(agencies.Refused), err); got != "1 4 <nil>" {
		t.Fatal(got, agencies.Refused)
	}
	a, changed, err := agencies.Over(people.Agency{Key: "Revenue", Notes: "Keep me."}, agencies.Lines[0])
	until := time.Date(2027, 1, 1, 0, 0, 0, 0, denver) // the last day is in it
	if err != nil || a.Notes != "Keep me." || !a.Support.Until.Equal(until) || a.Branch != "executive" || a.Shades.Supervisor != people.Lines ||
		strings.Join(changed, " ") != "branch services supported_from supported_until supervisors_see" {
		t.Errorf("got %+v, changed %v, %v", a, changed, err)
	}
	if _, changed, _ = agencies.Over(a, agencies.Lines[0]); len(changed) > 0 {
		t.Errorf("the same again changes %v", changed)
	}
	devices, err := roster.ReadDevices([]byte("tag,owner,person\nA1,state,a@b.gov\nA2,nobody,\nA3,,\n,state,\n"))
	if got := count(len(devices.Lines), len(devices.Refused), err); got != "1 3 <nil>" {
		t.Error(got, devices.Refused)
	}
	arrangements, err := roster.ReadArrangements([]byte("ref,agency,person,what,until\nMOU-1,Courts,,E-mail,2026-12-31\nMOU-2,,a@b.gov,VPN,\nMOU-3,,,x,\nMOU-4,Courts,a@b.gov,x,\n"), denver)
	if got := count(len(arrangements.Lines), len(arrangements.Refused), err); got != "2 2 <nil>" {
		t.Error(got, arrangements.Refused)
	}
	consultants, err := roster.ReadConsultants([]byte("agency,person,deputy,since,until\nDOT,a@b.gov,no,,\nDOT,c@b.gov,yes,2026-01-02,2026-01-01\n,c@b.gov,,,\nDOT,,,,\n"), denver)
	if got := count(len(consultants.Lines), len(consultants.Refused), err); got != "1 3 <nil>" {
		t.Error(got, consultants.Refused)
	}
}

// Whatever is written is read back the same, and no spreadsheet calculates any of it (DESIGN 9.4).
func TestWrittenIsReadBack(t *testing.T) {
	line := rapid.StringMatching(`[ -~é"',;=+@＝＋－＠]{0,30}`)
	rapid.Check(t, func(t *rapid.T) {
		p := roster.Person{Person: people.Person{Email: "a@b.gov", Name: line.Draw(t, "name"), Agency: line.Draw(t, "agency"), Role: people.Lead,
			Phone: "+" + line.Draw(t, "phone"), Location: line.Draw(t, "location"), Proven: rapid.Bool().Draw(t, "proven"),
			Details: people.Details{Alternate: "=" + line.Draw(t, "alternate"), Language: "es", Prefers: people.ByPhone}}, Under: "c@d.gov"}
		p.Name, p.Agency, p.Phone, p.Location = strings.TrimSpace(p.Name), strings.TrimSpace(p.Agency), strings.TrimSpace(p.Phone), strings.TrimSpace(p.Location)
		p.Alternate = strings.TrimSpace(p.Alternate)
		var b bytes.Buffer
		w, err := roster.WritePeople(&b)
		if err == nil {
			err = w.Write(p)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		for _, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(cell)[0]) {
				t.Fatalf("a spreadsheet would calculate %q", cell)
			}
		}
		s, err := roster.ReadPeople(b.Bytes())
		if err != nil || len(s.Lines) != 1 {
			t.Fatalf("%v, refused %v of %q", err, s.Refused, b.String())
		}
		back, _, err := s.Over(roster.Person{}, s.Lines[0])
		if err != nil || !reflect.DeepEqual(back, p) {
			t.Fatalf("wrote %+v, read %+v, %v", p, back, err)
		}
	})
}

// No file makes the reader panic or take the same thing twice, and whatever it takes can be laid over what is there.
func FuzzReadPeople(f *testing.F) {
	for _, s := range []string{"email,name\na@b.gov,Ann\n", "email;role\na@b.gov;lead\n", "email\n\"", "\ufeffemail\t\n\x00\t", "email,\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := roster.ReadPeople(data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, l := range s.Lines {
			p, _, err := s.Over(roster.Person{}, l)
			if err != nil || p.Email != l.Key || seen[l.Key] {
				t.Fatalf("line %d, %q: %+v, %v", l.Number, l.Key, p, err)
			}
			seen[l.Key] = true
			if _, changed, err := s.Over(p, l); err != nil || len(changed) > 0 {
				t.Fatalf("the same again changes %v, %v", changed, err)
			}
		}
	})
}
