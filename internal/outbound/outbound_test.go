package outbound_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/outbound"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// TestInsideIsNotDialled: addresses of the house, in all their clothes. None of these is reached, so none needs a peer.
func TestInsideIsNotDialled(t *testing.T) {
	none := outbound.New(outbound.Rules{})
	for _, address := range []string{
		"127.0.0.1:1", "127.8.9.10:1", "[::1]:1", "localhost:1", "[::ffff:127.0.0.1]:1", "[::ffff:7f00:1]:1", "0.0.0.0:1", "[::]:1",
		"10.0.0.1:1", "172.16.0.1:1", "172.31.255.255:1", "192.168.1.1:1", "[fd00::1]:1", "[fc00::1]:1",
		"169.254.169.254:1", "[fe80::1]:1", "[fec0::1]:1", "[::ffff:169.254.169.254]:1",
		"224.0.0.1:1", "[ff02::1]:1", "255.255.255.255:1", "100.64.0.1:1", "0.1.2.3:1", "192.0.0.8:1", "198.18.0.1:1", "240.0.0.1:1",
		"[64:ff9b::7f00:1]:1", "[64:ff9b::a9fe:a9fe]:1", "[64:ff9b:1::1]:1", "[2002:7f00:1::1]:1", "[2002:a00:1::1]:1", "[::7f00:1]:1", "[2001::1]:1",
	} {
		conn, err := none.Dial(t.Context(), address)
		if err == nil {
			conn.Close()
		}
		if !errors.Is(err, outbound.ErrAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	some := outbound.New(outbound.Rules{Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}})
	if _, err := some.Dial(t.Context(), "10.2.0.1:1"); !errors.Is(err, outbound.ErrAddress) {
		t.Errorf("a network beside the one that is named: %v", err)
	}
}

func TestNamedNetworkIsDialled(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	d := outbound.New(outbound.Rules{Networks: loopback})
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "::ffff:127.0.0.1"} {
		conn, err := d.Dial(t.Context(), net.JoinHostPort(host, port))
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		conn.Close()
	}
}

func TestSilentServersEnd(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0") // accepts by the kernel, and never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	d := outbound.New(outbound.Rules{Networks: loopback})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := d.DialTLS(ctx, ln.Addr().String()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("TLS: %v", err)
	}
	_, err = d.HTTP(outbound.Limits{Time: 50 * time.Millisecond}).Get("http://" + ln.Addr().String())
	if wrong := (*url.Error)(nil); !errors.As(err, &wrong) || !wrong.Timeout() {
		t.Errorf("HTTP: %v", err)
	}
}

func TestTLSNeedsAnAuthority(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	s.Config.ErrorLog = nil
	file := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	pool, err := outbound.Authorities(file)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := outbound.New(outbound.Rules{Networks: loopback, Authorities: pool}).DialTLS(t.Context(), s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if conn, err := outbound.New(outbound.Rules{Networks: loopback}).DialTLS(t.Context(), s.Listener.Addr().String()); err == nil {
		conn.Close()
		t.Error("a certificate of an unknown authority was taken")
	}
	for _, bad := range []string{filepath.Join(t.TempDir(), "missing"), "outbound_test.go"} {
		if _, err := outbound.Authorities(bad); err == nil {
			t.Errorf("%s was read as certificates", bad)
		}
	}
	if pool, err := outbound.Authorities(""); pool != nil || err != nil {
		t.Errorf("none: %v, %v", pool, err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 100))
	}))
	defer s.Close()
	d := outbound.New(outbound.Rules{Networks: loopback})
	for _, c := range []struct {
		bound int64
		want  error
	}{{99, outbound.ErrTooLarge}, {100, nil}, {101, nil}} {
		answer, err := d.HTTP(outbound.Limits{Body: c.bound}).Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if !errors.Is(err, c.want) || int64(len(got)) > c.bound || c.want == nil && len(got) != 100 {
			t.Errorf("bound %d: %d bytes, %v", c.bound, len(got), err)
		}
	}
}

// TestRedirectsStayOutside: a redirect is dialled by the same rules, is counted, and never leaves https.
func TestRedirectsStayOutside(t *testing.T) {
	s := httptest.NewServer(nil)
	defer s.Close()
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/inside":
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		case "/once":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		}
	})
	d := outbound.New(outbound.Rules{Networks: loopback})
	get := func(path string, redirects int) error {
		answer, err := d.HTTP(outbound.Limits{Redirects: redirects}).Get(s.URL + path)
		if err == nil {
			answer.Body.Close()
		}
		return err
	}
	if err := get("/inside", 3); !errors.Is(err, outbound.ErrAddress) {
		t.Errorf("inside: %v", err)
	}
	if err := get("/once", 0); err == nil {
		t.Error("a redirect was followed where none may be")
	}
	if err := get("/once", 1); err != nil {
		t.Error(err)
	}
	if err := get("/loop", 3); err == nil || !strings.Contains(err.Error(), "more than 3") {
		t.Errorf("a loop: %v", err)
	}
}

func TestRedirectsKeepTheirProtection(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	s := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	defer s.Close()
	pool := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	d := outbound.New(outbound.Rules{Networks: loopback, Authorities: pool})
	if _, err := d.HTTP(outbound.Limits{Redirects: 3}).Get(s.URL); err == nil || !strings.Contains(err.Error(), "away from https") {
		t.Errorf("a redirect to http was followed: %v", err)
	}
}
