package sqldb

import (
	"fmt"
	"time"
)

// At is t as a column keeps it: Unix milliseconds; NULL for the zero time.
func At(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// Into scans a column of Unix milliseconds into t, in UTC; NULL becomes the zero time.
func Into(t *time.Time) *Instant { return (*Instant)(t) }

// Instant is the sql.Scanner behind Into.
type Instant time.Time

// Scan implements sql.Scanner.
func (i *Instant) Scan(src any) error {
	switch ms := src.(type) {
	case nil:
		*i = Instant{}
	case int64:
		*i = Instant(time.UnixMilli(ms).UTC())
	default:
		return fmt.Errorf("sqldb: an instant is BIGINT milliseconds, not %T", src)
	}
	return nil
}
