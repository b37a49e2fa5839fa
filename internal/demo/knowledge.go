package demo

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/importer/articles"
)

//go:embed articles
var written embed.FS

// shelve puts the demo's articles on the shelf, under the services that the desk has for their topics.
func shelve(ctx context.Context, d *desk.Desk) error {
	folder, err := fs.Sub(written, "articles")
	if err != nil {
		return err
	}
	rep, err := articles.Import(ctx, d, access.System, folder, nil, func(c *kb.Content) { place(d.Definition(), c) })
	if wrong := append(rep.Refused, rep.Missing...); err == nil && len(wrong) > 0 {
		err = errors.New("demo: " + strings.Join(wrong, "; "))
	}
	return err
}

// place gives an article the desk's services in place of the topics that its file names.
func place(def *definition.Definition, c *kb.Content) {
	for i, topic := range c.Services {
		c.Services[i] = service(def, topic)
	}
}
