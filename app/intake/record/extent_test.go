package record

import (
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// TestHowFarACopyReachesIsReadFromTheWordsThatSayIt: "all my data" counted as if the person had not said it.
func TestHowFarACopyReachesIsReadFromTheWordsThatSayIt(t *testing.T) {
	for text, want := range map[string]model.Extent{
		"Please send me all my data.":                                  model.ExtentAll,
		"I want a copy of all of my personal data":                     model.ExtentAll,
		"Please provide everything you hold about me.":                 model.ExtentAll,
		"I request access to all the information that you have on me.": model.ExtentAll,
		"Send me everything that you have collected.":                  model.ExtentAll,
		"Please send a complete copy.":                                 model.ExtentAll,
		"I’d like any and all personal information you process.":       model.ExtentAll,
		"Give me my entire file, please":                               model.ExtentAll,
		"I want to see every piece of data on me":                      model.ExtentAll,
		"please hand over everything about me":                         model.ExtentAll,
		"请把我的全部数据发给我。":                                                 model.ExtentAll,
		"我想要所有个人信息的副本":                                                 model.ExtentAll,
		"请提供你们持有的我的一切资料":                                               model.ExtentAll,
		"請提供貴公司保存的所有個人資料":                                              model.ExtentAll,
		"申请导出本人的所有信息":                                                  model.ExtentAll,
		"请给我一份完整的副本":                                                   model.ExtentAll,
		"麻烦把所有与我有关的记录发到这个邮箱":                                           model.ExtentAll,

		"Please send me a copy of my data.":                                                     model.ExtentUnsaid,
		"I want a copy of my orders.":                                                           model.ExtentUnsaid,
		"I want all my orders.":                                                                 model.ExtentUnsaid,
		"Please send all information about my order 5512.":                                      model.ExtentUnsaid,
		"Send me all my data since January.":                                                    model.ExtentUnsaid,
		"Please send all my data except the chats.":                                             model.ExtentUnsaid,
		"I do not need all my data, only my address. Send it.":                                  model.ExtentUnsaid,
		"You already have all my data. Send me the invoices.":                                   model.ExtentUnsaid,
		"I moved all my data to another firm last year.\nPlease send me a copy of my invoices.": model.ExtentUnsaid,
		"Please export my data.":                                                                model.ExtentUnsaid,
		"请导出我的个人信息":                                                                             model.ExtentUnsaid,
		"请提供我的订单记录":                                                                             model.ExtentUnsaid,
		"不需要全部数据，只要地址":                                                                          model.ExtentUnsaid,
		"请把最近一年的全部数据发给我":                                                                        model.ExtentUnsaid,
		"请提供全部数据，聊天记录除外":                                                                        model.ExtentUnsaid,
		"": model.ExtentUnsaid,

		"Please send all my data without sensitive data.":       model.ExtentWithout,
		"A copy of my data, excluding any sensitive data":       model.ExtentWithout,
		"Send my data; I do not need the sensitive information": model.ExtentWithout,
		"请导出我的数据，不含敏感信息":                                        model.ExtentWithout,
		"请提供全部数据，敏感信息除外":                                        model.ExtentWithout,
		"副本，不要敏感个人信息":                                           model.ExtentWithout,
	} {
		if got := ExtentIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestTheExtentStandsInTheProposal: of a request for a copy alone.
func TestTheExtentStandsInTheProposal(t *testing.T) {
	for text, want := range map[string]model.Extent{
		"I want a copy of all my personal data.": model.ExtentAll,
		"请导出我的全部数据。":                             model.ExtentAll,
		"Please delete all my data.":             model.ExtentUnsaid,
		"Please export my data.":                 model.ExtentUnsaid,
	} {
		var s Submission
		s.Suggest("Re: my account", text)
		if s.Extent() != want {
			t.Errorf("%q (%s): %q, want %q", text, s.Kind, s.Extent(), want)
		}
	}
}
