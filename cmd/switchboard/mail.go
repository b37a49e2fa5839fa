package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"switchboard/internal/core/mail/reading"
)

// maxMail is how much of a mail is read, in bytes. No mail system delivers more; what is cut off is told as a defect.
const maxMail = 64 << 20

type mailCommands struct {
	Parse mailParseCmd `cmd:"" help:"What mails would become, a line of JSON each."`
}

type mailParseCmd struct {
	File   []string `arg:"" help:"Mails as they were sent; a folder stands for the files in it, - for standard input." placeholder:"FILE"`
	Domain string   `help:"Right side of the Message-IDs of the desk's own mail." placeholder:"DOMAIN"`
	Mark   string   `help:"Header field that the desk's own mail carries." placeholder:"NAME" default:"X-Switchboard-Desk"`
}

// parsed is a line of the answer.
type parsed struct {
	File string `json:"file"`
	*reading.Message
}

// Run answers every mail that can be read, says which cannot, and goes on.
func (c *mailParseCmd) Run(ctx context.Context, std streams) error {
	out := bufio.NewWriter(std.out)
	p := &mailParser{std: std, own: reading.Marks{Header: c.Mark, Domain: c.Domain}, flush: out.Flush, answer: json.NewEncoder(out)}
	p.answer.SetEscapeHTML(false)
	for _, name := range c.File {
		if err := p.each(ctx, name); err != nil {
			return err
		}
	}
	if p.failed {
		return errFound // each was named
	}
	return nil
}

type mailParser struct {
	std    streams
	own    reading.Marks
	answer *json.Encoder
	flush  func() error
	buffer bytes.Buffer // one for all mails: a large one is held once
	failed bool
}

// each parses one name, or what is in the folder that it names. Errors are of the answer: of a mail they are reported.
func (p *mailParser) each(ctx context.Context, name string) error {
	if name == "-" {
		return p.parse(name, p.std.in, 0)
	}
	return filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.report(err)
			return nil
		case entry.IsDir():
			return nil
		}
		return p.file(path)
	})
}

func (p *mailParser) file(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		p.report(err)
		return nil
	}
	if info.IsDir() || info.Mode()&(fs.ModeDevice|fs.ModeSocket) != 0 {
		p.report(fmt.Errorf("%s is not a file", path))
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		p.report(err)
		return nil
	}
	defer f.Close()
	return p.parse(path, f, info.Size())
}

// parse answers one mail. size is how large it is expected to be, 0 for unknown.
func (p *mailParser) parse(name string, from io.Reader, size int64) error {
	p.buffer.Reset()
	p.buffer.Grow(int(min(size, maxMail)) + bytes.MinRead) // read without growing: nothing is held twice
	_, err := p.buffer.ReadFrom(io.LimitReader(from, maxMail+1))
	if err != nil {
		p.report(fmt.Errorf("%s: %w", name, err))
		return nil
	}
	raw := p.buffer.Bytes()
	cut := len(raw) > maxMail
	m := reading.Read(raw[:min(len(raw), maxMail)], p.own)
	if cut {
		m.Defects = append(m.Defects, fmt.Sprintf("larger than %d MB: the rest is not read", maxMail>>20))
	}
	if err := p.answer.Encode(parsed{name, m}); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return p.flush()
}

func (p *mailParser) report(err error) {
	p.failed = true
	fmt.Fprintln(p.std.err, "switchboard:", err)
}
