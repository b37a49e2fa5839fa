// Package server builds the house: it opens the database, brings the schema up to date, gives the desk its definition,
// puts the doors onto one listener and starts those who read the log. It refuses to know any rule; what it holds is
// the order in which rooms are opened and closed.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"switchboard/internal/api"
	"switchboard/internal/channel/mail"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/demo"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/automate"
	"switchboard/internal/follow/search"
	"switchboard/internal/follow/tail"
	"switchboard/internal/job"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/console"
	"switchboard/internal/web/message"
	"switchboard/internal/web/notices"
	"switchboard/internal/web/portal"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// Config is what is needed to start; all else is data.
type Config struct {
	Data     string // folder of the embedded database
	Database string // postgres://..., in place of Data
	DeskName string // where the definition came from, for messages
	Desk     []byte // the definition that a new desk begins with
	Listen   string // address, "127.0.0.1:8080"
	Base     string // how the desk is reached from outside, "https://help.example.gov"; http://Listen when empty
	Version  string
	Demo     bool         // fill an empty desk
	Mail     *mail.Config // nil: the desk has no mail
	Log      *slog.Logger
	Now      func() time.Time // for tests; time.Now when nil
}

// Server is a running desk.
type Server struct {
	Desk *desk.Desk
	Base string

	db    *sqldb.DB
	hub   live.Hub
	words *wording.Catalogue
	http  *http.Server
	ln    net.Listener
	log   *slog.Logger
	stop  context.CancelFunc
	work  sync.WaitGroup
	ended chan error

	followers map[string]eventlog.Follower // by name; complete before any job runs
}

// Bounds of one connection.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 10 * time.Second
	maxHeader         = 32 << 10
)

// OpenDesk opens the database of a desk and brings it up to date, without serving it: for commands beside a server.
func OpenDesk(ctx context.Context, c Config) (*desk.Desk, *sqldb.DB, error) {
	url := c.Database
	if url == "" {
		url = c.Data
	}
	db, err := sqldb.Open(ctx, url)
	if err != nil {
		return nil, nil, err
	}
	if c.Now != nil {
		db.Now = c.Now
	}
	d := desk.New(db)
	if err := db.Migrate(ctx, migrations.FS); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if err := eventlog.Settle(ctx, db); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if err := d.Adopt(ctx, c.DeskName, c.Desk); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return d, db, nil
}

// Start opens the house and serves it until Close. When it returns, the desk answers.
func Start(ctx context.Context, c Config) (*Server, error) {
	d, db, err := OpenDesk(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &Server{Desk: d, db: db, log: c.Log, ended: make(chan error, 4), followers: map[string]eventlog.Follower{}}
	if err := s.open(ctx, c); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func (s *Server) open(ctx context.Context, c Config) error {
	if c.Demo {
		if err := s.db.Unsynced(func() error { return demo.Seed(ctx, s.Desk, &s.db.Now) }); err != nil {
			return err
		}
	}
	ln, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.ln, s.Base = ln, c.Base
	if s.Base == "" {
		s.Base = "http://" + ln.Addr().String()
	}
	if s.words, err = wording.Load(); err != nil {
		return errors.Join(err, ln.Close())
	}
	if err := automate.Begin(ctx, s.db); err != nil {
		return errors.Join(err, ln.Close())
	}
	handler, err := s.doors(c)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.http = &http.Server{Handler: handler, ReadHeaderTimeout: readHeaderTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn), BaseContext: func(net.Listener) context.Context { return life }}
	if err := errors.Join(s.mail(life, c), s.tell(ctx, life, c)); err != nil {
		stop()
		s.work.Wait()
		return errors.Join(err, ln.Close())
	}
	s.work.Go(func() { s.Desk.RunTimers(life, c.Log) })
	s.work.Go(func() { s.Desk.RunBook(life, c.Log) })
	s.follow(life, c.Log, search.Follower(), automate.Follower(s.Desk))
	s.work.Go(func() { s.jobs(c.Log).Run(life) })
	s.work.Go(func() { s.watchStanding(life) })
	s.work.Go(func() {
		if err := tail.Run(life, s.db, c.Log, &s.hub); err != nil && life.Err() == nil {
			s.ended <- err
		}
	})
	s.work.Go(func() {
		if err := s.http.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			s.ended <- err
		}
	})
	return nil
}

// jobs names who does which kind of job.
func (s *Server) jobs(log *slog.Logger) *job.Runner {
	return &job.Runner{DB: s.db, Log: log, Handlers: map[string]job.Handler{
		store.BulkJob: {Do: func(ctx context.Context, j *job.Job) error {
			id, err := strconv.ParseInt(j.Body, 10, 64)
			if err != nil {
				return job.Stop(err)
			}
			return s.Desk.RunBulk(ctx, access.System, id)
		}, Deadline: time.Hour},
		store.RefoldJob: {Do: func(ctx context.Context, _ *job.Job) error {
			_, err := s.Desk.Refold(ctx, access.System, 0)
			return err
		}, Deadline: 6 * time.Hour},
		store.RetimeJob:       {Do: func(ctx context.Context, _ *job.Job) error { return s.Desk.RetimeAll(ctx, access.System) }, Deadline: time.Hour},
		store.ReadMailJob:     {Do: s.readMail, Deadline: 2 * time.Minute},
		store.ReadFileJob:     {Do: func(ctx context.Context, j *job.Job) error { return search.ReadFile(ctx, s.db, j) }},
		store.UnparkJob:       {Do: s.unpark},
		store.PublishReplyJob: {Do: func(ctx context.Context, j *job.Job) error { return s.Desk.PublishReply(ctx, access.System, j.Body) }, Attempts: 1 << 30},
		store.UnwokenJob:      {Do: func(ctx context.Context, j *job.Job) error { return s.Desk.NoteUnwoken(ctx, access.System, j) }},
		store.ReleaseJob: {Do: func(ctx context.Context, j *job.Job) error {
			id, err := strconv.ParseInt(j.Body, 10, 64)
			if err != nil {
				return job.Stop(err)
			}
			return s.Desk.GiveBack(ctx, access.System, people.ID(id))
		}, Deadline: 10 * time.Minute},
	}}
}

// readTries is how often a mail is tried to be read before it is shown to people as it is.
const readTries = 3

// readMail reads a stored mail. One whose reading fails again and again must not stay unseen.
func (s *Server) readMail(ctx context.Context, j *job.Job) error {
	id, err := strconv.ParseInt(j.Body, 10, 64)
	if err != nil {
		return err
	}
	err = s.Desk.ReadMail(ctx, access.System, id)
	if err != nil && j.Attempt >= readTries {
		return s.Desk.RescueMail(ctx, access.System, id, err.Error())
	}
	return err
}

// doors puts every door onto one handler. Health answers without a session, all else is compressed by nobody but ui.
func (s *Server) doors(c Config) (http.Handler, error) {
	if err := ui.CheckFiles(); err != nil {
		return nil, err
	}
	visits := visit.New(s.Desk, s.words, c.Log, strings.HasPrefix(s.Base, "https:"), c.Demo)
	pages := http.NewServeMux()
	visits.Register(pages)
	message.Register(pages, visits)
	portal.Register(pages, visits, &s.hub)
	console.Register(pages, visits, &s.hub)
	notices.Register(pages, visits, &s.hub)

	all := http.NewServeMux()
	api.Register(all, s.Desk, s.words, s.Base, c.Version, c.Log)
	all.Handle("GET /healthz", http.HandlerFunc(healthz))
	all.Handle("GET /readyz", http.HandlerFunc(s.readyz))
	all.Handle("GET /assets/", ui.Files())
	all.Handle("/", visits.Wrap(pages))
	return ui.Secure(all), nil
}

// healthz says that the process is up, no more.
func healthz(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("up\n")) }

// readyz says that the desk can serve: its database answers.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.db.Ping(ctx); err != nil {
		s.log.WarnContext(r.Context(), "not ready", "err", err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// Ended tells when serving has failed by itself.
func (s *Server) Ended() <-chan error { return s.ended }

// Close lets requests under way finish, stops the readers of the log and closes the database.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	s.stop() // streams end first, or Shutdown would wait for them
	s.hub.Close()
	err := s.http.Shutdown(ctx)
	s.work.Wait()
	return errors.Join(err, s.db.Close())
}
