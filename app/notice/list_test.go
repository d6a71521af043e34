package notice_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store/storetest"
)

// given is a list as it was given out.
func given(t *testing.T, s *desk.Session, o campaign.Open, ch notice.Channel, again bool) (rows [][]string) {
	t.Helper()
	var out bytes.Buffer
	n, err := campaign.GiveList(ctx, s, o.Seen(), ch, again, &out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil || int64(len(rows)) != n+1 {
		t.Fatalf("%d rows of %d: %v", len(rows), n, err)
	}
	return rows[1:]
}

func TestWhomNoGatewayReachesStandsInAListAndItsResultsBecomeReceipts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
		push := mailtest.NewGateway(t)
		o := byWays(t, jing, li, dispatch.Settings{Push: push.Settings()},
			"name,phone,device,language\n\"=HYPERLINK(\"\"x\"\")\",13800000001,,zh\nB,13800000002,device-b,en\nC,13800000003,,en\nD,,device-d,en\n", notice.SMS, notice.Push)
		if _, err := campaign.GiveList(ctx, li, o.Seen(), notice.SMS, false, &bytes.Buffer{}); !errors.Is(err,
			campaign.ErrListEarly) {
			t.Errorf("before everybody was tried: %v", err)
		}
		sendAll(t, jing)
		if o = read(t, jing, o.ID); o.State != notice.Sent || o.Progress.Elsewhere != 3 || o.Progress.Handed != 1 {
			t.Fatalf("%s %+v", o.State, o.Progress)
		}
		if _, err := campaign.GiveList(ctx, jing, o.Seen(), notice.SMS, false, &bytes.Buffer{}); !errors.Is(err,
			campaign.ErrListOwn) {
			t.Errorf("who wrote it gives its people out: %v", err)
		}
		if _, err := campaign.GiveList(ctx, li, o.Seen(), notice.Push, false, &bytes.Buffer{}); !errors.Is(err,
			campaign.ErrListWay) {
			t.Errorf("by a channel that the desk sends by itself: %v", err)
		}
		rows := given(t, li, o, notice.SMS, false)
		if len(rows) != 3 || strings.HasPrefix(rows[0][1], "=") || rows[1][3] == "" || rows[1][7] == "" ||
			rows[0][5] != "zh-Hans" {
			t.Fatalf("given out: %q", rows)
		}
		var out bytes.Buffer
		if _, err := campaign.GiveList(ctx, li, o.Seen(), notice.SMS, false, &out); !errors.Is(err,
			campaign.ErrListEmpty) {
			t.Errorf("somebody stands in a second list: %v %s", err, out.String())
		}
		if again := given(t, li, o, notice.SMS, true); !slices.EqualFunc(rows, again, slices.Equal) {
			t.Errorf("a lost list is another: %q", again)
		}
		// One line names somebody of another notice, one stands there twice, one says nothing that is known.
		done, err := campaign.ResultFile(ctx, jing, o.Seen(),
			file(t,
				"line,result,remark\n"+rows[0][0]+",sent,id 17\n"+
					rows[1][0]+",失败,no such number\nN-2020-0001/1,sent,\n"+
					rows[0][0]+",failed,\n"+o.Reference+"/9999,sent,\n"+
					rows[2][0]+",perhaps,\n"+o.Reference+"/4,sent,\n"))
		if err != nil || done.Taken != 2 {
			t.Fatalf("%+v %v", done, err)
		}
		var why []error
		for _, p := range done.Problems {
			why = append(why, p.Why)
		}
		want := []error{campaign.ErrUnknownLine, campaign.ErrTwoInFile, campaign.ErrUnknownLine,
			campaign.ErrUnknownResult, outbox.ErrDoubled}
		if !slices.EqualFunc(why, want, errors.Is) || done.Problems[0].Row != 4 {
			t.Errorf("named: %+v", done.Problems)
		}
		if done, err := campaign.ResultFile(ctx, jing, o.Seen(),
			file(t, "line,result\n"+rows[0][0]+",failed\n")); err != nil || done.Taken != 0 ||
			!errors.Is(done.Problems[0].Why, outbox.ErrDoubled) {
			t.Errorf("a second result counts: %+v %v", done, err)
		}
		// Whom the list did not reach gets it by the next way.
		sendAll(t, jing)
		o = read(t, jing, o.ID)
		if p := o.Progress; o.State != notice.Sent || p.Handed != 3 || p.Listed != 1 || p.Elsewhere != 0 ||
			p.Failed != 0 {
			t.Errorf("%s %+v", o.State, p)
		}
	})
}

// printed are the texts of the letters to print of a notice, as another program reads them.
func printed(t *testing.T, s *desk.Session, o campaign.Open) (texts []string) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not installed (package poppler-utils), so the letters cannot be read back")
	}
	var out bytes.Buffer
	n, err := campaign.GiveLetters(ctx, s, o.Seen(), &out)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || int64(len(z.File)) != n {
		t.Fatal(n, err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("pdftotext", "-", "-")
		cmd.Stdin = r
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(f.Name, err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// TestWhoHasNoAddressButThatOfAHouseGetsALetter: by post goes whom nothing else of the notice reaches, or whom it did
// not reach.
func TestWhoHasNoAddressButThatOfAHouseGetsALetter(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	o := byWays(t, jing, li, dispatch.Settings{},
		"姓名,邮箱,手机,地址,语言\n陈一,,13800000001,\"海淀区中关村大街 1 号\n100080  北京\",zh\n陈一,,,海淀区中关村大街1号\n"+
			"Ann,,,\"1 Orange Road, Beijing\",en\nAnn,,,\"1 orange road,  Beijing\",en\n,,,长安街九号院三单元,zh\n王五,,,x,zh\nBo,,,bo@person.test,en\n", notice.SMS, notice.Letter)
	if a := o.Audience; a.Count != 4 || a.Same != 1 || a.Faulty != 2 || a.Post[0] != 2 || a.Post[2] != 1 ||
		a.Email != 1 {
		t.Fatalf("%+v", a)
	}
	if reach := o.Content.Reach(o.Audience); reach[notice.Letter] != 2 || reach[notice.SMS] != 1 || reach[""] != 1 {
		t.Errorf("%v", reach)
	}
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	rows := given(t, li, o, notice.Letter, false)
	if len(rows) != 2 || rows[1][1] != "Ann" || rows[1][10] != "1 Orange Road, Beijing" ||
		!strings.Contains(rows[1][7], "Dear Ann") {
		t.Fatalf("%q", rows)
	}
	if _, err := campaign.GiveLetters(ctx, jing, o.Seen(), io.Discard); !errors.Is(err, campaign.ErrListOwn) {
		t.Errorf("whoever wrote it takes the letters: %v", err)
	}
	letters := printed(t, li, o)
	for n, row := range rows {
		if !strings.Contains(letters[n], "Dear "+row[1]) || !strings.Contains(letters[n], row[10]) {
			t.Errorf("the letter to %q says:\n%s", row[10], letters[n])
		}
	}
	sms := given(t, li, o, notice.SMS, false)
	if _, err := campaign.ResultFile(ctx, jing, o.Seen(),
		file(t, "line,result\n"+rows[1][0]+",sent\n"+rows[0][0]+",failed\n"+sms[0][0]+",failed\n")); err != nil {
		t.Fatal(err)
	}
	rows = given(t, li, read(t, jing, o.ID), notice.Letter, false)
	if len(rows) != 1 || rows[0][10] != "海淀区中关村大街 1 号 100080 北京" {
		t.Errorf("whom the short message did not reach gets no letter: %q", rows)
	}
}

func TestANoticeTakesNoEffectForWhoeverDidNotAgree(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li, fang := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead), d.Add(t, "fang",
		model.RoleAgent)
	sms := mailtest.NewGateway(t)
	o := byWays(t, jing, li, dispatch.Settings{SMS: sms.Settings()},
		"name,email,phone\nA,a@person.test,13800000001\nB,b@person.test,13800000002\nC,,13800000003\nD,d@person.test,13800000004\n", notice.SMS)
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	people, err := campaign.FindPeople(ctx, fang, o.ID, "A@Person.test")
	if err != nil || len(people) != 1 || people[0].Number != 1 || strings.Contains(people[0].Email, "a@person") {
		t.Fatalf("%+v %v", people, err)
	}
	b, err := campaign.FindPeople(ctx, fang, o.ID, "13800000002")
	if err != nil || len(b) != 1 {
		t.Fatalf("%+v %v", b, err)
	}
	if err := campaign.Answer(ctx, fang, o.Seen(), people[0], true, " "); !errors.Is(err, campaign.ErrAnswerNoted) {
		t.Errorf("without saying how: %v", err)
	}
	if err := campaign.Answer(ctx, fang, o.Seen(), people[0], true, "called on 3 December"); err != nil {
		t.Fatal(err)
	}
	done, err := campaign.AnswerFile(ctx, fang, o.Seen(),
		file(t,
			"email,phone,answer\nb@person.test,,同意\n,138 0000 0003,no\nx@person.test,,yes\nB@person.test,,no\nd@person.test,,maybe\n"))
	if err != nil || done.Taken != 2 || len(done.Problems) != 3 {
		t.Fatalf("%+v %v", done, err)
	}
	o = read(t, jing, o.ID)
	if c := campaign.ConsentOf(o.Notice); c != (campaign.Consent{Agreed: 2, Declined: 1, Silent: 1}) ||
		o.Progress.Handed != 4 {
		t.Errorf("%+v %+v", c, o.Progress)
	}
	// A later answer takes the place of one before; what became of the message stays.
	if err := campaign.Answer(ctx, fang, o.Seen(), b[0], false, "wrote back"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := campaign.WithoutEffect(ctx, jing, o.Seen(), &out); !errors.Is(err, campaign.ErrListOwn) {
		t.Errorf("who wrote it takes the list: %v", err)
	}
	out.Reset()
	n, err := campaign.WithoutEffect(ctx, li, o.Seen(), &out)
	if err != nil || n != 3 || strings.Contains(out.String(), "a@person.test") ||
		!strings.Contains(out.String(), "b@person.test") {
		t.Errorf("%d %v %s", n, err, out.String())
	}
	if verdict, err := d.Store().VerifyLog(ctx); err != nil || len(verdict.Problems) > 0 {
		t.Errorf("%+v %v", verdict, err)
	}
}
