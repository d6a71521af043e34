package regulator

import (
	"bufio"
	"io"
	"strings"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
)

// table is one part of the file: what a spreadsheet shows as rows, the readable record lists. Both are made of it, so
// that neither can say what the other does not.
type table struct {
	name    string // of its CSV file
	title   model.Text
	columns []model.Text
	rows    [][]model.Text
	none    model.Text // said where there is no row
	plain   bool       // the values speak for themselves, without the names of their columns
}

// same is a value that every language writes alike.
func same(s string) model.Text { return model.Text{"en": s, "zh-Hans": s} }

// shownRows is how many rows of a table the readable record lists; all are in its CSV file.
const shownRows = 500

// csv writes the table in a language. It begins with the mark by which spreadsheets know UTF-8.
func (t table) csv(w io.Writer, lang string) error {
	out := bufio.NewWriter(w)
	line := func(cells []model.Text) {
		for i, c := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(packet.CSVText(c.In(lang)))
		}
		out.WriteString("\r\n")
	}
	out.WriteString("\ufeff")
	line(t.columns)
	for _, row := range t.rows {
		line(row)
	}
	return out.Flush()
}

// blocks are the table as a part of the readable record.
func (t table) blocks(lang string) []letter.Block {
	list := []letter.Block{{Kind: letter.Heading, Text: t.title.In(lang)}}
	if len(t.rows) == 0 {
		return append(list, letter.Block{Kind: letter.Paragraph, Text: t.none.In(lang)})
	}
	for _, row := range t.rows[:min(len(t.rows), shownRows)] {
		list = append(list, letter.Block{Kind: letter.Item, Text: t.item(row, lang)})
	}
	if more := len(t.rows) - shownRows; more > 0 {
		list = append(list, letter.Block{Kind: letter.Paragraph,
			Text: model.Say("%d more stand in %s.", "另有%d条，见 %s。", more, t.name).In(lang)})
	}
	return list
}

// item is a row as one line: its first value, then the others that are not empty.
func (t table) item(row []model.Text, lang string) string {
	colon, semicolon := ": ", "; "
	if lang == letter.Chinese {
		colon, semicolon = "：", "；"
	}
	var rest []string
	for i, c := range row[1:] {
		value := c.In(lang)
		switch {
		case value == "":
		case t.plain:
			rest = append(rest, value)
		default:
			rest = append(rest, t.columns[i+1].In(lang)+colon+value)
		}
	}
	if len(rest) == 0 {
		return row[0].In(lang)
	}
	return row[0].In(lang) + colon + strings.Join(rest, semicolon)
}

// joined joins what somebody wrote, leaving out what is empty.
func joined(list []string) model.Text {
	text := same("")
	for _, s := range list {
		switch {
		case s == "":
		case text["en"] == "":
			text = same(s)
		default:
			text = model.Say("%s; %s", "%s；%s", text, s)
		}
	}
	return text
}
