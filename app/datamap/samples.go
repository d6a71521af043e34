package datamap

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/draft"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Sample is what a few rows of a column hold, masked.
type Sample struct {
	Remark string   // the comment on the column
	Masked []string // a few different values
	Hidden int      // texts that are not shown, since nobody knows what is in them
}

// Samples reads a few rows of a table of a source and returns what each column holds there, masked by what the file
// says of it. No value leaves the source unmasked, and none is kept.
func Samples(ctx context.Context, s *desk.Session, key, table string) (by map[string]Sample, err error) {
	if err := s.Allow(ctx, model.ActSettleMap); err != nil {
		return nil, err
	}
	r, err := ReadReview(ctx, s, key)
	if err != nil {
		return nil, err
	}
	t := r.Table(table)
	if t == nil || r.Source.Address == "" {
		return nil, ErrNoTables
	}
	db, err := source.Open(ctx, r.Source.Address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	looked, _, err := draft.Look(ctx, db, table)
	if err != nil {
		return nil, err
	}
	by = map[string]Sample{}
	for _, l := range looked {
		at := slices.IndexFunc(t.Columns, func(c ReviewedColumn) bool { return c.Name == l.Name })
		category := ""
		if at >= 0 {
			for _, c := range t.Columns[at].Categories {
				if strings.HasPrefix(c, "user") {
					category = c
				}
			}
		}
		by[l.Name] = masked(l, category)
	}
	return by, nil
}

// masked shows a few samples of a column of a category, each masked.
func masked(l draft.Looked, category string) Sample {
	const some = 3
	out := Sample{Remark: l.Remark}
	for _, v := range l.Samples {
		if len(out.Masked) == some {
			break
		}
		shown := ""
		switch {
		case category != "":
			shown = identifier.MaskCategory(category, v)
			if strings.Trim(shown, "*") == "" {
				shown = ""
			}
		case !l.Content:
			shown = maskedNumber(v)
		}
		if shown != "" && !slices.Contains(out.Masked, shown) {
			out.Masked = append(out.Masked, shown)
		}
	}
	if len(out.Masked) == 0 {
		out.Hidden = l.Filled
	}
	return out
}

// maskedNumber leaves the first characters of a number or a date and hides its other digits; what has few is shown.
func maskedNumber(v string) string {
	const shown = 4
	n := 0
	return strings.Map(func(r rune) rune {
		if !unicode.IsDigit(r) && !unicode.IsLetter(r) {
			return r
		}
		if n++; n > shown {
			return '*'
		}
		return r
	}, v)
}
