package desk_test

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

func TestNextHoldsWhatThisPersonCanDo(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
			sub := desktest.Submission()
			sub.Kind = model.Complaint
			r, err := intake.Take(ctx, fang, sub)
			if err != nil {
				t.Fatal(err)
			}
			sees := func(s *desk.Session, q desk.Queue, want int) {
				t.Helper()
				rows, err := s.Page(ctx, q, desk.Narrow{}, model.Cursor{}, 10)
				if err != nil {
					t.Fatal(err)
				}
				counts, err := s.Counts(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if len(rows) != want || counts[q] != int64(want) {
					t.Errorf("%s sees %d in %s, counted %d, want %d", s.Staff().Login, len(rows), q, counts[q], want)
				}
				// the numbers beside a list of one's own counted those of all staff
				if counts, err = s.OwnCounts(ctx); err != nil {
					t.Fatal(err)
				}
				for _, q := range desk.Queues() {
					if rows, err = s.Page(ctx, q, desk.Narrow{Mine: true}, model.Cursor{}, 10); err != nil ||
						counts[q] != int64(len(rows)) {
						t.Errorf("%s has %d of %s in their list, counted %d, %v", s.Staff().Login, len(rows), q,
							counts[q], err)
					}
				}
			}
			sees(fang, desk.QueueNext, 1)
			sees(jing, desk.QueueNext, 1)
			if _, err := intake.Triage(ctx, fang, desktest.Seen(t, fang, r.ID), sub); err != nil {
				t.Fatal(err)
			}
			sees(fang, desk.QueueNext, 1)
			sees(jing, desk.QueueNext, 0) // fang holds it now
			if _, err := result.FollowUp(ctx, fang, desktest.Seen(t, fang, r.ID),
				model.FollowUp{Done: "It is sent again today.", Verdict: model.Upheld}); err != nil {
				t.Fatal(err)
			}
			sees(fang, desk.QueueNext, 0) // nobody approves their own work
			sees(fang, desk.QueueReview, 1)
			sees(jing, desk.QueueNext, 1)
			if _, err := review.Return(ctx, jing, desktest.Seen(t, jing, r.ID), "Say when."); err != nil {
				t.Fatal(err)
			}
			sees(fang, desk.QueueNext, 1)
			sees(jing, desk.QueueNext, 0)
		})
	}
}
