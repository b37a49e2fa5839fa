// Package articles takes in knowledge from a folder: Markdown with or without front matter, and HTML. It knows how a file
// says what the article is; it refuses to know who may read it and when it is published, which the desk decides.
//
// reset.md and reset.es.md are one article in two languages. Front matter stands between lines of --- and may hold title,
// kind, audience, agencies, services, keywords, who, how, hours, collect, draft. Without it an article is for everybody to
// read, its title is the first heading, else the name of the file. Pictures that lie in the folder come along.
package articles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// Bounds of an import.
const (
	maxFile  = 1 << 20 // bytes of one file
	maxFiles = 20_000
)

// Report tells what became of the files. A file that cannot be taken in is named with its reason and does not stop the others.
type Report struct {
	New, Changed, Same int
	Refused            []string // "PATH: reason"
	Missing            []string // "PATH:LINE: PICTURE: reason"; the article is there without it
}

// Import takes in the articles of a folder. names are the files to take, nil for all below. change may put an article right
// before it is taken in.
func Import(ctx context.Context, d *desk.Desk, who access.Actor, folder fs.FS, names []string, change func(*kb.Content)) (Report, error) {
	var rep Report
	if names == nil {
		var err error
		if names, err = list(folder); err != nil {
			return rep, err
		}
	}
	for _, group := range byArticle(names) {
		in, missing, err := read(folder, group)
		if err == nil {
			if change != nil {
				change(&in.Content)
			}
			var done string
			if _, done, err = d.ImportArticle(ctx, who, in); err == nil {
				rep.Missing = append(rep.Missing, missing...)
			}
			rep.count(done)
		}
		if f := (*fault.Error)(nil); err != nil && !errors.As(err, &f) && !errors.Is(err, errFile) {
			return rep, err
		}
		if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.Unauthenticated) {
			return rep, err
		}
		if err != nil {
			rep.Refused = append(rep.Refused, fmt.Sprintf("%s: %v", group[0], err))
		}
	}
	return rep, nil
}

func (r *Report) count(done string) {
	switch done {
	case "new":
		r.New++
	case "changed":
		r.Changed++
	case "same":
		r.Same++
	}
}

// errFile is what is wrong with a file itself.
var errFile = errors.New("this file cannot be read")

func list(folder fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hidden := strings.HasPrefix(e.Name(), ".") && name != "."; hidden && e.IsDir() {
			return fs.SkipDir
		} else if !hidden && e.Type().IsRegular() && kindOf(name) != "" {
			names = append(names, name)
		}
		if len(names) > maxFiles {
			return fmt.Errorf("there are more than %d files; import a part of the folder at a time", maxFiles)
		}
		return nil
	})
	return names, err
}

// kindOf is the format of a file by its name; empty for one that is no article.
func kindOf(name string) kb.Format {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return kb.Markdown
	case ".html", ".htm":
		return kb.HTML
	}
	return ""
}

// byArticle puts the languages of one article together, the first language first.
func byArticle(names []string) [][]string {
	groups := map[string][]string{}
	var order []string
	for _, name := range slices.Sorted(slices.Values(names)) {
		key, _ := languageOf(name)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], name)
	}
	var out [][]string
	for _, key := range order {
		group := groups[key]
		slices.SortStableFunc(group, func(a, b string) int {
			_, x := languageOf(a)
			_, y := languageOf(b)
			return slices.Index(kb.Languages, x) - slices.Index(kb.Languages, y)
		})
		out = append(out, group)
	}
	return out
}

// languageOf splits a name into the article's and its language: "vpn.es.md" is "vpn.md" in Spanish.
func languageOf(name string) (article, lang string) {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if l := strings.TrimPrefix(path.Ext(stem), "."); slices.Contains(kb.Languages, l) {
		return strings.TrimSuffix(stem, "."+l) + ext, l
	}
	return name, kb.Languages[0]
}

// read makes an article of its files, and tells which pictures of it are missing. What holds for all languages is said by the
// first file.
func read(folder fs.FS, names []string) (desk.ImportedArticle, []string, error) {
	article, _ := languageOf(names[0])
	in := desk.ImportedArticle{Path: article}
	gallery := gallery{folder: folder}
	for i, name := range names {
		raw, err := readFile(folder, name, maxFile)
		if err != nil {
			return in, nil, err
		}
		p, err := parse(name, raw)
		if err != nil {
			return in, nil, err
		}
		if i == 0 {
			in.Content, in.Draft = p.content(), p.Draft
			in.Content.Texts = map[string]kb.Text{}
		}
		_, lang := languageOf(name)
		in.Content.Texts[lang] = p.text
		gallery.hang(name, raw, p.text.Body, in.Content.Format == kb.HTML)
	}
	in.Pictures = gallery.pictures
	return in, gallery.missing, nil
}

func readFile(folder fs.FS, name string, most int64) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFile, err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFile, err)
	}
	if int64(len(raw)) > most {
		return nil, fmt.Errorf("%w: it has more than %d KB", errFile, most>>10)
	}
	return raw, nil
}
