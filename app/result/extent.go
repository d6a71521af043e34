package result

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model"
)

// Extent is how much a search of all sources would read.
type Extent struct {
	sqldb.Extent
	// Silent are the keys of the sources that did not tell.
	Silent []string
}

// MeasureSearch returns how much a search of the sources would read, before it does: by the statistics that the engines
// keep.
func MeasureSearch(ctx context.Context, s *desk.Session) (e Extent, err error) {
	if err := s.Allow(ctx, model.ActCertify); err != nil {
		return e, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	for _, one := range residue.Measure(ctx, m.Datasets, m.Sources) {
		if one.Err != nil {
			e.Silent = append(e.Silent, m.Keys[one.Source])
			continue
		}
		e.Extent = e.Add(one.Extent)
	}
	return e, nil
}
