package fulfil

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
)

// What a letter that asks for proof says of the clock is what the rules do with it.
func TestTheLetterThatAsksForProofSaysWhetherTheClockRuns(t *testing.T) {
	rules, err := rulebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 9, 3, 3, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		kind    model.Kind
		regimes []string
		says    string
	}{
		{model.Deletion, []string{"eu"}, "stands still"},
		{model.Deletion, []string{"seed", "cn"}, "runs meanwhile"},
		{model.Export, []string{"cn"}, "begins on the day after"},
	} {
		r := model.Request{Kind: tt.kind, Status: model.Verifying, Regimes: tt.regimes, ReceivedAt: now}
		due := rules.Dates(r, now).Answer
		if text := naming.ClockText(due, rules.StopsFor(r, due, model.WaitIdentity),
			letter.English); !strings.Contains(text,
			tt.says) {
			t.Errorf("%s under %v: %q", tt.kind, tt.regimes, text)
		}
	}
}
