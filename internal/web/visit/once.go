package visit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// notSaid are the fields of a form that are no part of what its sender says: its marks, the state over which it was written, and the
// list that it leads back to.
var notSaid = []string{ui.TokenField, ui.OnceField, "seen", "view", "q"}

// once gives what a form does its word: by the key that the form carries, of where it is sent and of what stands in it. The same form
// sent again is the same act; with other words in it, it is another one. A form without a key, as a script may send, has no word.
func once(r *http.Request) *http.Request {
	mark := r.PostForm.Get(ui.OnceField)
	if mark == "" {
		return r
	}
	said := maps.Clone(r.PostForm)
	maps.DeleteFunc(said, func(name string, _ []string) bool {
		return slices.Contains(notSaid, name) || strings.HasPrefix(name, "base-")
	})
	sum := sha256.New()
	fmt.Fprintln(sum, url.Values(said).Encode())
	files, _ := Files(r) // what is wrong with them is said by the act itself
	for _, file := range files {
		fmt.Fprintf(sum, "%q %q %d\n", file.Question, file.Name, len(file.Bytes))
		sum.Write(file.Bytes)
	}
	key := sha256.Sum256([]byte(r.URL.Path + "\n" + mark))
	digest := hex.EncodeToString(sum.Sum(nil))
	word := desk.Word{Key: "form " + hex.EncodeToString(key[:]), Digest: func() string { return digest }, Anew: true}
	return r.WithContext(desk.Once(r.Context(), word))
}
