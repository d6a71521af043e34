package result

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
)

// fateWords say to the person, and on a certificate, what became of rows.
var fateWords = map[model.Fate]struct{ one, many, zh, label, labelZH string }{
	model.FateRewritten: {"record rewritten", "records rewritten", "改写 %d 条记录", "rewritten", "改写"},
	model.FateDeleted:   {"record deleted", "records deleted", "删除 %d 条记录", "deleted", "删除"},
	model.FateByOwner: {"record dealt with, as that department says", "records dealt with, as that department says",
		"该部门表示已办理 %d 条", "dealt with by its department, as that says", "系统负责部门表示已办理"},
	model.FateHeld: {"record kept because a law obliges us to", "records kept because a law obliges us to",
		"依法留存 %d 条", "kept under a legal duty", "依法留存"},
	model.FateStopped: {"record only stored and protected from now on",
		"records only stored and protected from now on", "仅作存储和安全保护 %d 条", "only stored and protected from now on",
		"仅作存储和安全保护"},
	model.FateRedirected: {"record that somebody else is to deal with", "records that somebody else is to deal with",
		"应由他人办理 %d 条", "somebody else's to deal with", "应由他人办理"},
	model.FateRefused: {"record left as it is, because that part is refused",
		"records left as they are, because that part is refused", "因不予办理而保持原状 %d 条", "left as they are, refused",
		"不予办理"},
	model.FateOthers: {"record left as it is, because it is also another person's",
		"records left as they are, because they are also another person's", "因同时涉及他人而保持原状 %d 条",
		"left as they are, also other people's", "因涉及他人保持原状"},
	model.FateFixed: {
		"record left as it is, because what was to be deleted stands in a field that cannot be emptied by itself",
		"records left as they are, because what was to be deleted stands in a field that cannot be emptied by itself",
		"因待删除的内容位于无法单独清空的字段而保持原状 %d 条", "left as they are, a field of them cannot be emptied by itself", "所在字段无法单独清空"},
	model.FateUnnamed: {"record left as it is, because nothing in it is registered as personal information",
		"records left as they are, because nothing in them is registered as personal information",
		"因未登记为个人信息而保持原状 %d 条", "left as they are, not registered as personal information", "未登记为个人信息"},
	model.FateUnchanged: {"record in which nothing was to be changed", "records in which nothing was to be changed",
		"无需变更 %d 条", "nothing to be changed in", "无需变更"},
	model.FateNotDone: {"record not dealt with yet", "records not dealt with yet", "尚未办理 %d 条", "not dealt with yet",
		"尚未办理"},
	model.FateGiven: {"record in the copy", "records in the copy", "副本中含 %d 条记录", "in the copy", "副本中"},
	model.FateLeftOut: {"record left out whole", "records left out whole", "整条未提供 %d 条记录", "left out whole",
		"整条未提供"},
}

// SayFates says what became of every row of a system; empty where it held none.
func SayFates(sys model.SystemResult, lang string) string {
	var parts []string
	for _, fate := range model.Fates {
		n, w := sys.Count(fate), fateWords[fate]
		if n == 0 {
			continue
		}
		text := naming.Say(lang, naming.Counted(n, w.one, w.many), fmt.Sprintf(w.zh, n))
		if fate == model.FateRewritten && sys.Partly() > 0 {
			text += naming.Say(lang, fmt.Sprintf(" (of which %d in part, the rest of them stays)", sys.Partly()),
				fmt.Sprintf("（其中 %d 条仅改写一部分，其余部分保留）", sys.Partly()))
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, naming.Say(lang, ", ", "，"))
}

// certificateRecords is the same for the certificate.
func certificateRecords(n naming.Names, sys model.SystemResult) (list []letter.CertificateRecords) {
	lang := n.Lang
	for _, fate := range model.Fates {
		rows, w := sys.Count(fate), fateWords[fate]
		if rows == 0 {
			continue
		}
		r := letter.CertificateRecords{What: naming.Say(lang, w.label, w.labelZH), Rows: rows,
			Written: fate == model.FateRewritten || fate == model.FateDeleted}
		switch {
		case fate == model.FateRewritten && sys.Partly() > 0:
			r.Note = naming.Say(lang, fmt.Sprintf("%d of them in part", sys.Partly()),
				fmt.Sprintf("其中 %d 条仅一部分", sys.Partly()))
		case fate == model.FateUnchanged, fate == model.FateUnnamed, fate == model.FateFixed:
			r.Note = collectionsUnder(n, sys, fate)
		}
		list = append(list, r)
	}
	return list
}

// collectionsUnder names the collections of a system with rows under a fate.
func collectionsUnder(n naming.Names, sys model.SystemResult, fate model.Fate) string {
	var list []string
	for _, c := range sys.Collections {
		if c.Rows[fate] > 0 {
			list = append(list, n.Collection(c.Source, c.Collection))
		}
	}
	return strings.Join(list, naming.Say(n.Lang, ", ", "、"))
}
