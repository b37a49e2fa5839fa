package visit

import (
	"encoding/csv"
	"net/http"

	"switchboard/internal/core/sheet"
)

// File is a file that is sent while it is made, so that a long one stands in nobody's memory. Until its first bytes are sent an
// error is a page like any other; after that the connection is cut, so that nobody takes a part for the whole.
type File struct {
	visits     *Visits
	w          http.ResponseWriter
	r          *http.Request
	kind, name string
	begun      bool
}

// File begins to answer r with a file of a kind (RFC 2045, 5) under a name of ours.
func (v *Visits) File(w http.ResponseWriter, r *http.Request, kind, name string) *File {
	return &File{visits: v, w: w, r: r, kind: kind, name: name}
}

// Write sends a piece. It does not come back where nobody reads any more.
func (f *File) Write(piece []byte) (int, error) {
	f.begin()
	n, err := f.w.Write(piece)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return n, nil
}

func (f *File) begin() {
	if f.begun {
		return
	}
	f.begun = true
	h := f.w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Content-Disposition", `attachment; filename="`+f.name+`"`)
	h.Set("Cache-Control", "no-store")
}

// End says that the file is whole, or why it is not: the answer of a handler. It does not come back from an error in the middle.
func (f *File) End(err error) error {
	if err == nil {
		f.begin()
		return nil
	}
	if !f.begun {
		return err
	}
	f.visits.Log.WarnContext(f.r.Context(), "file cut short", "file", f.name, "person", Actor(f.r).ID, "err", err)
	panic(http.ErrAbortHandler)
}

// Sheet is a File of rows for spreadsheets (RFC 4180). No cell of it is a formula (DESIGN 9.4).
type Sheet struct {
	file *File
	out  *csv.Writer
}

// Sheet begins to answer r with a sheet whose columns have these messages of the catalogue for heads.
func (v *Visits) Sheet(w http.ResponseWriter, r *http.Request, name string, heads ...string) *Sheet {
	f := v.File(w, r, "text/csv; charset=utf-8", name)
	s := &Sheet{f, csv.NewWriter(f)}
	s.out.UseCRLF = true
	words, cells := v.Printer(r), make([]string, len(heads))
	for i, key := range heads {
		cells[i] = words.T(key)
	}
	s.Row(cells...)
	return s
}

// Row writes a row.
func (s *Sheet) Row(cells ...string) {
	_ = s.out.Write(sheet.Row(cells...)) // a File that cannot be written does not come back
}

// End is File.End of all rows.
func (s *Sheet) End(err error) error {
	if err == nil {
		s.out.Flush()
	}
	return s.file.End(err)
}
