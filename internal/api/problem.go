package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/fault"
)

// statuses translates each kind of fault, once.
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

// problem makes the problem document of an error. What nobody foresaw is logged by the outermost door and told to
// nobody.
func problem(err error) error {
	kind := fault.KindOf(err)
	model := &huma.ErrorModel{Status: statuses[kind], Title: http.StatusText(statuses[kind])}
	var f *fault.Error
	if errors.As(err, &f) && kind != fault.Internal {
		model.Detail = f.Text
		if f.Field != "" {
			model.Errors = []*huma.ErrorDetail{{Location: "body." + f.Field, Message: f.Text}}
		}
		return model
	}
	model.Detail = "something went wrong on our side; nothing was changed"
	return internal{model, err}
}

// internal keeps the cause for the log.
type internal struct {
	*huma.ErrorModel
	cause error
}

func (i internal) Unwrap() error { return i.cause }

// dropValues takes the wrong input out of a problem document: it says where it was, and does not repeat it.
func dropValues(e *huma.ErrorModel) {
	for _, d := range e.Errors {
		d.Value = nil
	}
}

// writeProblem answers outside of any operation.
func writeProblem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(&huma.ErrorModel{Status: status, Title: http.StatusText(status), Detail: detail}) // the client is gone if this fails
}
