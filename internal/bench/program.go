package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"switchboard/internal/sqldb"
)

// desk is the definition that is measured: it has days and hours, pauses and a matrix.
const deskName = "maine"

// owner is for whom the API is asked.
const owner = "bench@example.gov"

// place is a database server, or one database in it.
type place struct {
	name, dir, url string
}

// fresh makes an empty database.
func (p place) fresh(ctx context.Context, name string) (place, error) {
	if p.url == "" {
		p.dir = filepath.Join(p.dir, name)
		return p, os.MkdirAll(p.dir, 0o700)
	}
	db, err := sqldb.Open(ctx, p.url)
	if err != nil {
		return p, err
	}
	defer db.Close()
	name = fmt.Sprintf("bench_%s_%d", name, os.Getpid())
	if _, err := db.Reader().Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return p, err
	}
	u, err := url.Parse(p.url)
	if err != nil {
		return p, err
	}
	u.Path = "/" + name
	p.url = u.String()
	return p, nil
}

// address is how sqldb is told of it.
func (p place) address() string {
	if p.url != "" {
		return p.url
	}
	return p.dir
}

func (p place) flags() []string {
	if p.url != "" {
		return []string{"--database", p.url, "--desk", deskName}
	}
	return []string{"--data", p.dir, "--desk", deskName}
}

// program is a running switchboard.
type program struct {
	cmd   *exec.Cmd
	base  string
	token string
	http  *http.Client
	ready time.Duration // from the start of the process to its first 200
}

// start runs the program on a database and waits until it serves.
func (p place) start(ctx context.Context, binary string, more ...string) (*program, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := ln.Addr().String()
	ln.Close() // free again: the program takes it next
	token, err := exec.CommandContext(ctx, binary, append([]string{"token", "create", "--as", owner}, p.flags()...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("a token: %w", err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(binary, slices.Concat([]string{"serve", "--listen", address}, p.flags(), more)...)
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &program{cmd: cmd, base: "http://" + address, token: strings.TrimSpace(string(token)),
		http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}}
	for {
		if s.serves() {
			s.ready = time.Since(began)
			return s, nil
		}
		if time.Since(began) > 30*time.Second || ctx.Err() != nil {
			s.stop()
			return nil, fmt.Errorf("it does not serve: %s", stderr.String())
		}
		pause(ctx, time.Millisecond)
	}
}

func (s *program) serves() bool {
	res, err := s.http.Get(s.base + "/readyz")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (s *program) stop() {
	if s.cmd.Process.Signal(syscall.SIGTERM) == nil {
		s.cmd.Wait() // how it ended is of no interest here
	}
}

// call asks the API; a body makes it a POST. The answer is decoded into out, unless that is nil.
func (s *program) call(ctx context.Context, path string, body, out any) error {
	method, in := http.MethodGet, io.Reader(nil)
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		method, in = http.MethodPost, bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, in)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := s.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, answer)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// memory is the resident size of the program, in MB.
func (s *program) memory() (string, error) {
	kb, err := s.resident()
	return fmt.Sprintf("%d MB", kb/1024), err
}

// resident is the resident size of the program, in KB.
func (s *program) resident() (int, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(b), "VmRSS:")
	fields := strings.Fields(rest)
	if !ok || len(fields) == 0 {
		return 0, errors.New("no VmRSS in /proc")
	}
	return strconv.Atoi(fields[0])
}

// read takes an answer whole, with the cookies that it sets as a browser sends them back.
func read(res *http.Response) (body, cookies string, err error) {
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	var all []string
	for _, c := range res.Cookies() {
		all = append(all, c.Name+"="+c.Value)
	}
	return string(b), strings.Join(all, "; "), err
}

// pause waits, unless the run is stopped.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
