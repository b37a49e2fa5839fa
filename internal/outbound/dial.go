// Package outbound is the only way in which the desk calls another machine (DESIGN 9.5). It knows which addresses may be
// dialled, and that nothing it begins lasts for ever. It refuses to know what is said on a connection: mail hosts,
// token servers and webhooks are all the same to it.
package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"
)

// Rules are what the desk's administrator decides.
type Rules struct {
	Networks    []netip.Prefix // private networks that may be dialled all the same
	Authorities *x509.CertPool // who certifies servers; nil: whom the machine trusts
}

// Dialer dials what the rules allow.
type Dialer struct {
	rules Rules
	net   net.Dialer
}

// Bounds of a connection's beginning.
const (
	dialTimeout      = 20 * time.Second
	handshakeTimeout = 20 * time.Second
	keepAlive        = 30 * time.Second
)

// New makes a dialer.
func New(rules Rules) *Dialer {
	d := &Dialer{rules: rules}
	d.net = net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, ControlContext: d.control}
	return d
}

// control is asked with the address that is really dialled: after names were resolved, for each address of a name.
func (d *Dialer) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s %q", ErrAddress, network, address)
	}
	return d.rules.allow(at.Addr())
}

// Dial connects to "host:port" by TCP. Errors: ErrAddress, and those of the network.
func (d *Dialer) Dial(ctx context.Context, address string) (net.Conn, error) {
	return d.net.DialContext(ctx, "tcp", address)
}

// DialTLS connects to "host:port" and speaks TLS from the first byte. Errors: ErrAddress, and those of the network.
func (d *Dialer) DialTLS(ctx context.Context, address string) (*tls.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	plain, err := d.Dial(ctx, address)
	if err != nil {
		return nil, err
	}
	return d.Protect(ctx, plain, host)
}

// Protect begins TLS on a connection that was agreed to be continued so (STARTTLS); on an error it is closed.
func (d *Dialer) Protect(ctx context.Context, plain net.Conn, host string) (*tls.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	conn := tls.Client(plain, d.TLS(host))
	if err := conn.HandshakeContext(ctx); err != nil {
		plain.Close()
		return nil, err
	}
	return conn, nil
}

// TLS is the configuration for a server of this name, for libraries that begin TLS themselves.
func (d *Dialer) TLS(host string) *tls.Config {
	return &tls.Config{ServerName: host, RootCAs: d.rules.Authorities, MinVersion: tls.VersionTLS12}
}

// maxAuthorities bounds a file of certificates, in bytes.
const maxAuthorities = 4 << 20

// Authorities reads a PEM file of certificates that are trusted besides those of the machine; "" is none.
func Authorities(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxAuthorities {
		return nil, fmt.Errorf("%s is larger than %d MB", path, maxAuthorities>>20)
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a machine without authorities of its own
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", path)
	}
	return pool, nil
}
