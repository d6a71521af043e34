package notice_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// A child hands over what waits at a desk; how many minutes its clock is ahead stands in crashAhead.
const (
	crashDesk  = "RIGHTSDESK_CRASH_DESK"
	crashState = "RIGHTSDESK_CRASH_STATE"
	crashAhead = "RIGHTSDESK_CRASH_AHEAD"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(crashDesk); address != "" {
		if err := sendUntilKilled(address, os.Getenv(crashState), os.Getenv(crashAhead)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func sendUntilKilled(address, state, ahead string) error {
	minutes, err := strconv.Atoi(ahead)
	if err != nil {
		return err
	}
	d, err := desk.Open(ctx, address, desk.Options{StateDir: state, Now: func() time.Time {
		return start.Add(time.Duration(minutes) * time.Minute)
	}})
	if err != nil {
		return err
	}
	s, err := d.SignIn(ctx, "jing", desktest.Password)
	if err != nil {
		return err
	}
	fmt.Println("sending")
	return outbox.Send(ctx, s, func(*desk.Change, dispatch.Outgoing) error { return nil })
}

// start is the clock of desktest.
var start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// killedWhileSending runs a child, kills it a while after it began to send, and reports whether it had something left
// to do.
func killedWhileSending(t *testing.T, address string, ahead int, after time.Duration) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDesk+"="+address, crashState+"="+t.TempDir(),
		crashAhead+"="+strconv.Itoa(ahead))
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var timer *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if timer == nil {
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended
		}
	}
	err = cmd.Wait()
	if timer != nil {
		timer.Stop()
	}
	var ended *exec.ExitError
	if err != nil && (!errors.As(err, &ended) || ended.ExitCode() == 1) {
		t.Fatalf("the child: %v %s", err, problem.String())
	}
	return err != nil
}

// The bar of 10,000 messages and 100 kills is asked for with RIGHTSDESK_CRASH_MAILS=10000.
func TestNobodyGetsANoticeTwiceWheneverTheSenderIsKilled(t *testing.T) {
	mails, most := 300, 12
	if n, err := strconv.Atoi(os.Getenv("RIGHTSDESK_CRASH_MAILS")); err == nil {
		mails, most = n, 100
	}
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	var people strings.Builder
	people.WriteString("name,email\n")
	for i := range mails {
		fmt.Fprintf(&people, "Person %d,killed-%d@person.test\n", i, i)
	}
	o, servers := approved(t, d, jing, li, "killer@desk.test", people.String())
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	random, kills, ahead := rand.New(rand.NewPCG(5, 6)), 0, 0
	for running := true; running && kills < most; {
		ahead += 15
		if running = killedWhileSending(t, d.Address(), ahead,
			time.Duration(random.Int64N(int64(400*time.Millisecond)))); running {
			kills++
		}
	}
	if kills < 3 {
		t.Fatalf("the sender was killed only %d times", kills)
	}
	d.Clock.Step(time.Duration(ahead+15) * time.Minute)
	sendAll(t, jing)
	o = read(t, jing, o.ID)
	list, err := campaign.Receipts(ctx, jing, o.ID, 0, 10*mails)
	if err != nil {
		t.Fatal(err)
	}
	n := count(list)
	if o.State != notice.Sent || n[notice.Handed]+n[notice.Uncertain] != mails || n[notice.Uncertain] > kills ||
		len(list) != mails {
		t.Errorf("%s, of %d messages %v after %d kills", o.State, mails, n, kills)
	}
	// Line by line against the server's own log.
	var ids []string
	receipt := map[string]notice.Receipt{}
	if err := jing.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		for _, x := range list {
			id := notices.MessageID(v, o.ID, x.Recipient, x.Round, "desk.test")
			if receipt[id] = x.Receipt; x.Result == notice.Handed {
				ids = append(ids, id)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	took := servers.Taken(t, ids...)
	for id, x := range receipt {
		switch times := len(took[id]); {
		case times > 1:
			t.Errorf("recipient %d got it %d times", x.Recipient, times)
		case x.Result == notice.Handed && (times != 1 || !strings.Contains(x.Said, took[id][0])):
			t.Errorf("recipient %d: the receipt says %q, the server's log %q", x.Recipient, x.Said, took[id])
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
		t.Error("two messages have one name")
	}
	t.Logf("%d messages, %d kills: %v", mails, kills, n)
}

// The notes of who was begun with are lost, as where the computer itself failed: nobody knows of any of those in
// flight, and none of them gets a second message.
func TestWhereTheNotesOfASenderAreLostNobodyInFlightIsTriedAgain(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, li := d.Add(t, "jing", model.RoleLead), d.Add(t, "li", model.RoleLead)
	const mails = 60
	var people strings.Builder
	people.WriteString("name,email\n")
	for i := range mails {
		fmt.Fprintf(&people, "Person %d,lost-%d@person.test\n", i, i)
	}
	o, servers := approved(t, d, jing, li, "lost@desk.test", people.String())
	if err := campaign.Send(ctx, jing, o.Seen()); err != nil {
		t.Fatal(err)
	}
	killed := false
	for wait := 40 * time.Millisecond; !killed; wait /= 2 {
		if killed = killedWhileSending(t, d.Address(), 0, wait); wait < time.Millisecond {
			t.Skip("the sender was too fast to be killed")
		}
	}
	files, err := filepath.Glob(filepath.Join(d.Address(), "flight-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	d.Clock.Step(15 * time.Minute)
	sendAll(t, jing)
	list := receiptsOf(t, jing, o.ID)
	n := count(list)
	if n[notice.Handed]+n[notice.Uncertain] != mails || len(files) > 0 && n[notice.Uncertain] != mails {
		t.Errorf("with %d files lost: %v", len(files), n)
	}
	took := servers.Taken(t)
	if err := jing.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		for _, x := range list {
			if times := len(took[notices.MessageID(v, o.ID, x.Recipient, x.Round, "desk.test")]); times > 1 {
				t.Errorf("recipient %d got it %d times", x.Recipient, times)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
