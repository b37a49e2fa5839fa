package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
)

type deskCommands struct {
	Check  deskCheck  `cmd:"" help:"Say what a definition gets wrong, leaves blank, assumes or contradicts."`
	Show   deskShow   `cmd:"" help:"Print the parsed definition as JSON."`
	Render deskRender `cmd:"" help:"Print the page that the definition publishes."`

	TryRules deskTryRules `cmd:"" help:"Ask a desk's past what the rules of a definition would have done; nothing is changed."`

	Publish deskPublish `cmd:"" help:"Put a new edition of the definition of a desk into force."`
}

// deskArg is the desk that a command is about.
type deskArg struct {
	Desk string `arg:"" name:"name|file" help:"A shipped desk (colorado, maine, oklahoma) or a file."`
}

// load brings the desk; what keeps it from being published is printed, a line each.
func (a deskArg) load(std streams) (*definition.Definition, error) {
	l, err := desks.Load(a.Desk)
	if err != nil {
		return nil, err
	}
	for _, p := range l.Problems {
		fmt.Fprintln(std.err, p)
	}
	if l.Definition == nil {
		return nil, errFound
	}
	return l.Definition, nil
}

type deskCheck struct {
	deskArg
	Format string    `enum:"text,json" default:"text" help:"text or json."`
	AsOf   time.Time `format:"2006-01-02" placeholder:"DATE" help:"Check as of this date; today when not given."`
}

// Run prints the findings and fails when one of them is an error.
func (c deskCheck) Run(std streams) error {
	l, err := desks.Load(c.Desk)
	if err != nil {
		return err
	}
	found := l.Problems
	if l.Definition != nil {
		asOf := time.Now()
		if !c.AsOf.IsZero() {
			asOf = c.AsOf.Add(12 * time.Hour) // noon, so that it is this date in every zone of the country
		}
		found = l.Definition.Check(asOf)
	}
	if c.Format == "json" {
		if found == nil {
			found = definition.Problems{}
		}
		err = writeJSON(std.out, found)
	} else {
		err = writeFindings(std.out, found)
	}
	if err == nil && found.Failed() {
		return errFound
	}
	return err
}

func writeFindings(w io.Writer, found definition.Problems) error {
	for _, p := range found {
		if _, err := fmt.Fprintf(w, "%-7s  %s\n", p.Level, p); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, found.Levels())
	return err
}

type deskShow struct{ deskArg }

// Run prints the definition; its field names are documented in docs/definition.md and stay.
func (c deskShow) Run(std streams) error {
	d, err := c.load(std)
	if err != nil {
		return err
	}
	return writeJSON(std.out, d)
}

type deskRender struct {
	deskArg
	Format string `enum:"html,text,json,leaflet,pdf" default:"html" help:"html, text or json; leaflet or pdf for the sheet that explains the desk to newcomers."`
	Lang   string `enum:"en,es" default:"en" help:"en or es."`
}

// Run prints the page.
func (c deskRender) Run(std streams) error {
	d, err := c.load(std)
	if err != nil {
		return err
	}
	words, err := render.Printer(d, c.Lang)
	if err != nil {
		return err
	}
	page := render.Page(d, render.Options{Words: words})
	sheet := render.Sheet(d, render.Options{Words: words, Today: time.Now()})
	switch c.Format {
	case "leaflet":
		return sheet.WriteHTML(std.out)
	case "pdf":
		return sheet.WritePDF(std.out)
	case "json":
		return writeJSON(std.out, page)
	case "text":
		return page.WriteText(std.out)
	default:
		return page.WriteHTML(std.out)
	}
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
