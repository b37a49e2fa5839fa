package visit

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

const (
	// FilesField is the name of the input for files.
	FilesField = "files"
	// answerPrefix begins the names of inputs for files that answer a question of a request form.
	answerPrefix = "answers."
	// maxUpload bounds the body of a form with files. More than is kept is read to its end, since a browser that is still
	// sending does not hear why it was refused.
	maxUpload = desk.MaxFiles*desk.MaxFile + maxForm
	maxParts  = 200 // of one form
)

// posted is the form of a request, once it was read.
type posted struct {
	read  bool
	files []desk.Upload
	fault error // why they were not all taken
}

// Files are the files that came with the form of a request, those that answer a question with its name. Errors: Invalid at the
// input, naming the file that is too large or one too many; none of them is taken then.
func Files(r *http.Request) ([]desk.Upload, error) {
	g, _ := r.Context().Value(guestKey{}).(guest)
	if g.form == nil || g.form.fault != nil {
		return nil, errOf(g.form)
	}
	return g.form.files, nil
}

// HadFiles reports whether files came with the form of a request, taken or not.
func HadFiles(r *http.Request) bool {
	g, _ := r.Context().Value(guestKey{}).(guest)
	return g.form != nil && (len(g.form.files) > 0 || g.form.fault != nil)
}

// maxSend is how long somebody may take to send a form with files: 40 MB at 1 Mbit/s, and twice that.
const maxSend = 12 * time.Minute

// admit makes room for the files of a form, before they are read, until done is called. Where there is none, they are not taken.
func (v *Visits) admit(w http.ResponseWriter, r *http.Request, g guest) (done func()) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(maxSend)) // what cannot be bounded so is bounded by its bytes
	coming := r.ContentLength
	if coming < 0 || coming > desk.MaxFilesTotal {
		coming = desk.MaxFilesTotal // no more of it is kept
	}
	if g.Actor.ID == 0 || coming <= maxForm {
		return func() {}
	}
	done, err := v.Desk.Sending(g.Actor.ID, coming)
	if f := (*fault.Error)(nil); errors.As(err, &f) { // said at the input, so that the words of the form are not lost
		at := *f
		at.Kind, at.Field = fault.Invalid, FilesField
		g.form.fault = &at
	}
	return done
}

func errOf(p *posted) error {
	if p == nil {
		return nil
	}
	return p.fault
}

// Read reads the form of a request, with its files. Errors: TooLarge by http.MaxBytesError, Invalid.
func Read(r *http.Request) error {
	err := read(r)
	if tooLarge := (*http.MaxBytesError)(nil); err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return fault.New(fault.Invalid, "this is not the form of a page")
}

func read(r *http.Request) error {
	if !withParts(r) {
		return r.ParseForm()
	}
	g, _ := r.Context().Value(guestKey{}).(guest)
	if g.form == nil || g.form.read {
		return nil
	}
	g.form.read = true
	r.PostForm = url.Values{}
	r.Form = r.PostForm
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	room := maxForm
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if name, isFile := fileName(part); isFile {
			err = g.take(part, name)
		} else {
			err = field(r.PostForm, part, &room)
		}
		if err != nil {
			return err
		}
	}
	return errors.New("more parts than any form of ours")
}

func withParts(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// fileName reports whether a part is a file, and its name as it was sent. A browser sends a file without a name where
// none was chosen.
func fileName(p *multipart.Part) (string, bool) {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	name, isFile := params["filename"]
	return name, err == nil && isFile
}

// field reads a part that is no file; room is how many bytes of all of them are left.
func field(form url.Values, p *multipart.Part, room *int) error {
	text, err := io.ReadAll(io.LimitReader(p, int64(*room)+1))
	if err != nil {
		return err
	}
	if *room -= len(text) + len(p.FormName()); *room < 0 {
		return &http.MaxBytesError{Limit: maxForm}
	}
	form.Add(p.FormName(), string(text))
	return nil
}

// take keeps a file, or writes down why not. Of somebody who is not signed in nothing is kept.
func (g guest) take(p *multipart.Part, name string) error {
	f := g.form
	field := p.FormName()
	question, answers := strings.CutPrefix(field, answerPrefix)
	if g.Actor.ID == 0 || f.fault != nil || field != FilesField && !answers {
		_, err := io.Copy(io.Discard, p)
		return err
	}
	var body bytes.Buffer
	if _, err := io.Copy(&body, io.LimitReader(p, desk.MaxFile+1)); err != nil {
		return err
	}
	if name == "" && body.Len() == 0 {
		return nil
	}
	total := body.Len()
	for _, kept := range f.files {
		total += len(kept.Bytes)
	}
	shown := strings.ToValidUTF8(name[:min(len(name), 200)], "")
	switch {
	case body.Len() > desk.MaxFile:
		f.fault = fault.Field(field, "%q is larger than %d MB; send a smaller one, or say where it lies", shown, desk.MaxFile>>20)
	case len(f.files) == desk.MaxFiles:
		f.fault = fault.Field(field, "at most %d files at once; %q is one too many", desk.MaxFiles, shown)
	case total > desk.MaxFilesTotal:
		f.fault = fault.Field(field, "with %q the files are larger than %d MB together; send it with a second message", shown, desk.MaxFilesTotal>>20)
	default:
		up := desk.Upload{Name: name, Type: p.Header.Get("Content-Type"), Bytes: body.Bytes()}
		if answers {
			up.Question = question
		}
		f.files = append(f.files, up)
		return nil
	}
	f.files = nil
	_, err := io.Copy(io.Discard, p)
	return err
}
