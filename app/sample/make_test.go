package sample

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
)

var (
	ctx = context.Background()
	// noon is a Monday at ten in Shanghai.
	noon = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	root string // everything the tests write
)

func TestMain(m *testing.M) {
	var err error
	if root, err = os.MkdirTemp("", "sample-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(root); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// made makes the sample desk once for all tests and gives its folder.
var made = sync.OnceValues(func() (string, error) {
	for name, folder := range map[string]string{"TMPDIR": "tmp", "XDG_CONFIG_HOME": "config"} {
		if err := os.Mkdir(filepath.Join(root, folder), 0o700); err != nil {
			return "", err
		}
		if err := os.Setenv(name, filepath.Join(root, folder)); err != nil {
			return "", err
		}
	}
	dir := filepath.Join(root, "desk")
	var came, of int
	if err := Make(ctx, dir, noon, Options{Progress: func(done, all int) { came, of = done, all }}); err != nil {
		return "", err
	}
	if came == 0 || came != of {
		return "", fmt.Errorf("at the end %d of %d requests are said to be there", came, of)
	}
	for _, folder := range []string{"tmp", "config"} {
		left, err := os.ReadDir(filepath.Join(root, folder))
		if err != nil {
			return "", err
		}
		if len(left) > 0 {
			return "", fmt.Errorf("%s was left in the folder for %s", left[0].Name(), folder)
		}
	}
	return dir, nil
})

// open opens a copy of the sample desk, so that no test sees what another did.
func open(t *testing.T, c *clock) *desk.Desk {
	t.Helper()
	dir, err := made()
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "desk")
	if err := os.CopyFS(own, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(ctx, own, desk.Options{Now: c.Now, StateDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func signIn(t *testing.T, d *desk.Desk, login string) *desk.Session {
	t.Helper()
	s, err := d.SignIn(ctx, login, Password)
	if err != nil {
		t.Fatal(login, err)
	}
	return s
}

func TestEverybodySignsInWithTheirRole(t *testing.T) {
	d := open(t, &clock{now: noon})
	for _, member := range Staff {
		if got := signIn(t, d, member.Login).Staff(); got.Role != member.Role || got.Name != member.Name["en"] {
			t.Errorf("%s is %+v", member.Login, got)
		}
	}
	info, err := d.Info(ctx)
	if err != nil || info.Organisation != "Orangelab" || info.Name != "Service desk" || info.BusinessID != "ORANGELAB" {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestRequestsOfEveryStatusOutcomeAndKindAreThere(t *testing.T) {
	d := open(t, &clock{now: noon})
	s := signIn(t, d, "jing")
	rows, err := s.Page(ctx, desk.QueueAll, desk.Narrow{}, model.Cursor{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 190 || len(rows) > 240 {
		t.Errorf("%d requests", len(rows))
	}
	seen := map[string]int{}
	for _, row := range rows {
		r, err := s.Request(ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range []string{"status " + string(r.Status), "kind " + string(r.Kind),
			"outcome " + string(r.Outcome), "requester " + string(r.RequesterKind),
			"channel " + string(r.Channel), "cause " + string(r.Cause), "language " + r.Subject.Language,
			fmt.Sprint("level ", r.LevelNeeded), "step " + string(r.Step)} {
			seen[what]++
		}
		if r.ReceivedAt.After(noon) || r.ReceivedAt.Before(noon.AddDate(0, 0, -60)) ||
			(strings.TrimSpace(r.Body) == "") != (r.Channel == model.ByDesk) {
			t.Errorf("%s came in at %s and says %q", r.Reference, r.ReceivedAt, r.Body)
		}
		if r.Cause == model.CauseMinor && r.DueAt.Sub(r.ReceivedAt) > 48*time.Hour {
			t.Errorf("%s: a child's data may wait until %s", r.Reference, r.DueAt)
		}
		if r.Open() != r.ClosedAt.IsZero() || !r.Open() && r.Outcome == model.NoOutcome {
			t.Errorf("%s is %s with outcome %q, closed at %s", r.Reference, r.Status, r.Outcome, r.ClosedAt)
		}
	}
	atLeast := func(n int, prefix string, values ...string) {
		for _, v := range values {
			if seen[prefix+" "+v] < n {
				t.Errorf("%d requests with %s %s, want %d", seen[prefix+" "+v], prefix, v, n)
			}
		}
	}
	atLeast(2, "status", texts(model.Statuses)...)
	atLeast(2, "kind", texts(model.Kinds)...)
	atLeast(1, "outcome", texts(model.Outcomes)...)
	atLeast(4, "outcome",
		texts([]model.Outcome{model.Fulfilled, model.PartlyFulfilled, model.Refused, model.NotVerified, model.Withdrawn,
			model.Duplicate, model.Redirected})...)
	atLeast(2, "requester", texts(model.RequesterKinds)...)
	atLeast(2, "channel", texts(model.Channels)...)
	atLeast(20, "language", "zh-Hans", "en")
	atLeast(1, "level", "0", "1", "2", "3")
	atLeast(1, "step",
		texts([]model.Step{model.StepTriage, model.StepProve, model.StepCheckCode, model.StepCollect,
			model.StepManualSources, model.StepDecideShared,
			model.StepAgreeShared, model.StepRelease, model.StepBuildPacket, model.StepDeliver, model.StepAnswer,
			model.StepWaitPerson, model.StepFollowUp,
			model.StepClearBlockers, model.StepCorrect, model.StepScope, model.StepPurposes, model.StepMakePlan,
			model.StepSendToReview, model.StepSignPlan,
			model.StepWritePlan, model.StepTasks})...)
	atLeast(1, "cause", string(model.CauseWithdrawn), string(model.CauseMinor))
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func TestEveryQueueHasWork(t *testing.T) {
	d := open(t, &clock{now: noon})
	for _, login := range []string{"fang", "lei", "jing", "min"} {
		counts, err := signIn(t, d, login).Counts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range desk.Queues() {
			if counts[q] == 0 {
				t.Errorf("nothing in %s for %s", q, login)
			}
		}
	}
	fang := signIn(t, d, "fang")
	rows, err := fang.Page(ctx, desk.QueueNext, desk.Narrow{}, model.Cursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	late, today, soon := 0, 0, 0
	for _, r := range rows {
		switch left := r.Clock.Due.Sub(noon); {
		case left < 0:
			late++
		case left < 14*time.Hour: // what is left of the day in Shanghai
			today++
		case left < 7*24*time.Hour:
			soon++
		}
	}
	if late < 2 || today < 3 || soon < 8 || len(rows) < 16 || len(rows) > 28 {
		t.Errorf("fang sees %d requests: %d late, %d due today, %d soon", len(rows), late, today, soon)
	}
	shared := 0
	rows, err = signIn(t, d, "jing").Page(ctx, desk.QueueReview, desk.Narrow{Mine: true}, model.Cursor{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Step == model.StepAgreeShared {
			shared++
		}
	}
	if shared < 4 {
		t.Errorf("jing has %d reviews with shared rows among %d", shared, len(rows))
	}
}

func TestTheAuditLogVerifies(t *testing.T) {
	d := open(t, &clock{now: noon})
	verdict, err := d.Store().VerifyLog(ctx)
	if err != nil || verdict.Entries < 1000 {
		t.Errorf("%+v, %v", verdict, err)
	}
	log, err := signIn(t, d, "audit").Log(ctx, 0, 0, 5000)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(log); i++ {
		if log[i].At.After(log[i-1].At) {
			t.Fatalf("the clock ran backwards: %s before %s", log[i].At, log[i-1].At)
		}
	}
}

func TestTheDataMapHasNoProblems(t *testing.T) {
	d := open(t, &clock{now: noon})
	entries, err := datamap.List(ctx, signIn(t, d, "jing"))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(Sources)+1 {
		t.Errorf("%d sources", len(entries))
	}
	for _, e := range entries {
		if len(e.Problems) > 0 {
			t.Errorf("%s: %v", e.Key, e.Problems)
		}
		if e.Collections == 0 {
			t.Errorf("%s has no collection", e.Key)
		}
	}
}

func TestTheWalkthroughCanBeCarriedToTheEnd(t *testing.T) {
	c := &clock{now: noon, last: noon.Add(time.Hour)}
	d := open(t, c)
	fang := signIn(t, d, "fang")
	st := &stage{clock: c, tmp: t.TempDir(),
		staff: map[string]*desk.Session{"fang": fang, "jing": signIn(t, d, "jing")}}
	rows, err := fang.Search(ctx, Walkthrough.Email)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d requests, %v", len(rows), err)
	}
	r, err := fang.Request(ctx, rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != model.Export || r.Status != model.Received || r.Holder != "" || r.LevelNeeded != 2 ||
		r.RequesterKind != model.Self || r.Body != Walkthrough.Body {
		t.Fatalf("%+v", r)
	}
	held, err := identity.OnFile(ctx, fang, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	w := Walkthrough
	for point, said := range map[string]string{"name": w.Name, "email": w.Email, "phone": w.Phone,
		"id_number": w.IDNumber, "birth_date": w.BirthDate,
		"city": w.City, "district": w.District, "street": w.Street, "nickname": w.Nickname} {
		if !held.Matches(point, said) {
			t.Errorf("%s %q does not match the sources: %q", point, said, held.Records)
		}
	}
	if held.Matches("name", person(friend).Name) || held.Matches("street", person(friend).Street) ||
		held.ChangedShortlyBefore("email", r.ReceivedAt) {
		t.Errorf("what is held of her is not hers alone: %+v", held)
	}
	s := &course{number: 1, id: r.ID, person: person(walker), by: "fang", second: "jing"}
	s.sub = submission(1, s.person, model.Export, herself, r.ReceivedAt)
	play := func(names string) {
		t.Helper()
		for _, b := range strings.Fields(names) {
			c.step(time.Minute)
			if err := steps[b](ctx, st, s); err != nil {
				t.Fatal(b, err)
			}
		}
	}
	play("triage prove collect")
	list, err := collect.List(ctx, fang, r.ID, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range list {
		found[f.Collection+" "+f.Found.Key] = true
	}
	for _, want := range []string{fmt.Sprint("address ", home(friend)), "payment_card " + cardOf(husband)} {
		if !found[want] {
			t.Errorf("%s is not flagged: %v", want, found)
		}
	}
	results, err := collect.Read(ctx, fang, r.ID)
	if err != nil || len(results.Notes.Uncategorised) == 0 {
		t.Errorf("the message with her e-mail is not pointed out: %+v, %v", results.Notes, err)
	}
	play("carried manual decide send agree release build deliver letter close")
	if r, err = fang.Request(ctx, r.ID); err != nil || r.Outcome != model.PartlyFulfilled {
		t.Errorf("%s, %v", r.Outcome, err)
	}
}

func TestADeskThatIsThereIsLeftAlone(t *testing.T) {
	dir, err := made()
	if err != nil {
		t.Fatal(err)
	}
	if !In(dir) || In(t.TempDir()) {
		t.Error("a sample desk is not told from another")
	}
	if err := Make(ctx, dir, noon, Options{}); !errors.Is(err, ErrNotEmpty) || !strings.Contains(err.Error(), dir) {
		t.Errorf("%v", err)
	}
	open(t, &clock{now: noon})
	early := filepath.Join(t.TempDir(), "new")
	if err := Make(ctx, early, until, Options{}); !errors.Is(err, ErrEarly) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(early); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a desk that cannot be made left its folder: %v", err)
	}
}

func TestCoursesRunForwardAndEndBeforeNow(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		now := noon.Add(time.Duration(rapid.Int64Range(0, 3*365*24*3600).Draw(t, "seconds")) * time.Second)
		for _, s := range castCourses(now, zone) {
			for i, at := range s.at {
				if i > 0 && at.Before(s.at[i-1]) {
					t.Fatalf("course %d: %s at %s comes before %s at %s", s.number, s.steps[i], at, s.steps[i-1],
						s.at[i-1])
				}
				if at.After(now) || at.Before(now.Add(-days*24*time.Hour)) {
					t.Fatalf("course %d: %s at %s, now is %s", s.number, s.steps[i], at, now)
				}
				if steps[s.steps[i]] == nil {
					t.Fatalf("course %d: unknown step %s", s.number, s.steps[i])
				}
			}
			if s.by == s.second {
				t.Fatalf("course %d: %s would look at their own work", s.number, s.by)
			}
			if err := s.sub.Check(now); err != nil {
				t.Fatalf("course %d: %v", s.number, err)
			}
		}
	})
}
