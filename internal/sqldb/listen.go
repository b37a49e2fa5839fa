package sqldb

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is the PostgreSQL channel on which nodes nudge each other; a payload is "NODE TOPIC".
const channel = "switchboard"

// tellEvery bounds how often a node tells the others: a busy one says once what it would have said a hundred times.
const tellEvery = 20 * time.Millisecond

// nodes carries nudges between the nodes on one PostgreSQL. It tells after the commit, outside the transaction:
// a NOTIFY within would make all commits wait for each other. What is lost is found by whoever looks by itself.
type nodes struct {
	db     *DB
	config *pgx.ConnConfig
	self   string
	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	wg     sync.WaitGroup
	once   sync.Once // listen

	mu      sync.Mutex
	telling bool
	closed  bool
	topics  map[string]bool // to be told
}

func newNodes(db *DB, config *pgx.ConnConfig) *nodes {
	n := &nodes{db: db, config: config, self: rand.Text(), topics: map[string]bool{}}
	n.ctx, n.cancel = context.WithCancel(context.Background())
	return n
}

// tell has the other nodes told of topics, soon.
func (n *nodes) tell(topics []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return
	}
	for _, t := range topics {
		n.topics[t] = true
	}
	if !n.telling && len(n.topics) > 0 {
		n.telling = true
		n.wg.Go(n.tellAll)
	}
}

// tellAll tells until there is nothing left to be told.
func (n *nodes) tellAll() {
	for {
		n.mu.Lock()
		topics := n.topics
		n.topics = map[string]bool{}
		n.telling = len(topics) > 0
		n.mu.Unlock()
		if len(topics) == 0 {
			return
		}
		for t := range topics {
			// An error is a nudge that is lost. The context is not ours: what was committed just before Close is told.
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			_, _ = n.db.pool.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, n.self+" "+t)
			cancel()
		}
		n.rest(tellEvery)
	}
}

// hear listens from the first call on, until Close.
func (n *nodes) hear() {
	n.once.Do(func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.closed {
			return
		}
		n.wg.Go(func() {
			for n.ctx.Err() == nil {
				_ = n.listen() // without a connection, everybody looks by itself
				n.rest(time.Second)
			}
		})
	})
}

// listen wakes those who wait here for what other nodes tell, until the connection is lost.
func (n *nodes) listen() error {
	conn, err := pgx.ConnectConfig(n.ctx, n.config.Copy())
	if err != nil {
		return err
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(n.ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		heard, err := conn.WaitForNotification(n.ctx)
		if err != nil {
			return err
		}
		if node, topic, ok := strings.Cut(heard.Payload, " "); ok && node != n.self {
			n.db.nudges.wake(topic)
		}
	}
}

func (n *nodes) rest(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-n.ctx.Done():
	}
}

func (n *nodes) close() {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	n.cancel()
	n.wg.Wait()
}
