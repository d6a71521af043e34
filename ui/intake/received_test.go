package intake

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/model"
)

func TestWhatIsHeardComesInNowAndALetterWhenSomebodySaysSo(t *testing.T) {
	test.NewTempApp(t)
	now := time.Date(2026, 11, 27, 9, 30, 15, 0, time.Local)
	r := newReceived(time.Time{})
	if at, err := r.value(now); err == nil {
		t.Errorf("with no channel it is received %v", at)
	}
	r.follow(model.ByPhone, now)
	if at, err := r.value(now); err != nil || !at.Equal(now.Truncate(time.Minute)) {
		t.Errorf("by telephone: %v %v", at, err)
	}
	r.follow(model.ByMail, now)
	if at, err := r.value(now); err == nil {
		t.Errorf("a letter is received %v, and nobody said so", at)
	}
	r.SetText("2026-11-20 16:00")
	r.follow(model.ByCounter, now)
	if at, err := r.value(now); err != nil || !at.Equal(time.Date(2026, 11, 20, 16, 0, 0, 0, time.Local)) {
		t.Errorf("what was typed became %v %v", at, err)
	}
	held := now.Add(-time.Hour)
	if at, err := newReceived(held).value(now); err != nil || !at.Equal(held) {
		t.Errorf("held %v became %v %v", held, at, err)
	}
}
