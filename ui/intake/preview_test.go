package intake

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// sampleRows are one record of every sort.
func sampleRows() *intake.Shown {
	sub := func(line int, a record.Automatic) *record.Submission {
		return &record.Submission{Line: line, Kind: model.Export, Automatic: a,
			Subject: model.Subject{Email: "a@example.org"}}
	}
	doubted := sub(3, "")
	doubted.Doubts = []record.Doubt{{Field: "email", Reason: record.Reason{Text: "not an e-mail address"}}}
	return &intake.Shown{Rows: []intake.Row{
		{Line: 2, Submission: sub(2, ""), Known: record.New},
		{Line: 3, Submission: doubted, Known: record.New},
		{Line: 4, Submission: sub(4, ""), Known: record.Same},
		{Line: 5, Submission: sub(5, ""), Known: record.OtherContent,
			Earlier: []intake.Earlier{{Reference: "R-2026-000001"}}},
		{Line: 6, Submission: sub(6, record.Bounce), Known: record.New},
		{Line: 7, Submission: sub(7, ""),
			Problem: &record.FieldError{Field: "id_number", Reason: record.Reason{Text: "lies in the future"}}},
		{Line: 8, Problem: record.Reason{Text: "is empty"}},
	}}
}

func TestCountsFollowTheDecisions(t *testing.T) {
	p := &preview{shown: sampleRows(), do: map[int]intake.Decided{}, done: map[int]intake.Became{}}
	if got, want := p.tally(), (tally{fresh: 2, same: 1, other: 1, automatic: 1, doubtful: 1, spoilt: 1, unread: 1,
		take: 3, aside: 1, undecided: 3}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	p.do = map[int]intake.Decided{0: {Do: intake.LeaveOut}, 3: {Do: intake.SameAs}, 5: {Do: intake.TakeWithout}}
	p.done[4] = intake.Became{}
	if got, want := p.tally(), (tally{fresh: 2, same: 1, other: 1, automatic: 1, doubtful: 1, spoilt: 1, unread: 1,
		take: 3, undecided: 1, left: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A mail of an address that an open request names has a number of its own.
func TestOnlyARecordOfTheSameNumberIsSaidToHaveIt(t *testing.T) {
	p := &preview{shown: sampleRows()}
	p.shown.Rows[0].Earlier = []intake.Earlier{{Reference: "R-2026-000002"}}
	for row, want := range map[int]string{0: "may belong to R-2026-000002",
		3: "This number is R-2026-000001, which says something else"} {
		if got, _ := p.below(row); got != want {
			t.Errorf("row %d says %q, want %q", row, got, want)
		}
	}
}

// Whatever is not new, or is spoilt, is never taken in by pressing the button alone.
func TestNothingDoubtfulIsTakenInUndecided(t *testing.T) {
	p := &preview{shown: sampleRows(), do: map[int]intake.Decided{}, done: map[int]intake.Became{}}
	for i, want := range []bool{true, true, false, false, true, false, false} {
		if p.takes(i) != want {
			t.Errorf("row %d: %v", i, p.takes(i))
		}
	}
}

// The list holds as many rows as a file can have, and fills no more of them than the window shows.
func TestALongFileIsDrawnByWhatIsInSight(t *testing.T) {
	test.NewTempApp(t)
	filled := 0
	table := part.NewDataTable([]part.Column{{Width: 44}, {Min: 100}}, func(_ int, d *part.RowData) {
		filled++
		d.Cells[0].Text, d.Below = "x", "second line"
	})
	table.SetRowHeight(44)
	w := test.NewTempWindow(t, table)
	w.Resize(fyne.NewSize(600, 500))
	filled = 0
	table.SetCount(200_000)
	table.Select(199_999)
	if filled == 0 || filled > 60 {
		t.Errorf("%d rows were filled for a window of a dozen", filled)
	}
}

func TestCellsOfAFileShowMasked(t *testing.T) {
	for _, c := range []struct {
		cell intake.Cell
		want string
	}{
		{intake.Cell{As: "phone", Value: "13800006630"}, "138****6630"},
		{intake.Cell{As: "id_number", Value: "4.40301E+17"}, "4.40301E+17"},
		{intake.Cell{As: "text", Value: "delete it"}, "delete it"}, {intake.Cell{As: "email", Value: ""}, ""},
		{intake.Cell{As: record.KeptInText, Value: "anything"}, "********"},
		{intake.Cell{As: "name", Value: "王洁"}, "*洁"},
	} {
		if got := maskedCell(c.cell); got != c.want {
			t.Errorf("%+v: %q, want %q", c.cell, got, c.want)
		}
	}
}

// What nobody decided about stays, and so does what was decided and not carried out; a file that was only looked at
// leaves nothing.
func TestWhatWaitsOfAFileIsKept(t *testing.T) {
	p := &preview{shown: sampleRows(), do: map[int]intake.Decided{}, done: map[int]intake.Became{}}
	if got := p.waiting(); !slices.Equal(got, []int{0, 1, 3, 4, 5, 6}) {
		t.Errorf("left untouched: %v", got)
	}
	p.done = map[int]intake.Became{0: {}, 1: {}, 4: {}}
	p.do = map[int]intake.Decided{3: {Do: intake.TakeIn}, 5: {Do: intake.LeaveOut, Reason: model.LeaveOutNoRequest},
		6: {Do: intake.LeaveOut, Reason: model.LeaveOutNoRequest}}
	if got := p.waiting(); !slices.Equal(got, []int{3, 5, 6}) {
		t.Errorf("decided and not carried out: %v", got)
	}
	p.done = map[int]intake.Became{0: {}, 1: {}, 3: {}, 4: {}, 5: {}, 6: {}}
	if got := p.waiting(); len(got) != 0 {
		t.Errorf("all done: %v", got)
	}
	p = &preview{shown: &intake.Shown{Rows: sampleRows().Rows[:3]}, do: map[int]intake.Decided{},
		done: map[int]intake.Became{}}
	if got := p.waiting(); len(got) != 0 {
		t.Errorf("nothing asks for a decision: %v", got)
	}
}
