package sqldb

import (
	"encoding/json"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// Equal reports whether a column holds a value as planned, after the database turned it into its own type. Letter case,
// digits and length count; the padding of char(n) and the way a number or a time is spelled do not.
func Equal(c Column, planned, held any) bool {
	if planned == nil || held == nil {
		return planned == nil && held == nil
	}
	if a, ok := planned.(value.JSON); ok {
		b, ok := held.(value.JSON)
		return ok && sameDocument(a.Value, b.Value)
	}
	if _, ok := held.(value.JSON); ok {
		return false
	}
	a, okA := value.Text(planned)
	b, okB := value.Text(held)
	if !okA || !okB {
		return false
	}
	if a == b {
		return true
	}
	switch c.Class {
	case value.ClassText:
		return c.Cast == "bpchar" && strings.TrimRight(a, " ") == strings.TrimRight(b, " ")
	case value.ClassDate, value.ClassTimestamp:
		x, okX := value.TimeOf(a, planned)
		y, okY := value.TimeOf(b, held)
		return okX && okY && x.Equal(y)
	case value.ClassInteger, value.ClassFloat, value.ClassDecimal:
		return value.IsNumber(a) && value.IsNumber(b) && value.PlainNumber(a) == value.PlainNumber(b)
	case value.ClassBoolean:
		x, okX := value.AsBoolean(a)
		y, okY := value.AsBoolean(b)
		return okX && okY && x == y
	case value.ClassUUID, value.ClassTime, value.ClassNetwork:
		x, okX := value.TextAs(c.Class, 0, false, a)
		y, okY := value.TextAs(c.Class, 0, false, b)
		return okX && okY && strings.EqualFold(x, y)
	}
	return false
}

func sameDocument(a, b any) bool {
	switch a := a.(type) {
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !sameDocument(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for key, v := range a {
			if w, ok := b[key]; !ok || !sameDocument(v, w) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && value.PlainNumber(a.String()) == value.PlainNumber(b.String())
	}
	return a == b
}
