package visit

import (
	"net"
	"net/http"
)

// A link that lets somebody act without signing in holds a secret that nobody can guess; what is bounded here is how much
// work those make for us who try.

// MayGuess refuses a place on the network from which too many links came that are none. Errors: TooMany.
func (v *Visits) MayGuess(r *http.Request) error { return v.guesses.allow(place(r)) }

// Guessed counts a link that is none.
func (v *Visits) Guessed(r *http.Request) { v.guesses.failed(place(r)) }

func place(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
