package push_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"switchboard/internal/channel/push"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/job"
	"switchboard/internal/outbound"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

var ctx = context.Background()

// device is a browser of ours: its keys, and the push service that it is signed up with.
type device struct {
	key    *ecdh.PrivateKey
	auth   []byte
	server *httptest.Server
	status []int // what the service answers, one after the other; then 201
	got    chan request
}

type request struct {
	header http.Header
	body   []byte
}

func newDevice(t *testing.T, status ...int) *device {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{key: key, auth: make([]byte, 16), status: status, got: make(chan request, 20)}
	rand.Read(d.auth)
	d.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		code := http.StatusCreated
		if len(d.status) > 0 {
			code, d.status = d.status[0], d.status[1:]
		}
		w.WriteHeader(code)
		d.got <- request{r.Header, body}
	}))
	t.Cleanup(d.server.Close)
	return d
}

func (d *device) row() desk.PushDevice {
	b64 := base64.RawURLEncoding.EncodeToString
	return desk.PushDevice{Endpoint: d.server.URL + "/push/1", P256dh: b64(d.key.PublicKey().Bytes()), Auth: b64(d.auth), Name: "Firefox, Linux", Lang: "en"}
}

// open opens what was sealed for the device, by the words of RFC 8291, 3.4, and RFC 8188, 2.
func (d *device) open(t *testing.T, body []byte) push.Message {
	t.Helper()
	must := func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	salt, size, n := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	sender, sealed := body[21:21+n], body[21+n:]
	if len(sealed) > int(size) || len(body) > 4096 {
		t.Fatalf("%d bytes in records of %d", len(sealed), size)
	}
	from, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		t.Fatal(err)
	}
	shared := must(d.key.ECDH(from))
	info := "WebPush: info\x00" + string(d.key.PublicKey().Bytes()) + string(sender)
	ikm := must(hkdf.Key(sha256.New, shared, d.auth, info, 32))
	key := must(hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	nonce := must(hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12))
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain := bytes.TrimRight(must(gcm.Open(nil, nonce, sealed, nil)), "\x00")
	if plain[len(plain)-1] != 2 {
		t.Fatalf("the last record ends with %d", plain[len(plain)-1])
	}
	var m push.Message
	if err := json.Unmarshal(plain[:len(plain)-1], &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// proves checks who the sender says to be (RFC 8292, 2).
func (d *device) proves(t *testing.T, header string, key *ecdh.PublicKey) {
	t.Helper()
	token, k, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 {
		t.Fatalf("Authorization: %s", header)
	}
	decode := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	point := decode(k)
	if !bytes.Equal(point, key.Bytes()) {
		t.Error("the key is not the one that browsers are told")
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	sum, signature := sha256.Sum256([]byte(parts[0]+"."+parts[1])), decode(parts[2])
	if !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature is wrong")
	}
	var claims struct {
		Aud string `json:"aud"`
		Sub string `json:"sub"`
		Exp int64  `json:"exp"`
	}
	if err := json.Unmarshal(decode(parts[1]), &claims); err != nil {
		t.Fatal(err)
	}
	if claims.Aud != d.server.URL || claims.Sub != "https://help.example.gov" || time.Until(time.Unix(claims.Exp, 0)) > 24*time.Hour {
		t.Errorf("it claims %+v", claims)
	}
}

// house is a desk whose pushes go to devices on this machine.
type house struct {
	*desktest.House
	t          *testing.T
	db         *sqldb.DB
	dana, luis access.Actor
	runner     *job.Runner
	ticket     int64
}

func open(t *testing.T, db *sqldb.DB, d *device, networks ...netip.Prefix) *house {
	t.Helper()
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(d.server.Certificate())
	h := &house{House: desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)), t: t, db: db}
	h.dana, h.luis = h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
	sender := push.New(push.Config{Desk: h.Desk, Words: words, Dialer: outbound.New(outbound.Rules{Networks: networks, Authorities: pool}),
		Base: "https://help.example.gov", Log: slog.New(slog.DiscardHandler)})
	h.runner = &job.Runner{DB: db, Log: slog.New(slog.DiscardHandler), Handlers: map[string]job.Handler{store.SendPushJob: sender.Handler()}}
	o, err := h.Open(ctx, h.dana, desk.Request{Subject: "Payroll of Jane Roe", Description: "secret", Type: "incident"})
	h.must(err)
	h.ticket = o.Ticket.ID
	_, err = h.Accept(ctx, h.luis, desk.On{Ticket: h.ticket})
	h.must(err)
	h.must(eventlog.Drain(ctx, db, h.follower()))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) follower() eventlog.Follower {
	return notify.Follower(notify.Config{DeskTeam: func() string { return h.Definition().DeskTeam() }})
}

// writes lets dana write, and decides who hears of it.
func (h *house) writes() {
	h.t.Helper()
	h.Pass(time.Minute)
	_, err := h.Write(ctx, h.dana, desk.On{Ticket: h.ticket}, "My number is 078-05-1120.")
	h.must(err)
	h.must(eventlog.Drain(ctx, h.db, h.follower()))
}

// ends waits until the last push of the ticket has come to an end, and says to which.
func (h *house) ends(want desk.LetterState) store.Push {
	h.t.Helper()
	life, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	done := make(chan struct{})
	go func() { defer close(done); h.runner.Run(life) }()
	defer func() { stop(); <-done }()
	for {
		all, err := store.PushesOf(ctx, h.db.Reader(), h.ticket)
		h.must(err)
		if len(all) > 0 && all[len(all)-1].State != desk.LetterQueued {
			if last := all[len(all)-1]; last.State != want {
				h.t.Fatalf("it ended as %+v, want %s", last, want)
			}
			return all[len(all)-1]
		}
		select {
		case <-life.Done():
			h.t.Fatalf("pushes are %+v", all)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

var loopback = netip.MustParsePrefix("127.0.0.0/8")

// OK-09: the assigned technician is told on their device, sealed for it alone, without anybody's words; that it was taken is
// on record.
func TestATechnicianIsToldOnTheirDevice(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		d := newDevice(t)
		h := open(t, db, d, loopback)
		h.must(h.AddDevice(ctx, h.luis, d.row()))
		h.writes()
		h.ends(desk.LetterAccepted)
		got := <-d.got
		key, err := h.PushKey(ctx)
		h.must(err)
		d.proves(t, got.header.Get("Authorization"), key.PublicKey())
		if got.header.Get("Content-Encoding") != "aes128gcm" || got.header.Get("TTL") != "86400" {
			t.Errorf("headers %v", got.header)
		}
		want := push.Message{Title: h.Definition().Short.En, Body: "#100001: A new message", Tag: "ticket-100001", URL: "/notices/ticket/100001"}
		if m := d.open(t, got.body); m != want {
			t.Errorf("it shows %+v", m)
		}
		if len(d.got) != 0 {
			t.Error("it was told twice")
		}
	})
}

// A device that its service does not know any more is forgotten; a service that cannot now is asked again; an address inside
// the house is never dialled (DESIGN 9.5).
func TestWhatServicesAnswer(t *testing.T) {
	for _, c := range []struct {
		name     string
		status   []int
		networks []netip.Prefix
		want     desk.LetterState
		devices  int
	}{
		{"gone", []int{http.StatusGone}, []netip.Prefix{loopback}, desk.LetterRefused, 0},
		{"never heard of", []int{http.StatusNotFound}, []netip.Prefix{loopback}, desk.LetterRefused, 0},
		{"not like this", []int{http.StatusBadRequest}, []netip.Prefix{loopback}, desk.LetterRefused, 1},
		{"inside the house", nil, nil, desk.LetterRefused, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDevice(t, c.status...)
			h := open(t, sqltest.SQLite(t, migrations.FS), d, c.networks...)
			h.must(h.AddDevice(ctx, h.luis, d.row()))
			h.writes()
			h.ends(c.want)
			left, err := h.MyDevices(ctx, h.luis)
			h.must(err)
			if len(left) != c.devices {
				t.Errorf("%d devices are left, want %d", len(left), c.devices)
			}
		})
	}
}
