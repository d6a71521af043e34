package letter

import (
	"fmt"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// outcome is what an answer must say about what was done, by what was asked.
func outcome(about model.Kind) (items []CheckItem) {
	if about == "" {
		about = model.Export
	}
	for _, name := range about.Means().Answers {
		items = append(items, outcomeItems[name])
	}
	return items
}

// outcomeItems are the items that a kind of request names as its answer.
var outcomeItems = map[string]CheckItem{"identity_checked": identityChecked, "answered": answered, "verdict": verdict,
	"done": done, "recipients": recipients,
	"pending": pending, "withheld": withheld, "remains": remains, "kept": kept, "copy": copied, "automated": automated,
	"abroad":    abroad,
	"corrected": corrected, "stopped": stopped, "beyond": beyond, "certificate": certificate, "disabled": disabled,
	"logins": logins,
	"ended":  ended, "earlier": earlier, "linked": linked}

var (
	done = CheckItem{"done", "what was done in each system", "各系统的办理情况", func(d Data) string {
		if len(d.Done) == 0 && d.Outcome == model.PartlyFulfilled {
			return "" // the letter says what is not done
		}
		return doneMissing(d)
	}}
	verdict = CheckItem{"verdict", "what the complaint came to", "投诉的核查结论",
		need("what the complaint came to", func(d Data) string { return d.Verdict })}
	answered   = CheckItem{"done", "what was looked into and done", "核查和办理情况", doneMissing}
	recipients = CheckItem{"recipients", "which recipients were told", "已通知的接收方", recipientsMissing}
	pending    = CheckItem{"pending", "what is not done yet, why, and by when it will be", "尚未办理的内容、原因及期限",
		func(d Data) string {
			return emptyPart("what is not done yet, and why", d.Pending, func(p Pending) []string {
				return []string{p.What, p.Why}
			})
		}}
	withheld = CheckItem{"withheld", "what the copy leaves out or masks, and why", "副本中未提供或者遮盖的内容及理由", withheldMissing}
	remains  = CheckItem{"remains", "what the search afterwards still found, and where it was not possible",
		"事后检查仍发现的内容及未能检查的系统", remainsMissing}
	kept   = CheckItem{"kept", "what is kept, its law and its end", "依法留存的内容、依据及期限", keptMissing}
	copied = CheckItem{"copy", "how the copy is fetched and until when", "副本的领取方式及截止日期", copyMissing}

	automated = CheckItem{"automated", "whether decisions are made by a program alone", "是否存在自动化决策",
		need("whether decisions are made by a program alone", func(d Data) string { return d.Automated })}
	abroad = CheckItem{"abroad", "whether the data goes abroad", "是否向境外提供",
		need("whether the data goes abroad", func(d Data) string { return d.Abroad })}
	corrected = CheckItem{"corrected", "what was corrected where, and what was added", "更正的内容和位置及补充说明",
		correctedMissing}
	stopped     = CheckItem{"stopped", "what is neither deleted nor used any more", "停止处理的内容", stoppedMissing}
	beyond      = CheckItem{"beyond", "that copies of others are out of reach", "无法控制的他人副本", nothing}
	certificate = CheckItem{"certificate", "the number of the certificate of erasure", "删除证明的编号", certificateMissing}
	disabled    = CheckItem{"disabled", "when the account was disabled, and that the service ends", "账号停用的时间及服务终止",
		notAfterDate("when the account was disabled", disabledAt)}
	logins = CheckItem{"logins", "the log-ins that were unbound, and where to apply", "已解除绑定的第三方账号及申请途径",
		loginsMissing}
	ended = CheckItem{"ended", "each use that ended, the services lost and how to switch it off",
		"停止的各项用途、失去的服务及关闭方法", endedMissing}
	earlier = CheckItem{"earlier", "what becomes of that which was done before", "此前处理的效力不受影响", nothing}
	linked  = CheckItem{"linked", "the deletion that was opened with it", "随之受理的删除请求", nothing}
)

func doneMissing(d Data) string {
	return each("what was done", func(d Data) []Done { return d.Done },
		func(x Done) []string { return []string{x.System, x.What} })(d)
}

// recipientsMissing lets a letter say nothing of recipients, but not two things.
func recipientsMissing(d Data) string {
	const name = "which recipients were told"
	if d.NobodyTold && len(d.Told) > 0 {
		return name + " (both a list and the word that there is none)"
	}
	if len(d.Told) > 0 {
		return unlessFilled(name, d.Told)
	}
	return ""
}

func withheldMissing(d Data) string {
	const name = "what the copy leaves out"
	if d.Copy != nil && d.WholeCopy != (len(d.Withheld) == 0) {
		return name + ", or the word that nothing is"
	}
	return emptyPart(name, d.Withheld, func(w Withheld) []string { return []string{w.What, w.Reason} })
}

func remainsMissing(d Data) string {
	const name = "what the search afterwards still found"
	if d.Searched.IsZero() && len(d.Remains)+len(d.Unsearched) > 0 {
		return "when the systems were searched again"
	}
	if slices.Contains(d.Unsearched, "") {
		return "which systems could not be searched"
	}
	return emptyPart(name, d.Remains, func(r Remains) []string { return []string{r.Where} })
}

func keptMissing(d Data) string {
	const name = "what is kept and under which law"
	if d.NothingKept != (len(d.Kept) == 0) {
		return name + ", or the word that nothing is"
	}
	for i, k := range d.Kept {
		if k.What == "" || k.Law == "" || k.Until.IsZero() {
			return fmt.Sprintf("%s (entry %d lacks its content, law or end)", name, i+1)
		}
	}
	return ""
}

func copyMissing(d Data) string {
	switch {
	case d.NoCopy != (d.Copy == nil):
		return "how the copy is fetched, or the word that none was asked for"
	case d.Copy != nil && (d.Copy.How == "" || d.Copy.Password == ""):
		return "how the copy and its password reach the person"
	}
	return ""
}

func disabledAt(d Data) time.Time { return d.Disabled }

func correctedMissing(d Data) string {
	const name = "what was corrected, or the statement that was added"
	if len(d.Corrected)+len(d.Supplements) == 0 && d.Outcome != model.PartlyFulfilled {
		return name
	}
	return firstLack(
		emptyPart(name, d.Corrected, func(c Corrected) []string { return []string{c.What, c.Where} }),
		emptyPart(name, d.Supplements, func(s Supplement) []string { return []string{s.What, s.Statement} }),
	)
}

func stoppedMissing(d Data) string {
	return emptyPart("what is no longer used, and why it is not deleted", d.Stopped,
		func(s Stopped) []string { return []string{s.What, s.Why} })
}

func certificateMissing(d Data) string {
	if d.NothingErased != (d.Certificate == "") {
		return "the number of the certificate of erasure, or the word that nothing was erased"
	}
	return ""
}

func loginsMissing(d Data) string {
	const name = "the log-ins that were unbound and where to apply"
	if d.NoLogins && len(d.Logins) > 0 {
		return name + " (both a list and the word that there is none)"
	}
	return emptyPart(name, d.Logins, func(l Login) []string { return []string{l.Provider, l.Apply} })
}

func endedMissing(d Data) string {
	const name = "each use that ended, the services lost and how to switch it off"
	if len(d.Ended)+len(d.Ending)+len(d.NotFound) == 0 {
		return name
	}
	for i, e := range slices.Concat(d.Ended, d.Ending) {
		if unlessFilled(name, e.ServicesLost) != "" {
			return fmt.Sprintf("%s (entry %d names no service)", name, i+1)
		}
	}
	if len(d.Ended)+len(d.Ending) == 0 {
		return unlessFilled(name, d.NotFound)
	}
	return emptyPart(name, slices.Concat(d.Ended, d.Ending), func(e Ended) []string { return []string{e.Use, e.HowTo} })
}

func firstLack(lacks ...string) string {
	for _, lack := range lacks {
		if lack != "" {
			return lack
		}
	}
	return ""
}

// contradicts says how the kind of an answer disagrees with the facts in it; empty where it does not.
func contradicts(kind Kind, d Data) string {
	switch kind {
	case Fulfilled:
		if d.About == model.Complaint {
			return "" // its answer says its verdict, whatever that is
		}
		if d.Outcome != model.Fulfilled {
			return "that the request is fulfilled"
		}
		if n := d.short(); n > 0 {
			return fmt.Sprintf("nothing that was not done, because it says that all was (%d entries)", n)
		}
	case PartlyFulfilled:
		if d.Outcome != model.PartlyFulfilled {
			return "that the request is fulfilled in part"
		}
		if d.short()+len(d.Supplements)+len(d.Withheld) == 0 {
			return "what was not done, and why"
		}
	}
	return ""
}

// short counts the entries that speak of something that was not done.
func (d Data) short() int {
	return len(d.Pending) + len(d.Kept) + len(d.Stopped) + len(d.Ending) + len(d.NotFound) + len(d.Grounds) +
		len(d.Unsearched) + len(d.Remains) + len(d.Fixed)
}
