package fulfil

import (
	"bytes"
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// release is what happens with one value on its way into a copy.
type release int

const (
	given release = iota
	masked
	leftOut
)

// treats tells what happens with a column of a finding.
func (in *filling) treats(f collect.Finding, column string) release {
	for _, w := range in.columns {
		if w.Source == f.Source && w.Collection == f.Collection && w.Column == column {
			if w.Masked {
				return masked
			}
			return leftOut
		}
	}
	if f.Decision == model.MaskSome && slices.Contains(f.Choice.Columns, column) {
		return masked
	}
	return given
}

// released is a row as it goes out: what is masked is withheld whole behind its mark, columns that are left out are not
// there.
func (in *filling) released(f collect.Finding) []any {
	values := make([]any, 0, len(f.Found.Values))
	for i, v := range f.Found.Values {
		switch in.treats(f, f.Found.Columns[i]) {
		case given:
			values = append(values, v)
		case masked:
			if string(v) == "null" {
				values = append(values, v)
				continue
			}
			values = append(values, packet.Masked(in.lang))
		}
	}
	return values
}

// withheldIn tells in a copy what it leaves out or masks, in the words of the letter.
func (in *filling) withheldIn(w withhold.Alike) packet.Withheld {
	why, lang := withhold.Words[w.Why], in.lang
	out := packet.Withheld{Title: in.names.Place(w.Source, w.Collection, w.Columns...), Count: int(w.Rows),
		Law: in.rests.Law(why.Law)}
	if w.Masked {
		out.Reason = naming.Phrase(lang, "masked", why.EN, why.ZH)
	} else {
		out.Reason = naming.Phrase(lang, "left_out", why.EN, why.ZH)
	}
	return out
}

func attach(ctx context.Context, s *desk.Session, request int64, w writer, f collect.Finding) error {
	a := *f.Found.Attachment
	var buf bytes.Buffer
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		return casefile.ReadBlob(v, request, a.Blob, &buf)
	}); err != nil {
		return err
	}
	return w.Attach(packet.Attachment{Name: a.Name, Mime: a.Mime, Sensitive: f.Sensitive}, &buf)
}
