package notice

import "strings"

// Parts is how a text travels as short messages.
type Parts struct {
	// Wide says that it holds a character outside the GSM 7-bit alphabet, so that all of it is written in UCS-2.
	Wide  bool
	Units int // septets, or UCS-2 code units
	Parts int // messages that are paid for
	Room  int // units that fit into so many parts
}

// How many units a short message holds (3GPP TS 23.040): alone, and as a part of several, where six octets tell which
// part it is.
const (
	narrowAlone, narrowPart = 160, 153
	wideAlone, widePart     = 70, 67
)

// narrowLetters is the GSM 7-bit default alphabet, escapedLetters its extension: an escape and a letter (3GPP TS
// 23.038, 6.2.1).
const (
	narrowLetters = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
		"abcdefghijklmnopqrstuvwxyzäöñüà"
	escapedLetters = "\f^{}\\[~]|€"
)

// CountSMS counts the short messages that a text makes. No character is torn apart: an escaped letter of the 7-bit
// alphabet and the two halves of a character beyond UCS-2 stay in one part.
func CountSMS(text string) Parts {
	var p Parts
	p.Wide = strings.ContainsFunc(text, func(r rune) bool {
		return !strings.ContainsRune(narrowLetters, r) && !strings.ContainsRune(escapedLetters, r)
	})
	alone, part := narrowAlone, narrowPart
	if p.Wide {
		alone, part = wideAlone, widePart
	}
	parts, filled := 0, part
	for _, r := range text {
		n := 1
		if p.Wide && r > 0xFFFF || !p.Wide && strings.ContainsRune(escapedLetters, r) {
			n = 2
		}
		p.Units += n
		if filled+n > part {
			parts, filled = parts+1, 0
		}
		filled += n
	}
	switch {
	case p.Units == 0:
	case p.Units <= alone:
		p.Parts, p.Room = 1, alone
	default:
		p.Parts, p.Room = parts, parts*part
	}
	return p
}
