package result

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/erased"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/runs"
)

// ErrNotWritten says that the certificate must wait: something is still to be written, or an owner has not answered.
var ErrNotWritten = errors.New("something is still to be written, or an owner has not answered: the search comes after")

// Residue is what a search of the sources found after an erasure.
type Residue struct {
	At     time.Time    `json:"at"`
	Tables int          `json:"tables"`
	Texts  int64        `json:"texts"`
	Hits   []ResidueHit `json:"hits,omitempty"`
	Failed []string     `json:"failed,omitempty"` // keys of sources, or of tables in them, that could not be searched
	// keys of sources that no program can search: their owners answer for them
	ByHand []string `json:"by_hand,omitempty"`
	// Searched are the keys of the sources of which every table was searched; those of Failed and ByHand are never
	// among them.
	Searched []string `json:"searched,omitempty"`
}

// ResidueHit is a column that still holds something of the person.
type ResidueHit struct {
	Source, Collection, Column, Kind string
	Rows                             int64
	// Kept says why it is right that it is there: held by law, left for others, refused. Empty: nothing says so.
	Kept string `json:",omitempty"`
}

// Search is what of a residue counts for the outcome: what nothing excuses, with what was settled about it, by place.
func (r Residue) Search(settled map[string]model.Settlement) *model.Search {
	out := &model.Search{At: r.At, Unsearched: r.Failed, Searched: r.Searched, ByHand: r.ByHand}
	for _, h := range r.Hits {
		if h.Kept != "" {
			continue
		}
		left := model.Remain{Source: h.Source, Collection: h.Collection, Column: h.Column, Kind: h.Kind, Rows: h.Rows}
		if s, ok := settled[left.Place()]; ok {
			left.Settled = &s
		}
		out.Remains = append(out.Remains, left)
	}
	return out
}

// Passed reports whether every source that a program can search was searched, and nothing remains there but what is
// kept for a reason. What is certified is more than that: see [model.Result.Certifies].
func (r Residue) Passed() bool { return r.Search(nil).Passed() }

// Remaining returns in how many places something was found that nothing excuses.
func (r Residue) Remaining() int { return len(r.Search(nil).Remains) }

// Certified is a certificate of erasure as the desk keeps it. It names no person: the request's reference stands for
// them.
type Certified struct {
	Number   string       `json:"number"`
	At       time.Time    `json:"at"`
	By       string       `json:"by"` // staff ID of who had the sources searched
	MadeBy   string       `json:"made_by"`
	SignedBy string       `json:"signed_by"`
	Plan     string       `json:"plan"`   // digest of the newest plan
	Result   model.Result `json:"result"` // what it certifies
	Residue  Residue      `json:"residue"`
	// Papers are the certificate as it was issued, by language; empty where the desk lacked a fact that it needs.
	Papers map[string]letter.Forms `json:"papers,omitempty"`
}

// Certify searches every text column of every source for the person's identities and name, writes what it found onto a
// certificate of erasure, and puts the identities into the ledger of the erased. The answer can be written then.
func Certify(ctx context.Context, s *desk.Session, rev model.Revision,
	progress func(collect.Progress)) (out Certified, err error) {
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
	residue, err := searchAgain(ctx, s, r, m, (*excuses).why, progress)
	if err != nil {
		return out, err
	}
	_, err = s.Change(ctx, model.ActCertify, rev, desk.ByHolder, func(c *desk.Change) error {
		out, err = certificateOf(c, residue)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(out)
		if err != nil {
			return fmt.Errorf("keep the certificate: %w", err)
		}
		c.Detail["number"], c.Detail["passed"], c.Detail["hits"] = out.Number, out.Result.Certifies(), len(
			out.Residue.Hits)
		if err := papers.AddCertificate(c.Tx, rev.Request,
			papers.Certificate{Number: out.Number, Passed: out.Result.Certifies(), At: out.At, By: out.By,
				Data: raw}); err != nil {
			return err
		}
		if err := erased.Remember(c); err != nil {
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

func certificateOf(c *desk.Change, residue Residue) (out Certified, err error) {
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
	before, err := papers.Certificates(c.Tx.View, c.Request.ID)
	if err != nil {
		return out, err
	}
	plans, err := runs.Plans(c.Tx.View, c.Request.ID)
	if err != nil || len(plans) == 0 {
		return out, errors.Join(err, change.ErrNoPlan)
	}
	out = Certified{Number: fmt.Sprintf("E-%s-%d", c.Request.Reference[len("R-"):], len(before)+1), At: c.Session.Now(),
		By:     c.Session.Staff().ID,
		MadeBy: plans[0].MadeBy, SignedBy: plans[0].SignedBy, Plan: plans[0].Digest, Residue: residue}
	if out.Result, err = Of(c.Tx.View, c.Request); err != nil {
		return out, err
	}
	out.Result.Search = residue.Search(nil)
	return out, issue(c, &out)
}

// searchAgain looks for the person in every text of every source; excuse tells what of it may be there.
func searchAgain(ctx context.Context, s *desk.Session, r model.Request, m *datamap.Map,
	excuse func(*excuses, dataset.Address, []value.Cell, string) string,
	progress func(collect.Progress)) (Residue, error) {
	var known *excuses
	var who model.Subject
	err := s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		if who, _, err = proven.Subject(v, r); err != nil {
			return err
		}
		known, err = excusesOf(v, r, m.Datasets)
		return err
	})
	if err != nil {
		return Residue{}, err
	}
	report, err := residue.Search(ctx,
		residue.SearchOptions{Datasets: m.Datasets, Sources: m.Sources, Identities: who.Identities(),
			Names: []string{r.Subject.Name},
			Explain: func(at dataset.Address, key []value.Cell, column string) string {
				return excuse(known, at, key, column)
			},
			Progress: func(p residue.SearchProgress) {
				if progress != nil {
					progress(collect.Progress{Source: m.Keys[p.Source], Done: p.Done, Total: p.Total, Rows: p.Texts,
						Err: nil})
				}
			}})
	if err != nil {
		return Residue{}, err
	}
	out := Residue{At: s.Now(), Tables: report.Tables, Texts: report.Texts}
	for _, h := range report.Hits {
		out.Hits = append(out.Hits,
			ResidueHit{Source: m.Keys[h.Dataset], Collection: h.Collection, Column: h.Column, Kind: h.Kind,
				Rows: h.Rows, Kept: h.Why})
	}
	failed := map[string]bool{}
	for _, f := range report.Failed {
		name := m.Keys[f.Dataset]
		failed[name] = true
		if f.Collection != "" {
			name += "." + f.Collection
		}
		out.Failed = append(out.Failed, name)
	}
	searched := map[string]bool{}
	for _, key := range m.Keys {
		searched[key] = true
	}
	for _, src := range m.All {
		switch {
		case src.Engine == model.EngineManual:
			out.ByHand = append(out.ByHand, src.Key)
		case src.Engine == model.EngineHTTP:
			// it answers what is asked, and cannot be searched for what remains
			out.Failed = append(out.Failed, src.Key)
		case !searched[src.Key]:
			out.Failed = append(out.Failed, src.Key) // its dataset file names nothing, so nothing of it is read
		case !failed[src.Key]:
			out.Searched = append(out.Searched, src.Key)
		}
	}
	return out, nil
}

// Certificates reads a request's certificates of erasure, newest first.
func Certificates(ctx context.Context, s *desk.Session, request int64) (list []Certified, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		kept, err := papers.Certificates(v, request)
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

// ResidueNow searches the sources for the person before a plan is signed. What it found is kept with the request, so
// that whoever signs sees what whoever prepared it saw.
func ResidueNow(ctx context.Context, s *desk.Session, rev model.Revision,
	progress func(collect.Progress)) (out Residue, err error) {
	r, err := s.Still(ctx, model.ActPlan, rev)
	if err != nil {
		return out, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	if r.LevelReached < r.LevelNeeded {
		return out, collect.ErrLevel
	}
	if out, err = searchAgain(ctx, s, r, m, (*excuses).found, progress); err != nil {
		return out, err
	}
	_, err = s.Change(ctx, model.ActPlan, rev, desk.ByAnyone, func(c *desk.Change) error {
		c.Detail["step"], c.Detail["hits"], c.Detail["failed"] = "search", len(out.Hits), len(out.Failed)
		return casefile.SavePart(c.Tx, rev.Request, casefile.PartSearch, out)
	})
	return out, err
}

// ReadSearch reads what the newest search before the plan found; its At is zero where none was made.
func ReadSearch(ctx context.Context, s *desk.Session, request int64) (found Residue, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		if err := collect.CheckProven(v, request); err != nil {
			return err
		}
		_, err := casefile.Part(v, request, casefile.PartSearch, &found)
		return err
	})
	return found, err
}
