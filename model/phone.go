package model

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// ErrPhone says that a text is no telephone number.
var ErrPhone = errors.New("not a telephone number")

// homeRegion is where a number without a country code is read.
const homeRegion = "CN"

var (
	// extensionWords are how an extension is written, besides what the library knows.
	extensionWords = strings.NewReplacer("转", " ext. ", "轉", " ext. ", "分机", " ext. ", "分機", " ext. ", "内线", " ext. ", "內線", " ext. ")
	extensionOpen  = regexp.MustCompile(`(?i)[\s,;:：.]*\bext\.?[\s:：.]*$`)
	extensionTwice = regexp.MustCompile(`(?:ext\.\s*){2,}`)
	// extensionDash is 010-12345678-801, as an extension is written in China.
	extensionDash = regexp.MustCompile(`^(.*\d)\s*[-–—#]\s*(\d{1,6})$`)
	asDecimal     = regexp.MustCompile(`^\d+\.0+$`)
)

// NormalisePhone returns the E.164 form of a telephone number, with ";ext=" where it has an extension. A number without
// country code is read as one of mainland China.
func NormalisePhone(s string) (string, error) {
	n, err := readPhone(s, homeRegion)
	if err != nil {
		return "", fmt.Errorf("%w: write it with its area code, or with + and the country code", ErrPhone)
	}
	return phoneKey(n), nil
}

func phoneKey(n *phonenumbers.PhoneNumber) string {
	key := phonenumbers.Format(n, phonenumbers.E164)
	if ext := n.GetExtension(); ext != "" {
		key += ";ext=" + ext
	}
	return key
}

// readPhone reads a number as it is written in a region.
func readPhone(s, region string) (*phonenumbers.PhoneNumber, error) {
	s = strings.TrimLeft(tidy(s), "'’ ")
	if asDecimal.MatchString(s) {
		s = s[:strings.IndexByte(s, '.')]
	}
	s = extensionTwice.ReplaceAllString(extensionWords.Replace(s), "ext. ")
	s = strings.TrimSpace(extensionOpen.ReplaceAllString(s, ""))
	n, err := phonenumbers.Parse(s, region)
	if err == nil && lettered(s) {
		return nil, ErrPhone
	}
	if err == nil && phonenumbers.IsPossibleNumber(n) {
		return n, nil
	}
	if m := extensionDash.FindStringSubmatch(s); m != nil && err == nil {
		if whole, err := phonenumbers.Parse(m[1], region); err == nil && phonenumbers.IsValidNumber(whole) {
			whole.Extension = &m[2]
			return whole, nil
		}
	}
	if rest, ok := strings.CutPrefix(digitsIn(s), "086"); ok && region == homeRegion {
		if n, err := phonenumbers.Parse("+86"+rest, region); err == nil && phonenumbers.IsValidNumber(n) {
			return n, nil
		}
	}
	return nil, ErrPhone
}

// lettered reports whether a number holds letters, which the library would read as keys of a telephone, as in 1-800-FLOWERS,
// or as a place for a carrier: in a mixed text that would find numbers that nobody wrote.
func lettered(s string) bool {
	s, _ = phonenumbers.MaybeSeparateExtensionFromPhone(strings.TrimPrefix(strings.ToLower(s), "tel:"))
	return strings.ContainsFunc(s, unicode.IsLetter)
}

// atHome reports whether a number as it is written is one of this country beyond doubt: with a country code, or valid here
// and with the zero that belongs before an area code. Any other may be the national form of another country.
func atHome(held string, n *phonenumbers.PhoneNumber) bool {
	digits := digitsIn(tidy(held))
	if strings.HasPrefix(tidy(held), "+") || strings.HasPrefix(digits, "00") || int(n.GetCountryCode()) != 86 {
		return true
	}
	if !phonenumbers.IsValidNumber(n) {
		return false
	}
	if groupedAbroad(held, n) {
		return false
	}
	national := digitsIn(phonenumbers.Format(n, phonenumbers.NATIONAL))
	return !strings.HasPrefix(national, "0") || strings.HasPrefix(digits, "0") || strings.HasPrefix(digits, "86")
}

// groupedAbroad reports whether the first group of a number that is written with its trunk zero ends within the area code that it
// would have here: 090-1234-5678 is a mobile number of Japan, and 0901-2345678 one of Tacheng.
func groupedAbroad(held string, n *phonenumbers.PhoneNumber) bool {
	first := strings.TrimLeft(tidy(held), "( ")
	if end := strings.IndexFunc(first, func(r rune) bool { return r < '0' || r > '9' }); end > 0 {
		first = first[:end]
	} else {
		return false
	}
	area := phonenumbers.GetLengthOfGeographicalAreaCode(n)
	return strings.HasPrefix(first, "0") && area > 0 && len(first) > 1 && len(first) < len("0")+area
}

// nationalNumber returns the digits that every spelling of a number holds: without country code and trunk zero.
func nationalNumber(canonical string) string {
	n, err := phonenumbers.Parse(canonical, homeRegion)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n.GetNationalNumber(), 10)
}

// phoneRegion returns the region of a canonical number of another country; empty for one of this country.
func phoneRegion(canonical string) string {
	n, err := phonenumbers.Parse(canonical, homeRegion)
	if err != nil || int(n.GetCountryCode()) == 86 {
		return ""
	}
	return phonenumbers.GetRegionCodeForNumber(n)
}

// readAtHome returns what the national form of another country's number becomes where nobody knows its country; false
// where it is no number here, or is one of this country beyond doubt.
func readAtHome(canonical string) (string, bool) {
	n, err := phonenumbers.Parse(canonical, homeRegion)
	if err != nil || int(n.GetCountryCode()) == 86 {
		return "", false
	}
	national := phonenumbers.Format(n, phonenumbers.NATIONAL)
	here, err := readPhone(national, homeRegion)
	if err != nil || atHome(national, here) {
		return "", false
	}
	return phoneKey(here), true
}

// phoneSpellings lists the usual ways to write a number down.
func phoneSpellings(canonical string) []string {
	n, err := phonenumbers.Parse(canonical, homeRegion)
	if err != nil {
		return []string{canonical}
	}
	code, national := strconv.Itoa(int(n.GetCountryCode())), phonenumbers.GetNationalSignificantNumber(n)
	there, abroad := phonenumbers.Format(n, phonenumbers.NATIONAL), phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	out := []string{canonical, national, code + national, "00" + code + national, code + "-" + national, "+" + code + "-" + national,
		"+" + code + " " + national, "00" + code + "-" + national, "(" + code + ")" + national, "(+" + code + ")" + national, "0" + national,
		there, abroad, strings.ReplaceAll(abroad, " ", "-"), phonenumbers.Format(n, phonenumbers.RFC3966)}
	for _, between := range []string{"-", ""} {
		out = append(out, strings.ReplaceAll(there, " ", between))
	}
	if area := phonenumbers.GetLengthOfGeographicalAreaCode(n); area > 0 && area < len(national) && n.GetExtension() == "" {
		for _, zero := range []string{"0", ""} {
			out = append(out, zero+national[:area]+"-"+national[area:], zero+national[:area]+" "+national[area:], "("+zero+national[:area]+")"+national[area:],
				"+"+code+"-"+zero+national[:area]+"-"+national[area:], code+"-"+zero+national[:area]+"-"+national[area:])
		}
	}
	if ext := n.GetExtension(); ext != "" {
		for _, s := range phoneSpellings(phonenumbers.Format(n, phonenumbers.E164)) {
			out = append(out, s+"-"+ext)
		}
	}
	return out
}
