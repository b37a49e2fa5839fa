// Package sqldb knows two databases behind one SQL text: SQLite in a folder (the default, one process) and
// PostgreSQL (several nodes). It knows how to open them, how a transaction begins, is shared, repeated and ended,
// which driver codes mean what, and how migrations are rendered for a dialect. It refuses to know any table, any
// rule of the desk, and what an error should say to a person.
//
// # One text
//
// Parameters are $1..$n. Both databases take RETURNING, ON CONFLICT, CTEs, window functions, FILTER, row values,
// partial indexes, BOOLEAN columns with TRUE and FALSE, and Go bools as arguments. Keep to these rules:
//
//   - Instants are BIGINT Unix milliseconds, UTC: pass [At](t), scan with [Into](&t). Durations are BIGINT _ms.
//     There is no now() and no arithmetic on dates in SQL; the time of a transaction is [Tx].Now.
//   - Documents (JSON) are TEXT and opaque: pass a string, never []byte, which SQLite would store as a BLOB.
//   - `$1 IS NULL OR ..` needs a CAST on PostgreSQL; conditions of a partial index must be literals in the query,
//     or SQLite does not use the index.
//   - A list of values is spelled by [In]; pad it, so that few texts exist: each text is prepared once and kept.
//   - A statement that fails ends the closure: return its error. PostgreSQL refuses all that follows in the
//     transaction, and [DB.Write] undoes what went before on both.
//
// # Writing
//
// [DB.Write] is the only way to change rows. On PostgreSQL it is a plain READ COMMITTED transaction, repeated when
// the database asks for it. On SQLite there is one writer; all that wait for it at the same moment share one
// COMMIT and its fsync (see group.go), each in a SAVEPOINT of its own, so that a failure undoes only itself.
// Either way Write returns nil only after the rows are on disk.
//
// A closure may run more than once and must not have effects outside the transaction; those belong in
// [Tx.AfterCommit]. A closure must not call Write: on SQLite it would wait for itself.
package sqldb
