package notice

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestEveryReceiptIsReachedByTurningPages(t *testing.T) {
	a, ctx := frametest.New(t), context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "jing", model.RoleLead)
	n, err := app.Begin(ctx, s, notice.PolicyUpdate)
	if err != nil {
		t.Fatal(err)
	}
	people, few := "email\n", 2*shownReceipts+5
	for i := range few {
		people += fmt.Sprintf("p%d@person.test\n", i)
	}
	file := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err = app.AudienceFile(ctx, s, n.Seen(), file); err != nil || n.Audience.Count != int64(few) {
		t.Fatal(n.Audience, err)
	}
	if err := s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, _ *model.Entry) error {
		run := notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: s.Now()}}
		for i := range few {
			if err := notices.AddReceipt(tx, &run,
				notice.Receipt{Recipient: int64(i + 1), Round: 1, Channel: notice.Email, Result: notice.Failed,
					At: s.Now(), Said: fmt.Sprint("answer ", i)}); err != nil {
				return err
			}
		}
		return notices.SaveRun(tx, run)
	}); err != nil {
		t.Fatal(err)
	}
	open, err := app.Read(ctx, s, n.ID)
	if err != nil {
		t.Fatal(err)
	}
	r := newReceipts(&screen{frame: &frame.Frame{Session: s, Window: test.NewTempWindow(t, nil)}, shown: open}, nil)
	seen := map[string]int{}
	for page := range 3 {
		a.Until(t, "a page", func() bool { return len(r.body.Objects) > 0 })
		lines := 0
		for _, o := range r.body.Objects {
			if l, ok := o.(*part.Line); ok {
				seen[l.Below]++
				lines++
			}
		}
		if want := 2 * min(shownReceipts, few-page*shownReceipts); lines != want {
			t.Errorf("page %d shows %d lines, want %d", page, lines, want)
		}
		older := buttons(r.body, "Older")
		if want := map[bool]int{true: 2, false: 0}[page < 2]; len(older) != want {
			t.Fatalf("page %d has %d buttons to older ones", page, len(older))
		}
		r.body.RemoveAll()
		for _, b := range older {
			b.OnTap()
		}
	}
	if len(seen) != few {
		t.Errorf("%d of %d are reached", len(seen), few)
	}
	for who, times := range seen {
		if times != 2 { // in each of the two lists
			t.Errorf("%s stands there %d times", who, times)
		}
	}
}

// buttons are the buttons with a text below an object.
func buttons(in fyne.CanvasObject, text string) (list []*part.Button) {
	switch o := in.(type) {
	case *part.Button:
		if o.Text == text {
			list = append(list, o)
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			list = append(list, buttons(c, text)...)
		}
	}
	return list
}
