package sample

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Only what leaves few rows happens to the many: nothing is collected, copied or erased for them, which the courses
// show. So none of them is being written to the sources, and what is closed was withdrawn, a duplicate or somebody
// else's to answer.

// run lets happen to a request what does.
func (t *telling) run() {
	age := t.to.Sub(t.at).Hours() / 24
	open := max(1-age/90, 0.004) // nothing is forgotten for good, and a few nearly are
	switch fate := t.dice.Float64(); {
	case t.dice.Float64() >= open:
		t.closeEarly(fate)
	case age < 1 || fate < 0.12:
		if len(t.Request.Regimes) > 0 { // whoever settled that has it in hand
			t.triage()
		}
	case fate < 0.40:
		t.triage()
	case fate < 0.50:
		t.wait()
	case fate < 0.60:
		t.notProven()
	case fate < 0.80:
		t.prove()
	default:
		t.review()
	}
}

func (t *telling) triage() {
	r := &t.Request
	detail := map[string]any{"kind": string(r.Kind), "level": int(r.LevelNeeded)}
	if r.Holder == "" {
		detail["claimed"] = true
	}
	to := model.Verifying
	if r.LevelNeeded == 0 { // nobody has to prove anything for a complaint
		to = model.Working
	}
	t.move(12, model.ActTriage, to, detail)
	if r.Holder == "" {
		r.Holder = t.worker()
	}
}

// prove has the person sign in, which proves the first two levels.
func (t *telling) prove() {
	t.triage()
	r := &t.Request
	if r.Status == model.Working || r.LevelNeeded > 2 {
		return
	}
	r.LevelReached = r.LevelNeeded
	t.move(30, model.ActIdentity, model.Working,
		map[string]any{"kind": string(model.EvidenceSignIn), "result": string(model.Passed),
			"level": int(r.LevelReached)})
	r.VerifiedAt = t.at.UTC()
	t.Evidence = []model.EvidenceRecord{
		{Evidence: model.Evidence{Kind: model.EvidenceSignIn, Result: model.Passed, At: t.at.UTC(), By: t.worker()},
			Note: t.st.say("The person signed in and confirmed the request in the account.",
				"本人已登录账户，并在账户内确认了这项请求。")}}
}

func (t *telling) wait() {
	t.triage()
	t.move(20, model.ActAskPerson, model.Waiting, map[string]any{})
}

func (t *telling) notProven() {
	t.triage()
	if t.Request.Status != model.Verifying {
		return
	}
	t.Request.Outcome = model.NotVerified
	t.move(340, model.ActNotProven, model.Answering, map[string]any{})
}

// review hands a request to a second person: what was done about it where no plan carries it out, or the refusal of the
// whole.
func (t *telling) review() {
	t.prove()
	r := &t.Request
	if r.Status != model.Working {
		return
	}
	if r.Kind.FollowsUp() {
		done := model.FollowUp{Done: verdictAnswers[model.Upheld].In(r.Subject.Language)}
		detail := map[string]any{}
		if r.Kind == model.Complaint {
			done.Verdict = model.Verdicts[t.n%len(model.Verdicts)]
			done.Done, detail["verdict"] = verdictAnswers[done.Verdict].In(r.Subject.Language), string(done.Verdict)
		}
		t.Parts = map[string]any{casefile.PartFollowUp: done}
		t.move(48, model.ActFollowUp, model.Review, detail)
	} else {
		refusal := model.Refusal{
			Grounds: []model.GivenGround{{ID: "EXC-3", Facts: inCourt.In(r.Subject.Language),
				Evidence: "（2026）京0108民初" + t.Request.Subject.Account[3:] + "号"}}}
		if t.rules.CheckRefusal(r.Kind, t.rules.RegimesOf(*r), refusal) != nil {
			return
		}
		t.Parts = map[string]any{casefile.PartRefusals: model.Refusals{"": refusal}}
		t.facts.Refused = true
		t.happens(24, model.ActRefuse, map[string]any{"whole": true, "grounds": []string{"EXC-3"}})
		t.move(2, model.ActSendReview, model.Review, map[string]any{})
	}
	r.PreparedBy, r.Holder = t.worker(), ""
}

func (t *telling) closeEarly(fate float64) {
	r := &t.Request
	r.Outcome = model.Redirected
	switch {
	case fate < 0.3:
		r.Outcome = model.Duplicate
	case fate < 0.7:
		r.Outcome = model.Withdrawn
		t.triage()
	}
	detail := map[string]any{"outcome": string(r.Outcome)}
	if r.Holder == "" {
		detail["claimed"] = true
	}
	t.move(60, model.ActCloseEarly, model.Closed, detail)
	if r.Holder == "" {
		r.Holder = t.worker()
	}
	r.ClosedAt = t.at.UTC()
}

// regimes puts every sixth request under another law beside the home one, where that law speaks of such a request.
func (t *telling) regimes(kind model.Kind) []string {
	if t.dice.IntN(6) > 0 {
		return nil
	}
	all := t.rules.RegimeIDs()
	other := all[t.dice.IntN(len(all))]
	chosen := slices.DeleteFunc(slices.Clone(all), func(id string) bool {
		return id != other && !slices.Contains(t.rules.Default, id)
	})
	d, err := t.rules.DatesUnder([]string{other}, kind, rule.Moments{Received: t.at})
	if len(chosen) == len(t.rules.Default) || err != nil || d.Answer.Limit.AtOnce() {
		return nil
	}
	return chosen
}

func join(list []string) string { return strings.Join(list, ",") }

// fillFrom is when the first request of a large desk comes in.
func fillFrom(now time.Time) time.Time { return now.Add(-filledDays * 24 * time.Hour) }
