package importer

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
)

// rejects is the file of what was left out: line, reason. It is made when the first row is left out, so that a clean
// import leaves none; what an earlier run left is written anew.
type rejects struct {
	path string
	file *os.File
	out  *csv.Writer
	n    int
}

// add writes down one line of the log, or one incident by its first line.
func (r *rejects) add(line int, reason string) error {
	if r.file == nil {
		f, err := os.Create(r.path)
		if err != nil {
			return fmt.Errorf("importer: the file of rejects: %w", err)
		}
		r.file, r.out = f, csv.NewWriter(f)
		if err := r.out.Write([]string{"line", "reason"}); err != nil {
			return err
		}
	}
	r.n++
	return r.out.Write([]string{strconv.Itoa(line), reason})
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	r.out.Flush()
	if err := r.out.Error(); err != nil {
		r.file.Close()
		return fmt.Errorf("importer: the file of rejects: %w", err)
	}
	return r.file.Close()
}
