package sqldb_test

import (
	"errors"
	"testing"
	"time"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

func nudge(t *testing.T, db *sqldb.DB, fail error, topics ...string) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		for _, topic := range topics {
			tx.Nudge(topic)
		}
		return fail
	})
	if !errors.Is(err, fail) {
		t.Fatal(err)
	}
}

func awake(woken <-chan struct{}) bool {
	select {
	case <-woken:
		return true
	default:
		return false
	}
}

// A nudge comes after the commit, once for many, only to its topic, and never from what was undone.
func TestNudge(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		fact, stop := db.Nudged("fact")
		job, stopJob := db.Nudged("job")
		defer stopJob()
		nudge(t, db, errors.New("undone"), "fact")
		if awake(fact) {
			t.Error("woken by what was undone")
		}
		nudge(t, db, nil, "fact", "fact")
		nudge(t, db, nil, "fact")
		if !awake(fact) || awake(fact) || awake(job) {
			t.Error("want one token for the topic and none for the other")
		}
		stop()
		nudge(t, db, nil, "fact")
		if awake(fact) {
			t.Error("woken after stop")
		}
	})
}

// Nodes on one PostgreSQL nudge each other. The listener starts by itself, so the first nudges may be too early.
func TestNudgeOtherNode(t *testing.T) {
	db := sqltest.Postgres(t, words)
	other := sqltest.SecondNode(t, db)
	woken, stop := other.Nudged("fact")
	defer stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	end := time.After(10 * time.Second)
	for {
		nudge(t, db, nil, "fact")
		select {
		case <-woken:
			return
		case <-again.C:
		case <-end:
			t.Fatal("the other node was never woken")
		}
	}
}
