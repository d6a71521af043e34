package notice_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store/storetest"
)

// byWays is an approved notice by some channels, at a desk that sends as m says.
func byWays(t testing.TB, writer, lead *desk.Session, m dispatch.Settings, people string,
	channels ...notice.Channel) campaign.Open {
	t.Helper()
	if _, err := outbox.SaveSettings(ctx, lead, m); err != nil {
		t.Fatal(err)
	}
	n, err := campaign.Begin(ctx, writer, notice.PolicyUpdate)
	if err != nil {
		t.Fatal(err)
	}
	c := full(notice.PolicyUpdate, desktest.Organisation())
	c.Banner = both("The statement changes.", "声明更新。")
	c.Channels, c.SMS, c.Push = channels, both("Our statement changes on {effective}: {link}",
		"隐私声明将于{effective}更新：{link}"), both("The statement changes.", "声明更新。")
	if n, err = campaign.Save(ctx, writer, n.Seen(), c); err != nil {
		t.Fatal(err)
	}
	if n, err = campaign.AudienceFile(ctx, writer, n.Seen(), file(t, people)); err != nil {
		t.Fatal(err)
	}
	o := read(t, writer, n.ID)
	if err := campaign.Approve(ctx, lead, o.Seen(), o.Digest); err != nil {
		t.Fatalf("%v %+v", err, o.Problems)
	}
	if o = read(t, writer, n.ID); o.State != notice.Approved {
		t.Fatal(o.State)
	}
	if err := campaign.Send(ctx, writer, o.Seen()); err != nil {
		t.Fatal(err)
	}
	return read(t, writer, n.ID)
}

func TestANoticeGoesThroughAGatewayToEverybodyOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
		sms, push := mailtest.NewGateway(t), mailtest.NewGateway(t)
		busy := true
		sms.Answer(func(m mailtest.Short) (int, string) {
			switch {
			case m.To == "+8613800000002":
				return 200, `{"result":{"code":42}}`
			case m.To == "+8613800000003":
				return 502, ``
			case m.To == "+8613800000004" && busy:
				busy = false
				return 429, ``
			}
			return 200, `{"result":{"code":0}}`
		})
		o := byWays(t, jing, li, dispatch.Settings{SMS: sms.Settings(), Push: push.Settings()},
			"name,phone,device,language\nA,138 0000 0001,,zh\nB,13800000002,device-b,en\nC,13800000003,device-c,en\nD,13800000004,,en\nE,,device-e,en\n", notice.SMS, notice.Push)
		sendAll(t, jing)
		d.Clock.Step(time.Hour)
		sendAll(t, jing)
		o = read(t, jing, o.ID)
		if p := o.Progress; o.State != notice.Sent || p.Handed != 4 || p.Failed != 0 || p.Uncertain != 1 ||
			p.Later != 0 || p.Tried != 5 || p.Elsewhere != 0 {
			t.Errorf("%s, %+v", o.State, p)
		}
		took := map[string]string{}
		for _, list := range sms.Taken() {
			for _, m := range list {
				took[m.To] += m.Text + "|"
			}
		}
		link := "https://orangelab.cn/p33"
		if want := map[string]string{"+8613800000001": "隐私声明将于2027年1月1日更新：" + link + "|",
			"+8613800000002": "Our statement changes on 1 January 2027: " + link + "|",
			"+8613800000004": "Our statement changes on 1 January 2027: " + link + "|"}; !maps.Equal(took, want) {
			t.Errorf("the gateway took %v", took)
		}
		var devices []string
		for _, list := range push.Taken() {
			for _, m := range list {
				devices = append(devices, m.Device)
			}
		}
		slices.Sort(devices) // whose message is not certain gets no other
		if !slices.Equal(devices, []string{"device-b", "device-e"}) {
			t.Errorf("pushed to %v", devices)
		}
		// Somebody looks: it did not go, and the next way is tried.
		need, err := campaign.Needing(ctx, jing, o.ID, 0, 10)
		if err != nil || len(need) != 1 || need[0].Result != notice.Uncertain || need[0].Why != string(mail.Unclear) {
			t.Fatalf("%+v %v", need, err)
		}
		if err := campaign.Settle(ctx, jing, o.Seen(), need[0].Receipt, outbox.Next, ""); err != nil {
			t.Fatal(err)
		}
		sendAll(t, jing)
		if o = read(t, jing, o.ID); o.State != notice.Sent || o.Progress.Handed != 5 ||
			o.Progress.Uncertain+o.Progress.Failed != 0 {
			t.Errorf("%s, %+v", o.State, o.Progress)
		}
	})
}

func TestWhomAMailDoesNotReachGetsAShortMessageAndNobodyTwoByOneWay(t *testing.T) {
	servers := mailtest.Real(t)
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	g := mailtest.NewGateway(t)
	settings := servers.Settings("fallback@desk.test")
	settings.SMS = g.Settings()
	o := byWays(t, jing, li, settings,
		"name,email,phone,language\nOK,fall-ok@person.test,13800000001,en\nRefused,refused@person.test,13800000002,en\nGone,nobody@gone.test,13800000003,en\n"+
			"No phone,refused2@gone.test,,en\nPhone,,13800000004,en\n", notice.Email, notice.SMS, notice.Home)
	sendAll(t, jing)
	numbers := func() (list []string) {
		for _, ms := range g.Taken() {
			for _, m := range ms {
				list = append(list, m.To)
			}
		}
		slices.Sort(list)
		return list
	}
	if got := numbers(); !slices.Equal(got, []string{"+8613800000002", "+8613800000004"}) {
		t.Errorf("before the bounce: %v", got)
	}
	if o = read(t, jing, o.ID); o.State != notice.Sent {
		t.Fatalf("%s %+v", o.State, o.Progress)
	}
	servers.Inbox(t, "fallback@desk.test", 2)
	for range 2 { // the second time nothing of it counts
		if err := intake.Hear(ctx, jing); err != nil {
			t.Fatal(err)
		}
		sendAll(t, jing)
	}
	if got := numbers(); !slices.Equal(got, []string{"+8613800000002", "+8613800000003", "+8613800000004"}) {
		t.Errorf("after the bounce: %v", got)
	}
	o = read(t, jing, o.ID)
	if p := o.Progress; o.State != notice.Sent || p.Handed != 4 || p.Returned != 1 || p.Failed != 0 {
		t.Errorf("%s %+v", o.State, p)
	}
	// Whom no way reaches is left to the public announcement, and its reason is kept.
	need, err := campaign.Needing(ctx, jing, o.ID, 0, 10)
	if err != nil || len(need) != 1 {
		t.Fatalf("%+v %v", need, err)
	}
	if err := campaign.Settle(ctx, jing, o.Seen(), need[0].Receipt, outbox.Announce, " "); !errors.Is(err,
		outbox.ErrNoReason) {
		t.Errorf("without a reason: %v", err)
	}
	if err := campaign.Settle(ctx, jing, o.Seen(), need[0].Receipt, outbox.Announce,
		"The only address is dead."); !errors.Is(err, notice.ErrNotShown) {
		t.Errorf("an announcement that nobody saw: %v", err)
	}
	if err := campaign.Show(ctx, jing, o.Seen(), file(t, "the page"), notice.Shown{Address: "shop.test/notices",
		Since: d.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := campaign.Settle(ctx, jing, o.Seen(), need[0].Receipt, outbox.Announce,
		"The only address is dead."); err != nil {
		t.Fatal(err)
	}
	last := receiptsOf(t, jing, o.ID)
	if x := last[len(last)-1]; x.Result != notice.Announced || x.Said != "The only address is dead." ||
		read(t, jing, o.ID).Progress.Announced != 1 {
		t.Errorf("%+v", x)
	}
}

func TestNoShortMessageGoesTwiceWheneverTheSenderIsKilled(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	g := mailtest.NewGateway(t)
	var asked atomic.Int64
	g.Answer(func(mailtest.Short) (int, string) {
		if asked.Add(1)%50 == 49 { // the gateway dies as well
			panic(http.ErrAbortHandler)
		}
		return 200, `{"result":{"code":0}}`
	})
	const people = 150
	var list strings.Builder
	list.WriteString("name,phone\n")
	for i := range people {
		fmt.Fprintf(&list, "Person %d,1380001%04d\n", i, i)
	}
	o := byWays(t, jing, li, dispatch.Settings{SMS: g.Settings()}, list.String(), notice.SMS)
	random, kills, ahead := rand.New(rand.NewPCG(7, 8)), 0, 0
	for running := true; running && kills < 6; {
		ahead += 15
		if running = killedWhileSending(t, d.Address(), ahead,
			time.Duration(random.Int64N(int64(200*time.Millisecond)))); running {
			kills++
		}
	}
	if kills < 2 {
		t.Fatalf("the sender was killed only %d times", kills)
	}
	d.Clock.Step(time.Duration(ahead+15) * time.Minute)
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	receipts := receiptsOf(t, jing, o.ID)
	n := count(receipts)
	if o.State != notice.Sent || n[notice.Handed]+n[notice.Uncertain] != people ||
		n[notice.Uncertain] > kills+int(asked.Load())/50+1 || len(receipts) != people {
		t.Errorf("%s, %v after %d kills", o.State, n, kills)
	}
	took := g.Taken()
	for id, list := range took {
		if len(list) != 1 {
			t.Errorf("%s went %d times", id, len(list))
		}
	}
	if len(took) < n[notice.Handed] || len(took) > people {
		t.Errorf("the gateway took %d, the receipts say %d", len(took), n[notice.Handed])
	}
	t.Logf("%d kills: %v", kills, n)
}

func TestASecretGoesToNoOtherGateway(t *testing.T) {
	d := desktest.New(t, "sqlite")
	li := d.Add(t, "li", model.RoleLead)
	g := mailtest.NewGateway(t)
	if _, err := outbox.SaveSettings(ctx, li, dispatch.Settings{SMS: g.Settings()}); err != nil {
		t.Fatal(err)
	}
	kept, err := outbox.ReadSettings(ctx, li)
	if err != nil || kept.SMS.Secret != "" || kept.SMS.Address == "" {
		t.Fatalf("%+v %v", kept.SMS, err)
	}
	answer, err := outbox.TryGateway(ctx, li, kept, notice.SMS, "13812341234", "A test")
	if err != nil || answer.Status != 200 || len(g.Taken()) != 1 {
		t.Errorf("%+v %v", answer, err)
	}
	other := kept
	other.SMS.Address = mailtest.NewGateway(t).Settings().Address
	if _, err := outbox.SaveSettings(ctx, li, other); !errors.Is(err, outbox.ErrSecretAgain) {
		t.Errorf("the kept secret goes elsewhere: %v", err)
	}
}
