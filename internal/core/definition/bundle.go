package definition

import (
	"maps"
	"slices"
	"strings"
)

// Feeds lists the iCalendar files that a definition names, so that a loader can bring them. A file that cannot be
// read names none; Parse will say why.
func Feeds(data []byte) []string {
	docs, err := readYAML(data)
	if err != nil || docs[0].kind != mapping {
		return nil
	}
	var out []string
	for _, list := range (object{r: &reader{}, n: docs[0]}).child("holidays").blocks() {
		if feed := (object{r: &reader{}, n: list}).str("feed"); feed != "" && !slices.Contains(out, feed) {
			out = append(out, feed)
		}
	}
	return out
}

// blocks gives the entries of a block that are blocks themselves.
func (n *node) blocks() []*node {
	if n == nil {
		return nil
	}
	var out []*node
	for _, e := range n.entries {
		if e.value.kind == mapping {
			out = append(out, e.value)
		}
	}
	return out
}

// Bundle encloses feeds in the text of a definition, each as a further document of the file, so that a published
// edition can be kept and read again without anything beside it.
func Bundle(data []byte, feeds map[string][]byte) []byte {
	var b strings.Builder
	b.Write(data)
	for _, name := range slices.Sorted(maps.Keys(feeds)) {
		b.WriteString("\n---\nfeed: \"" + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + "\"\ntext: |\n")
		for _, line := range unfold(feeds[name]) {
			b.WriteString("  " + line + "\n")
		}
	}
	return []byte(b.String())
}

// enclosed takes up the feeds that a bundle brings. Those given beside the file win.
func (r *reader) enclosed(docs []*node) {
	for _, n := range docs {
		o := r.object(n, "", "enclosed", "")
		if o.n == nil {
			continue
		}
		name, text := o.need("feed"), o.child("text")
		if text == nil || text.kind != scalar {
			o.fail("text", "a second document of the file can only enclose an iCalendar feed, with \"feed:\" and \"text:\"")
			continue
		}
		if _, given := r.feeds[name]; !given {
			r.feeds[name] = []byte(text.text)
		}
	}
}
