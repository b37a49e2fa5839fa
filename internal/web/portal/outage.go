package portal

import "regexp"

// outageWords are the phrases in which people report that a system is down for many. They only lead to a page that says
// "call first", so one too many costs a click, and one too few costs nothing but that page.
var outageWords = regexp.MustCompile(`(?i)\boutage\b|\b(system|server|site|website|network|internet|application|app|database|e-?mail|vpn|phones?|service)s? (is|are|went|has gone|have gone) down\b|` +
	`\bdown for (everyone|everybody|all|us all|the whole)\b|\b(nobody|no one|none of us) can\b|\bwhole (office|building|agency|department|floor|division)\b|` +
	`\b(everyone|everybody) (is|has|in|at|cannot|can't)\b|` +
	`\bca[íi]da (del|de la|de los|general)\b|\b(sistema|servidor|red|internet|aplicaci[óo]n|correo|servicio) (est[áa] ca[íi]d[oa]|se cay[óo])|` +
	`\bnadie puede\b|\btoda la (oficina|agencia|divisi[óo]n)\b|\btodo el (edificio|departamento|piso)\b`)

// soundsLikeOutage reports whether a text speaks of an outage rather than of one person's trouble (CO-22).
func soundsLikeOutage(text string) bool { return outageWords.MatchString(text) }
