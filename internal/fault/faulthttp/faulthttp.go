// Package faulthttp is the one place where a kind of fault becomes an HTTP status, for every door that speaks HTTP. It
// refuses to know how a door shows it.
package faulthttp

import (
	"errors"
	"net/http"

	"switchboard/internal/fault"
)

var statuses = map[fault.Kind]int{
	fault.Internal:        http.StatusInternalServerError,
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.NotFound:        http.StatusNotFound,
	fault.Forbidden:       http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Conflict:        http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// Status is the HTTP status for an error; a body beyond its bound is too large, whoever noticed it.
func Status(err error) int {
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	return statuses[fault.KindOf(err)]
}
