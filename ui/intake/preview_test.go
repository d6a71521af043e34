package intake

import (
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
)

func TestAPreviewCountsWhatWouldBecomeOfEachRecord(t *testing.T) {
	files := []previewed{{intake.Contents{Submissions: []intake.Submission{{}, {}, {Automatic: intake.Bounce}, {Automatic: intake.Bounce}, {}}, Problems: make([]intake.Problem, 2)},
		[]intake.Known{intake.New, intake.Same, intake.New, intake.Same, intake.OtherContent}}}
	if got, want := tallyOf(files), (tally{fresh: 1, same: 2, other: 1, aside: 1, problems: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
