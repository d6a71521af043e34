package identifier

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"orangelab.cn/rightsdesk/model/pattern"
)

// ErrPhone says that a text is no telephone number.
var ErrPhone = errors.New("not a telephone number")

// homeRegion is where a number without a country code is read.
const homeRegion = "CN"

var (
	asDecimal = pattern.New(`^\d+\.0+$`)
	// inNumber is what a number is written with. The library drops whatever else it meets.
	inNumber = pattern.New(`^(?i:tel:)?[+\d\s()\[\]./~\p{Pd}−ー]+$`)
)

// NormalisePhone returns the E.164 form of a telephone number, with ";ext=" where it has an extension. A number without
// country code is read as one of mainland China.
func NormalisePhone(s string) (string, error) {
	if plain, is := plainMobile(s); is {
		return plain, nil
	}
	n, err := readPhone(s, homeRegion)
	if err != nil {
		return "", fmt.Errorf("%w: write it with its area code, or with + and the country code", ErrPhone)
	}
	return phoneKey(n), nil
}

func phoneKey(n *phonenumbers.PhoneNumber) string {
	main := phonenumbers.PhoneNumber{CountryCode: n.CountryCode, NationalNumber: n.NationalNumber,
		ItalianLeadingZero: n.ItalianLeadingZero, NumberOfLeadingZeros: n.NumberOfLeadingZeros}
	return withExtension(phonenumbers.Format(&main, phonenumbers.E164), n.GetExtension())
}

// readPhone reads a number as it is written in a region. Digits behind a whole number are its extension however they
// are set off, unless the two are a whole number together.
func readPhone(s, region string) (*phonenumbers.PhoneNumber, error) {
	if len(s) > maxPhone {
		return nil, ErrPhone
	}
	return readWithExtensions(s, region, maxExtensions)
}

// maxPhone is the longest text that is read as one number, in bytes, and maxExtensions how many may stand one behind
// another.
const maxPhone, maxExtensions = 250, 2

func readWithExtensions(s, region string, extensions int) (*phonenumbers.PhoneNumber, error) {
	s = strings.TrimLeft(tidy(s), "'’ ")
	if asDecimal.MatchString(s) {
		s = s[:strings.IndexByte(s, '.')]
	}
	if n, ok := behindSwitchboard(s, region, setOff, extensions); ok {
		return n, nil
	}
	n, err := plainPhone(s, region)
	if err == nil && phonenumbers.IsValidNumber(n) {
		return n, nil
	}
	if behind, ok := behindSwitchboard(s, region, grouped, extensions); ok {
		return behind, nil
	}
	if rest, ok := strings.CutPrefix(DigitsIn(s), "086"); ok && region == homeRegion && inNumber.MatchString(s) {
		if n, err := phonenumbers.Parse("+86"+rest, region); err == nil && phonenumbers.IsValidNumber(n) {
			return n, nil
		}
	}
	return n, err
}

// plainPhone reads a number without an extension.
func plainPhone(s, region string) (*phonenumbers.PhoneNumber, error) {
	if !inNumber.MatchString(s) {
		return nil, ErrPhone
	}
	n, err := phonenumbers.Parse(s, region)
	if err != nil || n.GetExtension() != "" || !phonenumbers.IsPossibleNumber(n) {
		return nil, ErrPhone
	}
	return n, nil
}

// atHome reports whether a number as it is written is one of this country beyond doubt: with a country code, or valid
// here and with the zero that belongs before an area code. Any other may be the national form of another country.
func atHome(held string, n *phonenumbers.PhoneNumber) bool {
	digits := DigitsIn(tidy(held))
	if strings.HasPrefix(tidy(held), "+") || strings.HasPrefix(digits, "00") || int(n.GetCountryCode()) != 86 {
		return true
	}
	if !phonenumbers.IsValidNumber(n) {
		return false
	}
	if groupedAbroad(held, n) {
		return false
	}
	national := DigitsIn(phonenumbers.Format(n, phonenumbers.NATIONAL))
	return !strings.HasPrefix(national, "0") || strings.HasPrefix(digits, "0") || strings.HasPrefix(digits, "86")
}

// groupedAbroad reports whether the first group of a number that is written with its trunk zero ends within the area
// code that it would have here: 090-1234-5678 is a mobile number of Japan, and 0901-2345678 one of Tacheng.
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

// nationalNumber returns the digits that every spelling of a number holds: without country code, trunk zero and
// extension.
func nationalNumber(canonical string) string {
	main, _ := cutExtension(canonical)
	n, err := phonenumbers.Parse(main, homeRegion)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n.GetNationalNumber(), 10)
}

// phoneRegion returns the region of a canonical number of another country; empty for one of this country.
func phoneRegion(canonical string) string {
	main, _ := cutExtension(canonical)
	n, err := phonenumbers.Parse(main, homeRegion)
	if err != nil || int(n.GetCountryCode()) == 86 {
		return ""
	}
	return phonenumbers.GetRegionCodeForNumber(n)
}

// readAtHome returns what the national form of another country's number becomes where nobody knows its country; false
// where it is no number here, or is one of this country beyond doubt.
func readAtHome(canonical string) (string, bool) {
	main, extension := cutExtension(canonical)
	n, err := phonenumbers.Parse(main, homeRegion)
	if err != nil || int(n.GetCountryCode()) == 86 {
		return "", false
	}
	national := phonenumbers.Format(n, phonenumbers.NATIONAL)
	here, err := readPhone(national, homeRegion)
	if err != nil || atHome(national, here) {
		return "", false
	}
	return withExtension(phoneKey(here), extension), true
}

// phoneSpellings lists the usual ways to write a number down.
func phoneSpellings(canonical string) []string {
	main, extension := cutExtension(canonical)
	n, err := phonenumbers.Parse(main, homeRegion)
	if err != nil {
		return []string{canonical}
	}
	code, national := strconv.Itoa(int(n.GetCountryCode())), phonenumbers.GetNationalSignificantNumber(n)
	there, abroad := phonenumbers.Format(n, phonenumbers.NATIONAL), phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	out := []string{main, national, code + national, "00" + code + national, code + "-" + national,
		"+" + code + "-" + national,
		"+" + code + " " + national, "00" + code + "-" + national, "(" + code + ")" + national,
		"(+" + code + ")" + national, "0" + national,
		there, abroad, strings.ReplaceAll(abroad, " ", "-"), phonenumbers.Format(n, phonenumbers.RFC3966)}
	for _, between := range []string{"-", ""} {
		out = append(out, strings.ReplaceAll(there, " ", between))
	}
	if area := phonenumbers.GetLengthOfGeographicalAreaCode(n); area > 0 && area < len(national) && extension == "" {
		for _, zero := range []string{"0", ""} {
			out = append(out, zero+national[:area]+"-"+national[area:], zero+national[:area]+" "+national[area:],
				"("+zero+national[:area]+")"+national[area:],
				"+"+code+"-"+zero+national[:area]+"-"+national[area:],
				code+"-"+zero+national[:area]+"-"+national[area:])
		}
	}
	if extension == "" {
		return out
	}
	var behind []string
	for _, main := range distinct(out...) {
		behind = append(behind, main+"-"+extension)
	}
	for _, mark := range []string{"转", " ext. ", "x", "#", ";ext="} {
		behind = append(behind, main+mark+extension, "0"+national+mark+extension)
	}
	return append(behind, strings.ReplaceAll(there, " ", "-")+"转"+extension)
}

// PhoneRegion returns the ISO code of the country that a telephone number in its E.164 form belongs to; empty where it
// tells none.
func PhoneRegion(e164 string) string {
	if strings.HasPrefix(e164, "+86") {
		return homeRegion // no other country has its code
	}
	n, err := phonenumbers.Parse(e164, homeRegion)
	if err != nil {
		return ""
	}
	return phonenumbers.GetRegionCodeForNumber(n)
}
