// Package secret judges what staff choose as passwords, and how long who guesses at one waits.
package secret

import (
	"errors"
	"strings"
	"time"

	"github.com/trustelem/zxcvbn"
)

// MinLength is the shortest password in characters.
const MinLength = 10

// Errors of new passwords.
var (
	ErrShort  = errors.New("the password is shorter than 10 characters")
	ErrCommon = errors.New("the password is easy to guess")
)

// Throttling of wrong guesses: five are free, then no more are judged for a minute, twice as long each time, up to an
// hour.
const (
	freeTries = 5
	firstWait = time.Minute
	longWait  = time.Hour
)

// LockedTill is until when no more guesses are judged after so many wrong ones in a row; no time where the next one is.
func LockedTill(now time.Time, failed int) time.Time {
	if failed < freeTries {
		return time.Time{}
	}
	wait := firstWait
	for range failed - freeTries {
		if wait = 2 * wait; wait >= longWait {
			wait = longWait
			break
		}
	}
	return now.Add(wait)
}

// minScore is the least that zxcvbn must give of 0 to 4: more than 10⁸ guesses, which the throttle never lets through
// and a copied desk file makes slow.
const minScore = 3

// judgedLength is how much of a password is looked at: the time grows with the square.
const judgedLength = 72

// habits are pieces of common passwords in China that zxcvbn's lists, made of English ones, do not hold.
var habits = []string{"woaini", "aini", "1314520", "5201314", "1314", "520", "woshi", "mima", "wodemima", "zhongguo",
	"qq123456", "a123456",
	"rightsdesk", "servicedesk"}

// Check refuses a new password that is short or easily guessed, also by who knows its owner's login and name.
func Check(password string, owner ...string) error {
	runes := []rune(password)
	if len(runes) < MinLength {
		return ErrShort
	}
	known := append([]string(nil), habits...)
	for _, text := range owner {
		known = append(known, strings.ToLower(text))
		known = append(known, strings.Fields(strings.ToLower(text))...)
	}
	judged := string(runes[:min(len(runes), judgedLength)])
	if repeats(runes) || zxcvbn.PasswordStrength(judged, known).Score < minScore {
		return ErrCommon
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
