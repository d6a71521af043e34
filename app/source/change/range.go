package change

import (
	"math"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// inRange reports whether a column holds a value of its kind as it is: every engine has its own bounds, and what lies
// beyond them it refuses, cuts or makes another value of. Only at the run would anybody hear of it.
func inRange(c sqldb.Column, lenient bool, v any) bool {
	switch c.Class { // of most columns there is nothing to ask
	case value.ClassJSON, value.ClassArray, value.ClassUntyped, value.ClassBoolean, value.ClassDate, value.ClassUUID:
		return true
	case value.ClassText:
		s, isText := v.(string)
		return !c.Padded || c.Cast != "" || !isText || !strings.HasSuffix(s, " ") // which the server leaves out
	case value.ClassBytes:
		held, _ := v.([]byte)
		word, limits := typeOf(c.Type)
		return word != "binary" || len(limits) == 0 || len(held) == limits[0] // which the server fills up
	}
	text, ok := value.Text(v)
	if !ok {
		return true
	}
	word, limits := typeOf(c.Type)
	switch c.Class {
	case value.ClassInteger, value.ClassBits:
		n, ok := new(big.Int).SetString(text, 10)
		if !ok && lenient {
			return true // the column holds any text
		}
		least, most := bounds(c, word, limits, lenient)
		return ok && n.Cmp(least) >= 0 && n.Cmp(most) <= 0 || word == "year" && text == "0"
	case value.ClassDecimal:
		if lenient { // a column of numbers there is one of floating point
			return !value.IsNumber(text) || value.FloatHolds(text, 64)
		}
		return len(limits) == 0 || fitsDigits(text, limits)
	case value.ClassTimestamp:
		at, ok := value.TimeOf(text, v)
		return lenient || !ok || at.Equal(at.Truncate(fraction(c, limits))) &&
			(word != "timestamp" || c.Cast != "" || at.Unix() > 0 && at.Unix() <= math.MaxInt32)
	case value.ClassTime:
		_, part, _ := strings.Cut(text, ".")
		return lenient || c.Cast != "" || len(strings.TrimRight(part, "0")) <= append(limits, 0)[0]
	case value.ClassNetwork:
		at, err := netip.ParseAddr(text)
		return lenient || c.Cast != "" || err == nil && at.String() == text && at.Is4() == (word == "inet4")
	}
	if word == "set" && text != "" {
		members := quoted(c.Type)
		at := -1
		for _, member := range strings.Split(text, ",") { // the server puts them in its own order
			next := slices.Index(members, member)
			if next <= at {
				return false
			}
			at = next
		}
	}
	return true
}

// quoted returns the texts that a type lists: a and b of set('a','b').
func quoted(typ string) (list []string) {
	for {
		_, rest, more := strings.Cut(typ, "'")
		if !more {
			return list
		}
		var text strings.Builder
		for {
			part, after, _ := strings.Cut(rest, "'")
			text.WriteString(part)
			if rest = after; !strings.HasPrefix(rest, "'") {
				break
			}
			text.WriteByte('\'')
			rest = rest[1:]
		}
		list, typ = append(list, text.String()), rest
	}
}

// typeOf returns the first word of a type, and its limits: decimal and 5, 2 of decimal(5,2).
func typeOf(typ string) (word string, limits []int) {
	word, rest, limited := strings.Cut(strings.ToLower(typ), "(")
	word, _, _ = strings.Cut(word, " ")
	if inner, _, closed := strings.Cut(rest, ")"); limited && closed {
		for _, one := range strings.Split(inner, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(one))
			if err != nil {
				return word, nil
			}
			limits = append(limits, n)
		}
	}
	return word, limits
}

// bounds are the least and the greatest whole number that a column takes.
func bounds(c sqldb.Column, word string, limits []int, lenient bool) (least, most *big.Int) {
	bits := map[string]uint{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "integer": 32}[word]
	switch {
	case lenient || bits == 0:
		bits = 64
	}
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	switch {
	case word == "year":
		return big.NewInt(1901), big.NewInt(2155)
	case c.Class == value.ClassBits && len(limits) == 1:
		return new(big.Int), power(uint(limits[0])).Sub(power(uint(limits[0])), big.NewInt(1))
	case !lenient && strings.Contains(strings.ToLower(c.Type), "unsigned"):
		return new(big.Int), power(bits).Sub(power(bits), big.NewInt(1))
	}
	return new(big.Int).Neg(power(bits - 1)), power(bits-1).Sub(power(bits-1), big.NewInt(1))
}

// fitsDigits reports whether a number has no more digits than decimal(precision, scale) takes.
func fitsDigits(number string, limits []int) bool {
	scale := 0
	if len(limits) > 1 {
		scale = limits[1]
	}
	whole, part, _ := strings.Cut(strings.TrimLeft(value.PlainNumber(number), "-+"), ".")
	return !value.IsNumber(number) || scale < 0 ||
		len(strings.TrimLeft(whole, "0")) <= limits[0]-scale && len(strings.TrimRight(part, "0")) <= scale
}

// fraction is the smallest part of a second that a column of times keeps.
func fraction(c sqldb.Column, limits []int) time.Duration {
	digits := 0
	if c.Cast != "" { // PostgreSQL
		digits = 6
	}
	if len(limits) == 1 {
		digits = limits[0]
	}
	smallest := time.Second
	for range digits {
		smallest /= 10
	}
	return smallest
}
