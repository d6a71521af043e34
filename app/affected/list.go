package affected

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Errors of lists and logs.
var (
	ErrColumns = errors.New(
		"no column of the file names people: call one email, phone, account or id_number in its first line")
	ErrLine = errors.New("a line of the log is longer than 1 MB")
	ErrKind = errors.New("say what stands behind the mark")
)

// listed are the columns of a list that name people, with the kind and the category of each.
var listed = []struct{ column, kind, category string }{{"account", "account", "user.account.user_id"},
	{"id_number", "id_number", "user.government_id.national_identification_number"},
	{"email", "email", "user.contact.email"}, {"phone", "phone_number", "user.contact.phone_number"}}

// held are the columns of a list that tell of people besides.
var held = map[string]string{"name": "user.name", "birth_date": "user.demographic.date_of_birth",
	"country": "user.contact.address.country", "state": "user.contact.address.state"}

// List counts the people of a table: one a row.
func (c *Counting) List(table *sheet.People) error {
	var has map[string]bool
	if err := table.EachRow(func(columns map[string]bool) error {
		for _, x := range listed {
			if columns[x.column] {
				has = columns
				return nil
			}
		}
		return ErrColumns
	}, func(get func(string) string) error { return c.first(c.listed(has, get)) }); err != nil {
		return err
	}
	return c.flush()
}

// listed is the line about somebody in a row of a list.
func (c *Counting) listed(has map[string]bool, get func(string) string) (a incident.Affected) {
	for _, x := range listed {
		if has[x.column] && c.known(&a, x.kind, get(x.column)) {
			a.Tags = append(a.Tags, tagsOf(x.category)...)
		}
	}
	for column, category := range held {
		if has[column] && get(column) != "" {
			a.Tags = append(a.Tags, tagsOf(category)...)
		}
	}
	c.onto(&a, said{birth: get("birth_date"), idNumber: get("id_number"), country: get("country"), state: get("state"),
		name: get("name"), lang: get("language")})
	return a
}

var (
	mailInLog  = pattern.New(`[^\s"'<>,;:=()\[\]{}|\\@]+@[^\s"'<>,;:=()\[\]{}|\\@]+`)
	phoneInLog = pattern.New(`\+\d[\d -]{6,18}\d|\b1[3-9]\d{9}\b`)
	afterMark  = pattern.New(`^["']?\s*[=:]?\s*["']?([^\s"',;&|)\]}]+)`)
)

// Log counts the people whom the lines of a log name: what stands behind a mark, as an account does behind "uid=",
// which is of a kind that Kinds lists; where mark is empty, every e-mail address and every mobile number, and number
// with a plus, wherever it stands.
func (c *Counting) Log(in io.Reader, mark, kind string, kinds []Kind) error {
	if mark != "" && kind == "" {
		return ErrKind
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), 1<<20)
	for lines.Scan() {
		if err := c.logged(lines.Text(), mark, kind, kinds); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return ErrLine
	} else if err != nil {
		return fmt.Errorf("the log cannot be read: %w", err)
	}
	return c.flush()
}

func (c *Counting) logged(line, mark, kind string, kinds []Kind) error {
	if mark == "" {
		for _, found := range mailInLog.FindAllString(line, -1) {
			if err := c.named("email", strings.Trim(found, ".,")); err != nil {
				return err
			}
		}
		for _, found := range phoneInLog.FindAllString(line, -1) {
			if err := c.named("phone_number", found); err != nil {
				return err
			}
		}
		return nil
	}
	for {
		at := strings.Index(line, mark)
		if at < 0 {
			return nil
		}
		line = line[at+len(mark):]
		m := afterMark.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if err := c.marked(kind, m[1], kinds); err != nil {
			return err
		}
	}
}

// named takes in somebody whom a log names by an identity.
func (c *Counting) named(kind, held string) error {
	var a incident.Affected
	c.known(&a, kind, held)
	return c.first(a)
}

// marked takes in what stands behind a mark.
func (c *Counting) marked(kind, held string, kinds []Kind) error {
	for _, k := range kinds {
		if k.ID == kind && k.Field != nil && rowKind(k.Field) == kind {
			return c.first(incident.Affected{Keys: []incident.Key{rowKey(kind, held, true)}})
		}
	}
	return c.named(kind, held)
}
