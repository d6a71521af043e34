package identity_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

var ctx = context.Background()

var onFile = identity.Held{Records: []identity.FileRecord{{ID: "1", Values: map[string][]string{
	"email": {"wang.ming@163.com"}, "phone": {"13812341234"}, "name": {"王小明"}, "district": {"朝阳区"},
	"id_number": {"11010519491231002X"},
}, Identities: map[string][]string{"email": {"wang.ming@163.com"}, "phone_number": {"13812341234"}}}}}

// of is what is on file, as read for a request.
func of(r model.Request) identity.Held {
	held := onFile
	held.Request = r.ID
	return held
}

func verifying(t *testing.T, sub record.Submission) (*desktest.Desk, *desk.Session, model.Request) {
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

// send makes a code and says that it was sent.
func send(ctx context.Context, s *desk.Session, rev model.Revision, kind model.EvidenceKind,
	held identity.Held) (string, error) {
	code, err := identity.MakeCode(ctx, s, rev, kind, held)
	if err != nil {
		return "", err
	}
	_, err = identity.SendCode(ctx, s, rev, code)
	return code.Digits, err
}

// Whoever may try as often as they like finds a district or a birth date: after three wrong answers about a point, and
// six about all, not even the right one is judged, and the log has the try.
func TestAnswersCannotBeTriedWithoutEnd(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	say := func(point, said string) (bool, error) {
		return identity.Compare(ctx, s, desktest.Seen(t, s, r.ID), point, said, of(r))
	}
	for _, said := range []string{"海淀区", "东城区", "西城区"} {
		if match, err := say("district", said); match || err != nil {
			t.Fatal(match, err)
		}
	}
	if match, err := say("district", "朝阳区"); match || !errors.Is(err, identity.ErrPointSpent) {
		t.Errorf("the fourth answer about a district: %v, %v", match, err)
	}
	st, err := identity.Read(ctx, s, r.ID)
	if err != nil || len(st.Evidence) != 3 || st.Reached != 0 && st.Proof.Evidence[0].Result == model.Passed ||
		st.Spent("district") == nil || st.Spent("name") != nil {
		t.Errorf("%+v %v", st, err)
	}
	entries, err := s.Log(ctx, r.ID, 0, 1)
	if err != nil || entries[0].Action != model.ActCompare || entries[0].Detail["result"] != "refused" {
		t.Errorf("%+v %v", entries, err)
	}
	for _, said := range []string{"王大明", "王中明", "王明"} {
		if match, err := say("name", said); match || err != nil {
			t.Fatal(match, err)
		}
	}
	for point, said := range map[string]string{"name": "王小明", "id_number": "11010519491231002X"} {
		if match, err := say(point, said); match || !errors.Is(err, identity.ErrAnswersSpent) {
			t.Errorf("%s after six wrong answers: %v, %v", point, match, err)
		}
	}
}

func TestACodeThatWasNotSentIsNowhere(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	before, err := s.Log(ctx, r.ID, 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	code, err := identity.MakeCode(ctx, s, desktest.Seen(t, s, r.ID), model.EvidenceEmailCode, of(r))
	if err != nil || code.To != r.Subject.Email {
		t.Fatalf("for %q: %v", code.To, err)
	}
	after, err := s.Log(ctx, r.ID, 0, 50)
	st, stErr := identity.Read(ctx, s, r.ID)
	if err != nil || stErr != nil || len(after) != len(before) || len(st.Evidence) != 0 || st.Pending != nil {
		t.Fatalf("%d entries where there were %d, %+v, %v %v", len(after), len(before), st, err, stErr)
	}
	if _, err := identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code.Digits); !errors.Is(err,
		identity.ErrNoCode) {
		t.Errorf("a code that was not sent is checked: %v", err)
	}
	if _, err := identity.SendCode(ctx, s, model.Revision{Request: r.ID + 1}, code); err == nil {
		t.Error("a code made for one request was sent for another")
	}
}

func TestACodeAndTwoPointsReachLevelTwo(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	code, err := send(ctx, s, desktest.Seen(t, s, r.ID), model.EvidenceEmailCode, of(r))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = identity.CheckCode(ctx, s, desktest.Seen(t, s, r.ID), code[:3]+" "+code[3:]); err != nil ||
		r.Status != model.Verifying {
		t.Fatalf("%v %v", r.Status, err)
	}
	for point, said := range map[string]string{"name": " 王小明", "district": "朝阳区"} {
		if match, err := identity.Compare(ctx, s, desktest.Seen(t, s, r.ID), point, said, of(r)); err != nil || !match {
			t.Fatalf("%s: %v %v", point, match, err)
		}
	}
	if r, err = s.Request(ctx, r.ID); err != nil || r.Status != model.Working || r.LevelReached != 2 ||
		r.VerifiedAt.IsZero() {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestThreeWrongTriesVoidACode(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	code, err := send(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, of(r))
	if err != nil {
		t.Fatal(err)
	}
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	for i, want := range []error{identity.ErrCodeWrong, identity.ErrCodeWrong, identity.ErrCodeVoid,
		identity.ErrNoCode} {
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
	code, err := send(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, of(r))
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
	if _, err := send(ctx, s, desktest.Seen(t, s, r.ID), model.EvidenceEmailCode,
		identity.Held{Request: r.ID}); !errors.Is(err, identity.ErrNotOnFile) {
		t.Fatal(err)
	}
}

func TestACodeToAContactChangedShortlyBeforeCountsForNothing(t *testing.T) {
	_, s, r := verifying(t, desktest.Submission())
	changed := of(r)
	changed.Changed = map[string]time.Time{"phone": r.ReceivedAt.Add(-2 * 24 * time.Hour)}
	code, err := send(ctx, s, desktest.Seen(t, s, r.ID), model.EvidencePhoneCode, changed)
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
	if _, err := identity.JudgeDocument(ctx, s, r.Revision(), in, blob, true, "seen at the counter"); err != nil {
		t.Fatal(err)
	}
	if _, err := identity.Picture(ctx, s, desktest.Seen(t, s, r.ID), blob); err == nil {
		t.Error("the picture is still there")
	}
}

func TestThePictureOfADocumentGoesAtEveryEndOfTheCheckAndOnlyItsOwn(t *testing.T) {
	ends := map[string]func(s *desk.Session, r model.Revision, blob string) error{
		"judged as proven": func(s *desk.Session, r model.Revision, blob string) error {
			_, err := identity.JudgeDocument(ctx, s, r, identity.Inspection{}, blob, true, "")
			return err
		},
		"judged as not proven": func(s *desk.Session, r model.Revision, blob string) error {
			_, err := identity.JudgeDocument(ctx, s, r, identity.Inspection{}, blob, false, "")
			return err
		},
		"judged without it": func(s *desk.Session, r model.Revision, _ string) error {
			_, err := identity.JudgeDocument(ctx, s, r, identity.Inspection{}, "", false,
				"shown at the counter instead")
			return err
		},
		"proven another way": func(s *desk.Session, r model.Revision, _ string) error {
			held := of(model.Request{ID: r.Request})
			code, err := send(ctx, s, r, model.EvidenceEmailCode, held)
			if err != nil {
				return err
			}
			now, err := identity.CheckCode(ctx, s, desktest.Seen(t, s, r.Request), code)
			for point, said := range map[string]string{"name": "王小明", "district": "朝阳区"} {
				if err == nil && now.Status == model.Verifying {
					_, err = identity.Compare(ctx, s, now.Revision(), point, said, held)
					now, _ = s.Request(ctx, r.Request)
				}
			}
			return err
		},
		"not proven": func(s *desk.Session, r model.Revision, _ string) error {
			_, err := identity.NotProven(ctx, s, r)
			return err
		},
		"withdrawn": func(s *desk.Session, r model.Revision, _ string) error {
			_, err := s.CloseEarly(ctx, r, model.Withdrawn)
			return err
		},
		"redirected": func(s *desk.Session, r model.Revision, _ string) error {
			_, err := s.CloseEarly(ctx, r, model.Redirected)
			return err
		},
	}
	for how, end := range ends {
		t.Run(how, func(t *testing.T) {
			_, s, r := verifying(t, desktest.Submission())
			another := desktest.Submission()
			another.Body += " 2"
			other, err := intake.Take(ctx, s, another)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := intake.Triage(ctx, s, desktest.Seen(t, s, other.ID), another); err != nil {
				t.Fatal(err)
			}
			blob, _, err := identity.KeepPicture(ctx, s, desktest.Seen(t, s, r.ID), []byte("picture of a document"))
			if err != nil {
				t.Fatal(err)
			}
			forgotten, _, err := identity.KeepPicture(ctx, s, desktest.Seen(t, s, r.ID),
				[]byte("a first try, the dialog was cancelled"))
			if err != nil {
				t.Fatal(err)
			}
			theirs, _, err := identity.KeepPicture(ctx, s, desktest.Seen(t, s, other.ID), []byte("another person's"))
			if err != nil {
				t.Fatal(err)
			}
			var letter string
			if err := s.Write(ctx, model.ActDocument, func(tx *store.Tx, _ *model.Entry) (err error) {
				letter, err = casefile.SaveBlob(tx, r.ID, strings.NewReader("what was attached to the letter"))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if _, err := identity.JudgeDocument(ctx, s, desktest.Seen(t, s, r.ID), identity.Inspection{}, theirs, true,
				""); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("judged by another's picture: %v", err)
			}
			if _, err := identity.Picture(ctx, s, desktest.Seen(t, s, r.ID), letter); !errors.Is(err,
				store.ErrNotFound) {
				t.Errorf("an attachment opens as a picture: %v", err)
			}
			if err := end(s, desktest.Seen(t, s, r.ID), blob); err != nil {
				t.Fatal(err)
			}
			for _, gone := range []string{blob, forgotten} {
				if _, err := identity.Picture(ctx, s, desktest.Seen(t, s, r.ID), gone); !errors.Is(err,
					store.ErrNotFound) {
					t.Errorf("a picture is still there: %v", err)
				}
			}
			if got, err := identity.Picture(ctx, s, desktest.Seen(t, s, other.ID), theirs); err != nil ||
				len(got) == 0 {
				t.Errorf("another request's picture: %v", err)
			}
			if err := s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
				return casefile.ReadBlob(v, r.ID, letter, io.Discard)
			}); err != nil {
				t.Errorf("what was attached went too: %v", err)
			}
			if r, err = s.Request(ctx, r.ID); err == nil && r.Status != model.Verifying {
				if _, _, err := identity.KeepPicture(ctx, s, r.Revision(), []byte("late")); err == nil {
					t.Error("a picture is kept when nothing is to be proven")
				}
			}
		})
	}
}

func TestAValueIsComparedInAnySpelling(t *testing.T) {
	held := identity.Held{
		Records: []identity.FileRecord{
			{Values: map[string][]string{"name": {"买买提·艾力"}, "phone": {"0086 138-0000-0009", "-"},
				"email":     {"Wang.Min@Example.cn"},
				"id_number": {"110105 19491231 002x"}, "birth_date": {"1991-05-01T00:00:00Z"}, "city": {"北京市"}}}}}
	for _, tt := range []struct {
		point, said string
		want        bool
	}{
		{"name", "买买提•艾力", true}, {"name", "买买提・艾力", true}, {"name", "买买提．艾力", true}, {"name", "买买提‧艾力", true},
		{"name", "买买提·艾里", false},
		{"phone", "(86) 13800000009", true}, {"phone", "13800000008", false}, {"phone", "", false},
		{"phone", "-", false}, {"email", "wang.min@example.cn\u200b", true},
		{"id_number", "１１０１０５１９４９１２３１００２Ｘ", true}, {"birth_date", "1991/5/1", true}, {"birth_date", "1991/1/5", false},
		{"city", "北京 市", true}, {"shoe_size", "42", false},
	} {
		if got := held.Matches(tt.point, tt.said); got != tt.want {
			t.Errorf("%s %q: %v", tt.point, tt.said, got)
		}
	}
}

func TestAPersonAbroadMayWriteAsPeopleThereDo(t *testing.T) {
	held := identity.Held{
		Records: []identity.FileRecord{
			{Values: map[string][]string{"phone": {"+49 170 5550101"}, "birth_date": {"1985-03-02"}}}}}
	kept := identity.Held{Records: []identity.FileRecord{{Values: map[string][]string{"birth_date": {"02.03.1985"}}}}}
	for said, want := range map[string]bool{"0170 5550101": true, "0170/555-0101": true, "+49 (0)170 5550101": true,
		"0170 5550102": false, "170 5550101": false, "5550101": false,
		"00170 5550101": false, "+0170 5550101": false, "0 5550101": false} {
		if got := held.Matches("phone", said); got != want {
			t.Errorf("phone %q: %v", said, got)
		}
	}
	for said, want := range map[string]bool{"02.03.1985": true, "2.3.1985": true, "2 March 1985": true,
		"1985/3/2": true, "03.02.1985": false, "03/02/1985": false, "": false} {
		if got := held.Matches("birth_date", said); got != want {
			t.Errorf("day %q: %v", said, got)
		}
		if got := kept.Matches("birth_date", said); got != want {
			t.Errorf("day %q of a file that writes it so: %v", said, got)
		}
	}
}
