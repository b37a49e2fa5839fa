package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"switchboard/internal/sqldb"
)

// ToFile is Write into a file that only its owner may read. It has its name when all of it is on the disk, and is never
// written over another.
func ToFile(ctx context.Context, db *sqldb.DB, file string, say Say) (Contents, error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return Contents{}, errors.Join(fmt.Errorf("%s is there already", file), err)
	}
	part := file + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return Contents{}, err
	}
	c, err := Write(ctx, db, f, say)
	if err := errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return c, errors.Join(err, os.Remove(part))
	}
	return c, errors.Join(os.Rename(part, file), syncFolder(filepath.Dir(file)))
}

// CheckFile is Check for a file.
func CheckFile(file string, say Say) (Contents, error) {
	f, err := os.Open(file)
	if err != nil {
		return Contents{}, err
	}
	defer f.Close()
	c, err := Check(f, say)
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

// syncFolder has the disk keep which files are in a folder.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
