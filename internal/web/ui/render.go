package ui

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"
)

// worthIt is the size in bytes from which compressing a page pays.
const worthIt = 1024

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// zippers compress at the quickest level: a page goes out on every click, and the usual level takes half as long again for some six
// bytes in a hundred.
var zippers = sync.Pool{New: func() any {
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
	send(w, r, status, body)
	return nil
}

// RenderBrief writes a part of a page that needs no template.
func RenderBrief(w http.ResponseWriter, r *http.Request, write func(*bytes.Buffer)) error {
	body := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(body)
	body.Reset()
	write(body)
	send(w, r, http.StatusOK, body)
	return nil
}

// Brief is such a part that is the same for many: it is compressed once.
type Brief struct{ plain, zipped []byte }

// NewBrief compresses a part, which is not changed from then on.
func NewBrief(plain []byte) Brief {
	var b bytes.Buffer
	zip := zippers.Get().(*gzip.Writer)
	defer zippers.Put(zip)
	zip.Reset(&b)
	zip.Write(plain) // into memory
	zip.Close()
	return Brief{plain, b.Bytes()}
}

// Send answers a request with the part.
func (b Brief) Send(w http.ResponseWriter, r *http.Request) {
	body := b.plain
	if zips(w.Header(), r, len(body)) {
		body = b.zipped
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // a reader who has gone needs no word about it
}

// zips says in the headers what a page is, and whether it goes out compressed.
func zips(h http.Header, r *http.Request, size int) bool {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding, Cookie, Accept-Language")
	zip := size >= worthIt && accepts(r.Header.Get("Accept-Encoding"), "gzip")
	if zip {
		h.Set("Content-Encoding", "gzip")
	}
	return zip
}

func send(w http.ResponseWriter, r *http.Request, status int, body *bytes.Buffer) {
	if !zips(w.Header(), r, body.Len()) {
		w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
		w.WriteHeader(status)
		w.Write(body.Bytes()) // as above
		return
	}
	w.WriteHeader(status)
	zip := zippers.Get().(*gzip.Writer)
	defer zippers.Put(zip)
	zip.Reset(w)
	zip.Write(body.Bytes()) // as above
	zip.Close()
}
