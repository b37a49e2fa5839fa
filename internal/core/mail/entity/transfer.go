package entity

import (
	"bytes"
	"io"
)

// WriteTo decodes the body into w, a piece at a time: the size of a body is never held in memory.
func (p *Part) WriteTo(w io.Writer) (n int64, err error) {
	p.decode(func(b []byte) bool {
		var wrote int
		wrote, err = w.Write(b)
		n += int64(wrote)
		return err == nil
	})
	return n, err
}

// Size is the number of bytes of the decoded body.
func (p *Part) Size() int64 {
	if p.Encoding == "" {
		return int64(len(p.Body))
	}
	n, _ := p.WriteTo(io.Discard) // it refuses nothing
	return n
}

// Decoded is the first limit bytes of the decoded body, and whether that is all.
func (p *Part) Decoded(limit int) (body []byte, whole bool) {
	if p.Encoding == "" {
		return p.Body[:min(limit, len(p.Body))], len(p.Body) <= limit
	}
	whole = true
	body = make([]byte, 0, min(limit, len(p.Body)))
	p.decode(func(b []byte) bool {
		if len(body)+len(b) > limit {
			b, whole = b[:limit-len(body)], false
		}
		body = append(body, b...)
		return whole
	})
	return body, whole
}

// DecodedText is Decoded for a text. What a list server wrote below an encoded text, and did not encode, is text too.
func (p *Part) DecodedText(limit int) (body []byte, whole bool) {
	if p.Encoding != "base64" {
		return p.Decoded(limit)
	}
	encoded := *p
	var below []byte
	encoded.Body, below = splitBase64(p.Body)
	body, whole = encoded.Decoded(limit)
	if len(below) == 0 || len(body)+1+len(below) > limit {
		return body, whole && len(below) == 0
	}
	return append(append(body, '\n'), below...), whole
}

// splitBase64 divides a body before the first line that follows an empty one and is not of the alphabet.
func splitBase64(src []byte) (encoded, below []byte) {
	at, data, empty := 0, false, false
	for line := range bytes.Lines(src) {
		text := bytes.TrimSpace(line)
		foreign := bytes.ContainsFunc(text, func(r rune) bool { return r > 0x7f || base64Value[r] == 65 })
		if foreign && data && empty {
			return src[:at], src[at:]
		}
		data = data || len(text) > 0
		empty = len(text) == 0
		at += len(line)
	}
	return src, nil
}

// decode emits the decoded body in pieces until it ends or emit answers false.
func (p *Part) decode(emit func([]byte) bool) {
	switch p.Encoding {
	case "base64":
		decodeBase64(p.Body, emit)
	case "quoted-printable":
		decodeQuoted(p.Body, emit)
	case "uuencode":
		decodeUU(p.Body, emit)
	default:
		emit(p.Body)
	}
}

const piece = 16 << 10

// base64Value is the value of each character; 64 for "=", 65 for what is not of the alphabet and is passed over
// (RFC 2045, 6.8).
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 65
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = byte(i)
	}
	t['='] = 64
	return t
}()

// decodeBase64 decodes what there is: padding may be missing or stand in the middle, and the end may be cut.
func decodeBase64(src []byte, emit func([]byte) bool) {
	out := make([]byte, 0, piece+3)
	var bits uint32
	have := 0 // characters in bits
	for _, c := range src {
		v := base64Value[c]
		switch {
		case v == 65:
			continue
		case v == 64:
			out = append(out, tail(bits, have)...)
			bits, have = 0, 0
			continue
		}
		bits = bits<<6 | uint32(v)
		if have++; have < 4 {
			continue
		}
		out = append(out, byte(bits>>16), byte(bits>>8), byte(bits))
		bits, have = 0, 0
		if len(out) >= piece {
			if !emit(out) {
				return
			}
			out = out[:0]
		}
	}
	if out = append(out, tail(bits, have)...); len(out) > 0 {
		emit(out)
	}
}

// tail is the bytes that two or three characters hold.
func tail(bits uint32, have int) []byte {
	switch have {
	case 2:
		return []byte{byte(bits >> 4)}
	case 3:
		return []byte{byte(bits >> 10), byte(bits >> 2)}
	}
	return nil
}

// decodeQuoted undoes quoted-printable (RFC 2045, 6.7). An "=" that begins no code stands for itself.
func decodeQuoted(src []byte, emit func([]byte) bool) {
	out := make([]byte, 0, min(len(src), piece)+200)
	for line := range bytes.Lines(src) {
		text := bytes.TrimRight(line, "\r\n")
		end := line[len(text):]
		if len(end) > 0 {
			text = bytes.TrimRight(text, " \t") // added on the way
		}
		if bytes.HasSuffix(text, []byte("=")) {
			text, end = text[:len(text)-1], nil
		}
		for i := 0; i < len(text); i++ {
			if text[i] == '=' && i+2 < len(text) {
				hi, lo := unhex(text[i+1]), unhex(text[i+2])
				if hi < 16 && lo < 16 {
					out = append(out, hi<<4|lo)
					i += 2
					continue
				}
			}
			out = append(out, text[i])
			if len(out) >= piece {
				if !emit(out) {
					return
				}
				out = out[:0]
			}
		}
		out = append(out, end...)
		if len(out) >= piece {
			if !emit(out) {
				return
			}
			out = out[:0]
		}
	}
	if len(out) > 0 {
		emit(out)
	}
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 16
}

// decodeUU undoes uuencode between its "begin" and "end"; lines that are too short end where they end.
func decodeUU(src []byte, emit func([]byte) bool) {
	begun := false
	for line := range bytes.Lines(src) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case !begun:
			begun = bytes.HasPrefix(line, []byte("begin "))
			continue
		case bytes.Equal(line, []byte("end")):
			return
		case len(line) == 0:
			continue
		}
		size := int(line[0]-' ') & 63
		out := make([]byte, 0, 64)
		for i := 1; i < len(line) && len(out) < size; i += 4 {
			var group [4]byte
			for j := range group {
				if i+j < len(line) {
					group[j] = (line[i+j] - ' ') & 63
				}
			}
			out = append(out, group[0]<<2|group[1]>>4, group[1]<<4|group[2]>>2, group[2]<<6|group[3])
		}
		if len(out) > 0 && !emit(out[:min(size, len(out))]) {
			return
		}
	}
}
