package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

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
	if f.Field != "" {
		model.Errors = []*huma.ErrorDetail{{Location: "body." + f.Field, Message: model.Detail}}
	}
	return model
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
