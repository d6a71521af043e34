package frame

import (
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
)

// letterSentence says why a letter cannot be written; empty for any other error.
func letterSentence(err error) (title, text string) {
	var none *fulfil.KindError
	var lacks *letter.LackError
	switch {
	case errors.As(err, &none):
		return L("It has no such letter now"), L("A request that is {{.A}} does not get this letter.", W(none.Status))
	case errors.As(err, &lacks):
		return L("The letter lacks something"),
			L("It cannot be written yet. What it needs first: {{.A}}.", strings.Join(lacks.Lacks, "; "))
	}
	return "", ""
}
