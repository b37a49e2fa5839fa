package notices

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// zones are those that can be chosen besides the desk's own: of the United States, by the names of the tz database.
var zones = []string{"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"}

type settingsPage struct {
	frame
	desk.NoticeChoices
	Devices  []device
	Key      string // the public half of the desk's key, as browsers take it (RFC 8292, 3.2)
	Problems []ui.Problem
}

type device struct {
	ID, Text string
	Failed   bool
}

func (d door) settings(w http.ResponseWriter, r *http.Request) error {
	chosen, err := d.desk.MyChoices(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, chosen, nil)
}

func (d door) show(w http.ResponseWriter, r *http.Request, status int, chosen desk.NoticeChoices, problems []ui.Problem) error {
	devices, err := d.desk.MyDevices(r.Context(), visit.Actor(r))
	if err != nil {
		return err
	}
	key, err := d.desk.PushKey(r.Context())
	if err != nil {
		return err
	}
	p := settingsPage{frame: d.frame(r, "notices.settings"), NoticeChoices: chosen, Problems: problems, Key: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes())}
	for _, one := range devices {
		p.Devices = append(p.Devices, device{ID: strconv.FormatInt(one.ID, 10), Failed: one.Failed.After(one.OK),
			Text: p.T("notices.devices.line", "name", one.Name, "when", p.Words.Date(one.Created, p.Now, p.zone))})
	}
	return ui.Render(w, r, status, choices(p))
}

// choose saves what the form says.
func (d door) choose(w http.ResponseWriter, r *http.Request) error {
	who := visit.Actor(r)
	chosen, err := d.desk.MyChoices(r.Context(), who)
	if err != nil {
		return err
	}
	for _, g := range chosen.Groups {
		chosen.Choices[g] = notice.Choice{Mail: r.PostFormValue("mail."+string(g)) != "", Push: r.PostFormValue("push."+string(g)) != ""}
	}
	chosen.Zone = r.PostFormValue("zone")
	chosen.Quiet = notice.Quiet{From: minute(r.PostFormValue("from")), Until: minute(r.PostFormValue("until")), Off: map[time.Weekday]bool{}}
	for _, day := range r.PostForm["off"] {
		if n, err := strconv.Atoi(day); err == nil && n >= 0 && n < 7 {
			chosen.Quiet.Off[time.Weekday(n)] = true
		}
	}
	err = d.desk.Choose(r.Context(), who, chosen)
	page := d.visits.Printer(r)
	if problem, ok := ui.ProblemOf(page, err); ok && fault.Is(err, fault.Invalid) {
		return d.show(w, r, http.StatusUnprocessableEntity, chosen, []ui.Problem{problem})
	}
	if err != nil {
		return err
	}
	return d.done(w, r, "notices.saved")
}

// minute reads "18:00"; -1, which is no time of day, for what is none. Nothing is midnight.
func minute(text string) int {
	if text == "" {
		return 0
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

func clock(minute int) string {
	if minute < 0 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}

// addDevice signs up the browser that sends the form.
func (d door) addDevice(w http.ResponseWriter, r *http.Request) error {
	err := d.desk.AddDevice(r.Context(), visit.Actor(r), desk.PushDevice{Endpoint: r.PostFormValue("endpoint"), P256dh: r.PostFormValue("p256dh"),
		Auth: r.PostFormValue("auth"), Name: browser(r.UserAgent()), Lang: string(d.visits.Printer(r).Lang())})
	if err != nil {
		return err
	}
	return d.done(w, r, "notices.devices.added")
}

func (d door) dropDevice(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "there is no such device")
	}
	if err := d.desk.DropDevice(r.Context(), visit.Actor(r), id); err != nil {
		return err
	}
	return d.done(w, r, "notices.devices.dropped")
}

func (d door) done(w http.ResponseWriter, r *http.Request, key string) error {
	d.visits.Say(r, d.visits.Printer(r).T(key))
	http.Redirect(w, r, settings, http.StatusSeeOther)
	return nil
}

func (p settingsPage) field(name, kind, value string) ui.Field {
	return ui.Field{Name: name, Label: p.T("notices." + name), Type: kind, Value: value, Error: ui.ErrorFor(p.Problems, name)}
}

func (p settingsPage) zoneField() ui.Field {
	f := p.field("zone", "", p.Zone)
	f.Options = []ui.Option{{Value: "", Text: p.T("notices.zone.desk") + " (" + p.zone.String() + ")"}}
	for _, z := range zones {
		f.Options = append(f.Options, ui.Option{Value: z, Text: z})
	}
	return f
}

func (p settingsPage) daysField() ui.Field {
	f := p.field("off", "", "")
	for i := range 7 {
		d := time.Weekday((i + 1) % 7)
		f.Options = append(f.Options, ui.Option{Value: strconv.Itoa(int(d)), Text: p.Words.Weekday(d)})
	}
	return f
}

func (p settingsPage) isOff(value string) bool {
	n, err := strconv.Atoi(value)
	return err == nil && p.Quiet.Off[time.Weekday(n)]
}

// yes is the value of a box that is on.
func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}
