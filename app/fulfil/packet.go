package fulfil

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
)

// PacketLife is how long a packet is offered to the person.
const PacketLife = 14 * 24 * time.Hour

// The forms of a packet.
const (
	FormHTML = "html"
	FormZip  = "zip"
)

// writer is what both forms of a packet are written through.
type writer interface {
	Begin(packet.Section) error
	Row([]any) error
	Withheld(packet.Withheld) error
	Attach(a packet.Attachment, r io.Reader) error
	Close() (packet.Manifest, error)
	Discard() error
}

// Built is a packet that was just made. The password is kept sealed too, to be given out another way.
type Built struct {
	Path     string
	Password string
	Manifest packet.Manifest
	// Unrecorded are the data categories in it of which the register of processing says nothing.
	Unrecorded []string
}

// BuildPacket writes the released copy of a request into a file: first beside it, then in one step under its name, so
// that a crash leaves no half packet. Nothing that was not released can be built.
func BuildPacket(ctx context.Context, s *desk.Session, rev model.Revision, form, path, lang string) (Built, error) {
	r, err := s.Still(ctx, model.ActPacket, rev)
	if err != nil {
		return Built{}, err
	}
	if r.Status != model.Answering || !r.Kind.Copies() || r.Outcome != model.NoOutcome || r.ReviewedBy == "" ||
		r.LevelReached < r.LevelNeeded {
		return Built{}, &model.TransitionError{From: r.Status, On: model.Delivered}
	}
	org, err := s.Organisation(ctx)
	if err != nil {
		return Built{}, err
	}
	if err := org.Require(lang, naming.CopyNeeds...); err != nil {
		return Built{}, err
	}
	meta, err := naming.FrameOf(org, naming.RestsOf(s.Rules(), r, lang), lang)
	if err != nil {
		return Built{}, err
	}
	gives, child := collect.GivesSensitive(r, s.Rules()), collect.Child(r.Subject, s.Today())
	meta.Sensitive = gives || child && r.LevelReached >= s.Rules().Levels[r.Kind].Sensitive
	if r.Cause == model.ByPerson {
		meta.Asked = r.Kind.Means().Asks.In(lang)
	}
	meta.Reference, meta.Person, meta.Created, meta.Expires = r.Reference, r.Subject.Name, s.Now(), s.Now().
		Add(PacketLife)
	if meta.Identity, err = provenBy(ctx, s, r, meta); err != nil {
		return Built{}, err
	}
	reg, err := change.RegisterOf(org)
	if err != nil {
		return Built{}, err
	}
	built := Built{Path: path, Password: packet.NewPassword()}
	in := &filling{s: s, rests: naming.RestsOf(s.Rules(), r, lang), request: r, lang: lang, sensitive: gives,
		child: child}
	if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		if err := change.Approved(v, r); err != nil {
			return err
		}
		in.names, err = naming.NamesIn(v, reg, lang)
		return err
	}); err != nil {
		return Built{}, err
	}
	if built.Manifest, err = in.write(ctx, form, path, meta, built.Password); err != nil {
		return Built{}, err
	}
	built.Unrecorded = in.unrecorded
	raw, err := json.Marshal(built.Manifest)
	if err != nil {
		return Built{}, fmt.Errorf("manifest: %w", err)
	}
	_, err = s.Change(ctx, model.ActPacket, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Answering {
			return &model.TransitionError{From: c.Request.Status, On: model.Delivered}
		}
		c.Detail["packet"], c.Detail["form"], c.Detail["rows"] = built.Manifest.ID, form, built.Manifest.Rows
		c.Detail["organisation"] = org.Version
		c.Detail["sha256"] = built.Manifest.Files[0].SHA256
		return papers.SavePacket(c.Tx, rev.Request,
			papers.Packet{ID: built.Manifest.ID, Form: form, Manifest: raw, Password: built.Password,
				CreatedAt: s.Now(), By: s.Staff().ID, ExpiresAt: meta.Expires})
	})
	if err != nil {
		return Built{}, errors.Join(err, os.Remove(path))
	}
	return built, nil
}

// provenBy says in the copy when and by what identity was proven.
func provenBy(ctx context.Context, s *desk.Session, r model.Request, meta packet.Meta) (text string, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		list, err := casefile.EvidenceOf(v, r.ID)
		text = naming.IdentityText(list, r, meta.Language, meta.Zone)
		return err
	})
	return text, err
}

// filling is a packet while it is filled.
type filling struct {
	s          *desk.Session
	request    model.Request
	lang       string
	names      naming.Names
	rests      naming.Rests
	w          writer
	unrecorded []string
	result     model.Result
	columns    []model.Withholding // left out or masked in every row
	beyond     withhold.BeyondRows // left out whole
	sensitive  bool                // the copy may hold what needs a higher identity level
	child      bool                // under fourteen: all that the copy holds needs that level
	duties     duties
}

func (in *filling) write(ctx context.Context, form, path string, meta packet.Meta,
	password string) (man packet.Manifest, err error) {
	f, err := private.CreateTemp(filepath.Dir(path), ".packet-*")
	if err != nil {
		return man, fmt.Errorf("make the packet: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreClosed(f.Close()), os.Remove(f.Name()))
		}
	}()
	if form == FormZip {
		in.w, err = packet.NewZipWriter(f, password, meta)
	} else {
		in.w, err = packet.NewWriter(f, password, meta)
	}
	if err != nil {
		return man, err
	}
	if err := in.fill(ctx); err != nil {
		return man, errors.Join(err, in.w.Discard())
	}
	if man, err = in.w.Close(); err != nil {
		return man, err
	}
	if err := f.Sync(); err != nil {
		return man, fmt.Errorf("write the packet: %w", err)
	}
	if err := f.Close(); err != nil {
		return man, fmt.Errorf("write the packet: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return man, fmt.Errorf("write the packet: %w", err)
	}
	man.Files[0].Name = filepath.Base(path)
	return man, nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// fill streams the findings into the packet, collection by collection.
func (in *filling) fill(ctx context.Context) error {
	res, err := collect.Read(ctx, in.s, in.request.ID)
	if err != nil {
		return err
	}
	if in.duties.datasets, _, err = datamap.Datasets(ctx, in.s); err != nil {
		return err
	}
	if err := in.s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		if in.columns, err = withhold.ColumnsOut(v, in.request, res); err != nil {
			return err
		}
		if in.beyond, _, err = withhold.RowsBeyond(v, in.request, res); err != nil {
			return err
		}
		if in.duties.of, err = dutiesOf(v, in.s, in.request.ID, res, in.duties.datasets); err != nil {
			return err
		}
		in.result, err = result.Of(v, in.request)
		return err
	}); err != nil {
		return err
	}
	for _, c := range res.Counts {
		if err := in.collection(ctx, c); err != nil {
			return err
		}
	}
	for _, w := range withhold.JoinAlike(in.result.Withheld) {
		if err := in.w.Withheld(in.withheldIn(w)); err != nil {
			return err
		}
	}
	for _, u := range in.result.Unsought {
		if err := in.w.Withheld(unsoughtIn(u, in.lang)); err != nil {
			return err
		}
	}
	for _, src := range res.Run.Sources {
		if src.Answered() {
			continue
		}
		if err := in.w.Withheld(packet.Withheld{Title: in.names.System(src.Source),
			Reason: naming.Phrase(in.lang, "this_system_did_not_answer")}); err != nil {
			return err
		}
	}
	return nil
}

const page = 500

func (in *filling) collection(ctx context.Context, c model.FindingCount) error {
	w := in.w
	begun := false
	for after := int64(0); ; {
		list, err := collect.List(ctx, in.s, in.request.ID,
			model.FindingFilter{Source: c.Source, Dataset: c.Dataset, Collection: c.Collection}, after, page)
		if err != nil {
			return err
		}
		for _, f := range list {
			after = f.Seq
			switch {
			case f.Decision == model.LeaveOut, f.Hangs, in.beyond.Has(f):
				continue
			case f.Decision == model.Undecided:
				return collect.ErrShared
			case f.Found.Attachment != nil:
				if err := attach(ctx, in.s, in.request.ID, w, f); err != nil {
					return err
				}
				continue
			}
			if !begun {
				begun = true
				sec := in.section(f)
				for _, lacking := range naming.Describe(&sec, in.names, f.Found.Categories) {
					if !slices.Contains(in.unrecorded, lacking) {
						in.unrecorded = append(in.unrecorded, lacking)
					}
				}
				sec.Retention = in.duties.say(sec.Retention, f, in.lang, in.s.Rules().Location())
				sec.Source = in.names.System(sec.Source)
				if err := w.Begin(sec); err != nil {
					return err
				}
			}
			if err := in.within(f); err != nil {
				return err
			}
			if err := w.Row(in.released(f)); err != nil {
				return err
			}
		}
		if len(list) < page {
			return nil
		}
	}
}

// section is the head of a finding's collection: its columns but those that are left out.
func (in *filling) section(f collect.Finding) packet.Section {
	sec := packet.Section{Source: f.Source, Dataset: f.Dataset, Collection: f.Collection}
	for _, name := range f.Found.Columns {
		if in.treats(f, name) == leftOut {
			continue
		}
		sec.Columns = append(sec.Columns, in.names.Shown(f.Source, f.Collection, name))
		if in.child || f.SensitiveIn(name) {
			sec.Sensitive = append(sec.Sensitive, name)
		}
	}
	sec.Columns = naming.Apart(sec.Columns, in.lang)
	return sec
}
