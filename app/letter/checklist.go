package letter

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// CheckItem is something a letter must say.
type CheckItem struct {
	ID      string // the name that a template gives to {{covers}}
	English string
	Chinese string
	missing func(Data) string // names the fact that is missing; empty when all is there
}

// Checklist says what a letter of this kind must cover, in the order of the letter; nil for a kind that
// does not exist. The items are those of the rule pack (letter_ack, letter_identity_needed, letter_extended,
// letter_fulfilled, letter_blockers, refusal_letter_must), which rest on PIPL 45-50 and 65, GB/T 35273 8.7
// and the statement's contact clause.
func Checklist(kind Kind) []CheckItem {
	list, ok := checklists[kind]
	if !ok {
		return nil
	}
	return slices.Clone(list)
}

var checklists = map[Kind][]CheckItem{
	Acknowledgement: {caseNumber, received, request, due, identityStep, noFee, contact},
	IdentityNeeded:  {request, why, leastData, howToSend, useOnly, byDate, clock, alternatives, contact},
	Extended:        {request, originalDue, sentBefore, extensionReason, newDue, internalReview, regulator, court, contact},
	Fulfilled:       {request, receivedOn, identityChecked, done, kept, recipients, copied, internalReview, regulator, court, contact},
	PartlyFulfilled: {request, receivedOn, identityChecked, done, kept, recipients, copied, decision, grounds, inWriting, internalReview, regulator, court, contact},
	Refused:         {request, receivedOn, decision, grounds, stillDone, inWriting, internalReview, regulator, court, contact},
	Blockers:        {request, receivedOn, blockers, clear, waive, recheck, ifNothing, internalReview, regulator, court, contact},
	NotVerified:     {request, receivedOn, tried, decision, useOnlyAfter, again, internalReview, regulator, court, contact},
	Redirected:      {request, receivedOn, party, partyContact, heldHere, internalReview, regulator, court, contact},
}

var (
	caseNumber      = CheckItem{"case_number", "the reference of the request", "受理编号", nothing}
	received        = CheckItem{"received", "when the request arrived", "收到请求的时间", need("the time of receipt", func(d Data) time.Time { return d.Received })}
	receivedOn      = CheckItem{"received", "the day the request arrived", "收到请求的日期", received.missing}
	request         = CheckItem{"request", "the request as understood", "我们所理解的请求", need("the request in words", func(d Data) string { return d.Request })}
	due             = CheckItem{"due", "the day of the answer and how it was counted", "答复期限及计算方式", all(need("the due date", func(d Data) time.Time { return d.Due }), need("how the due date was counted", func(d Data) string { return d.DueCounted }), after("the due date", func(d Data) time.Time { return d.Due }, "the time of receipt", func(d Data) time.Time { return d.Received }))}
	identityStep    = CheckItem{"identity_step", "what happens about the identity", "身份核验的步骤", need("the identity step", func(d Data) string { return d.IdentityStep })}
	noFee           = CheckItem{"no_fee", "that there is no fee", "不收取费用", nothing}
	contact         = CheckItem{"contact", "where to reach the organisation", "联系方式", nothing}
	why             = CheckItem{"why", "why the person is asked", "要求核验的理由", identity("why the person is asked", func(i Identity) string { return i.Why })}
	leastData       = CheckItem{"least_data", "the least data needed", "所需的最少材料", identity("what is needed from the person", func(i Identity) []string { return i.Needed })}
	howToSend       = CheckItem{"how_to_send", "how to send it safely", "安全的提交方式", identity("how to send the evidence safely", func(i Identity) string { return i.Send })}
	useOnly         = CheckItem{"use_only", "that it is used for this only and deleted after", "仅用于本次核验，用后删除", nothing}
	useOnlyAfter    = CheckItem{"use_only", "that what was sent is used for this only and deleted", "所提交的材料不作他用并予删除", nothing}
	byDate          = CheckItem{"by_date", "the day by which it is needed", "提交期限", all(identity("the day by which the evidence is needed", func(i Identity) time.Time { return i.By }), afterDate("the day by which the evidence is needed", func(d Data) time.Time { return d.Identity.By }))}
	clock           = CheckItem{"clock", "what this means for the day of the answer", "对答复期限的影响", identity("what the evidence means for the due date", func(i Identity) string { return i.Clock })}
	alternatives    = CheckItem{"alternatives", "other ways", "其他核验方式", identity("another way to prove the identity", func(i Identity) []string { return i.Alternatives })}
	originalDue     = CheckItem{"original_due", "the day first promised", "原定答复期限", need("the original due date", func(d Data) time.Time { return d.Due })}
	sentBefore      = CheckItem{"sent_before", "that it is sent before that day", "在原定期限前告知", afterDate("the original due date", func(d Data) time.Time { return d.Due })}
	newDue          = CheckItem{"new_due", "the new day", "新的答复期限", all(need("the new due date", func(d Data) time.Time { return d.NewDue }), after("the new due date", func(d Data) time.Time { return d.NewDue }, "the original due date", func(d Data) time.Time { return d.Due }))}
	extensionReason = CheckItem{"reason", "the reason for the delay", "延期理由", need("the reason for the extension", func(d Data) string { return d.ExtensionReason })}
	identityChecked = CheckItem{"identity_checked", "how the identity was checked", "身份核验方式", need("how the identity was checked", func(d Data) string { return d.IdentityChecked })}
	done            = CheckItem{"done", "what was done in each system", "各系统的办理情况", each("what was done", func(d Data) []Done { return d.Done }, func(x Done) []string { return []string{x.System, x.What} })}
	kept            = CheckItem{"kept", "what is kept, its law and its end", "依法留存的内容、依据及期限", keptMissing}
	recipients      = CheckItem{"recipients", "which recipients were told", "已通知的接收方", listOrNone("which recipients were told", func(d Data) ([]string, bool) { return d.Told, d.NobodyTold })}
	copied          = CheckItem{"copy", "how the copy is fetched and until when", "副本的领取方式及截止日期", copyMissing}
	decision        = CheckItem{"decision", "the decision", "决定", nothing}
	grounds         = CheckItem{"grounds", "each ground with facts and law or clause", "各项理由、事实及依据", each("a ground for the refusal", func(d Data) []Ground { return d.Grounds }, func(x Ground) []string { return []string{x.Title, x.Facts, x.Law} })}
	stillDone       = CheckItem{"still_done", "what was still done", "仍然办理的事项", listOrNone("what was still done", func(d Data) ([]string, bool) { return d.StillDone, d.NothingDone })}
	inWriting       = CheckItem{"in_writing", "that this is the answer in writing", "本函为书面答复", nothing}
	internalReview  = CheckItem{"internal_review", "the way to an internal review", "内部复核途径", nothing}
	regulator       = CheckItem{"regulator", "the way to the authorities", "监管部门投诉途径", nothing}
	court           = CheckItem{"court", "the way to the court", "诉讼途径", nothing}
	blockers        = CheckItem{"blockers", "each blocker with its amount, role or share", "各项阻碍及其金额、角色或者份额", each("a blocker", func(d Data) []Blocker { return d.Blockers }, func(x Blocker) []string { return []string{x.What, x.Detail, x.Clear, x.Waive} })}
	clear           = CheckItem{"clear", "how to settle it", "处理方式", nothing}
	waive           = CheckItem{"waive", "how and where to give it up", "放弃的方式", nothing}
	recheck         = CheckItem{"recheck", "the day it is looked at again", "再次核对的日期", all(need("the day of the next check", func(d Data) time.Time { return d.Recheck }), afterDate("the day of the next check", func(d Data) time.Time { return d.Recheck }))}
	ifNothing       = CheckItem{"if_nothing", "what happens if nothing is done", "不处理的后果", need("what happens if nothing is done", func(d Data) string { return d.IfNothing })}
	tried           = CheckItem{"tried", "what was tried to check the identity", "已尝试的核验方式", need("what was tried to check the identity", func(d Data) []string { return d.Tried })}
	again           = CheckItem{"again", "how to ask again", "如何再次提出请求", need("how to ask again", func(d Data) string { return d.Again })}
	party           = CheckItem{"party", "who holds the data, and why not the organisation", "信息持有方及原因", partyFact("who holds the data, and why", func(p Party) []string { return []string{p.Name, p.Why} })}
	partyContact    = CheckItem{"party_contact", "how to reach them", "对方的联系方式", partyFact("how to reach the other party", func(p Party) []string { return []string{p.Contact} })}
	heldHere        = CheckItem{"held_here", "what the organisation itself holds", "我们自身持有的信息", partyFact("what the organisation itself holds", func(p Party) []string { return []string{p.HeldHere} })}
)

func nothing(Data) string { return "" }

// need asks for a fact that is not empty; a list must have an entry, and none may be empty.
func need[T string | []string | time.Time](name string, get func(Data) T) func(Data) string {
	return func(d Data) string { return unlessFilled(name, get(d)) }
}

func unlessFilled(name string, fact any) string {
	filled := false
	switch f := fact.(type) {
	case string:
		filled = f != ""
	case []string:
		filled = len(f) > 0 && !slices.Contains(f, "")
	case time.Time:
		filled = !f.IsZero()
	}
	if filled {
		return ""
	}
	return name
}

func identity[T string | []string | time.Time](name string, get func(Identity) T) func(Data) string {
	return func(d Data) string {
		if d.Identity == nil {
			return name
		}
		return unlessFilled(name, get(*d.Identity))
	}
}

func partyFact(name string, get func(Party) []string) func(Data) string {
	return func(d Data) string {
		if d.Party == nil {
			return name
		}
		return unlessFilled(name, get(*d.Party))
	}
}

func each[T any](name string, get func(Data) []T, facts func(T) []string) func(Data) string {
	return func(d Data) string {
		list := get(d)
		if len(list) == 0 {
			return name
		}
		for i, entry := range list {
			if slices.Contains(facts(entry), "") {
				return fmt.Sprintf("%s (entry %d has an empty part)", name, i+1)
			}
		}
		return ""
	}
}

func listOrNone(name string, get func(Data) ([]string, bool)) func(Data) string {
	return func(d Data) string {
		list, none := get(d)
		if none && len(list) == 0 {
			return ""
		}
		if none {
			return name + " (both a list and the word that there is none)"
		}
		return unlessFilled(name, list)
	}
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

func all(checks ...func(Data) string) func(Data) string {
	return func(d Data) string {
		for _, check := range checks {
			if lack := check(d); lack != "" {
				return lack
			}
		}
		return ""
	}
}

// after asks that one day come after another; either missing is somebody else's complaint.
func after(name string, get func(Data) time.Time, than string, other func(Data) time.Time) func(Data) string {
	return func(d Data) string {
		a, b := get(d), other(d)
		if a.IsZero() || b.IsZero() || a.After(b) {
			return ""
		}
		return fmt.Sprintf("%s after %s (it is %s, the other %s)", name, than, dateIn(English, a), dateIn(English, b))
	}
}

func afterDate(name string, get func(Data) time.Time) func(Data) string {
	return after(name, get, "the date of the letter", func(d Data) time.Time { return d.Date })
}

// lacking names every fact that the kind needs and the data do not have.
func lacking(kind Kind, d Data) []string {
	var lack []string
	for _, f := range []struct{ name, fact string }{
		{"the name of the organisation", d.Organisation}, {"the contact", d.Contact}, {"the reference", d.Reference}, {"the recipient", d.Recipient},
	} {
		if strings.TrimSpace(f.fact) == "" {
			lack = append(lack, f.name)
		}
	}
	if d.Date.IsZero() {
		lack = append(lack, "the date of the letter")
	}
	for _, item := range checklists[kind] {
		if name := item.missing(d); name != "" && !slices.Contains(lack, name) {
			lack = append(lack, name)
		}
	}
	return lack
}
