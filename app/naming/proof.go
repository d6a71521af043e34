package naming

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
)

// proofWords name the means of proof to the person.
var proofWords = map[model.EvidenceKind]struct{ en, zh string }{
	model.EvidenceEmailCode:    {"a code sent to the e-mail address that we hold", "向我们留存的电子邮箱发送验证码"},
	model.EvidencePhoneCode:    {"a code sent to the telephone number that we hold", "向我们留存的手机号码发送验证码"},
	model.EvidenceDataPoint:    {"a comparison of account details", "核对账号信息"},
	model.EvidenceDocument:     {"an identity document", "查验身份证件"},
	model.EvidenceCallBack:     {"a call to the telephone number that we hold", "回拨我们留存的电话号码"},
	model.EvidenceSignIn:       {"a sign-in to the account", "登录账号"},
	model.EvidenceStatement:    {"a signed statement", "签署声明"},
	model.EvidenceGuardianID:   {"the guardian's identity document", "查验监护人身份证件"},
	model.EvidenceRelationship: {"proof of the relationship", "查验关系证明"},
	model.EvidenceOwnConsent:   {"the minor's own consent", "未成年人本人同意"},
	model.EvidenceGuardianYes:  {"the guardian's consent", "监护人同意"},
	model.EvidenceAuthority:    {"a signed authority", "查验授权委托书"},
}

// Means names the means of proof among the evidence that fit, each once, in the order in which they were used.
func Means(list []model.EvidenceRecord, lang string, fits func(model.Evidence) bool) (names []string) {
	for _, e := range list {
		text := proofWords[e.Kind]
		if name := Say(lang, text.en, text.zh); fits(e.Evidence) && name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func proven(e model.Evidence) bool { return e.Result == model.Passed && !e.Discounted }

// IdentityText says when and by what identity was proven, as a whole sentence; empty where it was not asked for or not
// proven.
func IdentityText(list []model.EvidenceRecord, r model.Request, lang string, zone *time.Location) string {
	if r.Cause != "" {
		return Phrase(lang, "we_do_this_of_our")
	}
	by := Means(list, lang, proven)
	if r.VerifiedAt.IsZero() || len(by) == 0 {
		return ""
	}
	on := letter.Day(lang, r.VerifiedAt.In(zone))
	return Phrase(lang, "we_confirmed_your_identity_on", on, enumerate(lang, by))
}

// enumerate writes a list as the language does: a, b and c.
func enumerate(lang string, list []string) string {
	if lang == letter.Chinese || len(list) < 2 {
		return strings.Join(list, "、")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
