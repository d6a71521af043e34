package frame

import (
	"testing"

	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

func TestALineOfTheLogIsInTheLanguageOfTheWindow(t *testing.T) {
	if err := Use(Chinese); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := Use(English); err != nil {
			t.Error(err)
		}
	}()
	var details []map[string]any
	for _, p := range identity.Points {
		details = append(details, map[string]any{"point": p.Name})
	}
	for _, r := range []model.EvidenceResult{model.Passed, model.Failed, model.Pending} {
		details = append(details, map[string]any{"result": string(r)})
	}
	for _, k := range []letter.Kind{letter.Acknowledgement, letter.IdentityNeeded, letter.Extended, letter.Fulfilled,
		letter.PartlyFulfilled, letter.Refused,
		letter.Blockers, letter.NotVerified, letter.Redirected} {
		details = append(details, map[string]any{"letter": string(k)})
	}
	details = append(details, map[string]any{"blocker": "game_role"}, map[string]any{"way": "email"},
		map[string]any{"what": "password"},
		map[string]any{"choice": "anonymise"}, map[string]any{"step": "begin"},
		map[string]any{"purposes": []any{"camera"}})
	for _, k := range model.Kinds {
		details = append(details, map[string]any{"kind": string(k)})
	}
	for _, d := range details {
		for _, r := range EntryText(model.Entry{Action: model.ActCompare, Detail: d}) {
			if r >= 'a' && r <= 'z' {
				t.Errorf("%v: %q", d, EntryText(model.Entry{Action: model.ActCompare, Detail: d}))
				break
			}
		}
	}
}

func TestAnEntrySaysWhatWasDoneAndNotTheOpposite(t *testing.T) {
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		action model.Action
		detail map[string]any
		want   string
	}{
		{model.ActSendNotice, map[string]any{"notice": "N-2026-0002", "people": 60.0}, "Sent a notice: N-2026-0002"},
		{model.ActSendNotice, map[string]any{"notice": "N-2026-0002", "paused": true}, "Paused a notice: N-2026-0002"},
		{model.ActSendNotice, map[string]any{"notice": "N-2026-0002", "paused": false},
			"Let a notice go on: N-2026-0002"},
		{model.ActApproveNotice, map[string]any{"notice": "N-2026-0003", "taken_back": true},
			"Took the approval of a notice back: N-2026-0003"},
		{model.ActOpenIncident, map[string]any{"incident": "D-2026-0001", "drill": true},
			"Started a drill: D-2026-0001"},
		{model.ActOpenIncident, map[string]any{"incident": "I-2026-0001"}, "Opened an incident: I-2026-0001"},
		{model.ActShareView, map[string]any{"view": "x", "shared": false}, "Shares a view no longer"},
	} {
		if got := EntryText(model.Entry{Action: c.action, Detail: c.detail}); got != c.want {
			t.Errorf("%v: %q, want %q", c.detail, got, c.want)
		}
	}
}

// The log said "Built a packet: 31".
func TestANumberInTheLogSaysWhatItCounts(t *testing.T) {
	if err := Use(English); err != nil {
		t.Fatal(err)
	}
	for rows, want := range map[float64]string{31: "Built a packet: 31 rows", 1: "Built a packet: 1 row",
		18402: "Built a packet: 18,402 rows"} {
		if got := EntryText(model.Entry{Action: model.ActPacket, Detail: map[string]any{"rows": rows}}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
