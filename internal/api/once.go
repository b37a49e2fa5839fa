package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"switchboard/internal/desk"
)

// keyHeader names the key of a request that may be sent again (draft-ietf-httpapi-idempotency-key-header).
const keyHeader = "Idempotency-Key"

// keyParam is how the document tells of it.
func keyParam() map[string]*huma.Param {
	most := desk.MaxKey
	return map[string]*huma.Param{keyHeader: {Name: keyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &most},
		Description: "The same request of the same person with the same key is done once, for a week at least. Sent again, it is answered by what it led to, as that " +
			"stands now; one that comes while the first is under way waits for it. Another request with the key is a 422. What was refused is not " +
			"remembered and may be sent again. Without a key, each request is done."}}
}

// keyed says of an operation that changes something that it takes the key.
func keyed(o huma.Operation) huma.Operation {
	if o.Method == http.MethodPost {
		o.Parameters = append(o.Parameters, &huma.Param{Ref: "#/components/parameters/" + keyHeader})
	}
	return o
}

// once gives an act its word: the key of the request, and a digest of its method, its address and its body, which is known when the
// operation has read it.
func (a *door) once(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		key := ctx.Header(keyHeader)
		if key == "" || ctx.Method() != http.MethodPost {
			next(ctx)
			return
		}
		if err := desk.CheckKey(key); err != nil {
			a.refuse(api, ctx, err)
			return
		}
		r, _ := humago.Unwrap(ctx)
		sum := sha256.New()
		fmt.Fprintf(sum, "%s %s\n", r.Method, r.URL.RequestURI())
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(r.Body, sum), r.Body}
		word := desk.Word{Key: key, Digest: func() string { return hex.EncodeToString(sum.Sum(nil)) }}
		next(huma.WithContext(ctx, desk.Once(ctx.Context(), word)))
	}
}
