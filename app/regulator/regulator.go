// Package regulator writes the file about one incident that an authority gets: a zip with the record, its timeline, the
// decisions, what was reported and its receipts, and a signed head of the audit log. It opens without Rightsdesk (HTML,
// CSV, PDF), and the digests of its files check with sha256sum. Of a drill every page and every file says so.
package regulator

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
)

// Case is what the file tells.
type Case struct {
	incident.Standing
	Rules        *incident.Rules
	Organisation model.Text
	Staff        map[string]string // names by the ID that the record has
	Regimes      map[string]model.Text
	Zone         *time.Location
	Made         time.Time
	Head         string // signed, of the audit log
	// Notices are those to people about it, and Receipts tells of each receipt of one, by its ID.
	Notices  []Notice
	Receipts func(id int64, each func(Receipt) error) error
	// Kept reads what the desk keeps with the incident.
	Kept func(kept.File) ([]byte, error)
	// Picture reads what is kept with a notice: that it stood on a page.
	Picture func(id int64, f kept.File) ([]byte, error)
}

// ErrNoHead says that there is no signed head of the audit log to put into the file.
var ErrNoHead = errors.New("the audit log has no signed head")

// Folder is the folder that the zip unpacks to, and the beginning of its name: the reference, of a drill marked as one.
func (c Case) Folder() string { return c.mark() + c.Reference }

// mark stands before every name of a drill's.
func (c Case) mark() string {
	if c.Drill {
		return "DRILL-"
	}
	return ""
}

// Write writes the file.
func Write(w io.Writer, c Case) error {
	if c.Head == "" {
		return ErrNoHead
	}
	a := &archive{zip: zip.NewWriter(w), folder: c.Folder(), mark: c.mark(), at: c.Made}
	if err := a.text("README.txt", c.readme()); err != nil {
		return err
	}
	tables := c.tables()
	for _, lang := range model.Languages {
		if err := c.readable(a, lang, tables); err != nil {
			return err
		}
	}
	if err := c.asSent(a); err != nil {
		return err
	}
	if err := c.asShown(a); err != nil {
		return err
	}
	record, err := json.MarshalIndent(c.Record, "", "  ")
	if err != nil {
		return fmt.Errorf("the record of %s: %w", c.Reference, err)
	}
	if err := a.text("record.json", string(record)+"\n"); err != nil {
		return err
	}
	if err := a.text("audit-head.txt", c.Head); err != nil {
		return err
	}
	return a.close()
}

// readable puts the record of one language into the archive, to read and to count with.
func (c Case) readable(a *archive, lang string, tables []table) error {
	l := letter.Letter{Kind: "incident", Language: lang, Title: c.title().In(lang),
		Organisation: c.Organisation.In(lang), Reference: c.Folder(), Date: c.Made.In(c.Zone)}
	if c.Drill {
		l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Paragraph, Text: drillNote.In(lang)})
	}
	for _, t := range tables {
		l.Blocks = append(l.Blocks, t.blocks(lang)...)
		if err := a.add(lang+"/"+t.name, func(w io.Writer) error { return t.csv(w, lang) }); err != nil {
			return err
		}
	}
	if len(c.Notices) > 0 {
		if err := a.add(lang+"/receipts.csv", func(w io.Writer) error { return c.receipts(w, lang) }); err != nil {
			return err
		}
	}
	html, err := l.HTML()
	if err != nil {
		return err
	}
	pdf, _, err := l.PDF()
	if err != nil {
		return err
	}
	if err := a.text(lang+"/record.html", string(html)); err != nil {
		return err
	}
	return a.text(lang+"/record.pdf", string(pdf))
}

var drillNote = model.Text{"en": "DRILL. This is an exercise: none of it happened, and nothing of it left the desk.",
	"zh-Hans": "演练。本件为演练材料：所述事件并未发生，未向外发出任何内容。"}

func (c Case) title() model.Text {
	if c.Drill {
		return model.Say("DRILL: record of %s, %s", "演练：%s 记录，%s", c.Reference, c.Facts.Title)
	}
	return model.Say("Record of the incident %s: %s", "安全事件 %s 记录：%s", c.Reference, c.Facts.Title)
}

// readme says what lies in the file and how it is checked, in both languages.
func (c Case) readme() string {
	var b strings.Builder
	for i, lang := range model.Languages {
		if i > 0 {
			b.WriteString("\n")
		}
		if c.Drill {
			b.WriteString(drillNote.In(lang) + "\n\n")
		}
		b.WriteString(c.title().In(lang) + "\n" + c.Organisation.In(lang) + "\n" +
			model.Say("made %s", "生成于 %s", c.moment(c.Made)).In(lang) + "\n\n" + readmeText.In(lang))
	}
	return b.String()
}

var readmeText = model.Text{
	"en": `en, zh-Hans     the record in each language: record.html and record.pdf to read, the .csv files to count with
sent            each report as it went by mail, by the number of its entry
shown           the notices to people as they stood on a page, by their reference
record.json     every entry of the record as it was written
audit-head.txt  the signed head of the audit log: it proves later that no entry before it was changed or taken out
SHA256SUMS      the SHA-256 of every other file

To check that no file was changed, in this folder: sha256sum -c SHA256SUMS
`, "zh-Hans": `en、zh-Hans     各语言的记录：record.html 和 record.pdf 供阅读，.csv 文件供统计
sent            以邮件发出的各份报告原件，以记录条目的编号命名
shown           各份告知在页面上公示的截图或者文件，以告知编号命名
record.json     记录的每一条原文
audit-head.txt  审计日志的签名链头：日后可据以证明此前的条目未被更改或者删除
SHA256SUMS      其他各文件的 SHA-256 值

核对文件是否被改动，请在本文件夹内运行：sha256sum -c SHA256SUMS
`}
