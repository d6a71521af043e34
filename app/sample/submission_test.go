package sample

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// A request for "all my data" stood as one that says nothing of how far the copy is to reach, and its copy left things
// out.
func TestHowFarASampleCopyReachesIsWhatItsWordsSay(t *testing.T) {
	for number := range 240 {
		for _, kind := range []model.Kind{model.Export, model.Access} {
			for _, whose := range []cast{anybody, herself} {
				s := submission(number, person(1+number%40), kind, whose, time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC))
				if got := record.ExtentIn(s.Body); got != s.Extent() {
					t.Errorf("%q is %q, the request says %q", s.Body, got, s.Extent())
				}
			}
		}
	}
}
