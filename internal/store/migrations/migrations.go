// Package migrations holds the schema, step by step: forward only, one text for both databases but for the words in
// {{}} (internal/sqldb/migrate.go). It refuses to know how they are run.
package migrations

import "embed"

// FS holds the steps, NNNN_subject.sql.
//
//go:embed *.sql
var FS embed.FS
