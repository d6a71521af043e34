package packet

import (
	"crypto/rand"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spoken holds the characters of a packet password: none looks like another in print (no 0/o, 1/l/i,
// 2/z, 5/s, 8/b) and none is easily misheard for another (no n beside m, no u beside v, no g or q beside 9).
const spoken = "acdefhjkmprtvwxy34679"

const (
	groupSize  = 4
	groupCount = 5
)

// NewPassword makes a password of five groups of four characters, such as "ka7m-3xwy-…": 87 bits,
// safe against guessing and fit to be read out on the telephone.
func NewPassword() string {
	// Bytes at or above the largest multiple of the alphabet are thrown away, so that every
	// character is equally likely.
	const fair = 256 - 256%len(spoken)
	picked := make([]byte, 0, groupSize*groupCount)
	var b [64]byte
	for len(picked) < cap(picked) {
		if _, err := rand.Read(b[:]); err != nil {
			panic("packet: the system gives no random bytes: " + err.Error())
		}
		for _, c := range b {
			if int(c) < fair && len(picked) < cap(picked) {
				picked = append(picked, spoken[int(c)%len(spoken)])
			}
		}
	}
	return grouped(string(picked))
}

func grouped(s string) string {
	groups := make([]string, 0, groupCount)
	for i := 0; i < len(s); i += groupSize {
		groups = append(groups, s[i:i+groupSize])
	}
	return strings.Join(groups, "-")
}

// canonical is the form of a password that the key is made from. A password of NewPassword's shape may be typed as an
// input method or a text program writes it: in capitals, full-width, with blanks, with any sign in the place of the
// dashes or with none; any other is only trimmed and brought to NFC.
func canonical(password string) string {
	bare := strings.ToLower(strings.Map(withoutJoints, norm.NFKC.String(password)))
	if len(bare) != groupSize*groupCount || strings.Trim(bare, spoken) != "" {
		return strings.TrimSpace(norm.NFC.String(password))
	}
	return grouped(bare)
}

// kanaStroke is what a kana keyboard has in the place of the hyphen, and a letter to Unicode.
const kanaStroke = '\u30fc'

// withoutJoints drops what stands between the groups of a password and around it, as any dash, a drawn line or the
// quotation marks of a letter, and what is not seen at all.
func withoutJoints(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.P, unicode.S, unicode.Z, unicode.Cf) || r == kanaStroke {
		return -1
	}
	return r
}
