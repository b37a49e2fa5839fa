package api

import (
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/desk"
)

// Bounds of a request whose body holds files: as many bytes as the desk takes at once, in base64, and the time to send them.
const (
	maxFilesBody = desk.MaxFilesTotal/3*4 + maxBody
	maxFilesRead = 2 * time.Minute
)

// fileForm is a file on the wire.
type fileForm struct {
	Name     string `json:"name" maxLength:"255" doc:"as people see it; two that answer the same form by one name are told apart by a number"`
	Type     string `json:"type,omitempty" maxLength:"100" doc:"a media type; only shown"`
	Content  []byte `json:"content" doc:"in base64; at most 20 MB each, and 40 MB together"`
	Question string `json:"question,omitempty" maxLength:"100" doc:"of the form, of kind file, that this file answers; the answers then have its name under that question"`
}

func uploads(files []fileForm) []desk.Upload {
	var out []desk.Upload
	for _, f := range files {
		out = append(out, desk.Upload{Name: f.Name, Type: f.Type, Bytes: f.Content, Question: f.Question})
	}
	return out
}

// admit makes room for a body with files before it is read. Who does not say how long it is may send the longest.
func (a *door) admit(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		most := ctx.Operation().MaxBodyBytes
		coming, err := strconv.ParseInt(ctx.Header("Content-Length"), 10, 64)
		if err != nil || coming > most {
			coming = most
		}
		if coming > maxBody {
			done, err := a.desk.Sending(actor(ctx.Context()).ID, coming)
			if err != nil {
				a.refuse(api, ctx, err)
				return
			}
			defer done()
		}
		next(ctx)
	}
}

// filed is an operation whose body may hold files.
func filed(o huma.Operation) huma.Operation {
	o.MaxBodyBytes, o.BodyReadTimeout = maxFilesBody, maxFilesRead
	return o
}
