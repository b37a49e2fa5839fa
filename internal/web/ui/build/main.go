// Command build makes the files that browsers fetch: style, script and face, small, named by their content, compressed
// once. It knows where the sources stand; it refuses to know what the pages do with the result.
//
// It reads assets/ and node_modules (see package.json) and writes dist/, which the ui package embeds.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "internal/web/ui/assets"
	target = "internal/web/ui/dist"
)

func main() {
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func build() error {
	if _, err := os.Stat("node_modules"); err != nil {
		return fmt.Errorf("node_modules is missing: run make assets, at the top of the project")
	}
	files, err := bundle()
	if err != nil {
		return err
	}
	if err := clean(); err != nil {
		return err
	}
	names := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file.Path)
		names[plainName(name)] = name
		if err := write(name, file.Contents); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "manifest.json"), append(manifest, '\n'), 0o644)
}

// bundle returns what esbuild makes of the entry points, in memory.
func bundle() ([]api.OutputFile, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{source + "/css/main.css", source + "/css/contrast.css", source + "/ts/main.ts", source + "/ts/worker.ts"},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Target:            api.ES2022,
		Format:            api.FormatIIFE,
		LegalComments:     api.LegalCommentsNone,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Outdir:            target,
	})
	if len(result.Errors) > 0 {
		lines := api.FormatMessages(result.Errors, api.FormatMessagesOptions{})
		return nil, fmt.Errorf("%s", strings.Join(lines, "\n"))
	}
	return result.OutputFiles, nil
}

// clean empties the target, all but the file that keeps it in the repository.
func clean() error {
	old, err := os.ReadDir(target)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if entry.Name() == ".gitkeep" {
			continue
		}
		if err := os.Remove(filepath.Join(target, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

var hashed = regexp.MustCompile(`-[A-Z0-9]{8}(\.\w+)$`)

// plainName is the name that pages use: "main-ABCD1234.css" is "main.css".
func plainName(name string) string { return hashed.ReplaceAllString(name, "$1") }

// write stores a file and, where it helps, its compressed forms. A woff2 face is compressed already.
func write(name string, body []byte) error {
	if err := os.WriteFile(filepath.Join(target, name), body, 0o644); err != nil {
		return err
	}
	if strings.HasSuffix(name, ".woff2") {
		return nil
	}
	var gz, br bytes.Buffer
	zip, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	pack := brotli.NewWriterLevel(&br, brotli.BestCompression)
	for _, w := range []interface {
		Write([]byte) (int, error)
		Close() error
	}{zip, pack} {
		if _, err := w.Write(body); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	fmt.Printf("assets: %-28s %6d bytes, %6d gzip, %6d brotli\n", name, len(body), gz.Len(), br.Len())
	if err := os.WriteFile(filepath.Join(target, name+".gz"), gz.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, name+".br"), br.Bytes(), 0o644)
}
