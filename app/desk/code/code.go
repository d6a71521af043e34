// Package code judges the codes of a second factor: six digits that an authenticator makes of a secret and of the half
// minute (RFC 6238).
package code

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/seal"
)

const (
	digits = 6
	// period is how long a code is good for; one earlier and one later are taken too, for clocks that differ and for
	// who types slowly.
	period = 30 * time.Second
	// secretSize is that of the hash, as RFC 4226 recommends.
	secretSize = 20
	// AtMost is how many wrong codes in a row are judged at all, whatever the clock says: then somebody else takes the
	// factor away.
	AtMost = 20
)

// Errors of codes.
var (
	// ErrDigits says that what was typed is no code; it counts as no try.
	ErrDigits = errors.New("a code has six digits")
	// ErrWrong says that a code is not the one of now.
	ErrWrong = errors.New("the code is wrong")
	// ErrUsed says that a code was right and has been used.
	ErrUsed = errors.New("this code was used already: wait for the next one")
	// ErrNone says that somebody has no second factor, ErrChanged that it is not the one that was set up, or an older
	// state of it.
	ErrNone    = factor.ErrNone
	ErrChanged = factor.ErrChanged
	// ErrSpent says that too many wrong codes were typed in a row.
	ErrSpent = fmt.Errorf("%d wrong codes in a row: an administrator resets the second factor", AtMost)
)

// Offer is a second factor that somebody may set up: what their authenticator is told.
type Offer struct {
	key *otp.Key
	raw []byte
}

// NewOffer makes a secret for a login of the desk of an issuer; nothing of it is kept.
func NewOffer(issuer, login string) (Offer, error) {
	raw := seal.RandomKey()[:secretSize]
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Secret: raw,
		Period: uint(period / time.Second)})
	if err != nil {
		return Offer{}, fmt.Errorf("make a second factor: %w", err)
	}
	return Offer{key, raw}, nil
}

// There reports whether it was made.
func (o Offer) There() bool { return o.key != nil }

// Text is the secret for who types it, in groups of four.
func (o Offer) Text() string {
	var groups []string
	for text := o.key.Secret(); text != ""; {
		n := min(4, len(text))
		groups, text = append(groups, text[:n]), text[n:]
	}
	return strings.Join(groups, " ")
}

// Picture is the QR code that an authenticator reads, of a size in pixels.
func (o Offer) Picture(size int) (image.Image, error) { return o.key.Image(size, size) }

// At is the code of a secret at a time.
func At(secret string, at time.Time) (string, error) {
	return hotp.GenerateCode(secret, uint64(step(at)))
}

// Secret is the secret as authenticators take it.
func (o Offer) Secret() string { return o.key.Secret() }

// Begin is the second factor as it is first kept, once its owner typed the code that their authenticator shows.
func (o Offer) Begin(typed string, now time.Time) (factor.Factor, error) {
	typed, err := Clean(typed)
	if err != nil {
		return factor.Factor{}, err
	}
	used, ok := matches(o.raw, typed, now)
	if !ok {
		return factor.Factor{}, ErrWrong
	}
	return factor.Factor{Secret: o.raw, Used: used, TriedAt: now}, nil
}

// Clean is a code without what people write between its digits.
func Clean(typed string) (string, error) {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '\u3000' || r == '\u00a0':
			return -1
		case r >= '０' && r <= '９': // full-width
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(typed))
	if len(clean) != digits || strings.Trim(clean, "0123456789") != "" {
		return "", ErrDigits
	}
	return clean, nil
}

func step(at time.Time) int64 { return at.Unix() / int64(period/time.Second) }

// matches finds the half minute whose code it is, the latest first.
func matches(secret []byte, typed string, now time.Time) (at int64, ok bool) {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	for s := step(now) + 1; s >= step(now)-1; s-- {
		want, err := hotp.GenerateCode(text, uint64(s))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 && !ok {
			at, ok = s, true
		}
	}
	return at, ok
}

// Waiting says that no more codes are judged until a time.
type Waiting struct{ Till time.Time }

func (w *Waiting) Error() string { return "too many wrong codes; wait" }

// Verdict is what was found of a code: Err is nil where it is right, or ErrWrong or ErrUsed. Number is what the entry
// names under factor.Detail.
type Verdict struct {
	Err    error
	Failed int
	Till   time.Time // from now on no more are judged until then
	Number int64
}

// Judge judges a code that whoever the transaction belongs to typed, and keeps that it was tried: what it finds holds
// once the transaction is committed. An error says that it was not judged.
func Judge(tx *store.Tx, typed string, now time.Time,
	wait func(now time.Time, failed int) time.Time) (v Verdict, err error) {
	f, err := factor.Take(tx)
	if err != nil {
		return v, err
	}
	if f.Failed >= AtMost {
		return v, ErrSpent
	}
	latest := now
	if f.TriedAt.After(latest) { // a clock that is put back shortens no wait
		latest = f.TriedAt
	}
	if latest.Before(f.LockedTill) {
		return v, &Waiting{f.LockedTill}
	}
	at, ok := matches(f.Secret, typed, now)
	switch {
	case ok && at > f.Used:
		f.Used, f.Failed, f.LockedTill = at, 0, time.Time{}
	case ok:
		v.Err = ErrUsed
	default:
		v.Err = ErrWrong
	}
	if v.Err != nil {
		f.Failed++
		f.LockedTill = wait(latest, f.Failed)
	}
	f.TriedAt, v.Failed, v.Till = latest, f.Failed, f.LockedTill
	v.Number, err = factor.Save(tx, f)
	return v, err
}
