// Package desks holds the definitions that ship in the binary, and brings others from files. It refuses to know what
// a definition means: that is core/definition.
package desks

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/fault"
)

//go:embed colorado.yaml maine.yaml oklahoma.yaml
var shipped embed.FS

// maxFile bounds what is read of a file before Parse may refuse it.
const maxFile = 1 << 20

// Names lists the shipped definitions.
func Names() []string { return []string{"colorado", "maine", "oklahoma"} }

// Loaded is a definition with the bytes it was made from, so that it can be kept.
type Loaded struct {
	Definition *definition.Definition // nil when Problems has an error
	Problems   definition.Problems
	Source     []byte // with the iCalendar files that the definition names enclosed, so that nothing else is needed
}

// Load brings a shipped definition by its name, or any other from a file with the iCalendar files beside it.
// Errors: fault.NotFound when there is neither; a definition that cannot be enforced is told by Problems, not here.
func Load(nameOrFile string) (Loaded, error) {
	if slices.Contains(Names(), nameOrFile) {
		data, err := shipped.ReadFile(nameOrFile + ".yaml")
		if err != nil {
			return Loaded{}, fmt.Errorf("desks: %w", err)
		}
		return parse(nameOrFile+".yaml", data), nil
	}
	data, err := read(nameOrFile)
	if errors.Is(err, os.ErrNotExist) {
		return Loaded{}, fault.New(fault.NotFound, "there is no desk and no file %q; the desks are %s", nameOrFile, strings.Join(Names(), ", "))
	}
	if err != nil {
		return Loaded{}, fault.New(fault.Invalid, "%s", err)
	}
	feeds := map[string][]byte{}
	for _, name := range definition.Feeds(data) {
		if !filepath.IsLocal(name) {
			continue // Parse says that it was not given
		}
		if feed, err := read(filepath.Join(filepath.Dir(nameOrFile), name)); err == nil {
			feeds[name] = feed
		}
	}
	return parse(nameOrFile, definition.Bundle(data, feeds)), nil
}

// Read brings only the text, complete in itself, as it is kept at publishing. Errors: those of Load, and
// fault.Invalid with a line for each thing that keeps it from being published.
func Read(nameOrFile string) ([]byte, error) {
	l, err := Load(nameOrFile)
	if err != nil {
		return nil, err
	}
	if err := l.Problems.Err(); err != nil {
		return nil, fault.New(fault.Invalid, "%v", err)
	}
	return l.Source, nil
}

func parse(name string, data []byte) Loaded {
	d, problems := definition.Parse(name, data)
	return Loaded{Definition: d, Problems: problems, Source: data}
}

func read(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}
