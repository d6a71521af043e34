package desk

import (
	"strings"

	"github.com/trustelem/zxcvbn"
)

// MinPassword is the shortest password in characters.
const MinPassword = 10

// minScore is the least that zxcvbn must give of 0 to 4: more than 10⁸ guesses, which the throttle never lets through and a
// copied desk file makes slow.
const minScore = 3

// judgedLength is how much of a password is looked at: the time grows with the square.
const judgedLength = 72

// habits are pieces of common passwords in China that zxcvbn's lists, made of English ones, do not hold.
var habits = []string{"woaini", "aini", "1314520", "5201314", "1314", "520", "woshi", "mima", "wodemima", "zhongguo", "qq123456", "a123456",
	"rightsdesk", "servicedesk"}

// checkPassword refuses a new password that is short or easily guessed, also by who knows its owner's login and name.
func checkPassword(password string, owner ...string) error {
	runes := []rune(password)
	if len(runes) < MinPassword {
		return ErrPasswordShort
	}
	known := append([]string(nil), habits...)
	for _, text := range owner {
		known = append(known, strings.ToLower(text))
		known = append(known, strings.Fields(strings.ToLower(text))...)
	}
	judged := string(runes[:min(len(runes), judgedLength)])
	if repeats(runes) || zxcvbn.PasswordStrength(judged, known).Score < minScore {
		return ErrPasswordCommon
	}
	return nil
}

// repeats reports whether a text is a piece of itself said again, to the end or in part: zxcvbn sees it in bytes only.
func repeats(text []rune) bool {
	for period := 1; period <= len(text)/2; period++ {
		again := true
		for i := period; i < len(text) && again; i++ {
			again = text[i] == text[i-period]
		}
		if again {
			return true
		}
	}
	return false
}
