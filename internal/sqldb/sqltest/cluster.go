package sqltest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"switchboard/internal/sqldb"
)

// cluster answers the URL of a PostgreSQL for tests: the one that SWITCHBOARD_TEST_POSTGRES names (`make test` starts
// one for all packages), or else one of this process, started at the first call.
var cluster = sync.OnceValues(func() (string, error) {
	if url := os.Getenv("SWITCHBOARD_TEST_POSTGRES"); url != "" {
		return url, nil
	}
	return hold("fsync=off", "full_page_writes=off")
})

// Durable answers the URL of a cluster that waits for the disk, for benchmarks: the one that SWITCHBOARD_TEST_POSTGRES
// names (`make bench` starts one with PostgreSQL's own defaults), or else one of this process.
func Durable(tb testing.TB) string {
	tb.Helper()
	base, err := durable()
	if err != nil {
		tb.Skipf("no PostgreSQL to measure: %v", err)
	}
	db := Open(tb, base, nil)
	fsync, err := sqldb.One(context.Background(), db.Reader(), sqldb.Value[string], "SHOW fsync")
	if err != nil || fsync != "on" {
		tb.Fatalf("fsync is %q; without it nothing is measured: %v", fsync, err)
	}
	return base
}

var durable = sync.OnceValues(func() (string, error) {
	if url := os.Getenv("SWITCHBOARD_TEST_POSTGRES"); url != "" {
		return url, nil
	}
	return hold()
})

// hold starts a cluster that ends with this process, however it ends: the script waits for the end of its standard
// input, which only this process keeps open.
func hold(settings ...string) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	cmd := exec.Command(filepath.Join(root, "scripts", "postgres"), append([]string{"hold"}, settings...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for us; the script cleans up after us
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		stdin.Close()
		return "", errors.Join(cmd.Wait(), fmt.Errorf("%s", strings.TrimSpace(stderr.String())))
	}
	keep = append(keep, stdin)
	return strings.TrimSpace(line), nil
}

// keep holds the pipes whose end ends the clusters, so that no finaliser closes them.
var keep []any

// moduleRoot finds the folder of go.mod, upward from where the test runs.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}
