package notice

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/model"
)

// Advice is what people can do themselves about data of these categories, to begin a notice of an incident with: a
// person reads and completes it. It is empty where none of them calls for anything.
func Advice(categories []string) (advice model.Text) {
	touched := func(parents ...string) bool {
		return slices.ContainsFunc(categories, func(c string) bool {
			return slices.ContainsFunc(parents, func(p string) bool { return c == p || strings.HasPrefix(c, p+".") })
		})
	}
	add := func(more model.Text) {
		if advice == nil {
			advice = more
			return
		}
		advice = model.Say("%s %s", "%s%s", advice, more)
	}
	if touched("user.authorization", "user.account", "user.unique_id") { // the statement's own advice
		add(model.Say("Change your password with us, and wherever else you use the same one. Choose a long one of letters, digits and signs that you use nowhere else, change it regularly, and tell it to nobody.",
			"请立即修改您在本服务的密码；在其他地方使用相同密码的，也请一并修改。请使用由字母、数字和符号组成的较长密码，不要与其他服务共用，定期更换，并且不要告诉任何人。"))
	}
	if touched("user.contact", "user.name", "user.account") {
		add(model.Say("Be wary of messages and calls that mention this data, and open no link in them. We never ask you for a password or a code.",
			"请警惕提及上述信息的短信、邮件和电话，不要点击其中的链接。我们不会向您索要密码或者验证码。"))
	}
	if touched("user.financial", "user.payment") {
		add(model.Say("Watch your bank and payment accounts, and tell your bank at once of what you do not know.",
			"请留意您的银行账户和支付账户；发现不明交易，请立即联系银行。"))
	}
	if touched("user.government_id") {
		add(model.Say("Whoever has the number of an identity document can pretend to be you: ask for your credit report, and tell the police of contracts that you did not make.",
			"证件号码可能被他人冒用：请查询您的征信报告；发现并非本人办理的业务，请向公安机关报案。"))
	}
	return advice
}
