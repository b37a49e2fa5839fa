package articles

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/safehtml"
)

// gallery gathers the pictures that the texts of one article call, as far as they lie in the folder.
type gallery struct {
	folder   fs.FS
	seen     map[string]bool // what was called before
	pictures []kb.Drawn
	missing  []string
}

// hang takes in the pictures of one file of the article. raw is the whole file, in which the line of a picture is found.
func (g *gallery) hang(name string, raw []byte, body string, document bool) {
	for _, ref := range safehtml.Refs(body, document) {
		if strings.HasPrefix(ref, "data:") || g.seen[ref] {
			continue
		}
		p, err := g.picture(name, ref)
		if err == nil && len(g.pictures) == kb.MaxPictures {
			err = fmt.Errorf("an article has at most %d pictures", kb.MaxPictures)
		}
		if err != nil {
			g.missing = append(g.missing, fmt.Sprintf("%s:%d: %s: %v", name, lineOf(string(raw), ref), ref, err))
			continue
		}
		if g.seen == nil {
			g.seen = map[string]bool{}
		}
		g.seen[ref] = true
		g.pictures = append(g.pictures, p)
	}
}

// Why a picture does not come along.
var (
	errFar     = errors.New("it lies elsewhere, and nothing is fetched")
	errOutside = errors.New("it lies outside the folder")
	errMissing = errors.New("there is no such file")
)

// picture reads a picture that a file calls, relative to where that lies. The folder itself bounds what can be read: it follows
// no link out of itself.
func (g *gallery) picture(name, ref string) (kb.Drawn, error) {
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return kb.Drawn{}, errFar
	}
	at := path.Join(path.Dir(name), u.Path)
	if strings.HasPrefix(u.Path, "/") || !fs.ValidPath(at) {
		return kb.Drawn{}, errOutside
	}
	switch info, err := fs.Stat(g.folder, at); {
	case errors.Is(err, fs.ErrNotExist):
		return kb.Drawn{}, errMissing
	case err != nil:
		return kb.Drawn{}, errOutside
	case !info.Mode().IsRegular():
		return kb.Drawn{}, errMissing
	}
	raw, err := readFile(g.folder, at, kb.MaxPicture)
	if err != nil {
		return kb.Drawn{}, err
	}
	return kb.Draw(ref, raw)
}

// lineOf is the first line that holds a picture's name, as it is written there; 1 where it is written in another way.
func lineOf(raw, ref string) int {
	plain, err := url.PathUnescape(ref)
	for _, s := range []string{ref, plain, path.Base(plain)} {
		if before, _, ok := strings.Cut(raw, s); ok && err == nil {
			return strings.Count(before, "\n") + 1
		}
	}
	return 1
}
