package fulfil_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/mail/mailtest"
	"orangelab.cn/rightsdesk/model/dispatch"
)

// crashMail tells a child to hand over what waits, and how many minutes its clock is ahead.
const crashMail = "RIGHTSDESK_CRASH_MAIL"

// sendUntilKilled hands over what waits, as the desktop of somebody who is signed in does.
func sendUntilKilled(address, state, ahead string) error {
	minutes, err := strconv.Atoi(ahead)
	if err != nil {
		return err
	}
	d, err := desk.Open(ctx, address, desk.Options{StateDir: state, Now: func() time.Time {
		return time.Now().Add(time.Duration(minutes) * time.Minute)
	}})
	if err != nil {
		return err
	}
	agent, err := d.SignIn(ctx, "fang", desktest.Password)
	if err != nil {
		return err
	}
	fmt.Println("sending")
	return fulfil.SendMail(ctx, agent)
}

// killedWhileSending runs a child, kills it a while after it began to send, and reports whether it was killed before it
// had nothing more to do.
func killedWhileSending(t *testing.T, address, state string, ahead int, after time.Duration) bool {
	t.Helper()
	env := []string{crashDesk + "=" + address, crashState + "=" + state, crashMail + "=" + strconv.Itoa(ahead)}
	cut, err := killed(env, after, atOnce, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return cut
}

// mailsToSend and killsOfSender are how large the run is; the bar of 10,000 messages and 100 kills is asked for with
// RIGHTSDESK_CRASH_MAILS=10000.
func mailsToSend() (mails, kills int) {
	if n, err := strconv.Atoi(os.Getenv("RIGHTSDESK_CRASH_MAILS")); err == nil {
		return n, 100
	}
	return 60, 12
}

func TestNobodyGetsAMessageTwiceWheneverTheSenderIsKilled(t *testing.T) {
	h := newHouse(t, "sqlite")
	servers := mailing(t, h.lead, mailtest.Support)
	mails, most := mailsToSend()
	var requests []int64
	for i := range mails {
		requests = append(requests, acknowledged(t, h, fmt.Sprintf("kill-%d@person.test", i)).ID)
	}
	random, kills, ahead := rand.New(rand.NewPCG(3, 4)), 0, 0
	for running := true; running && kills < most; {
		ahead += 15
		if running = killedWhileSending(t, h.Address(), t.TempDir(), ahead,
			time.Duration(random.Int64N(int64(250*time.Millisecond)))); running {
			kills++
		}
	}
	if kills < 3 {
		t.Fatalf("the sender was killed only %d times", kills)
	}
	h.Clock.Step(time.Until(h.Clock.Now()) * -1)
	h.Clock.Step(time.Duration(ahead+15) * time.Minute)
	if err := fulfil.SendMail(ctx, h.agent); err != nil {
		t.Fatal(err)
	}
	var handed []string
	states := map[dispatch.State]int{}
	all := map[string]dispatch.Outgoing{}
	for _, r := range requests {
		for _, m := range sentOf(t, h, r).Mails {
			states[m.State]++
			all[m.MessageID] = m
			if m.State == dispatch.Handed {
				handed = append(handed, m.MessageID)
			}
		}
	}
	took := servers.Taken(t, handed...)
	for id, m := range all {
		switch n := len(took[id]); {
		case n > 1:
			t.Errorf("%s was taken %d times", id, n)
		case m.State == dispatch.Handed && (n != 1 || !strings.Contains(m.Said, took[id][0])):
			t.Errorf("%s: the receipt says %q, the server's log %q", id, m.Said, took[id])
		case m.State != dispatch.Handed && m.State != dispatch.Uncertain:
			t.Errorf("%s is %s", id, m.State)
		}
	}
	if states[dispatch.Uncertain] > kills || len(all) != mails {
		t.Errorf("of %d messages %v after %d kills", len(all), states, kills)
	}
	if verdict, err := h.Store().VerifyLog(ctx); err != nil || len(verdict.Problems) > 0 {
		t.Fatalf("%+v %v", verdict, err)
	}
	t.Logf("%d messages, %d kills: %v", mails, kills, states)
}
