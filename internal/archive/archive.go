// Package archive copies a whole desk into one file while it works, reads such a file, and makes a desk of it again, on
// either database. It knows the form of the file and in which order a desk is put together. It refuses to know any table:
// what there is, the database says, and what it means is not its affair.
//
// An archive is gzip (RFC 1952) over lines of JSON, so that it can be read in fifty years without this program:
//
//	{"switchboard_archive":1,"schema":33,"database":"sqlite","made":"2026-11-23T01:30:00Z"}
//	{"table":"agency","columns":[{"name":"key","kind":"text"},..],"next":0}
//	["REV","Department of Revenue",null,true,..]
//	{"rows":1,"sha256":".."}
//	{"tables":1,"rows":1,"sha256":".."}
//
// The first sum is that of the lines of its table, the last one that of all before it. Bytes are base64; so is a text that
// is not UTF-8, as {"base64":".."}. Rows stand in the order of their keys, so that two archives of the same rows have the
// same sums, whichever databases they came from.
package archive

import (
	"encoding/json"
	"time"

	"switchboard/internal/sqldb"
)

// form is the version of the form of the file.
const form = 1

// Bounds of reading.
const (
	maxLine   = 512 << 20 // of one row, as JSON
	sayEvery  = 5_000     // rows
	lineStart = 64 << 10
)

// without are the tables that are not carried: sign-ins, which would be keys in the wrong hands; what is found by words, which
// each database keeps in its own way and the follower "search" makes anew; and which migrations ran.
var without = []string{"session", "ticket_words", "goose_db_version"}

// indexer is the follower that makes anew what is found by words.
const indexer = "search"

// Header says what an archive is of.
type Header struct {
	Form     int       `json:"switchboard_archive"`
	Schema   int64     `json:"schema"`   // the last migration of the desk
	Database string    `json:"database"` // it came from
	Made     time.Time `json:"made"`
}

// Part is what an archive has of one table.
type Part struct {
	Table  string
	Rows   int64
	SHA256 string
}

// Contents is what an archive holds.
type Contents struct {
	Header
	Parts []Part
	Rows  int64
}

// Say is told how far it is: the table under way, and how many rows of it are done.
type Say func(table string, rows int64)

// The lines that are not rows.
type (
	tableLine struct {
		Table   string         `json:"table"`
		Columns []sqldb.Column `json:"columns"`
		Next    int64          `json:"next"` // the number of the next row, where the database gives numbers
	}
	endLine struct {
		Rows   int64  `json:"rows"`
		SHA256 string `json:"sha256"`
	}
	lastLine struct {
		Tables int    `json:"tables"`
		Rows   int64  `json:"rows"`
		SHA256 string `json:"sha256"`
	}
)

// odd is a text that JSON cannot hold.
type odd struct {
	Base64 []byte `json:"base64"`
}

// appendRow writes a row as one line of JSON.
func appendRow(b []byte, values []any) ([]byte, error) {
	for i, v := range values {
		sign := byte(',')
		if i == 0 {
			sign = '['
		}
		b = append(b, sign)
		one, err := json.Marshal(fitting(v))
		if err != nil {
			return nil, err
		}
		b = append(b, one...)
	}
	return append(b, ']', '\n'), nil
}
