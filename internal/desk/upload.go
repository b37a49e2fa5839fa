package desk

// Bounds of what is sent with words. What is larger than one message may be comes in several.
const (
	MaxFiles      = 10       // at once
	MaxFile       = 20 << 20 // bytes
	MaxFilesTotal = 40 << 20 // bytes, of all that come at once
)

// Upload is a file as somebody sends it. Its name is what their computer calls it.
type Upload struct {
	Name  string
	Bytes []byte
}
