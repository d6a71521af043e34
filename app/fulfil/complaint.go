package fulfil

import (
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// verdictWords say what a complaint came to.
var verdictWords = map[model.Verdict]struct{ en, zh string }{
	model.Upheld: {"Your complaint is justified, and what was wrong has been put right.", "经核查，您的投诉成立，相关问题已纠正。"},
	model.UpheldPart: {
		"Your complaint is justified in part; what follows says what we put right and what not, and why.",
		"经核查，您的投诉部分成立；已纠正和未纠正的事项及理由如下。"},
	model.NotUpheld: {"We do not find your complaint justified, for the reasons that follow.", "经核查，您的投诉不成立，理由如下。"},
	model.Unresolved: {"We could not settle what you complain about, for the reasons that follow.",
		"您投诉的事项未能查清或者未能解决，原因如下。"},
}

func followUpFacts(c drafting, d letter.Data, lang string) (letter.Data, error) {
	done, err := result.FollowUpOf(c.Tx, c.Request.ID)
	if err != nil {
		return d, err
	}
	if c.Request.Kind == model.Complaint {
		verdict, known := verdictWords[c.Result.Verdict]
		if !known {
			return d, result.ErrVerdict
		}
		d.Verdict = naming.Say(lang, verdict.en, verdict.zh)
	}
	d.Done = []letter.Done{{System: naming.Phrase(lang, "our_customer_service"), What: done.Done}}
	return d, nil
}
