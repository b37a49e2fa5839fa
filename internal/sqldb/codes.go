package sqldb

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// PostgreSQL, Appendix A: error codes.
const (
	pgStalePlan     = "0A000" // a prepared text whose table was altered by another node; pgx then forgets it
	pgForeignKey    = "23503"
	pgUnique        = "23505"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
)

// IsUnique reports whether err says that a unique key or primary key is taken.
func IsUnique(err error) bool {
	return pgCode(err) == pgUnique || sqliteCode(err) == lib.SQLITE_CONSTRAINT_UNIQUE ||
		sqliteCode(err) == lib.SQLITE_CONSTRAINT_PRIMARYKEY || sqliteCode(err) == lib.SQLITE_CONSTRAINT_ROWID
}

// IsForeignKey reports whether err says that a row refers to one that does not exist, or is still referred to.
func IsForeignKey(err error) bool {
	return pgCode(err) == pgForeignKey || sqliteCode(err) == lib.SQLITE_CONSTRAINT_FOREIGNKEY
}

// again reports whether the same closure may succeed on a new transaction. A busy SQLite file is not among these:
// its timeout has waited long enough already.
func again(err error) bool {
	var r raced
	if errors.As(err, &r) {
		return true
	}
	switch pgCode(err) {
	case pgStalePlan, pgSerialization, pgDeadlock:
		return true
	}
	return false
}

func pgCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}
