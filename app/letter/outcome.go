package letter

import (
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// outcome is what an answer must say about what was done, by what was asked.
func outcome(about model.Kind) []CheckItem {
	if about == "" {
		about = model.Export
	}
	return outcomes[about]
}

var outcomes = map[model.Kind][]CheckItem{
	model.Access:       {identityChecked, done, recipients, kept, copied, automated, abroad},
	model.Export:       {identityChecked, done, recipients, kept, copied},
	model.Correction:   {identityChecked, corrected, recipients},
	model.Deletion:     {identityChecked, done, recipients, stopped, kept, beyond, certificate},
	model.Cancellation: {identityChecked, disabled, logins, done, recipients, stopped, kept, beyond, certificate},
	model.Withdrawal:   {identityChecked, ended, earlier, linked, done, recipients},
	model.Objection:    {identityChecked, ended, earlier, linked, done, recipients},
	model.Complaint:    {done},
	model.SelfService:  {done},
}

var (
	done = CheckItem{"done", "what was done in each system", "各系统的办理情况",
		each("what was done", func(d Data) []Done { return d.Done }, func(x Done) []string { return []string{x.System, x.What} })}
	recipients = CheckItem{"recipients", "which recipients were told", "已通知的接收方",
		listOrNone("which recipients were told", func(d Data) ([]string, bool) { return d.Told, d.NobodyTold })}
	kept   = CheckItem{"kept", "what is kept, its law and its end", "依法留存的内容、依据及期限", keptMissing}
	copied = CheckItem{"copy", "how the copy is fetched and until when", "副本的领取方式及截止日期", copyMissing}

	automated = CheckItem{"automated", "whether decisions are made by a program alone", "是否存在自动化决策",
		need("whether decisions are made by a program alone", func(d Data) string { return d.Automated })}
	abroad = CheckItem{"abroad", "whether the data goes abroad", "是否向境外提供",
		need("whether the data goes abroad", func(d Data) string { return d.Abroad })}
	corrected   = CheckItem{"corrected", "what was corrected where, and what was added", "更正的内容和位置及补充说明", correctedMissing}
	stopped     = CheckItem{"stopped", "what is neither deleted nor used any more", "停止处理的内容", stoppedMissing}
	beyond      = CheckItem{"beyond", "that copies of others are out of reach", "无法控制的他人副本", nothing}
	certificate = CheckItem{"certificate", "the number of the certificate of erasure", "删除证明的编号", certificateMissing}
	disabled    = CheckItem{"disabled", "when the account was disabled, and that the service ends", "账号停用的时间及服务终止", all(
		need("when the account was disabled", disabledAt),
		notAfterDate("when the account was disabled", disabledAt))}
	logins  = CheckItem{"logins", "the log-ins that were unbound, and where to apply", "已解除绑定的第三方账号及申请途径", loginsMissing}
	ended   = CheckItem{"ended", "each use that ended, the services lost and how to switch it off", "停止的各项用途、失去的服务及关闭方法", endedMissing}
	earlier = CheckItem{"earlier", "that what was done before stays lawful", "此前处理的效力不受影响", nothing}
	linked  = CheckItem{"linked", "the deletion that was opened with it", "随之受理的删除请求", linkedMissing}
)

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
	if len(d.Corrected)+len(d.Supplements) == 0 {
		return name
	}
	return firstLack(
		emptyPart(name, d.Corrected, func(c Corrected) []string { return []string{c.What, c.Where, c.Now} }),
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
	if d.NoLogins != (len(d.Logins) == 0) {
		return name + ", or the word that there are none"
	}
	return emptyPart(name, d.Logins, func(l Login) []string { return []string{l.Provider, l.Apply} })
}

func endedMissing(d Data) string {
	const name = "each use that ended, the services lost and how to switch it off"
	if len(d.Ended) == 0 {
		return name
	}
	for i, e := range d.Ended {
		if unlessFilled(name, e.ServicesLost) != "" {
			return fmt.Sprintf("%s (entry %d names no service)", name, i+1)
		}
	}
	return emptyPart(name, d.Ended, func(e Ended) []string { return []string{e.Use, e.HowTo} })
}

func linkedMissing(d Data) string {
	if d.NoDeletion != (d.Linked == "") {
		return "the reference of the deletion opened with it, or the word that there is nothing to delete"
	}
	return ""
}

func firstLack(lacks ...string) string {
	for _, lack := range lacks {
		if lack != "" {
			return lack
		}
	}
	return ""
}
