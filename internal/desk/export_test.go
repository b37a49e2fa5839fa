package desk

import (
	"context"

	"switchboard/internal/sqldb"
)

// HeartbeatReturned is what reading a mail does with one of our own.
func HeartbeatReturned(ctx context.Context, d *Desk, messageID string) (mine bool, err error) {
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		mine, err = d.heartbeatReturned(ctx, tx, messageID)
		return err
	})
	return mine, err
}

// MaxFound bounds what Found counts: the questions whose answers are kept.
const MaxFound = maxFound

// Found counts the questions whose answers a node has kept.
func (d *Desk) Found() int {
	s := d.shelf.Load()
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.found)
}

// MaxOutages bounds what KeptOutages counts: the outages whose history a node has read.
const MaxOutages = maxOutages

// KeptOutages counts the outages of which a node has kept what it tells.
func (d *Desk) KeptOutages() int { return len(*d.told.Load()) }
