package reply_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/mail/reply"
)

// Each client and language quotes in its own way; the answer above is "New." in all of these.
func TestAnswerAbove(t *testing.T) {
	for name, old := range map[string]string{
		"gmail":                "On Tue, 3 Nov 2026 at 09:14, Ann Lee <ann@desk.example> wrote:\n\n> Old",
		"gmail, broken":        "On Tue, Nov 3, 2026 at 9:14 AM Ann Lee <\nann@desk.example> wrote:\n\n> Old",
		"gmail, unquoted":      "On Tue, Nov 3, 2026 at 9:14 AM Ann Lee <ann@desk.example> wrote:\nOld",
		"apple, French":        "Le 3 nov. 2026 à 09:14, Ann Lee <ann@desk.example> a écrit :\n\n> Old",
		"apple, German":        "Am 03.11.2026 um 09:14 schrieb Ann Lee <ann@desk.example>:\n\n> Old",
		"gmail, German":        "Am Di., 3. Nov. 2026 um 09:14 Uhr schrieb Ann Lee <\nann@desk.example>:\n\n> Old",
		"gmail, Spanish":       "El mar, 3 nov 2026 a las 9:14, Ann Lee (<ann@desk.example>) escribió:\n\n> Old",
		"gmail, Italian":       "Il giorno mar 3 nov 2026 alle ore 09:14 Ann Lee <ann@desk.example> ha scritto:\n\n> Old",
		"gmail, Portuguese":    "Em ter., 3 de nov. de 2026 às 09:14, Ann Lee <ann@desk.example> escreveu:\n\n> Old",
		"gmail, Dutch":         "Op di 3 nov 2026 om 09:14 schreef Ann Lee <ann@desk.example>:\n\n> Old",
		"gmail, Russian":       "вт, 3 нояб. 2026 г. в 09:14, Ann Lee <ann@desk.example>:\n\n> Old",
		"thunderbird, Russian": "03.11.2026 09:14, Ann Lee пишет:\n> Old",
		"gmail, Finnish":       "ti 3. marrask. 2026 klo 9.14 Ann Lee (ann@desk.example) kirjoitti:\n\n> Old",
		"gmail, Swedish":       "Den tis 3 nov. 2026 kl 09:14 skrev Ann Lee <ann@desk.example>:\n\n> Old",
		"gmail, Danish":        "Den tir. 3. nov. 2026 kl. 09.14 skrev Ann Lee <ann@desk.example>:\n\n> Old",
		"gmail, Polish":        "wt., 3 lis 2026 o 09:14 Ann Lee <ann@desk.example> napisał(a):\n\n> Old",
		"gmail, Czech":         "út 3. 11. 2026 v 9:14 odesílatel Ann Lee <ann@desk.example> napsal:\n\n> Old",
		"gmail, Turkish":       "Ann Lee <ann@desk.example>, 3 Kas 2026 Sal, 09:14 tarihinde şunu yazdı:\n\n> Old",
		"gmail, Hungarian":     "Ann Lee <ann@desk.example> ezt írta (időpont: 2026. nov. 3., K, 9:14):\n\n> Old",
		"gmail, Japanese":      "2026年11月3日(火) 9:14 Ann Lee <ann@desk.example>:\n\n> Old",
		"gmail, Korean":        "2026년 11월 3일 (화) 오전 9:14, Ann Lee <ann@desk.example>님이 작성:\n\n> Old",
		"gmail, Vietnamese":    "Vào Th 3, 3 thg 11, 2026 vào lúc 09:14 Ann Lee <ann@desk.example> đã viết:\n\n> Old",
		"outlook":              "From: Ann Lee <ann@desk.example>\nSent: Tuesday, November 3, 2026 9:14 AM\nTo: Bo\nSubject: RE: VPN\n\nOld",
		"outlook, rule":        "________________________________\nFrom: Ann Lee\nSent: Tuesday\nTo: Bo\nSubject: RE: VPN\n\nOld",
		"outlook, bold":        "*From:* Ann Lee\n*Sent:* Tuesday\n*To:* Bo\n*Subject:* RE: VPN\n\nOld",
		"outlook, German":      "Von: Ann Lee\nGesendet: Dienstag, 3. November 2026 09:14\nAn: Bo\nBetreff: AW: VPN\n\nOld",
		"outlook, French":      "De : Ann Lee\nEnvoyé : mardi 3 novembre 2026 09:14\nÀ : Bo\nObjet : RE: VPN\n\nOld",
		"outlook, Spanish":     "De: Ann Lee\nEnviado el: martes, 3 de noviembre de 2026 9:14\nPara: Bo\nAsunto: RE: VPN\n\nOld",
		"outlook, Italian":     "Da: Ann Lee\nInviato: martedì 3 novembre 2026 09:14\nA: Bo\nOggetto: R: VPN\n\nOld",
		"outlook, Portuguese":  "De: Ann Lee\nEnviada em: terça-feira, 3 de novembro de 2026 09:14\nPara: Bo\nAssunto: RES: VPN\n\nOld",
		"outlook, Dutch":       "Van: Ann Lee\nVerzonden: dinsdag 3 november 2026 09:14\nAan: Bo\nOnderwerp: RE: VPN\n\nOld",
		"outlook, Polish":      "Od: Ann Lee\nWysłano: wtorek, 3 listopada 2026 09:14\nDo: Bo\nTemat: RE: VPN\n\nOld",
		"outlook, Russian":     "От: Ann Lee\nОтправлено: 3 ноября 2026 г. 9:14\nКому: Bo\nТема: RE: VPN\n\nOld",
		"outlook, Finnish":     "Lähettäjä: Ann Lee\nLähetetty: tiistai 3. marraskuuta 2026 9.14\nVastaanottaja: Bo\nAihe: VS: VPN\n\nOld",
		"outlook, Danish":      "Fra: Ann Lee\nSendt: 3. november 2026 09:14\nTil: Bo\nEmne: SV: VPN\n\nOld",
		"original message":     "-----Original Message-----\nFrom: Ann Lee\nTo: Bo\nSent: Tue\nSubject: VPN\n\nOld",
		"message d'origine":    "-----Message d'origine-----\nDe : Ann Lee\nEnvoyé : mardi\nÀ : Bo\nObjet : VPN\n\nOld",
		"gmail, Chinese":       "Ann Lee <ann@desk.example> 于2026年11月3日周二 09:14写道：\n\n> Old",
		"gmail, Chinese, bare": "Ann Lee <ann@desk.example> 于2026年11月3日周二 09:14写道：\n\nOld",
		"gmail, Hebrew":        "\u200fבתאריך יום ג׳, 3 בנוב׳ 2026 ב-9:14 מאת \u202aAnn\u202c\u200f <\u202aann@desk.example\u202c\u200f>:\u200f\n\n> Old",
		"gmail, Arabic":        "في الثلاثاء، 3 نوفمبر 2026 في 9:14 ص تمت كتابة ما يلي بواسطة Ann <ann@desk.example>:\n\n> Old",
		"gmail, Greek":         "Στις Τρί 3 Νοε 2026 στις 9:14 π.μ., ο χρήστης Ann <ann@desk.example> έγραψε:\n\n> Old",
		"gmail, Ukrainian":     "вт, 3 лист. 2026 р. о 09:14 Ann <ann@desk.example> пише:\n\n> Old",
		"gmail, Norwegian":     "tir. 3. nov. 2026 kl. 09:14 skrev Ann <ann@desk.example>:\n\nOld",
		"gmail, Romanian":      "În mar., 3 nov. 2026 la 09:14, Ann <ann@desk.example> a scris:\n\nOld",
		"apple, Japanese":      "2026/11/03 9:14、Ann <ann@desk.example>のメール:\n\n> Old",
		"outlook, Chinese":     "发件人: Ann\n发送时间: 2026年11月3日 9:14\n收件人: Bo\n主题: 答复: VPN\n\nOld",
		"outlook, Japanese":    "差出人: Ann\n送信日時: 2026年11月3日 9:14\n宛先: Bo\n件名: RE: VPN\n\nOld",
		"outlook, Swedish":     "Från: Ann\nSkickat: den 3 november 2026 09:14\nTill: Bo\nÄmne: SV: VPN\n\nOld",
		"outlook, Czech":       "Od: Ann\nOdesláno: úterý 3. listopadu 2026 9:14\nKomu: Bo\nPředmět: RE: VPN\n\nOld",
		"notes":                "Ann Lee/OIT/Desk wrote on 11/03/2026 09:14:35 AM:\n\n> Old",
		"horde":                "Quoting Ann Lee <ann@desk.example>:\n\n> Old",
		"proton":               "Sent with [Proton Mail](https://proton.me/) secure email.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, November 3rd, 2026 at 9:14 AM, Ann <ann@desk.example> wrote:\n\n> Old",
		"no date":              "Ann Lee wrote:\n> Old",
		"samsung":              "-------- Original message --------\nFrom: Ann <ann@desk.example> \nDate: 11/3/26 9:14 AM (GMT-07:00) \nTo: Bo \nSubject: VPN\n\nOld",
		"only marks":           "> Old\n> Old\n",
		"signature between":    "-- \nBo\nUnit 7\n\nOn Tue, 3 Nov 2026 at 09:14, Ann Lee <ann@desk.example> wrote:\n> Old",
		"phone":                "Sent from my iPhone\n\nOn Nov 3, 2026, at 09:14, Ann Lee <ann@desk.example> wrote:\n\n> Old",
		"Outlook for iOS":      "Get Outlook for iOS<https://aka.ms/x>\n________________________________\nFrom: Ann\nSent: Tue\nTo: Bo\nSubject: VPN\n\nOld",
	} {
		for _, gap := range []string{"\n\n", "\n\n\n"} {
			if got := reply.Visible("New."+gap+old, false); got != "New." {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

// What may be new is kept.
func TestKept(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"between the quotations":    {"On Tue, 3 Nov 2026, Ann <a@b> wrote:\n> One?\nYes.\n> Two?\nNo.", "Yes.\n> Two?\nNo."},
		"below the quotation":       {"On Tue, 3 Nov 2026, Ann <a@b> wrote:\n> One?\n\nYes.", "Yes."},
		"above and below":           {"Hello,\n\n> One?\n\nYes.", "Hello,\n\n> One?\n\nYes."},
		"answers in the copy":       {"See my answers below in red.\n\nFrom: Ann\nSent: Tue\nTo: Bo\nSubject: VPN\n\nOne? Yes.", "See my answers below in red.\n\nFrom: Ann\nSent: Tue\nTo: Bo\nSubject: VPN\n\nOne? Yes."},
		"nothing but a quotation":   {"> One?\n> Two?", "> One?\n> Two?"},
		"a sentence with wrote":     {"On Monday I wrote:\nthe printer is broken.\nIt still is.", "On Monday I wrote:\nthe printer is broken.\nIt still is."},
		"a sentence with a time":    {"I told you at 10:30 what Ann wrote:\nthe printer is broken.", "I told you at 10:30 what Ann wrote:\nthe printer is broken."},
		"a sentence with a day":     {"On Monday at 10:30 Ann wrote:\nthe printer is broken.", "On Monday at 10:30 Ann wrote:\nthe printer is broken."},
		"a sentence with a person":  {"I asked Ann <a@b.example> and she wrote:\nreboot it", "I asked Ann <a@b.example> and she wrote:\nreboot it"},
		"a list of settings":        {"My settings:\nFrom: bo@b.example\nServer: mail\nIt fails.", "My settings:\nFrom: bo@b.example\nServer: mail\nIt fails."},
		"a rule":                    {"Case one\n----------------\nCase two", "Case one\n----------------\nCase two"},
		"a long text below dashes":  {"Hello\n--\n" + strings.Repeat("line\n", 30) + "end", "Hello\n--\n" + strings.Repeat("line\n", 30) + "end"},
		"a sentence about a phone":  {"Hi\n\nSent from my desk, is much easier than my phone.", "Hi\n\nSent from my desk, is much easier than my phone."},
		"a prompt":                  {"I type\nC> dir\nand nothing happens", "I type\nC> dir\nand nothing happens"},
		"a time and an address":     {"At 10:30 I told Ann <a@b> this:\nreboot it", "At 10:30 I told Ann <a@b> this:\nreboot it"},
		"forwarded, with a comment": {"Please look.\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Tue\nSubject: x\nTo: Bo\n\nNews", "Please look.\n\n---------- Forwarded message ---------\nFrom: Ann\nDate: Tue\nSubject: x\nTo: Bo\n\nNews"},
	} {
		if got := reply.Visible(c.text, false); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

// A subject tells that a mail is passed on; then the copy in it is what it is about.
// A signature frames the words (RFC 9580, 7); without its end it is no frame, and nothing is taken away.
func TestSigned(t *testing.T) {
	const sign = "\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n=ab\n-----END PGP SIGNATURE-----\n"
	framed := "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
	for text, want := range map[string]string{
		framed + "My laptop is lost.\n- - and my badge" + sign:                                 "My laptop is lost.\n- and my badge",
		framed + "New.\n\nOn Tue, 3 Nov 2026 at 09:14, Ann <a@d.example> wrote:\n> Old" + sign: "New.",
		"Above.\n" + framed + "Within." + sign + "Below.":                                      "Above.\nWithin.\nBelow.",
		framed + "No end.": strings.TrimSpace(framed + "No end."),
	} {
		if got := reply.Visible(text, false); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestForward(t *testing.T) {
	for subject, want := range map[string]bool{"Fw: x": true, "FWD: x": true, "WG: x": true, "TR : x": true, "Re: Fw: x": false, "Forward planning": false} {
		if got := reply.Forward(subject); got != want {
			t.Errorf("%q: %v", subject, got)
		}
	}
	const text = "Please look.\n\nFrom: Ann\nSent: Tue\nTo: Bo\nSubject: VPN\n\nNews"
	if got := reply.Visible(text, true); got != text {
		t.Errorf("%q", got)
	}
}

// Whatever a text is made of: lines without a trace of a quotation are kept, and something is always answered.
func TestNothingNewIsHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,8}( [a-z]{1,8}){0,6}\.?`), 1, 12).Draw(t, "lines")
		text := strings.Join(plain, "\n")
		if got := reply.Visible(text, false); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		quoted := rapid.SliceOfN(rapid.SampledFrom([]string{"> old", ">> old", "", "On 3 Nov 2026 09:14, Ann <a@b> wrote:"}), 0, 6).Draw(t, "quotes")
		at := strings.Join(quoted, "\n") + "\n\n" + text
		if got := reply.Visible(at, false); !strings.HasSuffix(got, text) {
			t.Fatalf("%q became %q", at, got)
		}
	})
}

func FuzzVisible(f *testing.F) {
	f.Add("New.\n\nOn 3 Nov 2026 09:14, Ann <a@b> wrote:\n> Old", false)
	f.Add("From: a\nTo: b\nSubject: c\n\nx", true)
	f.Add("C> a\nC> b\nC>\n--\nx", false)
	f.Fuzz(func(t *testing.T, text string, forward bool) {
		got := reply.Visible(text, forward)
		if strings.TrimSpace(got) == "" && strings.TrimSpace(text) != "" {
			t.Errorf("nothing of %q", text)
		}
		if len(got) > len(text) {
			t.Errorf("%q grew to %q", text, got)
		}
	})
}
