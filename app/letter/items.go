package letter

import "time"

// The items of the checklists that do not depend on what was asked; outcome.go has the others.
var (
	caseNumber = CheckItem{"case_number", "the reference of the request", "受理编号", nothing}
	received   = CheckItem{"received", "when the request arrived", "收到请求的时间", need("the time of receipt", receipt)}
	receivedOn = CheckItem{"received", "the day the request arrived", "收到请求的日期", received.missing}
	request    = CheckItem{"request", "the request as understood", "我们所理解的请求",
		need("the request in words", func(d Data) string { return d.Request })}
	due = CheckItem{"due", "the day of the answer and how it was counted", "答复期限及计算方式", all(
		need("the due date", dueDay),
		need("how the due date was counted", func(d Data) string { return d.DueCounted }),
		after("the due date", dueDay, "the time of receipt", receipt))}
	identityStep = CheckItem{"identity_step", "what happens about the identity", "身份核验的步骤",
		need("the identity step", func(d Data) string { return d.IdentityStep })}
	noFee   = CheckItem{"no_fee", "that there is no fee, or which and why", "不收取费用，或者收费金额及理由", nothing}
	contact = CheckItem{"contact", "where to reach the organisation", "联系方式", nothing}

	why = CheckItem{"why", "why the person is asked", "要求核验的理由",
		identity("why the person is asked", func(i Identity) string { return i.Why })}
	leastData = CheckItem{"least_data", "the least data needed", "所需的最少材料",
		identity("what is needed from the person", func(i Identity) []string { return i.Needed })}
	howToSend = CheckItem{"how_to_send", "how to send it safely", "安全的提交方式",
		identity("how to send the evidence safely", func(i Identity) string { return i.Send })}
	useOnly      = CheckItem{"use_only", "that it is used for this only and deleted after", "仅用于本次核验，用后删除", nothing}
	useOnlyAfter = CheckItem{"use_only", "that what was sent is used for this only and deleted", "所提交的材料不作他用并予删除",
		nothing}
	byDate = CheckItem{"by_date", "the day by which it is needed", "提交期限", all(
		identity("the day by which the evidence is needed", func(i Identity) time.Time { return i.By }),
		afterDate("the day by which the evidence is needed", func(d Data) time.Time { return d.Identity.By }))}
	clock = CheckItem{"clock", "what this means for the day of the answer", "对答复期限的影响",
		identity("what the evidence means for the due date", func(i Identity) string { return i.Clock })}
	alternatives = CheckItem{"alternatives", "other ways", "其他核验方式",
		identity("another way to prove the identity", func(i Identity) []string { return i.Alternatives })}
	identityChecked = CheckItem{"identity_checked", "how the identity was checked", "身份核验方式",
		need("how the identity was checked", func(d Data) string { return d.IdentityChecked })}
	tried = CheckItem{"tried", "what was tried to check the identity", "已尝试的核验方式",
		need("what was tried to check the identity", func(d Data) []string { return d.Tried })}
	again = CheckItem{"again", "how to ask again", "如何再次提出请求",
		need("how to ask again", func(d Data) string { return d.Again })}

	originalDue = CheckItem{"original_due", "the day first promised", "原定答复期限", need("the original due date", dueDay)}
	sentBefore  = CheckItem{"sent_before", "that it is sent before that day", "在原定期限前告知",
		afterDate("the original due date", dueDay)}
	newDue = CheckItem{"new_due", "the new day", "新的答复期限", all(
		need("the new due date", newDueDay),
		after("the new due date", newDueDay, "the original due date", dueDay))}
	extensionReason = CheckItem{"reason", "the reason for the delay", "延期理由",
		need("the reason for the extension", func(d Data) string { return d.ExtensionReason })}

	extensionBasis = CheckItem{"basis", "the rule that allows more time", "延期的依据",
		need("the rule that allows the extension", func(d Data) string { return d.ExtensionBasis })}

	decision = CheckItem{"decision", "the decision", "决定", nothing}
	grounds  = CheckItem{"grounds", "each ground with facts and law or clause", "各项理由、事实及依据",
		each("a ground for the refusal", func(d Data) []Ground { return d.Grounds },
			func(g Ground) []string { return []string{g.Title, g.Facts, g.Law} })}
	partGrounds = CheckItem{"grounds", "each ground of what is not done, with facts and law or clause",
		"未予办理部分的理由、事实及依据", func(d Data) string {
			return emptyPart("a ground", d.Grounds, func(g Ground) []string {
				return []string{g.Title, g.Facts, g.Law}
			})
		}}
	dueOn     = CheckItem{"due", "by when the person hears how it stands", "告知办理情况的期限", need("the due date", dueDay)}
	stillDone = CheckItem{"still_done", "what was still done", "仍然办理的事项",
		listOrNone("what was still done", func(d Data) ([]string, bool) { return d.StillDone, d.NothingDone })}
	inWriting      = CheckItem{"in_writing", "that this is the answer in writing", "本函为书面答复", nothing}
	internalReview = CheckItem{"internal_review", "the way to an internal review", "内部复核途径",
		func(d Data) string { return unlessTrue("within how many days a review is answered", d.ReviewDays > 0) }}
	regulator = CheckItem{"regulator", "the way to the authorities", "监管部门投诉途径",
		regulatorMissing}
	court = CheckItem{"court", "the way to the court", "诉讼途径",
		need("the court", func(d Data) string { return d.Court })}

	blockers = CheckItem{"blockers", "each blocker with its amount, role or share", "各项阻碍及其金额、角色或者份额",
		each("a blocker", func(d Data) []Blocker { return d.Blockers },
			func(b Blocker) []string { return []string{b.What, b.Detail, b.Clear, b.Waive} })}
	clear   = CheckItem{"clear", "how to settle it", "处理方式", nothing}
	waive   = CheckItem{"waive", "how and where to give it up", "放弃的方式", nothing}
	recheck = CheckItem{"recheck", "the day it is looked at again", "再次核对的日期", all(
		need("the day of the next check", func(d Data) time.Time { return d.Recheck }),
		afterDate("the day of the next check", func(d Data) time.Time { return d.Recheck }))}
	ifNothing = CheckItem{"if_nothing", "what happens if nothing is done", "不处理的后果",
		need("what happens if nothing is done", func(d Data) string { return d.IfNothing })}

	party = CheckItem{"party", "who holds the data, and why not the organisation", "信息持有方及原因",
		partyFact("who holds the data, and why", func(p Party) []string { return []string{p.Name, p.Why} })}
	partyContact = CheckItem{"party_contact", "how to reach them", "对方的联系方式",
		partyFact("how to reach the other party", func(p Party) []string { return []string{p.Contact} })}
	heldHere = CheckItem{"held_here", "what the organisation itself holds", "我们自身持有的信息",
		partyFact("what the organisation itself holds", func(p Party) []string { return []string{p.HeldHere} })}
)

// regulatorMissing asks for somebody who takes complaints: of the organisation's own authorities, or of the laws that
// apply.
func regulatorMissing(d Data) string {
	const name = "an authority that takes complaints"
	if len(d.Authorities)+len(d.Laws.Regulators) == 0 {
		return name
	}
	return firstLack(emptyPart(name, d.Authorities, func(a Authority) []string { return []string{a.Name, a.How} }),
		emptyPart(name, d.Laws.Regulators, func(r Regulator) []string { return []string{r.Name} }))
}

func receipt(d Data) time.Time   { return d.Received }
func dueDay(d Data) time.Time    { return d.Due }
func newDueDay(d Data) time.Time { return d.NewDue }

func nothing(Data) string { return "" }

func unlessTrue(name string, is bool) string {
	if is {
		return ""
	}
	return name
}
