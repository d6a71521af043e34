package model_test

import (
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

func TestEveryShortfallMakesARequestFulfilledInPart(t *testing.T) {
	until := time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC)
	line := func(w model.Way) func(*model.Result) {
		return func(r *model.Result) { r.Stays = append(r.Stays, model.ScopeLine{Collection: "orders", Way: w}) }
	}
	system := func(s model.SystemState) func(*model.Result) {
		return func(r *model.Result) { r.Systems = append(r.Systems, model.SystemResult{Source: "shop", State: s}) }
	}
	task := func(source string, end model.TaskEnd) func(*model.Result) {
		return func(r *model.Result) { r.Tasks = append(r.Tasks, model.TaskResult{Source: source, End: end}) }
	}
	remain := func(s *model.Settlement) func(*model.Result) {
		return func(r *model.Result) { r.Search = &model.Search{Remains: []model.Remain{{Column: "note", Settled: s}}} }
	}
	withheld := func(why model.WithholdReason, masked bool) func(*model.Result) {
		return func(r *model.Result) { r.Withheld = []model.Withholding{{Rows: 1, Why: why, Masked: masked}} }
	}
	for _, tt := range []struct {
		name string
		do   func(*model.Result)
		want []model.Shortfall
	}{
		{"nothing is short", func(*model.Result) {}, nil},
		{"held by law", line(model.WayHold), []model.Shortfall{model.ShortHeld}},
		{"stopped", line(model.WayStop), []model.Shortfall{model.ShortStopped}},
		{"redirected", line(model.WayRedirect), []model.Shortfall{model.ShortRedirected}},
		{"refused in the scope", line(model.WayRefuse), []model.Shortfall{model.ShortRefused}},
		{"refused outside of it", func(r *model.Result) { r.Refused = []model.Refusal{{}} },
			[]model.Shortfall{model.ShortRefused}},
		{"also somebody else's", func(r *model.Result) {
			r.Systems = []model.SystemResult{{State: model.SystemWritten,
				Collections: []model.CollectionResult{{Rows: map[model.Fate]int64{model.FateOthers: 1}}}}}
		}, []model.Shortfall{model.ShortOthers}},
		{"a value stays as registered", func(r *model.Result) { r.Supplements = 1 },
			[]model.Shortfall{model.ShortSupplement}},
		{"a system that is written", system(model.SystemWritten), nil},
		{"a system without anything", system(model.SystemNothing), nil},
		{"an owner who says done", system(model.SystemByOwner), nil},
		{"an owner who says not done", system(model.SystemNotDone), []model.Shortfall{model.ShortNotDone}},
		{"an owner who says not ours", system(model.SystemNotTheirs), []model.Shortfall{model.ShortNotDone}},
		{"an owner who does not answer", system(model.SystemWaiting), []model.Shortfall{model.ShortNotDone}},
		{"a system that nobody was asked about", system(model.SystemLeft), []model.Shortfall{model.ShortNotDone}},
		{"a task that is done", task("shop", model.TaskDone), nil},
		{"a task that is not", task("shop", model.TaskNotDone), []model.Shortfall{model.ShortNotDone}},
		{"a task that ended before its end was asked", task("shop", model.TaskUnended),
			[]model.Shortfall{model.ShortNotDone}},
		{"a task of an owner that is not theirs", task("shop", model.TaskNotTheirs),
			[]model.Shortfall{model.ShortNotDone}},
		{"a recipient who was given nothing", task("", model.TaskNotTheirs), nil},
		{"a recipient who is not told", task("", model.TaskNotDone), []model.Shortfall{model.ShortNotDone}},
		{"a source that did not answer", func(r *model.Result) { r.Missing = []string{"crm"} },
			[]model.Shortfall{model.ShortMissing}},
		{"a source that could not be searched",
			func(r *model.Result) { r.Search = &model.Search{Unsearched: []string{"crm"}} },
			[]model.Shortfall{model.ShortUnsearched}},
		{"a search that found nothing", func(r *model.Result) { r.Search = &model.Search{} }, nil},
		{"something found that nobody settled", remain(nil), []model.Shortfall{model.ShortRemains}},
		{"something found that is theirs", remain(&model.Settlement{Theirs: true, Until: until}),
			[]model.Shortfall{model.ShortRemains}},
		{"something found that is not theirs", remain(&model.Settlement{Reason: "a chance match"}), nil},
		{"a row left out of a copy", withheld(model.WithholdOthers, false), []model.Shortfall{model.ShortWithheld}},
		{"a column masked in a copy", withheld(model.WithholdNamed, true), []model.Shortfall{model.ShortWithheld}},
		{"what the person asked to leave out", withheld(model.WithholdAsked, false), nil},
		{"what needs a higher identity level, which nobody asked to leave out", withheld(model.WithholdLevel, false),
			[]model.Shortfall{model.ShortWithheld}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := model.Result{Kind: model.Deletion}
			tt.do(&r)
			if got := r.Shortfalls(); !slices.Equal(got, tt.want) {
				t.Fatalf("short of %v, want %v", got, tt.want)
			}
			want := model.Fulfilled
			if len(tt.want) > 0 {
				want = model.PartlyFulfilled
			}
			if got := r.Outcome(); got != want {
				t.Errorf("ends %s, want %s", got, want)
			}
			r.Decided = model.Refused
			if got := r.Outcome(); got != model.Refused {
				t.Errorf("a refusal ends %s", got)
			}
		})
	}
}

func TestASearchPassesOnlyWhereAllWasSearchedAndNothingIsOpen(t *testing.T) {
	for _, tt := range []struct {
		name   string
		search *model.Search
		want   bool
	}{
		{"none took place", nil, false},
		{"nothing found", &model.Search{}, true},
		{"a source was not searched", &model.Search{Unsearched: []string{"crm"}}, false},
		{"something found", &model.Search{Remains: []model.Remain{{}}}, false},
		{"found and settled as somebody else's", &model.Search{Remains: []model.Remain{{Settled: &model.Settlement{}}}},
			true},
		{"found and settled as the person's",
			&model.Search{Remains: []model.Remain{{Settled: &model.Settlement{Theirs: true}}}}, false},
	} {
		if got := tt.search.Passed(); got != tt.want {
			t.Errorf("%s: passed %t", tt.name, got)
		}
	}
}

func TestRowsStayForTheStrictestOfTheReasons(t *testing.T) {
	for _, tt := range []struct {
		ways []model.Way
		want model.Fate
	}{
		{nil, ""},
		{[]model.Way{model.WayDelete, model.WayAnonymise}, ""},
		{[]model.Way{model.WayAnonymise, model.WayRefuse}, model.FateRefused},
		{[]model.Way{model.WayRefuse, model.WayRedirect}, model.FateRedirected},
		{[]model.Way{model.WayRedirect, model.WayStop}, model.FateStopped},
		{[]model.Way{model.WayRefuse, model.WayStop, model.WayHold, model.WayAnonymise}, model.FateHeld},
	} {
		var lines []model.ScopeLine
		for _, w := range tt.ways {
			lines = append(lines, model.ScopeLine{Way: w})
		}
		if got := model.FateOf(lines); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.ways, got, tt.want)
		}
	}
}
