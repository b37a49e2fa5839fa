package entity

import (
	"bytes"
	"encoding/base64"
	"unicode/utf16"
)

// fromUTF7 decodes UTF-7 (RFC 2152), which old mailers send and no library here reads. A run that is none stays as it
// is written.
func fromUTF7(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		plus := bytes.IndexByte(b, '+')
		if plus < 0 {
			return append(out, b...)
		}
		out = append(out, b[:plus]...)
		b = b[plus+1:]
		n := 0
		for n < len(b) && base64Value[b[n]] < 64 {
			n++
		}
		switch decoded, err := base64.RawStdEncoding.DecodeString(string(b[:n])); {
		case n == 0 && len(b) > 0 && b[0] == '-': // "+-" is a plus
			out = append(out, '+')
		case n == 0 || err != nil:
			out = append(append(out, '+'), b[:n]...)
			b = b[n:]
			continue
		default:
			units := make([]uint16, 0, len(decoded)/2)
			for i := 0; i+1 < len(decoded); i += 2 {
				units = append(units, uint16(decoded[i])<<8|uint16(decoded[i+1]))
			}
			out = append(out, string(utf16.Decode(units))...)
		}
		b = bytes.TrimPrefix(b[n:], []byte("-"))
	}
	return out
}
