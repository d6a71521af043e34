package fulfil

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// ErrNotWritten says that the certificate must wait: something is still to be written, or an owner has not answered.
var ErrNotWritten = errors.New("something is still to be written, or an owner has not answered: the search comes after")

// Residue is what a search of the sources found after an erasure.
type Residue struct {
	At     time.Time    `json:"at"`
	Tables int          `json:"tables"`
	Texts  int64        `json:"texts"`
	Hits   []ResidueHit `json:"hits,omitempty"`
	Failed []string     `json:"failed,omitempty"` // keys of sources that could not be searched
}

// ResidueHit is a column that still holds something of the person.
type ResidueHit struct {
	Source, Collection, Column, Kind string
	Rows                             int64
	// Kept says why it is right that it is there: held by law, left for others, refused. Empty: nothing says so.
	Kept string `json:",omitempty"`
}

// Passed reports whether nothing remains but what is kept for a reason.
func (r Residue) Passed() bool {
	return len(r.Failed) == 0 && !slices.ContainsFunc(r.Hits, func(h ResidueHit) bool { return h.Kept == "" })
}

// Certified is a certificate of erasure as the desk keeps it. It names no person: the request's reference stands for them.
type Certified struct {
	Number   string             `json:"number"`
	At       time.Time          `json:"at"`
	By       string             `json:"by"` // staff ID of who had the sources searched
	MadeBy   string             `json:"made_by"`
	SignedBy string             `json:"signed_by"`
	Plan     string             `json:"plan"` // digest of the newest plan
	Sources  []store.PlanSource `json:"sources"`
	Lines    []model.ScopeLine  `json:"lines"`
	SharedIn []SharedRows       `json:"shared,omitempty"`
	Residue  Residue            `json:"residue"`
}

// SharedRows are the rows of a source that were left, masked or let go of because they are also somebody else's.
type SharedRows struct {
	Source string
	Rows   int64
}

// Certify searches every text column of every source for the person's identities and name, writes what it found onto a
// certificate of erasure, and puts the identities into the ledger of the erased. The answer can be written then.
func Certify(ctx context.Context, s *desk.Session, rev model.Revision, progress func(Progress)) (out Certified, err error) {
	r, err := s.Still(ctx, model.ActCertify, rev)
	if err != nil {
		return out, err
	}
	if err := certifiable(r); err != nil {
		return out, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	residue, err := search(ctx, s, r, m, progress)
	if err != nil {
		return out, err
	}
	_, err = s.Change(ctx, model.ActCertify, rev, desk.ByHolder, func(c *desk.Change) error {
		out, err = certificateOf(c, m, residue)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(out)
		if err != nil {
			return fmt.Errorf("keep the certificate: %w", err)
		}
		c.Detail["number"], c.Detail["passed"], c.Detail["hits"] = out.Number, out.Residue.Passed(), len(out.Residue.Hits)
		if err := c.Tx.AddCertificate(rev.Request, store.Certificate{Number: out.Number, Passed: out.Residue.Passed(), At: out.At, By: out.By, Data: raw}); err != nil {
			return err
		}
		if err := rememberErased(c); err != nil {
			return err
		}
		return c.Move(model.RunDone)
	})
	return out, err
}

func certifiable(r model.Request) error {
	if !r.Kind.Erases() || r.Status != model.Running {
		return &model.TransitionError{From: r.Status, On: model.RunDone}
	}
	return nil
}

func certificateOf(c *desk.Change, m *datamap.Map, residue Residue) (out Certified, err error) {
	if err := certifiable(c.Request); err != nil {
		return out, err
	}
	facts, err := c.Facts()
	if err != nil {
		return out, err
	}
	if facts.Writing || facts.WriteWaiting+facts.WriteFailed+facts.WriteChanged+facts.TasksOpen > 0 {
		return out, ErrNotWritten
	}
	before, err := c.Tx.Certificates(c.Request.ID)
	if err != nil {
		return out, err
	}
	plans, err := c.Tx.Plans(c.Request.ID)
	if err != nil || len(plans) == 0 {
		return out, errors.Join(err, ErrNoPlan)
	}
	scope, err := readScope(&c.Tx.View, c.Session, c.Request.ID, m.Datasets)
	if err != nil {
		return out, err
	}
	res, err := results(&c.Tx.View, c.Request.ID)
	if err != nil {
		return out, err
	}
	out = Certified{Number: fmt.Sprintf("E-%s-%d", c.Request.Reference[len("R-"):], len(before)+1), At: c.Session.Now(), By: c.Session.Staff().ID,
		MadeBy: plans[0].MadeBy, SignedBy: plans[0].SignedBy, Plan: plans[0].Digest, Sources: plans[0].Sources, Lines: scope.Lines}
	for _, n := range res.Counts {
		i := slices.IndexFunc(out.SharedIn, func(s SharedRows) bool { return s.Source == n.Source })
		switch {
		case n.Shared == 0:
		case i < 0:
			out.SharedIn = append(out.SharedIn, SharedRows{n.Source, n.Shared})
		default:
			out.SharedIn[i].Rows += n.Shared
		}
	}
	residue.explain(scope, res)
	out.Residue = residue
	return out, nil
}

// search looks for the person in every text of every source.
func search(ctx context.Context, s *desk.Session, r model.Request, m *datamap.Map, progress func(Progress)) (Residue, error) {
	report, err := source.Search(ctx, source.SearchOptions{Datasets: m.Datasets, Sources: m.Sources, Identities: r.Subject.Identities(), Names: []string{r.Subject.Name},
		Progress: func(p source.SearchProgress) {
			if progress != nil {
				progress(Progress{m.Keys[p.Source], p.Done, p.Total, p.Texts, nil})
			}
		}})
	if err != nil {
		return Residue{}, err
	}
	out := Residue{At: s.Now(), Tables: report.Tables, Texts: report.Texts}
	for _, h := range report.Hits {
		out.Hits = append(out.Hits, ResidueHit{Source: m.Keys[h.Dataset], Collection: h.Collection, Column: h.Column, Kind: h.Kind, Rows: h.Rows})
	}
	for _, f := range report.Failed {
		out.Failed = append(out.Failed, m.Keys[f.Dataset])
	}
	return out, nil
}

// explain says of each hit why it is right that it is there, where something does: the scope leaves the collection, or rows
// of it are also somebody else's and were decided one by one.
func (r *Residue) explain(scope model.Scope, res Results) {
	for i, h := range r.Hits {
		for _, l := range scope.Lines {
			if l.Source == h.Source && strings.EqualFold(l.Collection, h.Collection) && l.Way.Leaves() {
				r.Hits[i].Kept = string(l.Way)
			}
		}
		for _, n := range res.Counts {
			if r.Hits[i].Kept == "" && n.Source == h.Source && strings.EqualFold(n.Collection, h.Collection) && n.Shared >= h.Rows {
				r.Hits[i].Kept = "shared"
			}
		}
	}
}

// Certificates reads a request's certificates of erasure, newest first.
func Certificates(ctx context.Context, s *desk.Session, request int64) (list []Certified, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		kept, err := v.Certificates(request)
		for _, k := range kept {
			var c Certified
			if err := json.Unmarshal(k.Data, &c); err != nil {
				return fmt.Errorf("certificate %s: %w", k.Number, err)
			}
			list = append(list, c)
		}
		return err
	})
	return list, err
}

// ResidueNow searches the sources for the person at any time, for whoever prepares a plan; nothing is kept.
func ResidueNow(ctx context.Context, s *desk.Session, request int64, progress func(Progress)) (out Residue, err error) {
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	r, err := s.Request(ctx, request)
	if err != nil {
		return out, err
	}
	if r.LevelReached < r.LevelNeeded {
		return out, ErrLevel
	}
	return search(ctx, s, r, m, progress)
}
