package sheet

import (
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
)

// listHeads are what the columns of a list may be called that no list of requests has, as record.FoldName folds it.
var listHeads = map[string]string{"language": "language", "lang": "language", "语言": "language", "locale": "language",
	"sprache": "language",
	"device":  "device", "devicetoken": "device", "pushtoken": "device", "设备": "device", "设备令牌": "device",
	"post": "post", "postaladdress": "post", "address": "post", "mailingaddress": "post", "地址": "post", "通讯地址": "post",
	"通信地址": "post", "邮寄地址": "post", "联系地址": "post",
	"line": "line", "lineid": "line", "行号": "line", "result": "result", "outcome": "result", "结果": "result",
	"answer": "answer", "consent": "answer", "回复": "answer", "同意": "answer", "答复": "answer",
	"remark": "remark", "备注": "remark",
	"country": "country", "countrycode": "country", "国家": "country", "国家或地区": "country", "land": "country",
	"state": "state", "province": "state", "省份": "state", "州": "state"}

// EachRow reads a table that is a list of people and no list of requests: the columns of the template that its first
// line names, and those of listHeads. head is asked which columns there are before the first row; row gets every row
// that holds anything, with the cell of a column; a broken row has none. What either returns ends the reading.
func EachRow(text string, head func(columns map[string]bool) error,
	row func(get func(column string) string) error) error {
	return eachRow(Lines(text), nil, head, row)
}

// eachRow is EachRow of a text that grow lengthens, see csvScanner.
func eachRow(text string, grow func(rest string) (string, bool), head func(columns map[string]bool) error,
	row func(get func(column string) string) error) error {
	t, err := listHead(text)
	if err != nil {
		return err
	}
	t.scan.grow = grow
	columns := map[string]bool{}
	for _, c := range t.columns {
		columns[c.As] = true
	}
	if err := head(columns); err != nil {
		return err
	}
	for {
		rec, ok := t.scan.next()
		if !ok {
			return nil
		}
		if rec.err == nil && (blank(rec.fields) || t.isHead(rec.fields)) {
			continue
		}
		fields := rec.fields
		if rec.err != nil || len(fields) > len(t.columns) && !blank(fields[len(t.columns):]) {
			fields = nil // a quote or a comma moved its cells: what stands under a head may be another column's
		}
		if err := row(func(column string) string { return t.cell(fields, column) }); err != nil {
			return err
		}
	}
}

// listHead reads the first line of a list.
func listHead(text string) (*csvTable, error) {
	text, line := headOfTable(text, 1)
	t := &csvTable{scan: csvScanner{rest: text, comma: csvComma(FirstLine(text)), line: line}}
	head, ok := t.scan.next()
	if !ok {
		return t, nil
	}
	if head.err != nil {
		return nil, head.err
	}
	for _, h := range head.fields {
		c := record.Column{Head: record.Clean(h), As: record.ColumnOf(h)}
		folded := record.FoldName(h)
		if as, is := listHeads[folded]; is {
			c.As = as
		}
		t.columns, t.heads = append(t.columns, c), append(t.heads, folded)
	}
	t.scan.columns = len(t.columns)
	return t, nil
}

// cell is the first cell of a column that holds anything; empty where none does.
func (t *csvTable) cell(fields []string, column string) string {
	for i, field := range fields {
		if i >= len(t.columns) || t.columns[i].As != column {
			continue
		}
		value := record.Unguard(field, numberLike(column))
		if column == "name" {
			value = record.UnguardName(field)
		}
		if value = strings.TrimSpace(value); value != "" {
			return value
		}
	}
	return ""
}
