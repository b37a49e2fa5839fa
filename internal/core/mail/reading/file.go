package reading

import "switchboard/internal/core/mail/entity"

// maxFile bounds what is decoded of one file; a message is smaller.
const maxFile = 64 << 20

// File decodes the n-th attachment of a message, in the order of Message.Attachments from 0. ok is false where there is
// none. Nothing in it is opened: an archive stays one.
func File(raw []byte, n int) (a Attachment, body []byte, ok bool) {
	d := &entity.Defects{}
	files := gather(entity.Parse(raw, d), d).files
	if n < 0 || n >= len(files) {
		return a, nil, false
	}
	body, _ = files[n].Decoded(maxFile)
	return Attachment{Name: fileName(files[n]), Type: files[n].Type, Size: int64(len(body))}, body, true
}
