package ticket

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
	}
	return nil
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
