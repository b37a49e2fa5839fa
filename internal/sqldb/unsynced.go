package sqldb

import "errors"

// Unsynced runs fn while commits on SQLite do not wait for the disk, and waits for it once at the end. A power cut
// meanwhile loses the last transactions, never a part of one: for data that can be made again, such as a demo, or of
// which nobody was told yet. On PostgreSQL it only runs fn.
func (db *DB) Unsynced(fn func() error) error {
	if db.group == nil {
		return fn()
	}
	if err := db.Unsync(); err != nil {
		return err
	}
	err := fn()
	return errors.Join(err, db.group.pragma("PRAGMA synchronous = FULL", "PRAGMA wal_checkpoint(PASSIVE)"))
}

// Unsync lets commits on SQLite wait for the disk no more, as within Unsynced, for as long as the database is open: for one that
// nobody keeps, such as a test's.
func (db *DB) Unsync() error {
	if db.group == nil {
		return nil
	}
	return db.group.pragma("PRAGMA synchronous = NORMAL")
}
