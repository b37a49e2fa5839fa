package desk

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"switchboard/internal/core/form"
)

// WithFiles adds to what was written into a form the names of the files that were chosen for its questions, as the desk will
// call them; Names are those of all the files. A page checks by it what the verb will check.
func WithFiles(given form.Answers, files []Upload) (answers form.Answers, names []string, err error) {
	all, err := kept(files, true)
	if err != nil {
		return nil, nil, err
	}
	b := brought{files: all}.answering(files, nil)
	return b.named(given), b.names(), nil
}

// answering says which question each file answers that was sent for one, of files in the order in which they were sent. Two that
// answer by the same name, or by one that answers already, are told apart by a number: the answer is the name. So is one that
// answers nothing from what answers already.
func (b brought) answering(sent []Upload, had form.Answers) brought {
	b.files, b.asks = slices.Clone(b.files), map[string]string{}
	taken := map[string]bool{}
	for _, values := range had {
		for _, v := range values {
			taken[v] = true
		}
	}
	for i, f := range sent {
		b.files[i].Name = freeName(b.files[i].Name, taken)
		if f.Question == "" {
			continue
		}
		taken[b.files[i].Name] = true
		b.asks[b.files[i].ID] = f.Question
	}
	return b
}

// freeName is the name, or the first of "plan (2).pdf", "plan (3).pdf" that nothing has yet.
func freeName(name string, taken map[string]bool) string {
	ending := path.Ext(name)
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ending), n, ending)
	}
	return free
}

// answeringAll has every file answer one question; none where question is empty.
func (b brought) answeringAll(question string) brought {
	if question == "" {
		return b
	}
	sent := make([]Upload, len(b.files))
	for i := range sent {
		sent[i].Question = question
	}
	return b.answering(sent, nil)
}

// named adds to some answers the names of the files that answer.
func (b brought) named(given form.Answers) form.Answers {
	out := maps.Clone(given)
	for _, f := range b.files {
		if q := b.asks[f.ID]; q != "" {
			if out == nil {
				out = form.Answers{}
			}
			out[q] = append(slices.Clip(out[q]), f.Name)
		}
	}
	return out
}

func (b brought) names() []string {
	out := make([]string, len(b.files))
	for i, f := range b.files {
		out[i] = f.Name
	}
	return out
}

// stands keeps of what the files answer that which was taken as an answer. A file that answers nothing stays on the ticket as
// any other: nobody's file is lost since a question was not asked. A program may also name a file in the answers themselves.
func (b brought) stands(rules form.Form, answers form.Answers) brought {
	asks := map[string]string{}
	for _, f := range b.files {
		for _, x := range rules {
			meant := b.asks[f.ID]
			if x.Kind == form.File && (meant == "" || meant == x.ID) && slices.Contains(answers[x.ID], f.Name) {
				asks[f.ID] = x.ID
				break
			}
		}
	}
	b.asks = asks
	return b
}
