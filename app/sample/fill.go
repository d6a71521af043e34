package sample

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/setup"
)

// filledDays is over how many days before now the requests of a large desk came in.
const filledDays = 730

// filler lets requests come in between those of the courses, in the order of time: each is written as it stands in the
// end, and the log tells of everything that happened to it when it happened.
type filler struct {
	st       *stage
	rules    *rule.Pack
	from, to time.Time // in which those from first on come in
	first    int
	all      int // how many come in
	came     int
	until    time.Time // everything before has happened
	ahead    happenings
	staff    []string // logins in turn, a day each
	progress func(done, all int)
}

// happening is one entry of the log about one request.
type happening struct {
	at     time.Time
	number int64 // of the entry among those of the request, from 1
	action model.Action
	detail map[string]any
	of     *casefile.Filled
}

// happenings are those ahead, the next first.
type happenings []happening

func (h happenings) Len() int           { return len(h) }
func (h happenings) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h happenings) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)        { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}

// upTo lets everything before an instant happen. Whoever is on duty that day writes it.
func (f *filler) upTo(ctx context.Context, t time.Time) error {
	for f.until.Before(t) {
		y, m, d := f.until.In(f.rules.Location()).Date()
		end := time.Date(y, m, d+1, 0, 0, 0, 0, f.rules.Location())
		if t.Before(end) {
			end = t
		}
		if err := f.stretch(ctx, end); err != nil {
			return err
		}
		f.until = end
	}
	return nil
}

// receipt is when the n-th request comes in, from 0.
func (f *filler) receipt(n int) time.Time {
	share := (float64(n-f.first) + 0.5) / float64(f.all-f.first)
	return f.from.Add(time.Duration(float64(f.to.Sub(f.from)) * share)).Truncate(time.Millisecond)
}

// spawned is how many requests the courses can open of their own accord: what was withdrawn, or came back.
const spawned = 20

// newFiller is a filler for a desk of so many requests, less those of the courses and what they may open.
func newFiller(st *stage, rules *rule.Pack, all int, now time.Time, progress func(done, all int)) *filler {
	if progress == nil {
		progress = func(int, int) {}
	}
	return &filler{st: st, rules: rules, from: fillFrom(now), until: fillFrom(now), to: now, all: max(all, 0),
		staff: []string{"fang", "lei", "jing", "min"}, progress: progress}
}

// finish lets the rest come in, so that the desk has just so many requests.
func (f *filler) finish(ctx context.Context, requests int) error {
	counts, err := f.st.staff[f.staff[0]].Counts(ctx)
	if err != nil {
		return err
	}
	f.first, f.from = f.came, f.until
	f.all = f.came + requests - int(counts[desk.QueueAll])
	return f.upTo(ctx, f.to)
}

// onDuty is who works on the day of an instant.
func (f *filler) onDuty(at time.Time) string {
	y, m, d := at.In(f.rules.Location()).Date()
	return f.staff[int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400)%len(f.staff)]
}

// stretch lets what lies between until and an instant of the same day happen, in transactions of a few hundred
// requests.
func (f *filler) stretch(ctx context.Context, end time.Time) error {
	const most = 500
	for first := true; ; first = false {
		var list []casefile.Filling
		var later [][]happening
		to := end
		for f.came < f.all && f.receipt(f.came).Before(end) {
			if len(list) == most {
				to = f.receipt(f.came)
				break
			}
			filling, entries := f.request(f.came)
			list, later = append(list, filling), append(later, entries)
			f.came++
		}
		if len(list) == 0 && (!first || len(f.ahead) == 0 || !f.ahead[0].at.Before(to)) {
			return nil
		}
		if err := f.write(ctx, list, later, to); err != nil {
			return err
		}
		f.progress(f.came, f.all)
		if to.Equal(end) {
			return nil
		}
	}
}

// write puts requests into the desk, and the entries of everything before an instant into its log.
func (f *filler) write(ctx context.Context, list []casefile.Filling, entries [][]happening, to time.Time) error {
	s := f.st.staff[f.onDuty(to.Add(-1))]
	f.st.clock.set(to)
	ahead := append(happenings(nil), f.ahead...)
	return s.Write(ctx, model.ActTakeRequest, func(tx *store.Tx, entry *model.Entry) error {
		f.ahead = append(f.ahead[:0], ahead...)
		if err := setup.KeepRulePack(tx, f.rules.Version, f.rules.Text(), s.Now()); err != nil {
			return err
		}
		filled, err := casefile.Fill(tx, list, f.rules.Location())
		if err != nil {
			return err
		}
		for i := range filled {
			for _, h := range entries[i] {
				h.of = &filled[i]
				heap.Push(&f.ahead, h)
			}
		}
		for len(f.ahead) > 0 && f.ahead[0].at.Before(to) {
			h := heap.Pop(&f.ahead).(happening)
			e := h.of.Entry(h.number, model.Entry{At: h.at, Staff: s.Staff().ID, Action: h.action, Detail: h.detail})
			if len(f.ahead) > 0 && f.ahead[0].at.Before(to) {
				tx.Append(e)
			} else {
				*entry = e
			}
		}
		return nil
	})
}

// request makes up the n-th request and what happens to it.
func (f *filler) request(n int) (casefile.Filling, []happening) {
	r := dice("fill", n)
	t := &telling{filler: f, dice: r, n: n}
	t.take()
	t.run()
	t.Request.KeepPauses(t.at, false)
	f.rules.Dates(t.Request, f.to).Set(&t.Request)
	t.Request.Step = model.NextStep(t.Request, t.facts)
	t.Changes = int64(len(t.entries))
	return t.Filling, t.entries
}

// often are the kinds as often as people ask for them.
var often = []model.Kind{model.Export, model.Deletion, model.Access, model.Correction, model.Export, model.Deletion,
	model.Cancellation, model.Withdrawal,
	model.Access, model.Objection, model.Deletion, model.Export, model.Complaint, model.Correction, model.SelfService,
	model.Restriction, model.Cancellation, model.Access}

// ways are the channels as often as requests come by them.
var ways = []model.Channel{model.ByPortal, model.ByMail, model.ByPhone, model.ByPortal, model.ByCounter, model.ByMail,
	model.ByPortal, model.ByPhone}

// telling is one request while it is being made up.
type telling struct {
	casefile.Filling
	*filler
	n       int
	dice    *rand.Rand
	at      time.Time
	room    time.Duration // until now
	facts   model.Facts
	entries []happening
}

// happens adds an entry after a pause, which is shorter where there is no time left.
func (t *telling) happens(hours float64, action model.Action, detail map[string]any) {
	pause := min(time.Duration(hours*(0.6+0.8*t.dice.Float64())*float64(time.Hour)), t.room/6)
	t.at = t.at.Add(pause).Truncate(time.Millisecond)
	t.entries = append(t.entries,
		happening{at: t.at, number: int64(len(t.entries) + 1), action: action, detail: detail})
}

// move adds an entry that moves the request on.
func (t *telling) move(hours float64, action model.Action, to model.Status, detail map[string]any) {
	detail["from"], detail["to"] = string(t.Request.Status), string(to)
	t.Request.Status = to
	t.happens(hours, action, detail)
}

// worker is the ID of who is on duty when something happens.
func (t *telling) worker() string { return t.st.staff[t.onDuty(t.at)].Staff().ID }

func (t *telling) take() {
	t.at = t.receipt(t.n)
	t.room = t.to.Sub(t.at) * 95 / 100
	subject, language := crowd(t.dice, t.n)
	kind := often[t.dice.IntN(len(often))]
	t.Request = model.Request{Kind: kind, Status: model.Received, Channel: ways[t.dice.IntN(len(ways))],
		RequesterKind: model.Self, ReceivedAt: t.at.UTC(),
		Subject: subject, Body: body(t.n, kind, language), Rules: t.rules.Version}
	t.Request.LevelNeeded = t.rules.LevelFor(kind, false, model.Self, subject.AgeOn(t.rules.Day(t.at)))
	t.Request.Regimes = t.regimes(kind)
	detail := map[string]any{"kind": string(kind), "channel": string(t.Request.Channel),
		"received": t.at.UTC().Format(time.RFC3339)}
	if len(t.Request.Regimes) > 0 {
		t.happens(0, model.ActTakeRequest, detail)
		t.happens(0.5, model.ActRegimes,
			map[string]any{"regimes": join(t.Request.Regimes), "were": join(t.rules.Default)})
		t.Request.Holder = t.worker()
		return
	}
	t.happens(0, model.ActTakeRequest, detail)
}
