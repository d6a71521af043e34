package oversight

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/oversight"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Form is how a report is written.
type Form string

// The forms of a report.
const (
	XLSX Form = "xlsx"
	CSV  Form = "csv"
	PDF  Form = "pdf"
)

// Paper is a report in the words of whoever reads it.
type Paper struct {
	Lang, Title, Below string
	Heads              []string // Part, what, and what the figures are
	Parts              []Part
}

// Part is a part of a report: its rows are what, and a figure under each head.
type Part struct {
	Title string
	Rows  [][]string
}

// Report writes the figures of a span that ends now, as lay puts them into words. The log keeps who took it and the
// digest of its bytes; where that fails, the caller throws away what was written.
func Report(ctx context.Context, s *desk.Session, out io.Writer, span oversight.Span, form Form,
	lay func(oversight.Figures) Paper) error {
	if err := s.Allow(ctx, model.ActReport); err != nil {
		return err
	}
	f, err := Read(ctx, s, span)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := write(ctx, s, io.MultiWriter(out, sum), form, lay(f)); err != nil {
		return err
	}
	return s.Write(ctx, model.ActReport, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["form"], entry.Detail["sha256"] = string(form), hex.EncodeToString(sum.Sum(nil))
		entry.Detail["from"], entry.Detail["until"] = f.Period.From.Format("2006-01-02"), f.Period.To.Format(
			"2006-01-02")
		return nil
	})
}

func write(ctx context.Context, s *desk.Session, out io.Writer, form Form, p Paper) error {
	if form == PDF {
		return writePDF(ctx, s, out, p)
	}
	t, err := packet.NewTable(out, packet.TableForm(form), p.Heads, p.Lang, s.Now())
	if err != nil {
		return err
	}
	for _, part := range p.Parts {
		for _, row := range part.Rows {
			if err := t.Row(append([]string{part.Title}, row...)); err != nil {
				return err
			}
		}
	}
	return t.Close()
}

func writePDF(ctx context.Context, s *desk.Session, out io.Writer, p Paper) error {
	var o model.Organisation
	if err := s.Read(ctx, model.ActReport, func(v *store.View) (err error) {
		o, err = setup.Organisation(v)
		return err
	}); err != nil {
		return err
	}
	l := letter.Letter{Kind: "report", Language: p.Lang, Title: p.Title, Organisation: o.Name.In(p.Lang),
		Date: s.Now().In(s.Rules().Location())}
	l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Paragraph, Text: p.Below})
	for _, part := range p.Parts {
		l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Heading, Text: part.Title})
		for _, row := range part.Rows {
			l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Item, Text: item(p, row)})
		}
	}
	data, _, err := l.PDF() // staff whose name the fonts lack are named in the tables
	if err != nil {
		return fmt.Errorf("the report: %w", err)
	}
	_, err = out.Write(data)
	return err
}

// item is a row of a report as one line: what, and each figure with its head.
func item(p Paper, row []string) string {
	colon, comma := ": ", ", "
	if p.Lang == letter.Chinese {
		colon, comma = "：", "，"
	}
	text := row[0]
	for i, cell := range row[1:] {
		switch {
		case cell == "":
		case text == row[0]:
			text += colon + cell
		default:
			text += comma + p.Heads[i+2] + " " + cell
		}
	}
	return text
}
