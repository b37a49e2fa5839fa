package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"switchboard/internal/fault"
)

// maxUnpacked bounds what a zip archive may unpack to: 8 GB.
const maxUnpacked = 8 << 30

// source is a file that can be read from its beginning as often as is wanted.
type source struct {
	path string
	size int64 // unpacked, in bytes
}

// openSource looks at a .csv file, or at the one .csv file in a .zip archive. Errors: Invalid with what to do.
func openSource(path string) (source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return source{}, fault.New(fault.Invalid, "%v", err)
	}
	if info.IsDir() {
		return source{}, fault.New(fault.Invalid, "%s is a folder; name the file in it", path)
	}
	s := source{path, info.Size()}
	if s.zipped() {
		z, f, err := s.member()
		if err != nil {
			return s, err
		}
		defer z.Close()
		if f.UncompressedSize64 > maxUnpacked {
			return s, fault.New(fault.TooLarge, "%s unpacks to more than %d GB; unpack it and cut it", path, maxUnpacked>>30)
		}
		s.size = int64(f.UncompressedSize64)
	}
	if s.size == 0 {
		return s, fault.New(fault.Invalid, "%s is empty", path)
	}
	return s, nil
}

func (s source) zipped() bool { return strings.HasSuffix(strings.ToLower(s.path), ".zip") }

func (s source) member() (*zip.ReadCloser, *zip.File, error) {
	z, err := zip.OpenReader(s.path)
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "%s cannot be unpacked (%v); fetch it again", s.path, err)
	}
	var found *zip.File
	for _, f := range z.File {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".csv") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if found != nil {
			z.Close()
			return nil, nil, fault.New(fault.Invalid, "%s holds several .csv files; unpack it and name one", s.path)
		}
		found = f
	}
	if found == nil {
		z.Close()
		return nil, nil, fault.New(fault.Invalid, "%s holds no .csv file", s.path)
	}
	return z, found, nil
}

// read opens the text from its beginning. A byte order mark is taken off; UTF-16 is refused by name.
func (s source) read() (io.ReadCloser, error) {
	in, err := s.raw()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 3)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		in.Close()
		return nil, fmt.Errorf("importer: read %s: %w", s.path, err)
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		in.Close()
		return nil, fault.New(fault.Invalid, "%s is UTF-16; export it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")", s.path)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head), in), in}, nil
}

func (s source) raw() (io.ReadCloser, error) {
	if !s.zipped() {
		return os.Open(s.path)
	}
	z, f, err := s.member()
	if err != nil {
		return nil, err
	}
	in, err := f.Open()
	if err != nil {
		z.Close()
		return nil, fault.New(fault.Invalid, "%s: %s cannot be unpacked: %v", s.path, f.Name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(in, maxUnpacked), closers{in, z}}, nil
}

type closers []io.Closer

func (all closers) Close() error {
	var errs []error
	for _, c := range all {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
