package notice_test

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// sinks are a mail server and two gateways that take nothing and note who came.
type sinks struct {
	mail      *int32
	sms, push *mailtest.Gateway
}

// serversOf lets a desk send by every way that it has.
func serversOf(t testing.TB, lead *desk.Session) sinks {
	t.Helper()
	in, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var came int32
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	})
	go func() {
		for {
			c, err := in.Accept()
			if err != nil {
				return // closed at the end
			}
			atomic.AddInt32(&came, 1)
			if err := c.Close(); err != nil {
				return
			}
		}
	}()
	s := sinks{&came, mailtest.NewGateway(t), mailtest.NewGateway(t)}
	_, port, err := net.SplitHostPort(in.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	m := dispatch.Settings{Out: dispatch.Server{Host: "127.0.0.1", Port: number, Security: dispatch.Plain},
		From: "desk@desk.test", SMS: s.sms.Settings(), Push: s.push.Settings()}
	if _, err := outbox.SaveSettings(ctx, lead, m); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s sinks) nothing(t testing.TB) {
	t.Helper()
	if n := atomic.LoadInt32(s.mail); n != 0 || len(s.sms.Taken()) != 0 || len(s.push.Taken()) != 0 {
		t.Errorf("the mail server was called %d times, the gateways took %v and %v", n, s.sms.Taken(), s.push.Taken())
	}
}

// happened is an incident, or a drill, that concerns people in California too.
func happened(t testing.TB, d *desktest.Desk, s *desk.Session, drill bool) incident.Standing {
	t.Helper()
	st, err := app.Open(ctx, s,
		incident.Facts{Title: "An export was readable", FoundBy: "He Yu", Aware: d.Now().Add(-time.Hour),
			Contained: d.Now().Add(-time.Minute), Cause: "a job",
			Places: map[string]incident.Range{"us_ca": incident.Exactly(11), "eu": incident.Exactly(0)}}, drill)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// whole fills in what a notice of an incident lacks.
func whole(t testing.TB, s *desk.Session, n notice.Notice) campaign.Open {
	t.Helper()
	o := read(t, s, n.ID)
	c := o.Content
	for _, x := range o.Checklist {
		if x.Passage() && len(x.Missing) > 0 {
			c.Passages[x.ID] = both("About "+string(x.ID)+".", "关于"+string(x.ID)+"。")
		}
	}
	c.Products = []string{"Orange Shop"}
	c.Channels, c.Banner = append(c.Channels, notice.Home), both("Data leaked.", "信息泄露。")
	c.Passages["basic"], c.Passages["cause"] = both("An export was readable.", "导出文件可被公开读取。"), both("A job.", "夜间任务。")
	n, err := campaign.Save(ctx, s, n.Seen(), c)
	if err != nil {
		t.Fatal(err)
	}
	if n, err = campaign.AudienceFile(ctx, s, n.Seen(), file(t, three)); err != nil {
		t.Fatal(err)
	}
	return read(t, s, n.ID)
}

func TestANoticeOfAnIncidentBeginsWithWhatItsRecordKnows(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	st := happened(t, d, jing, false)
	n, err := campaign.BeginIncident(ctx, jing, app.SeenOf(st.Incident), campaign.Children)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := campaign.BeginIncident(ctx, jing, app.SeenOf(st.Incident), campaign.Children); !errors.Is(err,
		app.ErrMovedOn) {
		t.Errorf("begun by an older version: %v", err)
	}
	if st, err = app.Read(ctx, jing, st.ID); err != nil {
		t.Fatal(err)
	}
	if last := st.Record[len(st.Record)-1]; last.Body.Notice == nil || last.Body.Notice.Reference != n.Reference ||
		!last.Body.Notice.Children {
		t.Errorf("the record says %+v", last)
	}
	if about, err := campaign.List(ctx, jing); err != nil || len(about) != 1 ||
		about[0].Content.Incident != st.Reference {
		t.Errorf("the notices of the incident are %+v, %v", about, err)
	}
	o := read(t, jing, n.ID)
	if c := o.Content; c.Title["en"] != "Notice of Data Breach" || !slices.Contains(c.Regimes, "us_ca") ||
		slices.Contains(c.Regimes, "eu") || !strings.Contains(c.Passages["basic"]["en"], "An export was readable") ||
		c.Passages["cause"]["en"] != "a job" {
		t.Errorf("it begins with %+v", c)
	}
	lacks := func(o campaign.Open, item notice.Item) bool {
		return slices.ContainsFunc(o.Problems, func(p notice.Problem) bool {
			return p.Item == item && p.Blocking && (p.Trouble == notice.Missing || p.Trouble == notice.NotTitled)
		})
	}
	if !lacks(o, notice.Guardians) || !lacks(o, "harm") {
		t.Errorf("a notice to guardians lacks nothing of %+v", o.Problems)
	}
	left := o.Content
	left.Left, left.Title = []notice.Item{notice.Guardians, "delay", "bureaus", "remedy"}, both("About an incident",
		"关于安全事件")
	left.Guardians, left.Incident = false, ""
	if n, err = campaign.Save(ctx, jing, n.Seen(), left); err != nil {
		t.Fatal(err)
	}
	if o = read(t, jing, n.ID); !lacks(o, notice.Guardians) || !lacks(o, notice.Title) || lacks(o, "bureaus") ||
		o.Content.Incident != st.Reference {
		t.Errorf("who wrote it left out what guardians are told, or the title of the law: %+v", o.Problems)
	}
	o.Content.Title = both("Notice of Data Breach", "关于安全事件")
	if n, err = campaign.Save(ctx, jing, n.Seen(), o.Content); err != nil {
		t.Fatal(err)
	}
	o = whole(t, jing, n)
	text := o.Content.Render(notice.Email, o.Organisation, "en", notice.Recipient{}).Text
	at := -1
	for _, heading := range []string{"What Happened", "What Information Was Involved", "What We Are Doing",
		"What You Can Do", "For More Information"} {
		i := strings.Index(text, heading+"\n")
		if i <= at {
			t.Errorf("the heading %q stands at %d, the one before at %d, in\n%s", heading, i, at, text)
		}
		at = i
	}
	if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); err != nil {
		t.Errorf("%v %+v", err, o.Problems)
	}
}

// TestANoticeOfADrillNeverLeaves tries every way to approve and send it, the last ones past the program.
func TestANoticeOfADrillNeverLeaves(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	servers := serversOf(t, li)
	n, err := campaign.BeginIncident(ctx, jing, app.SeenOf(happened(t, d, jing, true).Incident), campaign.Everybody)
	if err != nil {
		t.Fatal(err)
	}
	o := whole(t, jing, n)
	if !strings.HasPrefix(o.Content.Title["en"], "DRILL") || !strings.HasPrefix(o.Content.Title["zh-Hans"], "【演练】") {
		t.Errorf("it does not say that it is a drill: %v", o.Content.Title)
	}
	if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); !errors.Is(err, incident.ErrDrill) {
		t.Errorf("it is approved: %v", err)
	}
	for _, state := range []notice.State{notice.Approved, notice.Sending} {
		if err := li.Write(ctx, model.ActApproveNotice, func(tx *store.Tx, _ *model.Entry) error {
			now, err := notices.Read(tx.View, o.ID)
			if err != nil {
				return err
			}
			now.State = state
			_, err = notices.Move(tx, now)
			return err
		}); !errors.Is(err, incident.ErrDrill) {
			t.Errorf("the store keeps it as %s: %v", state, err)
		}
	}
	// A program of somebody's own that approves it, and lets it go.
	if err := li.Write(ctx, model.ActApproveNotice, func(tx *store.Tx, _ *model.Entry) error {
		if err := tx.ApproveDeskAnew(model.ActApproveNotice, o.Reference, o.Digest, d.Now()); err != nil {
			return err
		}
		return errors.Join(tx.DeskRows().Table("notice").Where("id = ?", o.ID).
			Updates(map[string]any{"state": "approved", "approved_by": li.Staff().ID}).Error)
	}); err != nil {
		t.Fatal(err)
	}
	o = read(t, jing, o.ID)
	if err := campaign.Send(ctx, jing, o.Seen()); !errors.Is(err, incident.ErrDrill) {
		t.Errorf("it is sent: %v", err)
	}
	if err := li.Write(ctx, model.ActSendNotice, func(tx *store.Tx, _ *model.Entry) error {
		return errors.Join(tx.DeskRows().Table("notice").Where("id = ?", o.ID).Update("state", "sending").Error,
			notices.SaveRun(tx, notices.Run{Notice: o.ID, Progress: notice.Progress{Round: 1, Due: d.Now()}}))
	}); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	if o = read(t, jing, o.ID); o.Progress.Tried != 0 || len(receiptsOf(t, jing, o.ID)) != 0 {
		t.Errorf("the desk sent it: %+v", o.Progress)
	}
	servers.nothing(t)
}

// TestTheRegulatorFileHoldsTheNoticesAndTheirReceipts sends one for real and opens the file as an authority does.
func TestTheRegulatorFileHoldsTheNoticesAndTheirReceipts(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	servers := mailtest.Real(t)
	if _, err := outbox.SaveSettings(ctx, li, servers.Settings("breach@desk.test")); err != nil {
		t.Fatal(err)
	}
	st := happened(t, d, jing, false)
	n, err := campaign.BeginIncident(ctx, jing, app.SeenOf(st.Incident), campaign.Everybody)
	if err != nil {
		t.Fatal(err)
	}
	o := whole(t, jing, n)
	if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); err != nil {
		t.Fatal(err, o.Problems)
	}
	if err := campaign.Send(ctx, jing, read(t, jing, o.ID).Seen()); err != nil {
		t.Fatal(err)
	}
	sendAll(t, jing)
	waiting := func() int {
		waits, err := campaign.Unshown(ctx, jing)
		if err != nil {
			t.Fatal(err)
		}
		return len(waits)
	}
	if waiting() != 1 {
		t.Error("nothing says that nobody saw the announcement")
	}
	if err := campaign.Show(ctx, jing, o.Seen(), picture(t, "what people saw"),
		notice.Shown{Address: "shop.test/notices", Since: d.Now()}); err != nil {
		t.Fatal(err)
	}
	if waiting() != 0 {
		t.Error("it is shown, and still waits to be")
	}
	if st, err = app.Read(ctx, jing, st.ID); err != nil {
		t.Fatal(err)
	}
	post, err := app.ReadPost(ctx, jing)
	if took, told := post.FirstNotice(st); err != nil || !told || took != time.Hour {
		t.Errorf("from the awareness to the first notice %s, %v, %v", took, told, err)
	}
	path, err := app.File(ctx, jing, app.SeenOf(st.Incident), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if data, err := fs.ReadFile(z, st.Reference+"/shown/"+o.Reference+"-01.png"); err != nil ||
		string(data) != "what people saw" {
		t.Errorf("the picture of the announcement: %q, %v", data, err)
	}
	want := receiptsOf(t, jing, o.ID)
	for _, lang := range []string{"en", "zh-Hans"} {
		rows := map[string][][]string{}
		for _, name := range []string{"receipts.csv", "notices.csv", "notice-texts.csv", "notices-shown.csv"} {
			f, err := z.Open(st.Reference + "/" + lang + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if rows[name], err = csv.NewReader(f).ReadAll(); err != nil {
				t.Fatal(name, err)
			}
		}
		got := rows["receipts.csv"][1:]
		if len(got) != len(want) || len(want) == 0 {
			t.Fatalf("%s: %d receipts in the file, %d at the desk", lang, len(got), len(want))
		}
		for i, r := range want {
			if got[i][0] != o.Reference || got[i][1] != strconv.FormatInt(r.Number, 10) || got[i][7] != r.Said {
				t.Errorf("%s: %q, want %+v", lang, got[i], r)
			}
		}
		if all := fmt.Sprint(rows["notice-texts.csv"]); !strings.Contains(all, o.Content.Passages["cause"][lang]) {
			t.Errorf("%s: the text of the notice is not in the file:\n%s", lang, all)
		}
		if n := rows["notices-shown.csv"]; len(n) != 2 || n[1][1] != "shop.test/notices" {
			t.Errorf("%s: %q", lang, n)
		}
		if n := rows["notices.csv"]; len(n) != 2 || n[1][0] != o.Reference {
			t.Errorf("%s: %q", lang, n)
		}
		if strings.Contains(fmt.Sprint(rows), "ann@person.test") {
			t.Errorf("%s: an address stands there whole", lang)
		}
	}
}
