package sqldb

import (
	"context"
	"fmt"
	"strings"
)

// Kind is what a column holds, the same on both databases.
type Kind string

// The kinds. A migration knows no others; Tables refuses one that does.
const (
	Integer Kind = "integer"
	Text    Kind = "text"
	Boolean Kind = "boolean"
	Bytes   Kind = "bytes"
)

// Column is one of a table's.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	Key  bool   `json:"-"` // part of the primary key
}

// Table is a table as the database itself describes it.
type Table struct {
	Name    string
	Columns []Column // in the order of the migrations that made them
}

// tablesText lists name, column, declared type and whether it is of the primary key. What SQLite makes for itself, such as
// the parts of a full-text index, is not a table.
var tablesText = [...]string{
	SQLite: `SELECT l.name, i.name, i.type, i.pk > 0 FROM pragma_table_list AS l, pragma_table_info(l.name) AS i
		WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite_%' ORDER BY l.name, i.cid`,
	Postgres: `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), COALESCE(a.attnum = ANY (p.indkey::int2[]), FALSE)
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index AS p ON p.indrelid = c.oid AND p.indisprimary
		WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C", a.attnum`,
}

// kinds are the declared types of both databases.
var kinds = map[string]Kind{"INTEGER": Integer, "BIGINT": Integer, "TEXT": Text, "BOOLEAN": Boolean, "BLOB": Bytes, "BYTEA": Bytes}

// Tables describes the tables, by name, but for those left out. Errors: a column of a kind that cannot be carried.
func Tables(ctx context.Context, q Q, without ...string) ([]Table, error) {
	var all []Table
	err := q.Each(ctx, func(r Row) error {
		var table, declared string
		var c Column
		if err := r.Scan(&table, &c.Name, &declared, &c.Key); err != nil {
			return err
		}
		for _, no := range without {
			if no == table {
				return nil
			}
		}
		c.Kind = kinds[strings.ToUpper(declared)]
		if c.Kind == "" {
			return fmt.Errorf("%s.%s is of the type %s", table, c.Name, declared)
		}
		if len(all) == 0 || all[len(all)-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, c)
		return nil
	}, tablesText[q.Dialect()])
	if err != nil {
		return nil, fmt.Errorf("sqldb: tables: %w", err)
	}
	return all, nil
}

// SchemaVersion is the number of the last migration that has run; zero on a database that is empty.
func SchemaVersion(ctx context.Context, q Q) (int64, error) {
	there, err := One(ctx, q, Value[bool], [...]string{
		SQLite:   `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'goose_db_version')`,
		Postgres: `SELECT to_regclass(format('%I.goose_db_version', current_schema())) IS NOT NULL`,
	}[q.Dialect()])
	if err != nil || !there {
		return 0, err
	}
	return One(ctx, q, Value[int64], `SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied`)
}
