package incident

import (
	"context"
	"path/filepath"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/keptfiles"
)

// Keep keeps a file, as it is, sealed with an incident as it was seen: evidence, with what it shows and when it was
// secured. The record has its digest.
func Keep(ctx context.Context, s *desk.Session, seen Seen, path, shows string,
	secured time.Time) (st incident.Standing, err error) {
	if err := s.Allow(ctx, model.ActNoteIncident); err != nil {
		return st, err
	}
	data, err := record.ReadPath(path, kept.MaxFile,
		record.Because("{{.A}} is no file but a folder, a device or a pipe", filepath.Base(path)))
	if err != nil {
		return st, err
	}
	return change(ctx, s, model.ActNoteIncident, seen,
		func(tx *store.Tx, i incident.Incident) (incident.Incident, error) {
			f, err := keptfiles.OfIncident.Add(tx, i.ID, filepath.Base(path), data)
			if err != nil {
				return i, err
			}
			return add(tx, s, i, incident.Kept,
				incident.Body{Evidence: &incident.Evidence{File: f, Shows: shows, Secured: secured}})
		})
}

// Kept reads a file that is kept with an incident, as it was kept.
func Kept(ctx context.Context, s *desk.Session, id int64, f kept.File) (data []byte, err error) {
	err = s.Read(ctx, model.ActReadIncident, func(v *store.View) (err error) {
		data, err = keptfiles.OfIncident.Read(v, id, f)
		return err
	})
	return data, err
}
