package naming

import (
	"context"
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
)

// Unrecorded lists the data categories of the data map of which the register of processing says nothing: a person is
// told "not recorded" for them.
func Unrecorded(ctx context.Context, s *desk.Session) (list []string, err error) {
	if err := s.Allow(ctx, model.ActReadMap); err != nil {
		return list, err
	}
	org, err := s.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	reg, err := change.RegisterOf(org)
	if err != nil {
		return nil, err
	}
	datasets, _, err := datamap.Datasets(ctx, s)
	var broken *dataset.MapError
	if err != nil && !errors.As(err, &broken) {
		return nil, err // a data map with errors still names categories
	}
	var visit func([]*dataset.Field)
	visit = func(fields []*dataset.Field) {
		for _, f := range fields {
			for _, c := range f.EffectiveCategories() {
				if _, ok := reg.For(c); isPersonal(c) && !ok && !slices.Contains(list, c) {
					list = append(list, c)
				}
			}
			visit(f.Fields)
		}
	}
	for _, d := range datasets {
		for _, c := range d.Collections {
			visit(c.Fields)
		}
	}
	slices.Sort(list)
	return list, nil
}
