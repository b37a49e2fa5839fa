package kb

import (
	"slices"
	"strings"

	"switchboard/internal/fault"
)

// Synonyms are groups of words that say the same.
type Synonyms map[string][]string

// Bounds of the list, in bytes and groups.
const (
	maxSynonyms = 32 << 10
	maxGroup    = 12
)

// usual are the groups that every desk has: the everyday names of things, in both languages, so that a question in one
// finds an article in the other.
const usual = `
password, passcode, passphrase, contrasena, clave
login, logon, signin, sesion
computer, pc, laptop, desktop, workstation, computadora, ordenador, portatil, equipo
email, mail, outlook, correo
print, printer, printing, impresora, imprimir, impresion
network, wifi, wireless, ethernet, red
vpn, tunnel, tunel
phone, telephone, telefono
mobile, cell, cellphone, smartphone, movil, celular
screen, monitor, display, pantalla
account, cuenta
locked, lockout, unlock, bloqueado, bloqueada, desbloquear
reset, forgot, forgotten, restablecer, olvide
outage, down, caida
slow, lento, lenta
calendar, calendario
meeting, reunion
file, folder, archivo, carpeta
software, app, application, programa, aplicacion
install, instalar
new, nuevo, nueva
phishing, spam, suspicious, sospechoso
mfa, 2fa, authenticator, autenticador
internet, web, browser, navegador
camera, webcam, camara
headset, headphone, microphone, audio, auricular
`

// ParseSynonyms reads a desk's own list, a group per line, its words apart by commas, and adds it to the usual one. Errors:
// Invalid with the field "synonyms".
func ParseSynonyms(text string) (Synonyms, error) {
	if len(text) > maxSynonyms {
		return nil, fault.Field("synonyms", "at most %d KB of text fit here; this has %d", maxSynonyms>>10, (len(text)+1023)>>10)
	}
	out := Synonyms{}
	for _, line := range strings.Split(usual+"\n"+text, "\n") {
		var group []string
		for _, w := range Words(line) {
			if !slices.Contains(group, w) {
				group = append(group, w)
			}
		}
		if len(group) > maxGroup {
			return nil, fault.Field("synonyms", "at most %d words of one line say the same", maxGroup)
		}
		for _, w := range group {
			for _, other := range group {
				if other != w && !slices.Contains(out[w], other) {
					out[w] = append(out[w], other)
				}
			}
		}
	}
	return out, nil
}

// Of gives the other words that say the same, at most a group's worth.
func (s Synonyms) Of(word string) []string {
	also := s[word]
	return also[:min(len(also), maxGroup)]
}
