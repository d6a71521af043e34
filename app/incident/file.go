package incident

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/regulator"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/keptfiles"
	"orangelab.cn/rightsdesk/store/setup"
)

// File writes the file about an incident that an authority gets into a folder, as it was seen, and returns where it
// lies. The log keeps its digest. A drill's says so in its name and on every page.
func File(ctx context.Context, s *desk.Session, seen Seen, folder string) (path string, err error) {
	var c regulator.Case
	if err := s.Read(ctx, model.ActFileIncident, func(v *store.View) (err error) {
		c, err = gather(v, s, seen)
		return err
	}); err != nil {
		return "", err
	}
	c.Receipts = receiptsOf(ctx, s, c.Notices)
	c.Kept = func(f kept.File) ([]byte, error) { return Kept(ctx, s, c.ID, f) }
	c.Picture = func(id int64, f kept.File) (data []byte, err error) {
		err = s.Read(ctx, model.ActFileIncident, func(v *store.View) (err error) {
			data, err = keptfiles.OfNotice.Read(v, id, f)
			return err
		})
		return data, err
	}
	if path, err = filepath.Abs(filepath.Join(folder,
		c.Folder()+"-"+c.Made.In(c.Zone).Format("20060102-150405")+".zip")); err != nil {
		return "", err
	}
	part := path + ".part"
	digest, err := put(part, c)
	if err != nil {
		return "", err
	}
	err = s.Write(ctx, model.ActFileIncident, func(_ *store.Tx, entry *model.Entry) error {
		tell(entry, c.Incident)
		entry.Detail["sha256"] = digest
		return nil
	})
	if err != nil {
		return "", errors.Join(err, os.Remove(part)) // what the log does not tell of is not there
	}
	return path, os.Rename(part, path)
}

// gather reads what the file tells.
func gather(v *store.View, s *desk.Session, seen Seen) (c regulator.Case, err error) {
	c = regulator.Case{Rules: Rules(), Zone: s.Rules().Location(), Made: s.Now(), Staff: map[string]string{},
		Regimes: map[string]model.Text{}}
	i, err := incidents.Read(v, seen.ID)
	if err != nil {
		return c, err
	}
	if i.Version != seen.Version {
		return c, ErrMovedOn
	}
	if c.Standing, err = Rules().Stand(s.Rules(), i); err != nil {
		return c, err
	}
	head, err := v.Head()
	if err != nil {
		return c, err
	}
	if head.Note == "" {
		return c, desk.ErrNoHead
	}
	o, err := setup.Organisation(v)
	if err != nil {
		return c, err
	}
	if c.Notices, err = noticesOf(v, s, i.Reference, o); err != nil {
		return c, err
	}
	staff, err := v.StaffList()
	for _, m := range staff {
		c.Staff[m.ID] = m.Name
	}
	for _, r := range s.Rules().Regimes {
		c.Regimes[r.ID] = r.Name
	}
	c.Head, c.Organisation = head.Note, o.Name
	return c, err
}

// put writes the file, whole or not at all, and returns its digest.
func put(path string, c regulator.Case) (digest string, err error) {
	file, err := private.Create(path)
	if err != nil {
		return "", fmt.Errorf("keep the file about %s: %w", c.Reference, err)
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	sum := sha256.New()
	if err := regulator.Write(io.MultiWriter(file, sum), c); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), file.Sync()
}
