package letter

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
)

// Extent is how much of an item a letter says.
type Extent int

// The extents. Of what does not arise, such as a copy that nobody asked to leave out anything of, a letter says
// nothing.
const (
	Whole Extent = iota
	Partly
	Silent
)

// Said is an item of a checklist with how much of it a letter says: where that is not all of it, English and Chinese
// are what it says.
type Said struct {
	CheckItem
	Extent Extent
}

// Says returns the items of the checklist of a letter of a kind, each with what the letter says of it by its facts.
func Says(kind Kind, d Data) (list []Said) {
	for _, item := range Checklist(kind, d.About) {
		s := Said{CheckItem: item}
		for _, says := range whatIsSaid[item.ID] {
			if says.when(d) {
				s.Extent = says.extent
				if says.english != "" {
					s.English, s.Chinese = says.english, says.chinese
				}
				break
			}
		}
		list = append(list, s)
	}
	return list
}

type saying struct {
	when             func(Data) bool
	extent           Extent
	english, chinese string
}

// whatIsSaid are, by item, the facts of which the templates say less than the item's name promises, or nothing; the
// first that is so counts.
var whatIsSaid = map[string][]saying{
	"identity_checked": {{when: func(d Data) bool { return d.IdentityChecked == "" }, extent: Silent}},
	"verdict":          {{when: func(d Data) bool { return d.Verdict == "" }, extent: Silent}},
	"done":             {{when: func(d Data) bool { return len(d.Done) == 0 }, extent: Silent}},
	"recipients": {
		{when: func(d Data) bool { return len(d.Told) == 0 && !d.NobodyTold }, extent: Silent},
		{func(d Data) bool { return len(d.Told) == 0 }, Whole, "that nobody else is known to have received it",
			"没有已知的其他接收方"},
	},
	"pending": {
		{when: func(d Data) bool { return len(d.Pending) == 0 }, extent: Silent},
		{func(d Data) bool {
			return slices.ContainsFunc(d.Pending, func(p Pending) bool { return p.By.IsZero() })
		}, Partly,
			"what is not done yet and why; not of all of it by when it will be", "尚未办理的内容及原因，但未全部写明期限"},
	},
	"withheld": {
		{func(d Data) bool { return d.WholeCopy }, Whole, "that the copy leaves nothing out", "副本中没有未提供的内容"},
		{when: func(d Data) bool { return len(d.Withheld) == 0 }, extent: Silent},
	},
	"remains": {
		{when: func(d Data) bool { return len(d.Remains)+len(d.Unsearched) == 0 }, extent: Silent},
		{func(d Data) bool { return len(d.Unsearched) == 0 }, Whole, "what the search afterwards still found",
			"事后检查仍发现的内容"},
		{func(d Data) bool { return len(d.Remains) == 0 }, Whole, "where the search afterwards was not possible",
			"未能检查的系统"},
	},
	"kept": {
		{func(d Data) bool { return len(d.Kept) == 0 && d.NothingKept }, Whole, "that nothing has to be kept",
			"没有依法须留存的内容"},
		{when: func(d Data) bool { return len(d.Kept) == 0 }, extent: Silent},
	},
	"copy": {
		{when: func(d Data) bool { return d.Copy == nil }, extent: Silent},
		{func(d Data) bool { return d.Copy.Expires.IsZero() }, Whole, "how the copy is fetched", "副本的领取方式"},
	},
	"automated": {{when: func(d Data) bool { return d.Automated == "" }, extent: Silent}},
	"abroad":    {{when: func(d Data) bool { return d.Abroad == "" }, extent: Silent}},
	"corrected": {
		{when: func(d Data) bool { return len(d.Corrected)+len(d.Supplements) == 0 }, extent: Silent},
		{func(d Data) bool { return len(d.Supplements) == 0 }, Whole, "what was corrected where", "更正的内容和位置"},
		{func(d Data) bool { return len(d.Corrected) == 0 }, Whole, "what was added", "补充说明"},
	},
	"stopped":     {{when: func(d Data) bool { return len(d.Stopped) == 0 }, extent: Silent}},
	"certificate": {{when: func(d Data) bool { return d.Certificate == "" }, extent: Silent}},
	"disabled": {
		{when: func(d Data) bool { return d.Disabled.IsZero() && len(d.Pending) == 0 }, extent: Silent},
		{func(d Data) bool { return d.Disabled.IsZero() }, Partly, "that the account is not closed yet in every system",
			"账号尚未在所有系统中注销"},
	},
	"logins": {
		{when: func(d Data) bool { return len(d.Logins) == 0 && !d.NoLogins }, extent: Silent},
		{func(d Data) bool { return len(d.Logins) == 0 }, Whole, "that no log-in of another company was found",
			"未发现已绑定的第三方账号"},
	},
	"ended": {
		{func(d Data) bool { return len(d.Ended)+len(d.Ending) == 0 }, Partly,
			"that no record of a use was found that could be ended", "未发现可停止的用途记录"},
		{func(d Data) bool { return len(d.Ending)+len(d.NotFound) > 0 }, Partly,
			"each use, whether it ended, is still to end or was not found", "各项用途已停止、尚待停止或者未发现记录"},
	},
	"linked":  {{when: func(d Data) bool { return d.Linked == "" }, extent: Silent}},
	"grounds": {{when: func(d Data) bool { return len(d.Grounds) == 0 }, extent: Silent}},
	"decision": {{func(d Data) bool { return d.Outcome == model.PartlyFulfilled && len(d.Grounds) == 0 }, Whole,
		"that the request is fulfilled in part", "请求已部分办理"}},
	"still_done": {
		{func(d Data) bool { return len(d.StillDone) == 0 && d.NothingDone }, Whole,
			"that nothing was changed or handed over", "未作任何变更或者提供"},
		{when: func(d Data) bool { return len(d.StillDone) == 0 }, extent: Silent},
	},
	"court": {{when: func(d Data) bool { return d.Court == "" }, extent: Silent}},
}
