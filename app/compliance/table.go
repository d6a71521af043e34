package compliance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
)

// Words are how a table calls what is no field of the records, in the language of whoever reads it.
type Words struct {
	Lang                                                      string
	Number, Version, Prepared, Approved, Ended, Flaws, Nobody string
	Flaw                                                      func(compliance.Flaw) string
	Staff                                                     func(id string) string
	Source                                                    func(key string) string
}

// Table writes the records of a kind, as they stand now, as a table. The log keeps who took it and the digest of its
// bytes; where that fails, the caller throws away what was written.
func Table(ctx context.Context, s *desk.Session, out io.Writer, id string, form packet.TableForm,
	w Words) (n int64, err error) {
	if err := s.Allow(ctx, model.ActTableRecords); err != nil {
		return 0, err
	}
	kind, ok := gate.Kinds().Kind(id)
	if !ok {
		return 0, ErrNoRecord
	}
	if !May(s.Staff().Role, kind) {
		return 0, desk.ErrForbidden
	}
	st, err := Read(ctx, s)
	if err != nil {
		return 0, err
	}
	sum := sha256.New()
	heads := []string{w.Number, w.Version}
	for _, f := range kind.Fields {
		heads = append(heads, f.Title.In(w.Lang))
	}
	table, err := packet.NewTable(io.MultiWriter(out, sum), form,
		append(heads, w.Prepared, w.Approved, w.Flaws, w.Ended), w.Lang, s.Now())
	if err != nil {
		return 0, err
	}
	for _, r := range st.Of(id) {
		cells := []string{strconv.FormatInt(r.Number, 10), strconv.FormatInt(r.Version, 10)}
		for _, f := range kind.Fields {
			cells = append(cells, w.Value(f, r))
		}
		approved := w.Nobody
		if r.By != "" {
			approved = w.Staff(r.By)
		}
		if !kind.Second {
			approved = ""
		}
		var flaws []string
		for _, flaw := range st.Flaws(r) {
			flaws = append(flaws, w.Flaw(flaw))
		}
		if err := table.Row(append(cells, w.Staff(r.Prepared), approved, strings.Join(flaws, "\n"), r.Ended)); err !=
			nil {
			return n, err
		}
		n++
	}
	if err := table.Close(); err != nil {
		return n, err
	}
	return n, s.Write(ctx, model.ActTableRecords, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["kind"], entry.Detail["form"], entry.Detail["sha256"], entry.Detail["records"] = id, string(
			form), hex.EncodeToString(sum.Sum(nil)), n
		return nil
	})
}

// Value is what a field of a record says to people.
func (w Words) Value(f compliance.Field, r compliance.Record) string {
	value := r.Values[f.ID]
	if value == "" {
		return ""
	}
	switch f.Type {
	case compliance.Country:
		return compliance.CountryName(value, w.Lang)
	case compliance.Member:
		return w.Staff(value)
	case compliance.Source:
		return w.Source(value)
	case compliance.Done:
		on, by := r.Ticked(f.ID)
		return on.String() + " · " + w.Staff(by)
	case compliance.Choice, compliance.Choices:
		var titles []string
		for _, id := range strings.Fields(value) {
			if o, ok := f.Option(id); ok {
				titles = append(titles, o.Title.In(w.Lang))
			}
		}
		between := "; "
		if w.Lang == "zh-Hans" {
			between = "；"
		}
		return strings.Join(titles, between)
	}
	return value
}
