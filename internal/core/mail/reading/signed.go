package reading

import (
	"bytes"
	"strings"

	"switchboard/internal/core/mail/entity"
)

// signed reports whether a part may be a message inside its signature (RFC 8551, 3.5.2). Nobody needs a key to read
// one, and nothing here says that the signature is good.
func signed(p *entity.Part) bool {
	if p.Type != "application/pkcs7-mime" && p.Type != "application/x-pkcs7-mime" {
		return false
	}
	kind := strings.ToLower(p.Params["smime-type"])
	return kind == "" || kind == "signed-data"
}

const maxNesting = 16 // of BER values

// unwrap takes the content out of CMS SignedData (RFC 5652): nil when there is none, as in an encrypted message.
func unwrap(p *entity.Part) []byte {
	der, whole := p.Decoded(MaxText * 4)
	if !whole {
		return nil
	}
	info, _ := value(der, 0)
	kind := info.child(0)
	if kind.tag != 0x06 || !bytes.Equal(kind.body, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}) { // signedData
		return nil
	}
	content := info.child(1).child(0).child(2) // [0] SignedData, its encapContentInfo
	return content.child(1).child(0).octets()
}

// A ber is a value of ASN.1 in its basic encoding (X.690, 8.1).
type ber struct {
	tag   byte
	body  []byte
	level int
}

// value reads one value and answers what follows it. A value that is cut or nonsense is empty.
func value(b []byte, level int) (v ber, rest []byte) {
	if len(b) < 2 || level > maxNesting || b[0]&0x1f == 0x1f {
		return ber{}, nil
	}
	v = ber{tag: b[0], level: level}
	n, b := int(b[1]), b[2:]
	switch {
	case n == 0x80: // as long as it is: up to two zero bytes
		at := b
		for len(at) >= 2 && (at[0] != 0 || at[1] != 0) {
			_, next := value(at, level+1)
			if next == nil {
				return ber{}, nil
			}
			at = next
		}
		v.body = b[:len(b)-len(at)]
		return v, at[min(2, len(at)):]
	case n > 0x80:
		digits := n - 0x80
		if digits > 4 || digits > len(b) {
			return ber{}, nil
		}
		n = 0
		for _, c := range b[:digits] {
			n = n<<8 | int(c)
		}
		b = b[digits:]
	}
	if n > len(b) {
		return ber{}, nil
	}
	v.body = b[:n]
	return v, b[n:]
}

// child is the i-th value inside; empty when there is none.
func (v ber) child(i int) ber {
	rest := v.body
	if v.tag&0x20 == 0 {
		return ber{}
	}
	for ; len(rest) > 0; i-- {
		var c ber
		c, rest = value(rest, v.level+1)
		if i == 0 {
			return c
		}
	}
	return ber{}
}

// octets is a byte string, joined when it was written in pieces.
func (v ber) octets() []byte {
	switch v.tag {
	case 0x04:
		return v.body
	case 0x24:
		out := []byte{}
		for rest := v.body; len(rest) > 0; {
			var c ber
			c, rest = value(rest, v.level+1)
			out = append(out, c.octets()...)
		}
		return out
	}
	return nil
}
