package fulfil

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
)

// A letter that repeats a collection and a reason once for each of its columns is not read to its end.
func TestColumnsThatAreWithheldAlikeStandInOneLine(t *testing.T) {
	order := func(column string, rows int64, masked bool, why model.WithholdReason) model.Withholding {
		return model.Withholding{Source: "shop", Collection: "order", Column: column, Rows: rows, Masked: masked,
			Why: why}
	}
	var d letter.Data
	s := saying{d: &d, lang: "en", names: naming.Names{Lang: "en"}}
	s.c.Result = model.Result{Kind: model.Export, Withheld: []model.Withholding{
		order("total", 8, false, model.WithholdScope), order("note", 2, true, model.WithholdOthers),
		order("sold", 8, false, model.WithholdScope),
		order("", 8, false, model.WithholdScope), order("", 1, false, model.WithholdOthers),
	}}
	s.withheld()
	var got []string
	for _, w := range d.Withheld {
		got = append(got, w.What)
	}
	if want := []string{"shop · Order · Total, Sold", "shop · Order · Note", "shop · Order",
		"shop · Order"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if d.Withheld[0].Rows != 8 || d.Withheld[0].Masked || !d.Withheld[1].Masked || d.WholeCopy {
		t.Errorf("%+v", d.Withheld)
	}
}

func TestALetterNamesTheRecordsInWhichNothingWasToBeChanged(t *testing.T) {
	sys := model.SystemResult{Source: "shop", State: model.SystemWritten}
	sys.At("parcel").Add(model.FateUnchanged, 2)
	sys.At("order").Add(model.FateDeleted, 3)
	var d letter.Data
	s := saying{d: &d, lang: "en", names: naming.Names{Lang: "en"}}
	s.c.Result = model.Result{Kind: model.Deletion, Systems: []model.SystemResult{sys}}
	s.systems()
	if want := (letter.Records{What: "shop · Parcel", Rows: 2}); len(d.Unchanged) != 1 || d.Unchanged[0] != want {
		t.Errorf("%+v, want %+v", d.Unchanged, want)
	}
}
