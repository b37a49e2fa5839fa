package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/form"
	"switchboard/internal/core/wording"
	"switchboard/internal/fault"
	"switchboard/internal/fault/faulthttp"
)

// problem makes the problem document of an error. What nobody foresaw is told to the log and to nobody else.
func (a *door) problem(ctx context.Context, err error) *huma.ErrorModel {
	status := faulthttp.Status(err)
	model := &huma.ErrorModel{Status: status, Title: http.StatusText(status)}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		model.Detail = "something went wrong on our side; nothing was changed"
		if ctx.Err() == nil { // otherwise it is the client who has gone
			a.log.ErrorContext(ctx, "api failed", "err", err)
		}
		return model
	}
	model.Detail = a.english().Fault(err)
	for _, one := range faults(err) {
		if one.Field != "" {
			model.Errors = append(model.Errors, &huma.ErrorDetail{Location: "body." + one.Field, Message: a.english().Fault(one)})
		}
	}
	return model
}

// faults are all that is wrong: each question of a form, else the one thing.
func faults(err error) []*fault.Error {
	all := []error{err}
	if many := (form.Faults)(nil); errors.As(err, &many) {
		all = many
	}
	var out []*fault.Error
	for _, one := range all {
		if f := (*fault.Error)(nil); errors.As(one, &f) {
			out = append(out, f)
		}
	}
	return out
}

// english speaks to those who write programs, in the desk's own words (OK-30).
func (a *door) english() wording.Printer {
	return a.words.Printer(wording.English, a.words.Vocabulary(a.desk.Definition().Words.Roles()))
}

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
