package ui

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// FilesPath is where Files is mounted.
const FilesPath = "/assets/"

var errNoFiles = errors.New("style and script are not built: run make assets")

// manifest reads, once, under which name each file is stored: "main.css" as "main-1A2B3C4D.css".
var manifest = sync.OnceValues(func() (map[string]string, error) {
	text, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return nil, errNoFiles
	}
	names := map[string]string{}
	return names, json.Unmarshal(text, &names)
})

// CheckFiles reports whether style and script were built into this program; the error says what to do. A server asks it
// before it starts, and a test before it opens a page.
func CheckFiles() error {
	_, err := manifest()
	return err
}

// file is the address of a file by its plain name. Its content decides the address, so browsers may keep it for ever.
func file(name string) string {
	names, err := manifest()
	if err != nil || names[name] == "" {
		return FilesPath + name
	}
	return FilesPath + names[name]
}

// Files serves what was built, in the smallest form that the browser takes.
func Files() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET", http.StatusMethodNotAllowed)
			return
		}
		name := path.Base(r.URL.Path)
		if !stored(name) {
			http.NotFound(w, r)
			return
		}
		serveFile(w, r, name)
	})
}

// ServeWorker serves the script that takes pushes while no page is open. It has one address for ever, from which browsers
// take a new one when there is one; and no more than what lies below that address is its affair.
func ServeWorker(w http.ResponseWriter, r *http.Request) error {
	names, err := manifest()
	if err != nil {
		return err
	}
	body, err := dist.ReadFile("dist/" + names["worker.js"])
	if err != nil {
		return errNoFiles
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(body)
	return nil
}

// stored says whether a file of this name was built; the compressed forms and the manifest are not served as such.
func stored(name string) bool {
	names, err := manifest()
	if err != nil {
		return false
	}
	for _, hashed := range names {
		if hashed == name {
			return true
		}
	}
	return false
}

func serveFile(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	if path.Ext(name) == ".woff2" {
		h.Set("Content-Type", "font/woff2")
	}
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body, encoding := smallest(name, r.Header.Get("Accept-Encoding"))
	if body == nil {
		http.NotFound(w, r)
		return
	}
	tag := strconv.Quote(name + encoding)
	h.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	w.Write(body) // a reader who has gone needs no word about it
}

// smallest returns the body in the best form that is stored and accepted, with the name of its encoding.
func smallest(name, accept string) ([]byte, string) {
	for _, form := range []struct{ suffix, encoding string }{{".br", "br"}, {".gz", "gzip"}} {
		if !accepts(accept, form.encoding) {
			continue
		}
		if body, err := fs.ReadFile(dist, "dist/"+name+form.suffix); err == nil {
			return body, form.encoding
		}
	}
	body, err := fs.ReadFile(dist, "dist/"+name)
	if err != nil {
		return nil, ""
	}
	return body, ""
}

// accepts reads an Accept-Encoding value; a weight of 0 refuses (RFC 9110, 12.5.3).
func accepts(header, encoding string) bool {
	for _, item := range strings.Split(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(item), ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		weight = strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		if q, err := strconv.ParseFloat(weight, 64); err == nil && q == 0 {
			return false
		}
		return true
	}
	return false
}
