package notice

import (
	"context"
	"path/filepath"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/keptfiles"
	"orangelab.cn/rightsdesk/store/notices"
)

// Show writes down that a notice stood on the home page, and keeps the file that shows it, as it is, sealed. Nobody
// changes it or takes it out; what is known later is written down as well. The log has the digest.
func Show(ctx context.Context, s *desk.Session, about notice.Seen, path string, x notice.Shown) error {
	if err := s.Allow(ctx, model.ActSendNotice); err != nil {
		return err
	}
	if err := x.Check(s.Now()); err != nil {
		return err
	}
	data, err := record.ReadPath(path, kept.MaxFile,
		record.Because("{{.A}} is no file but a folder, a device or a pipe", filepath.Base(path)))
	if err != nil {
		return err
	}
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, about.ID)
		if err != nil {
			return err
		}
		if !n.MayShow() {
			return ErrState
		}
		if x.File, err = keptfiles.OfNotice.Add(tx, n.ID, filepath.Base(path), data); err != nil {
			return err
		}
		x.At = s.Now()
		entry.Detail["notice"], entry.Detail["shown"], entry.Detail["sha256"] = n.Reference, x.Address, x.File.SHA256
		return notices.AddShown(tx, n.ID, x)
	})
}

// Unshown lists the notices that a cessation or a leak is announced by and of which nobody wrote down that they were
// shown, oldest first.
func Unshown(ctx context.Context, s *desk.Session) (list []notice.Notice, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		found, err := notices.Unshown(v)
		list = slices.DeleteFunc(found, func(n notice.Notice) bool {
			return !n.Unshown() || n.Content.Kind == notice.PolicyUpdate
		})
		return err
	})
	return list, err
}

// ShownFile reads what shows that a notice stood on a page, as it was kept.
func ShownFile(ctx context.Context, s *desk.Session, id int64, f kept.File) (data []byte, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) (err error) {
		data, err = keptfiles.OfNotice.Read(v, id, f)
		return err
	})
	return data, err
}
