package kb

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"

	"switchboard/internal/fault"
)

// Picture is a picture of an article, by the name that its text calls it.
type Picture struct {
	Ref    string `json:"ref"` // as written, "img/printer.png"
	ID     string `json:"id"`  // of the picture itself: the same picture, the same id
	Width  int    `json:"width"`
	Height int    `json:"height"` // dots
}

// HasPicture reports whether the version has a picture.
func (c Content) HasPicture(id string) bool {
	return slices.ContainsFunc(c.Pictures, func(p Picture) bool { return p.ID == id })
}

// Picture is the one that the text calls so; false where none came with it.
func (c Content) Picture(ref string) (Picture, bool) {
	i := slices.IndexFunc(c.Pictures, func(p Picture) bool { return p.Ref == ref })
	if i < 0 {
		return Picture{}, false
	}
	return c.Pictures[i], true
}

// Bounds of the pictures of an article.
const (
	MaxPictures = 40
	MaxPicture  = 2 << 20    // bytes of one
	maxDots     = 12_000_000 // of one
	quality     = 90         // of a photograph that is written anew
)

// Drawn is a picture as the desk keeps it.
type Drawn struct {
	Picture
	Type  string // image/png or image/jpeg
	Bytes []byte
}

var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Draw reads a picture by its bytes, whatever its name says, and writes it anew: nothing comes along but its dots, neither
// where a photograph was taken nor what else hides in such a file. A picture that moves stands still (WCAG 2.2.2). Errors:
// Invalid.
func Draw(ref string, raw []byte) (Drawn, error) {
	if len(raw) > MaxPicture {
		return Drawn{}, fault.New(fault.Invalid, "this picture has more than %d KB", MaxPicture>>10)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return Drawn{}, fault.New(fault.Invalid, "this is no PNG, JPEG or GIF picture")
	}
	if config.Width < 1 || config.Height < 1 || config.Height > maxDots/config.Width {
		return Drawn{}, fault.New(fault.Invalid, "this picture has more than %d million dots", maxDots/1_000_000)
	}
	dots, err := decode(raw, format)
	if err != nil {
		return Drawn{}, fault.New(fault.Invalid, "this picture is broken")
	}
	var out bytes.Buffer
	kind := "image/png"
	if format == "jpeg" { // a photograph, which without loss would be many times as large
		kind, err = "image/jpeg", jpeg.Encode(&out, dots, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&out, dots)
	}
	if err != nil {
		return Drawn{}, fault.New(fault.Invalid, "this picture is broken")
	}
	sum, size := sha256.Sum256(raw), dots.Bounds().Size()
	return Drawn{Picture: Picture{Ref: ref, ID: letters.EncodeToString(sum[:20]), Width: size.X, Height: size.Y}, Type: kind, Bytes: out.Bytes()}, nil
}

// decode reads the dots of a picture, the first ones where it moves.
func decode(raw []byte, format string) (image.Image, error) {
	switch in := bytes.NewReader(raw); format {
	case "jpeg":
		return jpeg.Decode(in)
	case "gif":
		return gif.Decode(in)
	default:
		return png.Decode(in)
	}
}
