package message

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// maxPictured is up to which size a picture is shown in a page, in bytes: what is larger is fetched by who wants it.
const maxPictured = 2 << 20

// pictured reports whether a file says of itself that it is a picture which may be shown. Whether it is one is found out
// when it is fetched.
func pictured(f ticket.File) bool {
	return f.Size > 0 && f.Size <= maxPictured && slices.Contains(harmless, f.Type)
}

func fileHref(f ticket.File) string { return "/files/" + f.ID }

// kindOf is what is said of a file beside its name: "PDF, 1.2 MB".
func kindOf(p wording.Printer, f ticket.File) string {
	size := Size(p, f.Size)
	ending := strings.ToUpper(strings.TrimPrefix(path.Ext(f.Name), "."))
	if ending == "" || len(ending) > 5 {
		return size
	}
	return ending + ", " + size
}

// Size says how large something is, as people say it.
func Size(p wording.Printer, n int64) string {
	switch {
	case n < 1000:
		return p.N("message.size.bytes", int(n))
	case n < 1000*1000:
		return p.T("message.size.kb", "n", strconv.FormatInt((n+500)/1000, 10))
	}
	return p.T("message.size.mb", "n", strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64))
}
