package notice

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/mailwork"
)

func TestAnAnswerSaysYesOrNoOnlyWhereItsWordsSayNothingElse(t *testing.T) {
	for want, list := range map[mailwork.Says][]string{
		mailwork.Agrees: {"Yes", "yes.", "I agree",
			"Dear Orangelab,\n\nI agree to the new statement.\n\nKind regards\nWang", "Hello,\nI consent.\nThanks",
			"Agreed.", "同意", "我同意。",
			"您好，\n本人同意此次变更。\n谢谢", "I hereby consent to the change.\n-- \nnot my signature",
			"I agree.\nSent from my phone"},
		mailwork.Declines: {"No", "No.", "I do not agree", "I don’t agree.", "I don't consent", "不同意", "我不同意。", "本人拒绝",
			"Hi,\nI refuse.\nBest regards", "I cannot accept the new statement."},
		mailwork.Unclear: {"", "What is this?", "I agree, but only to the first change", "I do not disagree",
			"I agree if nothing is sold", "No problem, I agree", "我不是不同意", "我同意，但是不要发短信", "是否可以不同意？",
			"I got your mail.", "Not sure I agree", "I never agreed to anything", "Yes and no", "I agree to nothing",
			"I agree\nI do not agree", "同意还是不同意？", "I withdraw. I agree to the rest.",
			"I agree. Please stop writing to me.", "不太同意", "I agree " + strings.Repeat("very much ", 40), "没有同意",
			"别跟我说同意", "我没说同意", "The others agree"},
	} {
		for _, words := range list {
			if got := ReplySays(words); got != want {
				t.Errorf("%q is read as %q, want %q", words, got, want)
			}
		}
	}
}

func FuzzAConditionIsNeverAnAnswer(f *testing.F) {
	f.Add("I agree")
	f.Add("不同意")
	f.Fuzz(func(t *testing.T, words string) {
		for _, open := range []string{"but not so fast", "如果可以的话"} {
			if len(words) < 200 && ReplySays(open+"\n"+words) != mailwork.Unclear {
				t.Errorf("%q is read as an answer", open+"\n"+words)
			}
		}
	})
}
