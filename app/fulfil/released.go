package fulfil

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// release is what happens with one value on its way into a copy.
type release int

const (
	given release = iota
	masked
	leftOut
)

// treats tells what happens with a column of a finding.
func (in *filling) treats(f Finding, column string) release {
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

// released is a row as it goes out: what is masked is withheld whole behind its mark, columns that are left out are not there.
func (in *filling) released(f Finding) []any {
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

// sensitiveIn reports whether a column holds what needs a higher identity level, itself or somewhere in its document.
func (f Finding) sensitiveIn(column string) bool {
	for name, categories := range f.Found.Categories {
		if (name == column || strings.HasPrefix(name, column+".")) && dataset.Sensitive(categories) && f.holds(column, name) {
			return true
		}
	}
	return false
}

// holds reports whether the value of a column still has the field of that name: what a copy does not reach to was taken out
// of a document when it was collected.
func (f Finding) holds(column, name string) bool {
	return name == column || documentHas(f.Found.Values[slices.Index(f.Found.Columns, column)], strings.Split(strings.TrimPrefix(name, column+"."), "."))
}

// withheldIn tells in a copy what it leaves out or masks, in the words of the letter.
func (in *filling) withheldIn(w withheldAlike) packet.Withheld {
	why, lang := withholdWords[w.Why], in.lang
	out := packet.Withheld{Title: in.names.place(w.Source, w.Collection, w.columns...), Count: int(w.Rows), Law: say(lang, why.law, why.lawZH)}
	if w.Masked {
		out.Reason = say(lang, "masked: "+why.en, "已遮盖："+why.zh)
	} else {
		out.Reason = say(lang, "left out: "+why.en, "未提供："+why.zh)
	}
	return out
}

func attach(ctx context.Context, s *desk.Session, request int64, w writer, f Finding) error {
	a := *f.Found.Attachment
	var buf bytes.Buffer
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error { return v.ReadBlob(request, a.Blob, &buf) }); err != nil {
		return err
	}
	return w.Attach(packet.Attachment{Name: a.Name, Mime: a.Mime, Sensitive: f.Sensitive}, &buf)
}

// documentHas reports whether a JSON document holds something at a path; lists on the way are looked into.
func documentHas(raw json.RawMessage, path []string) bool {
	if len(path) == 0 {
		return string(raw) != "null"
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return slices.ContainsFunc(list, func(e json.RawMessage) bool { return documentHas(e, path) })
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return false
	}
	below, ok := object[path[0]]
	return ok && documentHas(below, path[1:])
}
