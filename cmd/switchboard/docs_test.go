package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// typed finds the commands that the docs tell people to type: indented lines of their own.
var typed = regexp.MustCompile(`(?m)^    ((?:bin/)?switchboard|make) +(.+)$`)

// TestDocs holds the README and the handbook to what the program takes and to what the Makefile has.
func TestDocs(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(files, "../../README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range typed.FindAllStringSubmatch(string(text), -1) {
			found++
			if m[1] == "make" {
				target := strings.Fields(m[2])[0]
				if !regexp.MustCompile(`(?m)^` + target + `:`).Match(makefile) {
					t.Errorf("%s: there is no make %s", file, target)
				}
			} else if err := takes(words(m[2])); err != nil {
				t.Errorf("%s: switchboard %s: %v", file, m[2], err)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d commands are told; the pattern does not find them any more", found)
	}
}

// takes asks the parser, and runs nothing.
func takes(args []string) error {
	parser, err := kong.New(&commands{}, kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}))
	if err != nil {
		return err
	}
	_, err = parser.Parse(args)
	return err
}

// words splits a line as a shell does, as far as the docs need it: quotes, and a remark after wide space.
func words(line string) []string {
	line, _, _ = strings.Cut(line, "   ")
	line = strings.ReplaceAll(line, "...", "//db")
	var out []string
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}
