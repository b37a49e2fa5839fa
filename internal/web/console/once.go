package console

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"switchboard/internal/web/visit"
)

// onceOf is the word of an act (desk.On.Once): of the key that its form carries and of what stands in it, but not of the state
// over which it was written. The same form sent again is the same act; with other words in it, it is another one. Empty for a
// form without a key.
func onceOf(r *http.Request, v verb, id int64) string {
	if r.PostForm.Get("once") == "" {
		return ""
	}
	said := maps.Clone(r.PostForm)
	maps.DeleteFunc(said, func(name string, _ []string) bool {
		return slices.Contains([]string{"csrf", "seen", "view", "q"}, name) || strings.HasPrefix(name, "base-")
	})
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %d %s\n", v.name, id, url.Values(said).Encode())
	files, _ := visit.Files(r) // what is wrong with them is said by the act itself
	for _, file := range files {
		fmt.Fprintf(sum, "%d %s\n", len(file.Bytes), file.Name)
	}
	return "act " + hex.EncodeToString(sum.Sum(nil))
}

// actAgain answers an act that is done already: that it was sent again changed nothing.
func (c *console) actAgain(w http.ResponseWriter, r *http.Request, f frame, v verb, id int64) error {
	if err := c.desk.DiscardDraft(r.Context(), f.who, id, v.name); err != nil {
		return err
	}
	c.forget(r, f, id, v.name)
	c.visits.Say(r, f.Words.T("console.done.again"))
	http.Redirect(w, r, f.ticketPath(r.PostFormValue("view"), id)+"#time", http.StatusSeeOther)
	return nil
}
