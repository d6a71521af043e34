package packet

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/pattern"
)

// Bounds of what is laid out of a document: what is deeper or longer is shown as it is held.
const (
	shownDepth = 20
	shownBytes = 100_000
)

var (
	whole = pattern.New(`^-?\d{1,30}$`)
	// moment is a day, or an instant with the zone that it names, where it names one.
	moment = pattern.New(`^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$`)
)

// entitled gives a column, and the fields of its documents, the titles that stand on the page and over tables: a unit
// stands behind the title wherever the values do not carry it.
func (c Column) entitled(w words) Column {
	if c.Title == "" {
		c.Title = c.Name
	}
	if places, ok := strings.CutPrefix(strconv.Itoa(c.Per), "1"); !ok || strings.Trim(places, "0") != "" {
		c.Currency = "" // a number that is no decimal fraction of a currency stays a number
	}
	if c.Currency != "" && c.Unit == "" {
		c.Unit = "1/" + strconv.Itoa(c.Per) + " " + c.Currency
	}
	if c.Unit != "" {
		c.Held = c.Title + fill(w.UnitOf, "unit", c.Unit)
		if c.Currency == "" {
			c.Title, c.Held = c.Held, ""
		}
	}
	for i, f := range c.Fields {
		if i == 0 {
			c.Fields = append([]Column(nil), c.Fields...)
		}
		c.Fields[i] = f.entitled(w)
	}
	return c
}

// held is the title over values that stand as they are held.
func (c Column) held() string {
	if c.Held != "" {
		return c.Held
	}
	return c.Title
}

// shown is a value of the column, given as JSON, as a person reads it; the page's script does the same.
func (c Column) shown(w words, raw []byte) string {
	text := strings.Map(picture, c.said(w, raw, 0))
	if n := utf8.RuneCountInString(text); n > clip {
		return string([]rune(text)[:clip]) + fill(w.Clipped, "n", n)
	}
	return text
}

// picture is what is shown of a control character that no page can show.
func picture(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
	case r < ' ':
		return '\u2400' + r
	case r == '\x7f':
		return '\u2421'
	}
	return r
}

func (c Column) said(w words, raw []byte, depth int) string {
	text := string(raw)
	if raw[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return string(raw) // appendValue wrote it, so this does not happen
		}
	}
	if word, ok := c.Words[text]; ok {
		return word
	}
	switch {
	case raw[0] == '{' || raw[0] == '[':
		if depth == shownDepth || len(raw) > shownBytes {
			return text
		}
		return c.laidOut(w, raw, depth)
	case text == "null" && raw[0] != '"':
		return "–"
	case text == "true" && raw[0] != '"':
		return w.Yes
	case text == "false" && raw[0] != '"':
		return w.No
	case c.Currency != "" && whole.MatchString(text):
		return c.amount(w, text)
	case raw[0] == '"':
		return w.moment(text)
	}
	return text
}

// laidOut shows a document as lines of "title: value", and a list as lines that begin with a dot.
func (c Column) laidOut(w words, raw []byte, depth int) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return string(raw)
	}
	var lines []string
	for d.More() {
		inner, label := c, "• "
		if raw[0] == '{' {
			key, err := d.Token()
			if err != nil {
				return string(raw)
			}
			inner = c.field(key.(string))
			label = inner.Title + w.Colon
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return string(raw)
		}
		text := inner.said(w, value, depth+1)
		if several := strings.Contains(text, "\n"); several && raw[0] == '{' {
			text = "\n  " + strings.ReplaceAll(text, "\n", "\n  ")
			label = strings.TrimSpace(label)
		} else if several {
			text = strings.ReplaceAll(text, "\n", "\n  ")
		}
		lines = append(lines, label+text)
	}
	if len(lines) == 0 {
		return "–"
	}
	return strings.Join(lines, "\n")
}

// field is a field of the column's documents; one that the data map does not declare is called by its name.
func (c Column) field(name string) Column {
	for _, f := range c.Fields {
		if f.Name == name {
			return f
		}
	}
	return Column{Name: name, Title: name}
}

// amount is a whole number of the column's unit in its currency.
func (c Column) amount(w words, digits string) string {
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if places := len(strconv.Itoa(c.Per)) - 1; places > 0 {
		digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	currency := c.Currency
	if word, ok := w.Currencies[currency]; ok {
		currency = word
	}
	return fill(w.Amount, "n", sign+digits, "currency", currency)
}

// moment is a day or an instant in the reader's form, with the zone that the source names; any other text as it is.
func (w words) moment(text string) string {
	m := moment.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	month, day := strings.TrimPrefix(m[2], "0"), strings.TrimPrefix(m[3], "0")
	n, err := strconv.Atoi(month)
	if err != nil {
		return text
	}
	out := fill(w.Day, "year", m[1], "month", w.Months[n-1], "day", day)
	if m[4] == "" {
		return out
	}
	out += " " + m[4] + ":" + m[5]
	if m[6] != "" {
		out += ":" + m[6] + m[7]
	}
	if m[8] != "" {
		out += " UTC" + strings.TrimPrefix(m[8], "Z")
	}
	return out
}
