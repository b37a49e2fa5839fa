package visit

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"switchboard/internal/web/ui"
)

type sinceKey struct{}

// Begin marks, before anything is read for a page, how much had been published, so that the page can listen from there on and
// misses nothing between its being made and its stream.
func (s *Streams) Begin(page ui.Handler) ui.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return page(w, r.WithContext(context.WithValue(r.Context(), sinceKey{}, s.hub.Version())))
	}
}

// StreamOf is the address of a stream at path, with what its query has, for the page that is being made.
func StreamOf(r *http.Request, path string, query url.Values) string {
	all := url.Values{}
	for name, values := range query {
		all[name] = values
	}
	if since, ok := r.Context().Value(sinceKey{}).(int64); ok {
		all.Set(SinceParam, strconv.FormatInt(since, 10))
	}
	if len(all) == 0 {
		return path
	}
	return path + "?" + all.Encode()
}
