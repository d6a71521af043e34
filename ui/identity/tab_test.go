package identity

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
)

func TestACodeThatRanOutIsNotWaitedFor(t *testing.T) {
	frametest.New(t)
	now := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	e := model.EvidenceRecord{Evidence: model.Evidence{Kind: model.EvidenceEmailCode, Result: model.Pending, At: now},
		ExpiresAt: now.Add(10 * time.Minute)}
	for after, want := range map[time.Duration]string{9 * time.Minute: "Waiting for the code",
		11 * time.Minute: "Code expired"} {
		if got := proof(frame.Opened{}, e, now.Add(after))[2].Text; got != want {
			t.Errorf("after %s: %q, want %q", after, got, want)
		}
	}
}
