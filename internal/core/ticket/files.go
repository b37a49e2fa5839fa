package ticket

import "slices"

// FilesOf are the files that came with the words of an event.
func FilesOf(e Event) []File {
	switch e := e.(type) {
	case Opened:
		return e.Files
	case Wrote:
		return e.Files
	case Answered:
		return e.Files
	case Replied:
		return e.Files
	case Noted:
		return e.Files
	case FormFilled:
		return e.Files
	}
	return nil
}

// AnswerFile finds the file that answers a question of the form under this name: the last one of that name, as the answer is.
func AnswerFile(entries []Entry, question, name string) (File, bool) {
	for _, e := range slices.Backward(entries) {
		for _, f := range FilesOf(e.Event) {
			if f.Question == question && f.Name == name {
				return f, true
			}
		}
	}
	return File{}, false
}

// MailOf is the stored mail whose words an event holds; 0 where no mail brought it.
func MailOf(e Event) int64 {
	switch e := e.(type) {
	case Opened:
		return e.Mail
	case Wrote:
		return e.Mail
	case Answered:
		return e.Mail
	}
	return 0
}
