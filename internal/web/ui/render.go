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

var briefZippers = sync.Pool{New: func() any {
	zip, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return zip
}}

// Render writes a page or a part of one. It is rendered whole before the first byte goes out, so an error in the middle still
// becomes an error page.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	body := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(body)
	body.Reset()
	if err := page.Render(r.Context(), body); err != nil {
		return fmt.Errorf("ui: render: %w", err)
	}
	send(w, r, status, body, &zippers)
	return nil
}

// RenderBrief writes a part of a page that a script of ours asks for, often and by many at once, so that it is compressed in a
// third of the time.
func RenderBrief(w http.ResponseWriter, r *http.Request, write func(*bytes.Buffer)) error {
	body := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(body)
	body.Reset()
	write(body)
	send(w, r, http.StatusOK, body, &briefZippers)
	return nil
}

func send(w http.ResponseWriter, r *http.Request, status int, body *bytes.Buffer, zippers *sync.Pool) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding, Cookie, Accept-Language")
	if body.Len() < worthIt || !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Length", strconv.Itoa(body.Len()))
		w.WriteHeader(status)
		w.Write(body.Bytes()) // a reader who has gone needs no word about it
		return
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	zip := zippers.Get().(*gzip.Writer)
	defer zippers.Put(zip)
	zip.Reset(w)
	zip.Write(body.Bytes()) // as above
	zip.Close()
}
