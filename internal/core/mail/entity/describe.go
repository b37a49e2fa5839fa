package entity

import "strings"

// maxBoundary is longer than the 70 characters of RFC 2046, since real ones are.
const maxBoundary = 250

// describe reads off a header what its part is. kind is the type of a part that does not say its own.
func describe(h Header, kind string, d *Defects) *Part {
	p := &Part{Header: h, Type: kind}
	eight := "" // what bytes beyond ASCII in parameters are written in
	if h.Has("Content-Type") {
		value, params := parameters(h.Raw("Content-Type"), d)
		p.Params = params
		if t := mediaType(value); t != "" {
			p.Type = t
		} else if value != "" || len(params) == 0 {
			d.Add("content type that is none", value)
		}
		p.Charset = charsetName(params["charset"])
		eight = p.Charset
		p.Boundary = strings.TrimRight(params["boundary"], " \t")
		if len(p.Boundary) > maxBoundary {
			d.Add("boundary too long", p.Boundary)
			p.Boundary = ""
		}
	}
	var name string
	if h.Has("Content-Disposition") {
		value, params := lastDisposition(h, d)
		p.Disposition = disposition(value)
		name = params["filename"]
	}
	if name == "" {
		name = p.Params["name"]
	}
	if name != "" {
		name = Words(name, eight, d)
		p.Name = Filename(name)
		if p.Name != strings.TrimSpace(name) {
			d.Add("file name made harmless", name)
		}
	}
	p.Encoding = transferEncoding(h.Raw("Content-Transfer-Encoding"), d)
	return p
}

// lastDisposition prefers, of several fields, the one that names a file.
func lastDisposition(h Header, d *Defects) (value string, params map[string]string) {
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Content-Disposition") {
			continue
		}
		v, ps := parameters(unfold(f.Value), d)
		if params == nil || params["filename"] == "" {
			value, params = v, ps
		}
	}
	return value, params
}

// disposition reads an unknown one as an attachment (RFC 2183, 2.8).
func disposition(value string) string {
	switch value = strings.ToLower(value); value {
	case "", "inline":
		return value
	}
	return "attachment"
}

// mediaType is "type/subtype" in lower case, or "" when value is not one.
func mediaType(value string) string {
	major, minor, ok := strings.Cut(strings.ToLower(strings.ReplaceAll(value, " ", "")), "/")
	if !ok || !token(major) || !token(minor) {
		return ""
	}
	return major + "/" + minor
}

func token(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?=`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// transferEncoding is the name of a transfer encoding that needs undoing; 7bit, 8bit and binary do not.
func transferEncoding(value string, d *Defects) string {
	value, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(value)), ";")
	value, _, _ = strings.Cut(value, "(")
	value = strings.Trim(value, " \t\"'")
	switch strings.ReplaceAll(value, "-", "") {
	case "", "7bit", "8bit", "8bits", "7bits", "binary", "none", "plain":
		return ""
	case "base64", "b64":
		return "base64"
	case "quotedprintable", "qp":
		return "quoted-printable"
	case "uuencode", "uue", "xuuencode", "xuue":
		return "uuencode"
	}
	d.Add("unknown transfer encoding", value)
	return ""
}
