package source

import (
	"encoding/json"
	"strings"
)

// same says whether a column holds a value as planned, after the database turned it into its own type. Letter case,
// digits and length count; the padding of char(n) and the way a number or a time is spelled do not.
func same(c Column, planned, held any) bool {
	if planned == nil || held == nil {
		return planned == nil && held == nil
	}
	if a, ok := planned.(JSON); ok {
		b, ok := held.(JSON)
		return ok && sameDocument(a.Value, b.Value)
	}
	if _, ok := held.(JSON); ok {
		return false
	}
	a, okA := text(planned)
	b, okB := text(held)
	if !okA || !okB {
		return false
	}
	if a == b {
		return true
	}
	switch c.class {
	case classText:
		return c.cast == "bpchar" && strings.TrimRight(a, " ") == strings.TrimRight(b, " ")
	case classDate, classTimestamp:
		x, okX := timeOf(a, planned)
		y, okY := timeOf(b, held)
		return okX && okY && x.Equal(y)
	case classInteger, classFloat, classDecimal:
		return isNumber(a) && isNumber(b) && plainNumber(a) == plainNumber(b)
	case classBoolean:
		x, okX := asBoolean(a)
		y, okY := asBoolean(b)
		return okX && okY && x == y
	case classUUID, classTime, classNetwork:
		x, okX := fit(c.class, 0, false, a)
		y, okY := fit(c.class, 0, false, b)
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
		return ok && plainNumber(a.String()) == plainNumber(b.String())
	}
	return a == b
}
