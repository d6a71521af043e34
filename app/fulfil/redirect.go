package fulfil

import (
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/letter"
)

// ErrRedirect says that a letter does not tell the person where to turn.
var ErrRedirect = errors.New("say who holds the data, why not we, how to reach them, and what we hold ourselves")

// redirectFacts adds who else holds the data, and what the organisation holds itself. The request stays open until it
// is closed as redirected, or answered for the rest.
func redirectFacts(d letter.Data, to letter.Party) (letter.Data, error) {
	for _, text := range []*string{&to.Name, &to.Why, &to.Contact, &to.HeldHere} {
		if *text = strings.TrimSpace(*text); *text == "" {
			return d, ErrRedirect
		}
	}
	d.Party = &to
	return d, nil
}
