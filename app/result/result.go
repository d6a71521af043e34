package result

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
)

// Read reads what came of a request: as it was closed with, else as everything stands now. Every screen, letter,
// certificate and count is made from it.
func Read(ctx context.Context, s *desk.Session, request int64) (out model.Result, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, request)
		if err != nil {
			return err
		}
		if !r.Open() {
			if there, err := casefile.Part(v, request, casefile.PartResult, &out); err != nil || there {
				return err
			}
		}
		out, err = Of(v, r)
		return err
	})
	return out, err
}

// Of computes what came of a request from what was settled, planned, written, handed over, searched and left out. It
// is the only place that does.
func Of(v *store.View, r model.Request) (model.Result, error) {
	out := model.Result{Kind: r.Kind}
	switch r.Outcome {
	case model.Refused, model.NotVerified, model.Withdrawn, model.Duplicate, model.Redirected:
		out.Decided = r.Outcome
	}
	g := gathering{v: v, request: r, out: &out}
	steps := []func() error{g.refusals}
	switch {
	case r.Kind.FollowsUp():
		steps = append(steps, g.verdict)
	case r.Kind.Copies():
		steps = append(steps, g.collected, g.given, g.withheld)
	case r.Kind.Changes():
		steps = append(steps, g.tasks, g.systems, g.unfound, g.collected, g.fates, g.stays, g.supplements, g.search)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return out, fmt.Errorf("what came of %s: %w", r.Reference, err)
		}
	}
	return out, nil
}

// gathering is a result while it is computed.
type gathering struct {
	v       *store.View
	request model.Request
	out     *model.Result
	ended   []model.Task
	beyond  []model.Withholding // rows that are outside a copy by now, or hang on what is left out of it
	plan    model.Plan          // the newest; zero where there is none
}

func (g *gathering) refusals() error {
	var all model.Refusals
	if _, err := casefile.Part(g.v, g.request.ID, casefile.PartRefusals, &all); err != nil {
		return err
	}
	for _, key := range sortedKeys(all) {
		if key != "" || g.out.Decided == model.Refused {
			g.out.Refused = append(g.out.Refused, all[key])
		}
	}
	return nil
}

func (g *gathering) verdict() error {
	var done model.FollowUp
	_, err := casefile.Part(g.v, g.request.ID, casefile.PartFollowUp, &done)
	g.out.Verdict = done.Verdict
	return err
}

func (g *gathering) tasks() (err error) {
	g.ended, err = casefile.Tasks(g.v, g.request.ID)
	return err
}

// systems are told by the newest plan, which carries on what earlier versions wrote, and by what owners said.
func (g *gathering) systems() error {
	plan, err := runs.Plan(g.v, g.request.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	g.plan = plan
	told := map[string]bool{} // tasks that a system's state tells
	for _, src := range plan.Sources {
		var asked []model.Task
		if src.State != model.WriteDone {
			for _, t := range g.ended {
				if t.Source == src.Source && t.Kind == g.request.Kind.Means().Owner {
					asked, told[t.ID] = append(asked, t), true
				}
			}
		}
		g.out.Systems = append(g.out.Systems, systemOf(src, asked))
	}
	for _, t := range g.ended {
		if !told[t.ID] {
			g.out.Tasks = append(g.out.Tasks,
				model.TaskResult{Kind: t.Kind, Who: t.Who, Source: t.Source, What: t.What, End: t.End, Why: t.Result,
					Until: t.Until})
		}
	}
	return nil
}

// systemOf tells how a source of a plan stands. Where its owner was asked, nothing but the owner's answer says that it
// is done.
func systemOf(src model.PlanSource, asked []model.Task) model.SystemResult {
	out := model.SystemResult{Source: src.Source, State: model.SystemWaiting, EndedAt: src.EndedAt}
	switch {
	case src.State == model.WriteDone && src.Updates+src.Deletes > 0:
		out.State = model.SystemWritten
	case src.State == model.WriteDone, src.State == model.WriteUnwritable && src.Updates+src.Deletes == 0:
		out.State = model.SystemNothing
	case src.State == model.WriteUnwritable && len(asked) == 0:
		out.State = model.SystemLeft
	case len(asked) > 0:
		byOwner(&out, asked, src.Updates+src.Deletes)
	}
	return out
}

// byOwner reads the answers of a system's owner, who was asked to change rows; the one that is furthest from done
// counts.
func byOwner(out *model.SystemResult, asked []model.Task, rows int64) {
	out.State = model.SystemByOwner
	for _, t := range asked {
		switch {
		case t.Open():
			out.State = model.SystemWaiting
			out.Until = t.DueAt
			return
		case t.End == model.TaskNotTheirs && rows == 0:
			if out.State == model.SystemByOwner {
				out.State = model.SystemNothing // they hold nothing of the person
			}
		case t.End == model.TaskNotTheirs:
			out.State, out.Why = model.SystemNotTheirs, t.Result
		case t.End != model.TaskDone:
			out.State, out.Why, out.Until = model.SystemNotDone, t.Result, t.Until
			return
		}
		out.EndedAt = t.DoneAt
	}
}

// collected adds the systems that were read for a copy, and which did not answer. The owner of a manual source answers
// a change by doing it, and is counted there.
func (g *gathering) collected() error {
	res, err := collect.ReadResults(g.v, g.request.ID)
	if errors.Is(err, collect.ErrNoRun) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, u := range res.Unsought {
		if u.Told() {
			g.out.Unsought = append(g.out.Unsought, u)
		}
	}
	for _, src := range res.Run.Sources {
		if !src.Answered() {
			if g.request.Kind.Copies() || src.State != model.SourceManual {
				g.out.Missing = append(g.out.Missing, src.Source)
			}
			continue
		}
		if g.request.Kind.Copies() {
			g.out.Systems = append(g.out.Systems, model.SystemResult{Source: src.Source, State: model.SystemRead})
		}
	}
	return nil
}

// withheld counts what a copy leaves out, or masks, by collection and reason.
func (g *gathering) withheld() error {
	run, err := runs.LatestRun(g.v, g.request.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	res, err := collect.ReadResults(g.v, g.request.ID)
	if err != nil {
		return err
	}
	columns, err := withhold.ColumnsOut(g.v, g.request, res)
	if err != nil {
		return err
	}
	for _, w := range columns {
		if w.Rows = g.rowsGiven(res, w); w.Rows > 0 || w.Note != "" {
			g.out.Withheld = append(g.out.Withheld, w)
		}
	}
	outside := slices.Clone(res.Notes.Outside)
	// whole takes a row that is left out as a whole out of the counts of its columns: of these the person is told that
	// a higher identity level gives them, and of this row it does not.
	whole := func(f collect.Finding) {
		for _, column := range f.Found.Outside {
			of := model.Withholding{Source: f.Source, Collection: f.Collection, Column: column}
			if i := slices.IndexFunc(outside, func(w model.Withholding) bool {
				return withhold.SameColumn(w, of)
			}); i >= 0 {
				outside[i].Rows--
			}
		}
	}
	if err := collect.EachHanging(g.v, g.request.ID, run.ID, func(f collect.Finding) error {
		whole(f)
		return nil
	}); err != nil {
		return err
	}
	for _, d := range []model.Decision{model.LeaveOut, model.MaskSome} {
		if err := collect.EachFinding(g.v, g.request.ID, run.ID, model.FindingFilter{Decision: d},
			func(f collect.Finding) error {
				if f.Hangs {
					return nil // counted as a whole row
				}
				if d == model.LeaveOut {
					whole(f)
				}
				for _, w := range f.Withheld() {
					if !slices.ContainsFunc(columns,
						func(c model.Withholding) bool { return withhold.SameColumn(c, w) }) {
						w.Rows = 1
						g.out.Withheld = withhold.AddRows(g.out.Withheld, w)
					}
				}
				return nil
			}); err != nil {
			return err
		}
	}
	for _, w := range slices.Concat(g.beyond, outside) {
		g.out.Withheld = withhold.AddRows(g.out.Withheld, w)
	}
	for i, w := range g.out.Withheld {
		if w.Why == model.WithholdScope {
			g.out.Withheld[i].Why = g.request.Extent().LeavesOut()
		}
	}
	return nil
}

// rowsGiven counts the rows that a copy gives of the collection of a withholding.
func (g *gathering) rowsGiven(res collect.Results, of model.Withholding) (rows int64) {
	for _, n := range res.Counts {
		if n.Source == of.Source && n.Collection == of.Collection {
			rows += n.Rows - n.LeftOut
		}
	}
	for _, w := range g.beyond {
		if w.Source == of.Source && w.Collection == of.Collection {
			rows -= w.Rows
		}
	}
	return rows
}

// stays are the lines of the scope under which something stays, with the rows of which it does: all of those that are
// not left for others.
func (g *gathering) stays() error {
	if !g.request.Kind.Erases() {
		return nil
	}
	var scope model.Scope
	if _, err := casefile.Part(g.v, g.request.ID, casefile.PartScope, &scope); err != nil || !scope.Confirmed {
		return err
	}
	for _, l := range scope.Lines {
		if l.Rows = g.staying(l); l.Way.Leaves() && l.Rows > 0 {
			g.out.Stays = append(g.out.Stays, l)
		}
	}
	return nil
}

// staying counts the rows of which a line of the scope leaves something; those that were found as long as there is no
// plan.
func (g *gathering) staying(l model.ScopeLine) int64 {
	sys, planned := g.out.System(l.Source)
	if !planned {
		return l.Rows
	}
	for _, c := range sys.Collections {
		if c.Collection == l.Collection {
			return c.Staying()
		}
	}
	return 0
}

func (g *gathering) supplements() error {
	var all model.Corrections
	if _, err := casefile.Part(g.v, g.request.ID, casefile.PartCorrections, &all); err != nil {
		return err
	}
	for _, item := range all.Items {
		if item.Supplement != "" {
			g.out.Supplements++
		}
	}
	return nil
}

// search is what the newest certificate found, with what a second person settled since.
func (g *gathering) search() error {
	kept, err := papers.Certificates(g.v, g.request.ID)
	if err != nil || len(kept) == 0 {
		return err
	}
	var c Certified
	if err := json.Unmarshal(kept[0].Data, &c); err != nil {
		return fmt.Errorf("certificate %s: %w", kept[0].Number, err)
	}
	var all settlements
	if _, err := casefile.Part(g.v, g.request.ID, casefile.PartSettlements, &all); err != nil {
		return err
	}
	g.out.Search = c.Residue.Search(all[c.Number])
	return nil
}
