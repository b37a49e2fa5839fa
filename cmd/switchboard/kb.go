package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"switchboard/internal/core/access"
	"switchboard/internal/importer/articles"
)

type kbCommands struct {
	Import kbImport `cmd:"" help:"Take in articles from folders and files, Markdown or HTML. The same path again is the same article."`
}

type kbImport struct {
	place
	source
	From []string `arg:"" name:"from" help:"Folders, with all below, or single files." placeholder:"DIR|FILE"`
}

// Run imports each folder and file. What is refused or missing is told on the error stream, and makes the command fail.
func (c *kbImport) Run(ctx context.Context, std streams) error {
	d, db, err := c.openDesk(ctx, c.source)
	if err != nil {
		return err
	}
	defer db.Close()
	var all articles.Report
	for _, from := range c.From {
		info, err := os.Stat(from)
		if err != nil {
			return err
		}
		folder, names := from, []string(nil)
		if !info.IsDir() {
			folder, names = filepath.Dir(from), []string{filepath.Base(from)}
		}
		root, err := os.OpenRoot(folder) // follows no link out of the folder
		if err != nil {
			return err
		}
		rep, err := articles.Import(ctx, d, access.System, root.FS(), names, nil)
		_ = root.Close() // nothing was written by it
		if err != nil {
			return err
		}
		all.New, all.Changed, all.Same = all.New+rep.New, all.Changed+rep.Changed, all.Same+rep.Same
		all.Refused, all.Missing = append(all.Refused, rep.Refused...), append(all.Missing, rep.Missing...)
	}
	fmt.Fprintf(std.out, "%d articles imported, %d changed, %d were here already\n", all.New, all.Changed, all.Same)
	told := append(all.Refused, all.Missing...)
	for _, r := range told {
		fmt.Fprintln(std.err, r)
	}
	if len(told) > 0 {
		return errFound
	}
	return nil
}
