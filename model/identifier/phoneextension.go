package identifier

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"orangelab.cn/rightsdesk/model/pattern"
)

// An extension is a number of its own: the switchboard before it is everybody's. It is one however it is set off from
// the whole number before it, with words, with signs that a number does not have, or with those that stand between its
// groups of digits too.

// behind is one way of setting an extension off: the number, what sets off, the extension.
type behind struct {
	form *pattern.Pattern
	main func(*phonenumbers.PhoneNumber) bool
}

const (
	extensionWord = `(?:;\s*)?(?:ext(?:ension|n)?|转接|转|轉接|轉|分机|分機|内线|內線|int|anexo|доб|durchwahl|dw|[x×])[\s.:=号號码碼]*`
	extensionTail = `\s*[)\]]?\s*(?:分机|分機|号|號|#)*$`
)

var (
	// setOff is what no number has between its digits: 转22, ext. 22, x22, ;ext=22, and ",22" or "p22" as a telephone
	// waits to dial.
	setOff = []behind{
		{pattern.New(`(?i)^(.*\d\s*[)\]]?)[\s,;:.\p{Pd}]*[(\[]?\s*(?:` + extensionWord + `)+[(\[]?(\d{1,8})` +
			extensionTail), phonenumbers.IsPossibleNumber},
		{pattern.New(`(?i)^(.*\d\s*[)\]]?)\s*(?:[,;、|&:+#*=~]|[pw])[\s,;、|&:+#*=~pw.\p{Pd}/]*[(\[]?(\d{1,6})` +
			extensionTail), phonenumbers.IsValidNumber},
		{pattern.New(`^(.*\d\s*[)\]]?)\s*#+\s*(\d{1,6})` + extensionTail), phonenumbers.IsPossibleNumber},
	}
	// grouped is what may stand between groups of digits: -22, (22), /22, a blank.
	grouped = []behind{
		{pattern.New(`^(.*\d\s*[)\]]?)[\s.\p{Pd}−ー~/]*[(\[\s.\p{Pd}−ー~/]\s*(\d{1,6})` + extensionTail),
			phonenumbers.IsValidNumber},
	}
)

// behindSwitchboard reads a number with an extension that is set off in one of the ways; false where there is none.
func behindSwitchboard(s, region string, ways []behind, extensions int) (*phonenumbers.PhoneNumber, bool) {
	if extensions == 0 {
		return nil, false
	}
	for _, way := range ways {
		m := way.form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		n, err := readWithExtensions(m[1], region, extensions-1)
		if err != nil || !way.main(n) {
			continue
		}
		extension := m[2]
		if before := n.GetExtension(); before != "" {
			extension = before + extensionSeparator + extension
		}
		n.Extension = &extension
		return n, true
	}
	return nil, false
}

const (
	extensionMark      = ";ext=" // in the canonical form, as in RFC 3966
	extensionSeparator = "-"     // between an extension and another behind it
)

func withExtension(main, extension string) string {
	if extension == "" {
		return main
	}
	return main + extensionMark + extension
}

// cutExtension returns a canonical number without its extension, and the extension; empty where it has none.
func cutExtension(canonical string) (main, extension string) {
	main, extension, _ = strings.Cut(canonical, extensionMark)
	return main, extension
}

// switchboardOf returns the number that a text may be an extension of, though it reads as a whole number; false where
// none.
func switchboardOf(held string) (canonical string, ok bool) {
	if len(held) > maxPhone {
		return "", false
	}
	n, ok := behindSwitchboard(tidy(held), homeRegion, slices.Concat(setOff, grouped), maxExtensions)
	if !ok {
		return "", false
	}
	return phoneKey(n), true
}

// nearExtension reports whether two different numbers may be one: one is the switchboard that the other is behind, or
// one extension leads on to the other.
func nearExtension(a, b string) bool {
	mainA, extA := cutExtension(a)
	mainB, extB := cutExtension(b)
	if mainA != mainB {
		return false
	}
	within := func(x, y string) bool {
		return x == "" || y != "" && slices.ContainsFunc(extensionsIn(x), func(s string) bool {
			return slices.Contains(extensionsIn(y), s)
		})
	}
	return within(extA, extB) || within(extB, extA)
}

// extensionsIn returns the extensions of a canonical one, each without the noughts before it: 0022 may be dialled for
// 22.
func extensionsIn(extension string) []string {
	list := strings.Split(extension, extensionSeparator)
	for i, one := range list {
		if bare := strings.TrimLeft(one, "0"); bare != "" {
			list[i] = bare
		} else {
			list[i] = "0"
		}
	}
	return list
}
