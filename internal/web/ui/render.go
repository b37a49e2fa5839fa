package ui

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
)

// worthIt is the size in bytes from which compressing a page pays.
const worthIt = 1024

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// Render writes a page or a part of one. It is rendered whole before the first byte goes out, so an error in the middle still
// becomes an error page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	body := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(body)
	body.Reset()
	if err := page.Render(r.Context(), body); err != nil {
		return fmt.Errorf("ui: render: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding, Cookie, Accept-Language")
	if body.Len() < worthIt || !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Length", strconv.Itoa(body.Len()))
		w.WriteHeader(status)
		w.Write(body.Bytes()) // a reader who has gone needs no word about it
		return nil
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	zip := zippers.Get().(*gzip.Writer)
	defer zippers.Put(zip)
	zip.Reset(w)
	zip.Write(body.Bytes()) // as above
	zip.Close()
	return nil
}
