package fulfil_test

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A child process works in the desk at the one until it is killed, and keeps in the other what its computer remembers.
const (
	crashDesk  = "RIGHTSDESK_CRASH_DESK"
	crashState = "RIGHTSDESK_CRASH_STATE"
)

// stages are what the child acknowledges, in order, with the statuses a request may have from then on.
var stages = []string{"taken", "verified", "collected", "reviewed", "released"}

var reachedBy = map[string][]model.Status{
	"taken":     model.Statuses,
	"verified":  {model.Working, model.Review, model.Answering},
	"collected": {model.Working, model.Review, model.Answering},
	"reviewed":  {model.Review, model.Answering},
	"released":  {model.Answering},
}

func TestMain(m *testing.M) {
	if request := os.Getenv(crashPlan); request != "" {
		if err := writeUntilKilled(os.Getenv(crashDesk), os.Getenv(crashState), request); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if ahead := os.Getenv(crashMail); ahead != "" {
		if err := sendUntilKilled(os.Getenv(crashDesk), os.Getenv(crashState), ahead); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if address := os.Getenv(crashDesk); address != "" {
		if err := workUntilKilled(address, os.Getenv(crashState)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// workUntilKilled carries request after request from intake to release, acknowledging each stage on standard output
// once the store has said yes.
func workUntilKilled(address, state string) error {
	d, err := desk.Open(ctx, address, desk.Options{StateDir: state})
	if err != nil {
		return err
	}
	agent, err := d.SignIn(ctx, "fang", desktest.Password)
	if err != nil {
		return err
	}
	lead, err := d.SignIn(ctx, "jing", desktest.Password)
	if err != nil {
		return err
	}
	for {
		r, err := intake.Take(ctx, agent, desktest.Submission())
		if err != nil {
			return err
		}
		ack := func(stage string) { fmt.Println(r.Reference, stage) }
		ack("taken")
		for _, step := range []struct {
			stage string
			do    func() error
		}{
			{"verified", func() error { return prove(agent, r.ID, desktest.Submission()) }},
			{"collected", func() error { return collect.Collect(ctx, agent, now(agent, r.ID), nil) }},
			{"reviewed", func() error { return prepare(agent, r.ID) }},
			{"released", func() error { return release(lead, r.ID) }},
		} {
			if err := step.do(); err != nil {
				return fmt.Errorf("%s: %w", step.stage, err)
			}
			ack(step.stage)
		}
	}
}

// now is a request as it stands; where it cannot be read, what is done with it says why.
func now(s *desk.Session, id int64) model.Revision {
	r, err := s.Request(ctx, id)
	if err != nil {
		return model.Revision{Request: id}
	}
	return r.Revision()
}

func prepare(s *desk.Session, id int64) error {
	list, err := collect.List(ctx, s, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		return err
	}
	for _, f := range list {
		if _, err := review.Decide(ctx, s, now(s, id), f.Seen(), model.LeaveOut,
			collect.Choice{Reason: "not his"}); err != nil {
			return err
		}
	}
	_, err = review.SendToReview(ctx, s, now(s, id))
	return err
}

func release(s *desk.Session, id int64) error {
	list, err := collect.List(ctx, s, id, model.FindingFilter{SharedOnly: true}, 0, 100)
	if err != nil {
		return err
	}
	for _, f := range list {
		if _, err := review.Agree(ctx, s, now(s, id), f.Seen()); err != nil {
			return err
		}
	}
	digest, err := change.Digest(ctx, s, id)
	if err != nil {
		return err
	}
	_, err = review.Release(ctx, s, now(s, id), digest)
	return err
}

// kills is how many children are killed on each engine, two at a time: each dies while another works.
var kills = map[string]int{"sqlite": 100, "postgres": 40}

func TestKillingAtAnyMomentLosesNothingAcknowledgedAndLeavesNoHalfState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		h := newHouse(t, engine)
		states := []string{t.TempDir(), t.TempDir()}
		random := rand.New(rand.NewPCG(1, 2))
		acked := map[string]string{}
		for range kills[engine] / len(states) {
			var pair errgroup.Group
			acks := make([]map[string]string, len(states))
			for i, state := range states {
				after := time.Duration(random.Int64N(int64(400 * time.Millisecond)))
				pair.Go(func() (err error) {
					acks[i], err = workAndKill(h.Address(), state, after)
					return err
				})
			}
			if err := pair.Wait(); err != nil {
				t.Fatal(err)
			}
			for _, a := range acks {
				maps.Copy(acked, a)
			}
		}
		for ref, stage := range acked {
			rows, err := h.agent.Search(ctx, ref)
			if err != nil || len(rows) != 1 {
				t.Fatalf("%s, acknowledged as %s, is gone: %v", ref, stage, err)
			}
			r, err := h.agent.Request(ctx, rows[0].ID)
			if err != nil {
				t.Fatalf("%s: %v", ref, err)
			}
			if !slices.Contains(reachedBy[stage], r.Status) {
				t.Errorf("%s was acknowledged as %s and is %s", ref, stage, r.Status)
			}
			wholeOrNothing(t, h, r, stage)
		}
		if len(acked) < kills[engine]/4 {
			t.Errorf("only %d requests were acknowledged in %d runs", len(acked), kills[engine])
		}
		h.Clock.Step(time.Hour)
		if err := change.Sweep(ctx, h.agent); err != nil {
			t.Fatal(err)
		}
		verdict, err := h.Store().VerifyLog(ctx)
		if err != nil || len(verdict.Problems) > 0 {
			t.Fatalf("%+v %v", verdict, err)
		}
	})
}

// killed runs a child with more in its environment, hands over each line it writes, kills it a while after the first
// that begins reports true of, and reports whether the kill came before its own end. The error says that the child
// failed.
func killed(env []string, after time.Duration, begins func(line string) bool, heard func(line string)) (bool, error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env...)
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	var timer *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if timer == nil && begins(lines.Text()) {
			// where it comes too late, the child's own end shows below
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		heard(lines.Text())
	}
	var exit *exec.ExitError
	err = cmd.Wait()
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		return false, fmt.Errorf("the child failed: %w %s", err, problem.String())
	}
	return err != nil, nil
}

// atOnce begins with the first line of a child.
func atOnce(string) bool { return true }

// workAndKill runs a child, kills it a while after its first acknowledgement, so that signing in does not use the time
// up, and returns what it acknowledged: the last stage of each request.
func workAndKill(address, state string, after time.Duration) (map[string]string, error) {
	acked := map[string]string{}
	cut, err := killed([]string{crashDesk + "=" + address, crashState + "=" + state}, after, atOnce, func(line string) {
		ref, stage, ok := strings.Cut(line, " ")
		if ok && slices.Contains(stages, stage) {
			acked[ref] = stage
		}
	})
	if err == nil && !cut {
		err = errors.New("the child ended by itself")
	}
	return acked, err
}

// wholeOrNothing checks what must hold at every moment: a run that counts as done has all its rows, what is in review
// or beyond is decided, what is released is agreed and reviewed by another.
func wholeOrNothing(t *testing.T, h house, r model.Request, stage string) {
	t.Helper()
	if r.Status != model.Working && r.Status != model.Review && r.Status != model.Answering {
		return
	}
	res, err := collect.Read(ctx, h.agent, r.ID)
	if errors.Is(err, collect.ErrNoRun) && stage != "collected" && r.Status == model.Working {
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", r.Reference, err)
	}
	if !res.Run.Done {
		if stage == "collected" || r.Status != model.Working {
			t.Errorf("%s is %s with an unfinished run", r.Reference, r.Status)
		}
		return
	}
	rows, undecided, unagreed := int64(0), int64(0), int64(0)
	for _, c := range res.Counts {
		rows, undecided, unagreed = rows+c.Rows, undecided+c.Undecided, unagreed+c.Unagreed
	}
	if rows != 6 {
		t.Errorf("%s: a finished run has %d rows, want 6", r.Reference, rows)
	}
	if r.Status != model.Working && undecided > 0 {
		t.Errorf("%s is %s with undecided rows", r.Reference, r.Status)
	}
	if r.Status == model.Answering && (unagreed > 0 || r.ReviewedBy == "" || r.ReviewedBy == r.PreparedBy) {
		t.Errorf("%s was released half: %+v", r.Reference, r)
	}
}
