package fulfil_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// erased takes a deletion up to its certificate; meanwhile happens between the run and the search.
func (o office) erased(t *testing.T, scope func(*model.ScopeLine), meanwhile func()) (model.Request, result.Certified) {
	t.Helper()
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, scope)
	o.leaveShared(t, r.ID)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	if meanwhile != nil {
		meanwhile()
	}
	cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
	if err != nil {
		t.Fatal(err)
	}
	return o.request(t, r.ID), cert
}

// eraseHeld settles that what a law would keep goes too, so that only what a test is about decides.
func eraseHeld(l *model.ScopeLine) {
	if l.Way == model.WayHold {
		l.Way, l.Hold, l.Until = model.WayAnonymise, "", time.Time{}
	}
}

// letters writes the answer in every language.
func (o office) letters(t *testing.T, id int64, own string) (list []fulfil.Written) {
	t.Helper()
	for _, lang := range letter.Languages {
		w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, id),
			fulfil.Ask{Kind: fulfil.LetterKinds(o.request(t, id))[0], Lang: lang, Own: own})
		if err != nil {
			t.Fatal(err)
		}
		if w.Waits {
			approve(t, o.lead, id)
		}
		list = append(list, w)
	}
	return list
}

// says fails where a text lacks one of the patterns, or has one of those that it must not have.
func says(t *testing.T, name string, text string, want, not []string) {
	t.Helper()
	for _, p := range want {
		if !regexp.MustCompile(p).MatchString(text) {
			t.Errorf("%s lacks %q:\n%s", name, p, text)
		}
	}
	for _, p := range not {
		if found := regexp.MustCompile(p).FindString(text); found != "" {
			t.Errorf("%s says %q:\n%s", name, found, text)
		}
	}
}

func TestNothingSaysDoneForWhatAnOwnerHasNotDone(t *testing.T) {
	for _, tt := range []struct {
		ending change.TaskEnding
		want   string
	}{
		{change.TaskEnding{End: model.TaskNotDone, Known: "he said so on the telephone",
			Told: "it cannot be done before the migration"},
			"cannot be done before the migration\\..*20 Dec 2026|cannot be done before the migration。.*12月20日"},
		{change.TaskEnding{End: model.TaskNotTheirs, Known: "he said so on the telephone", Told: "ask the shop"},
			"not for it to do: ask the shop\\.|不由其办理：ask the shop。"},
	} {
		t.Run(string(tt.ending.End), func(t *testing.T) {
			o := newOffice(t, "sqlite")
			r, tasks := o.ownersTask(t)
			ending := tt.ending
			if ending.End == model.TaskNotDone {
				if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
					ending); !errors.Is(err, change.ErrUntil) {
					t.Fatalf("not done, and until when: %v", err)
				}
				ending.Until = o.Clock.Now().AddDate(0, 0, 27)
			}
			if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
				ending); err != nil {
				t.Fatal(err)
			}
			cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
			if err != nil {
				t.Fatal(err)
			}
			never := []string{"done by", "in full", "We have done so", "部门办理完毕", "已全部", "已完成", "Result: passed",
				"结果：通过"}
			for _, lang := range letter.Languages {
				paper, err := cert.Paper(lang)
				if err != nil {
					t.Fatal(err)
				}
				says(t, "the certificate", paper.Text(),
					[]string{"not passed|未通过",
						"Records found: 9, of which left as they are, also other people's: 1; not dealt with yet: 8\\.|查得记录 9 条：因涉及他人保持原状 1 条，尚未办理 8 条。"}, never)
			}
			for _, w := range o.letters(t, r.ID, "") {
				if w.Kind != letter.PartlyFulfilled {
					t.Errorf("the letter is %s", w.Kind)
				}
				says(t, "the letter", w.Text(), []string{tt.want}, never)
			}
			closed, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), byMail)
			if err != nil || closed.Outcome != model.PartlyFulfilled {
				t.Errorf("closed as %s, %v", closed.Outcome, err)
			}
		})
	}
}

func TestAResidueIsExcusedOnlyInTheRowsAndColumnsThatAHoldCovers(t *testing.T) {
	hold := func(o office) func(l *model.ScopeLine) {
		return func(l *model.ScopeLine) {
			if l.Collection == "customer" && l.Category == "user.contact" {
				l.Way, l.Hold, l.Until = model.WayHold, "ecommerce", o.Clock.Now().AddDate(2, 0, 0)
			}
		}
	}
	for _, tt := range []struct {
		name, meanwhile, want string
	}{
		{"what the hold covers", "", ""},
		{"a column beside it", "UPDATE customer SET name = '王小明' WHERE id = 1", "office.customer.name:name 1"},
		{"another row of the collection",
			"INSERT INTO customer VALUES (3, 'x', 'wang.ming@163.com', NULL, NULL, NULL, 'active', 0)",
			"office.customer.email:email 1"},
		{"a table beside it", "UPDATE note SET body = 'call 13812341234'", "office.note.body:phone_number 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			_, cert := o.erased(t, hold(o), func() {
				if tt.meanwhile != "" {
					o.exec(t, tt.meanwhile)
				}
			})
			var got []string
			for _, r := range cert.Result.Search.Remains {
				got = append(got, r.Place()+" "+string(rune('0'+r.Rows)))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("remains %v, want %q", got, tt.want)
			}
			if cert.Residue.Passed() != (tt.want == "") {
				t.Errorf("passed: %t", cert.Residue.Passed())
			}
		})
	}
}

func TestASourceThatCouldNotBeSearchedNeverCertifies(t *testing.T) {
	o := newOffice(t, "sqlite")
	archive := filepath.Join(t.TempDir(), "archive.sqlite")
	second := office{o.house, archive}
	second.exec(t, "CREATE TABLE paper (id INTEGER PRIMARY KEY, email TEXT)")
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: "archive", Owner: "Archive", Address: "sqlite:" + archive, WriteAddress: "sqlite:" + archive,
			Dataset: `dataset:
  - fides_key: archive
    collections:
      - name: paper
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
`}); err != nil {
		t.Fatal(err)
	}
	r, cert := o.erased(t, eraseHeld, func() {
		if err := os.WriteFile(archive, []byte("not a database any more, not a database any more"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	if cert.Residue.Passed() || !slices.Equal(cert.Residue.Failed, []string{"archive"}) || len(cert.Residue.Hits) > 0 {
		t.Fatalf("%+v", cert.Residue)
	}
	for _, lang := range letter.Languages {
		paper, err := cert.Paper(lang)
		if err != nil {
			t.Fatal(err)
		}
		says(t, "the certificate", paper.Text(),
			[]string{"not passed|未通过", "(nothing is certified of them: |不作任何证明：)archive"},
			[]string{"Result: passed", "结果：通过"})
	}
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(), []string{"archive: it could not be searched|archive：未能检查"},
			[]string{"in full", "已全部"})
	}
	if closed, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), byMail); err != nil ||
		closed.Outcome != model.PartlyFulfilled {
		t.Errorf("closed as %s, %v", closed.Outcome, err)
	}
}

func TestWhatTheSearchFindsIsSettledByASecondPersonAndTheLetterSaysIt(t *testing.T) {
	o := newOffice(t, "sqlite")
	// Nothing is kept by law or left for others, so that only what remains decides.
	o.exec(t, "DELETE FROM orders WHERE customer_id = 1; DELETE FROM address WHERE id = 10")
	r, cert := o.erased(t, nil, func() { o.exec(t, "UPDATE note SET body = '王小明 rang'") })
	place := "office.note.body:name"
	if len(cert.Result.Search.Remains) != 1 || cert.Result.Search.Remains[0].Place() != place {
		t.Fatalf("%+v", cert.Result.Search)
	}
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(),
			[]string{"office · Note · Body: found in 1 record\n|office · Note · Body：在 1 条记录中发现\n"},
			[]string{"in full", "已全部"})
	}
	settle := func(s *desk.Session, as model.Settlement) error {
		_, err := result.SettleRemain(ctx, s, desktest.Seen(t, s, r.ID), cert.Number, place, as)
		return err
	}
	if err := settle(o.lead, model.Settlement{}); !errors.Is(err, change.ErrKnown) {
		t.Fatalf("settled without a reason: %v", err)
	}
	if err := settle(o.lead, model.Settlement{Theirs: true, Known: "seen there", Reason: "by hand"}); !errors.Is(err,
		change.ErrUntil) {
		t.Fatalf("settled without a day: %v", err)
	}
	if err := settle(o.agent, model.Settlement{Known: "another 王小明"}); !errors.Is(err, desk.ErrForbidden) {
		t.Fatalf("who prepared it settled it: %v", err)
	}
	if err := settle(o.lead,
		model.Settlement{Theirs: true, Known: "Fang looked", Reason: "taken out by hand",
			Until: o.Clock.Now().AddDate(0, 0, 11)}); err != nil {
		t.Fatal(err)
	}
	if _, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), byMail); !errors.Is(err,
		fulfil.ErrOldAnswer) {
		t.Fatalf("closed with a letter that does not say what is so: %v", err)
	}
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(),
			[]string{
				"taken out by hand; (to be removed by Fri 4 Dec 2026|将于2026年12月4日)|taken out by hand；将于2026年12月4日"},
			[]string{"in full", "已全部"})
	}
	if err := settle(o.lead, model.Settlement{Known: "another 王小明, seen in the note"}); err != nil {
		t.Fatal(err)
	}
	for _, w := range o.letters(t, r.ID, "") {
		if w.Kind != letter.Fulfilled {
			t.Errorf("the letter is %s", w.Kind)
		}
	}
	closed, err := fulfil.Close(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), byMail)
	if err != nil || closed.Outcome != model.Fulfilled {
		t.Errorf("closed as %s, %v", closed.Outcome, err)
	}
}

func TestCountsOfTheSameThingAgree(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, cert := o.erased(t, nil, nil)
	result, err := result.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	sys, _ := result.System("office")
	// customer, own address rewritten; wallet, login, two places deleted; two orders held, Mary's address left.
	if result.Found() != 9 || sys.Count(model.FateRewritten) != 2 || sys.Count(model.FateDeleted) != 4 ||
		sys.Count(model.FateHeld) != 2 || sys.Count(model.FateOthers) != 1 {
		t.Fatalf("%+v", sys)
	}
	paper, err := cert.Paper(letter.English)
	if err != nil {
		t.Fatal(err)
	}
	says(t, "the certificate", paper.Text(),
		[]string{
			"Records found: 9, of which rewritten: 2; deleted: 4; kept under a legal duty: 2; left as they are, also other people's: 1\\.", "Orders, 2 records: kept", "office · Address: 1 record, left unchanged"}, nil)
	w := o.letters(t, r.ID, "")[0]
	says(t, "the letter", w.Text(),
		[]string{
			"2 records rewritten, 4 records deleted, 2 records kept because a law obliges us to, 1 record left as it is, because it is also another person's", "Orders, 2 records: kept", "1 record is also another person's"}, nil)
}

func TestALetterStaysAsItWasSent(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, cert := o.erased(t, nil, nil)
	written := o.letters(t, r.ID, "We thank you for your patience.\n\nRing us on Monday.")
	org, err := o.Admin.Organisation(ctx)
	if err != nil {
		t.Fatal(err)
	}
	org.Name, org.Contact, org.Court = model.Text{"en": "Another Ltd.",
		"zh-Hans": "另一公司"}, "new@example.com", model.Text{"en": "another court", "zh-Hans": "另一法院"}
	if _, err := o.Admin.SaveOrganisation(ctx, org); err != nil {
		t.Fatal(err)
	}
	kept, err := fulfil.Letters(ctx, o.agent, r.ID)
	if err != nil || len(kept) != len(written) {
		t.Fatal(len(kept), err)
	}
	for _, w := range written {
		i := slices.IndexFunc(kept, func(k fulfil.Written) bool { return k.ID == w.ID })
		if i < 0 || !bytes.Equal(kept[i].Page, w.Page) || !bytes.Equal(kept[i].Print, w.Print) ||
			!bytes.Equal(kept[i].Plain, w.Plain) {
			t.Errorf("the letter in %s is not as it was written", w.Lang)
		}
		own := 0
		for _, b := range kept[i].Blocks {
			if b.Own {
				own++
			}
		}
		if own != 2 {
			t.Errorf("%d paragraphs are marked as own words", own)
		}
	}
	certificates, err := result.Certificates(ctx, o.agent, r.ID)
	if err != nil || len(certificates) != 1 ||
		!bytes.Equal(certificates[0].Papers[letter.English].Print, cert.Papers[letter.English].Print) {
		t.Errorf("the certificate is not as it was issued: %v", err)
	}
}
