package identity_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

var ctx = context.Background()

var onFile = identity.Held{Values: map[string][]string{
	"email": {"wang.ming@163.com"}, "phone": {"13812341234"}, "name": {"王小明"}, "district": {"朝阳区"},
	"id_number": {"11010519491231002X"},
}}

// of is what is on file, as read for a request.
func of(r model.Request) identity.Held {
	held := onFile
	held.Request = r.ID
	return held
}

func verifying(t *testing.T, sub intake.Submission) (*desktest.Desk, *desk.Session, model.Request) {
	t.Helper()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	r, err := intake.Take(ctx, s, sub)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = intake.Triage(ctx, s, desktest.Seen(t, s, r.ID), sub); err != nil {
		t.Fatal(err)
	}
	return d, s, r
}

func TestACodeAndTwoPointsReachLevelTwo(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	code, err := identity.SendCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidenceEmailCode, of(r))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code[:3]+" "+code[3:]); err != nil || r.Status != model.Verifying {
		t.Fatalf("%v %v", r.Status, err)
	}
	for point, said := range map[string]string{"name": " 王小明", "district": "朝阳区"} {
		if match, err := identity.Compare(ctx, s, desktest.Seen(t, s, r.ID), point, said, of(r)); err != nil || !match {
			t.Fatalf("%s: %v %v", point, match, err)
		}
	}
	if r, err = s.Request(ctx, r.ID); err != nil || r.Status != model.Working || r.LevelReached != 2 || r.VerifiedAt.IsZero() {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestThreeWrongTriesVoidACode(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	code, err := identity.SendCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, of(r))
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	for i, want := range []error{identity.ErrCodeWrong, identity.ErrCodeWrong, identity.ErrCodeVoid, identity.ErrNoCode} {
		if _, err := identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), wrong); !errors.Is(err, want) {
			t.Fatalf("try %d: %v, want %v", i+1, err, want)
		}
	}
	if _, err := identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code); !errors.Is(err, identity.ErrNoCode) {
		t.Fatalf("the void code still opens: %v", err)
	}
}

func TestACodeDiesAfterTenMinutes(t *testing.T) {
	d, s, r := verifying(t, desktest.Submission())
	code, err := identity.SendCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, of(r))
	if err != nil {
		t.Fatal(err)
	}
	d.Clock.Step(10*time.Minute + time.Second)
	if _, err := identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code); !errors.Is(err, identity.ErrCodeExpired) {
		t.Fatal(err)
	}
}

func TestACodeToAContactNotOnFileIsRefused(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	if _, err := identity.SendCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidenceEmailCode, identity.Held{Request: r.ID}); !errors.Is(err, identity.ErrNotOnFile) {
		t.Fatal(err)
	}
}

func TestACodeToAContactChangedShortlyBeforeCountsForNothing(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	changed := of(r)
	changed.Changed = map[string]time.Time{"phone": r.ReceivedAt.Add(-2 * 24 * time.Hour)}
	code, err := identity.SendCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, changed)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code); err != nil || r.LevelReached != 0 {
		t.Fatalf("level %d, %v", r.LevelReached, err)
	}
}

func TestAChildNeedsTheGuardian(t *testing.T) {
	sub := desktest.Submission()
	sub.Subject.IDNumber, sub.Subject.BirthDate = "", "2014-05-01"
	_, s, r := verifying(t, sub)
	if r.LevelNeeded != 3 {
		t.Fatalf("a child's copy needs level %d", r.LevelNeeded)
	}
	st, err := identity.Read(ctx, s, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := map[model.Missing]bool{model.MissingGuardianID: true, model.MissingRelationship: true}
	for _, m := range st.Lacks {
		delete(want, m)
	}
	if len(want) != 0 {
		t.Errorf("not asked for: %v", want)
	}
}

func TestThePictureOfADocumentGoesWithTheDecision(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	blob, r, err := identity.KeepPicture(ctx, s, desktest.Seen(t, s, r.ID), []byte("picture of a document"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := identity.Picture(ctx, s, r.Revision(), blob); err != nil || string(got) != "picture of a document" {
		t.Fatalf("%q %v", got, err)
	}
	in := identity.Inspect(identity.Document{Number: "11010519491231002X", Name: "王小明"}, onFile, s.Now())
	if len(in.Problems) != 0 || !in.MatchesName || !in.MatchesNumber || in.Age != 76 {
		t.Errorf("%+v", in)
	}
	if _, err := identity.JudgeDocument(ctx, s, r.Revision(), blob, true, "seen at the counter"); err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Picture(ctx, s, desktest.Seen(t, s, r.ID), blob); err == nil {
		t.Error("the picture is still there")
	}
}

func TestAValueIsComparedInAnySpelling(t *testing.T) {
	held := identity.Held{Values: map[string][]string{"name": {"买买提·艾力"}, "phone": {"0086 138-0000-0009", "-"}, "email": {"Wang.Min@Example.cn"},
		"id_number": {"110105 19491231 002x"}, "birth_date": {"1991-05-01T00:00:00Z"}, "city": {"北京市"}}}
	for _, tt := range []struct {
		point, said string
		want        bool
	}{
		{"name", "买买提•艾力", true}, {"name", "买买提・艾力", true}, {"name", "买买提．艾力", true}, {"name", "买买提‧艾力", true}, {"name", "买买提·艾里", false},
		{"phone", "(86) 13800000009", true}, {"phone", "13800000008", false}, {"phone", "", false}, {"phone", "-", false}, {"email", "wang.min@example.cn\u200b", true},
		{"id_number", "１１０１０５１９４９１２３１００２Ｘ", true}, {"birth_date", "1991/5/1", true}, {"birth_date", "1991/1/5", false}, {"city", "北京 市", true}, {"shoe_size", "42", false},
	} {
		if got := held.Matches(tt.point, tt.said); got != tt.want {
			t.Errorf("%s %q: %v", tt.point, tt.said, got)
		}
	}
}
