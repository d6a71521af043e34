package naming

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// askerWords are what somebody is who asks for another.
var askerWords = map[model.RequesterKind]struct{ en, zh string }{
	model.Guardian: {"guardian", "监护人"}, model.Agent: {"agent", "代理人"}, model.Relative: {"close relative", "近亲属"},
}

// OnBehalf says for whom somebody else asked, and whom the letter means by "your"; nothing where people ask for
// themselves.
func OnBehalf(r model.Request, lang string) string {
	asker, other := askerWords[r.RequesterKind]
	if !other {
		return ""
	}
	name := r.Subject.Name
	if name == "" {
		name = Phrase(lang, "the_person_you_named")
	}
	return Phrase(lang, "on_behalf_of", asker.en, name, asker.zh)
}

// Causes say why the desk acts without being asked.
var Causes = map[model.Cause]struct{ en, zh string }{
	model.CauseMinor: {"We found that we hold personal information of a child without a guardian's consent.",
		"我们发现，我们持有未经监护人同意的儿童个人信息。"},
	model.CauseHoldEnded: {"The period for which the law obliged us to keep some of your personal information is over.",
		"法律规定我们须留存您部分个人信息的期限已届满。"},
	model.CauseWithdrawn: {"You withdrew your consent, so that we delete what we collected for it{law}.",
		"您已撤回同意，我们据此主动删除为此收集的个人信息{law}。"},
	model.CauseCameBack: {
		"Personal data that we had deleted for you was there again after one of our systems was restored.",
		"我们的系统恢复后，此前已为您删除的个人信息再次出现。"},
}

// OfOurOwn says why the desk acts without being asked, with the law that has it delete; nothing where somebody asked.
func OfOurOwn(cause model.Cause, law, lang string) string {
	if law != "" {
		law = Phrase(lang, "in_brackets", law)
	}
	return strings.ReplaceAll(Say(lang, Causes[cause].en, Causes[cause].zh), "{law}", law)
}

// IdentityStep says what comes next about the identity.
func IdentityStep(r model.Request, lang string) string {
	switch {
	case r.LevelNeeded == 0:
		return Phrase(lang, "you_need_not_prove_your")
	case !r.VerifiedAt.IsZero():
		return Phrase(lang, "your_identity_is_confirmed_you")
	}
	return Phrase(lang, "before_anything_is_handed_out")
}

// ClockText says what a missing proof means for the day of the answer; stops says that its regime lets the clock stand
// until it comes.
func ClockText(due rule.Dated, stops bool, lang string) string {
	switch {
	case due.Ahead:
		return Phrase(lang, "our_time_to_answer_begins")
	case stops:
		return Phrase(lang, "our_time_to_answer_stands")
	}
	return Phrase(lang, "our_time_to_answer_runs")
}

// DueDay is the day of the answer: as counted, or as it was put off.
func DueDay(r model.Request, due rule.Dated) time.Time {
	if r.DueAt.After(due.At) {
		return r.DueAt
	}
	return due.At
}

// CountedBy says how a day was counted, and that it can still move where its clock has not begun.
func CountedBy(due rule.Dated, lang string) string {
	text := due.Letter().In(lang)
	if due.Ahead {
		text += Phrase(lang, "until_your_identity_is_confirmed")
	}
	return text
}

// Addressee is what a letter calls whoever it goes to.
func Addressee(r model.Request, lang string) string {
	for _, name := range []string{r.Requester.Name, r.Subject.Name} {
		if name != "" {
			return name
		}
	}
	return Phrase(lang, "customer")
}
