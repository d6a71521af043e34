package fulfil

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// changeFacts adds what the answer to a correction, a deletion, a cancellation, a withdrawal or an objection says.
func changeFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	plan, err := c.Tx.Plan(c.Request.ID)
	if err != nil {
		return d, ErrNoPlan
	}
	tasks, err := c.Tx.Tasks(c.Request.ID)
	if err != nil {
		return d, err
	}
	d.Done = doneIn(plan, tasks, lang)
	for _, t := range tasks {
		if t.Kind == store.TaskTell && !t.Open() {
			d.Told = append(d.Told, t.Who)
		}
	}
	d.NobodyTold = len(d.Told) == 0
	var refusals model.Refusals
	if _, err := c.Tx.Part(c.Request.ID, store.PartRefusals, &refusals); err != nil {
		return d, err
	}
	for _, key := range sortedKeys(refusals) {
		d.Grounds = append(d.Grounds, groundsOf(c.Session.Rules(), refusals[key], lang)...)
	}
	switch c.Request.Kind {
	case model.Correction:
		return correctionFacts(c, d, lang)
	case model.Withdrawal, model.Objection:
		return withdrawalFacts(c, d, lang)
	}
	return erasureFacts(c, d, plan, lang)
}

// doneIn says per system what was written, and which were left as they are.
func doneIn(plan store.Plan, tasks []store.Task, lang string) (list []letter.Done) {
	for _, src := range plan.Sources {
		what := ""
		switch {
		case src.State == store.WriteDone && src.Updates+src.Deletes > 0:
			what = say(lang, counted(src.Updates, "record", "records")+" rewritten, "+strconv.FormatInt(src.Deletes, 10)+" deleted", fmt.Sprintf("改写 %d 条记录，删除 %d 条记录", src.Updates, src.Deletes))
		case src.State == store.WriteDone:
			what = say(lang, "nothing to be changed", "无需变更")
		case src.State == store.WriteByOwner:
			what = say(lang, "done by the department that runs the system", "由系统负责部门办理完毕")
		case src.State == store.WriteUnwritable && src.Updates+src.Deletes == 0:
			what = say(lang, "nothing to be changed", "无需变更")
		case src.State == store.WriteUnwritable:
			what = say(lang, "left unchanged for now; it has to be done by hand", "暂未变更，需人工办理")
			if slices.ContainsFunc(tasks, func(t store.Task) bool { return t.Source == src.Source && !t.Open() && t.Kind != store.TaskStop }) {
				what = say(lang, "done by the department that runs the system", "由系统负责部门办理完毕")
			}
		default:
			continue
		}
		list = append(list, letter.Done{System: src.Source, What: what})
	}
	return list
}

func groundsOf(rules *model.RulePack, r model.Refusal, lang string) (list []letter.Ground) {
	for _, given := range r.Grounds {
		g, _ := rules.Ground(given.ID)
		list = append(list, letter.Ground{Title: g.Named(lang, given.Sub), Facts: given.Facts, Law: g.Cites(lang, given.Law), Item: r.Item, Instead: g.Offer.In(lang)})
	}
	return list
}

func sortedKeys(m model.Refusals) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func correctionFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	var all model.Corrections
	if _, err := c.Tx.Part(c.Request.ID, store.PartCorrections, &all); err != nil {
		return d, err
	}
	reg, err := registerIn(c)
	if err != nil {
		return d, err
	}
	run, err := c.Tx.LatestRun(c.Request.ID)
	if err != nil {
		return d, ErrNoRun
	}
	for _, item := range all.Items {
		what := titleOf(reg, item.Category, lang)
		if item.Supplement != "" {
			d.Supplements = append(d.Supplements, letter.Supplement{What: what, Statement: item.Supplement})
			rule, _ := c.Session.Rules().Ground("IMMUT")
			d.Grounds = append(d.Grounds, letter.Ground{Title: rule.Title.In(lang), Law: rule.Law.In(lang), Item: what,
				Facts: say(lang, "The value was registered first and identifies the account; your statement is kept beside it.", "该信息为初始注册信息并用于识别账号；您的补充说明已随附保存。")})
			continue
		}
		var where []string
		for _, p := range item.Places {
			f, err := findingAt(&c.Tx.View, c.Request.ID, run.ID, p.Seq)
			if err != nil {
				return d, err
			}
			if !slices.Contains(where, f.Source) {
				where = append(where, f.Source)
			}
		}
		d.Corrected = append(d.Corrected, letter.Corrected{What: what, Where: strings.Join(where, say(lang, ", ", "、")), Now: model.MaskCategory(item.Category, item.Value)})
	}
	return d, nil
}

func withdrawalFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	var p model.Purposes
	if _, err := c.Tx.Part(c.Request.ID, store.PartPurposes, &p); err != nil {
		return d, err
	}
	for _, id := range p.IDs {
		rule, _ := c.Session.Rules().Purpose(id)
		lost := rule.ServicesLost[lang]
		if len(lost) == 0 {
			lost = []string{say(lang, "no service of ours", "不影响任何服务")}
		}
		d.Ended = append(d.Ended, letter.Ended{Use: rule.Title.In(lang), ServicesLost: lost, HowTo: rule.HowTo.In(lang)})
	}
	links, err := c.Tx.Links(c.Request.ID)
	if err != nil {
		return d, err
	}
	for _, l := range links {
		if l.Opened && l.Why == model.CauseWithdrawn {
			d.Linked = l.Reference
		}
	}
	d.NoDeletion = d.Linked == ""
	return d, nil
}

func erasureFacts(c *desk.Change, d letter.Data, plan store.Plan, lang string) (letter.Data, error) {
	var scope model.Scope
	if _, err := c.Tx.Part(c.Request.ID, store.PartScope, &scope); err != nil {
		return d, err
	}
	reg, err := registerIn(c)
	if err != nil {
		return d, err
	}
	for _, l := range scope.Lines {
		what := titleOf(reg, l.Category, lang) + say(lang, " (", "（") + l.Collection + say(lang, ")", "）")
		switch l.Way {
		case model.WayHold:
			rule, _ := c.Session.Rules().Hold(l.Hold)
			d.Kept = append(d.Kept, letter.Kept{What: what, Law: rule.Law.In(lang), Until: l.Until})
		case model.WayStop:
			d.Stopped = append(d.Stopped, letter.Stopped{What: what, Why: l.Reason})
		case model.WayRedirect:
			d.Grounds = append(d.Grounds, letter.Ground{Title: say(lang, "Held by somebody else", "由他人持有"), Item: what, Law: say(lang, "our privacy statement, section on services of third parties", "本单位隐私声明“第三方服务”"),
				Facts: say(lang, "Please turn to "+l.Party+".", "请向"+l.Party+"提出。")})
		case model.WayRefuse:
			r := *l.Refusal
			r.Item = what
			d.Grounds = append(d.Grounds, groundsOf(c.Session.Rules(), r, lang)...)
		}
	}
	d.NothingKept = len(d.Kept) == 0
	certificates, err := c.Tx.Certificates(c.Request.ID)
	if err != nil {
		return d, err
	}
	if len(certificates) > 0 {
		d.Certificate = certificates[0].Number
	}
	d.NothingErased = d.Certificate == ""
	if c.Request.Kind != model.Cancellation {
		return d, nil
	}
	for _, src := range plan.Sources {
		if src.EndedAt.After(d.Disabled) {
			d.Disabled = src.EndedAt
		}
	}
	if d.Disabled.IsZero() {
		d.Disabled = plan.SignedAt
	}
	var blockers model.Blockers
	if _, err := c.Tx.Part(c.Request.ID, store.PartBlockers, &blockers); err != nil {
		return d, err
	}
	for _, provider := range blockers.Logins {
		rule := c.Session.Rules().Login(provider)
		name := rule.Title.In(lang)
		if rule.ID == model.OtherLogin {
			name = provider
		}
		d.Logins = append(d.Logins, letter.Login{Provider: name, Apply: rule.Apply.In(lang)})
	}
	d.NoLogins = len(d.Logins) == 0
	return d, nil
}

// recheckDays is how long a person has to settle what stands in the way before the desk looks again.
const recheckDays = 14

func blockerFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	var all model.Blockers
	if _, err := c.Tx.Part(c.Request.ID, store.PartBlockers, &all); err != nil {
		return d, err
	}
	for _, b := range all.List {
		if b.Waived() {
			continue
		}
		rule, _ := c.Session.Rules().Blocker(b.Kind)
		detail := b.Detail
		if detail == "" {
			detail = b.Key
		}
		d.Blockers = append(d.Blockers, letter.Blocker{What: rule.Title.In(lang), Detail: detail, Clear: rule.Clear.In(lang), Waive: rule.Waive.In(lang)})
	}
	if len(d.Blockers) == 0 {
		return d, ErrNoBlocker
	}
	d.Recheck = c.Session.Now().AddDate(0, 0, recheckDays)
	d.IfNothing = say(lang, "If we hear nothing by then, we look again ourselves and write to you; your account stays as it is.", "届时如未收到您的答复，我们将自行复查并再次致函；在此之前您的账号保持不变。")
	return d, nil
}

func refusalFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	var refusals model.Refusals
	if _, err := c.Tx.Part(c.Request.ID, store.PartRefusals, &refusals); err != nil {
		return d, err
	}
	whole, ok := refusals[""]
	if !ok {
		return d, ErrNoRefusal
	}
	d.Grounds = groundsOf(c.Session.Rules(), whole, lang)
	d.NothingDone = true
	return d, nil
}

// Document renders a certificate of erasure, for the person or an authority. Staff are named by the function given.
func (c Certified) Document(lang string, org model.Organisation, reference string, rules *model.RulePack, staff func(id string) string) (letter.Letter, error) {
	if err := org.Require(lang, certificateNeeds...); err != nil {
		return letter.Letter{}, err
	}
	w, err := writerOf(org, lang)
	if err != nil {
		return letter.Letter{}, err
	}
	reg, err := registerOf(org)
	if err != nil {
		return letter.Letter{}, err
	}
	d := letter.CertificateData{Organisation: w.Organisation, Contact: w.Contact, Number: c.Number, Reference: reference, Issued: c.At, Zone: w.Zone,
		PreparedBy: staff(c.MadeBy), ApprovedBy: staff(c.SignedBy), Plan: c.Plan[:min(12, len(c.Plan))],
		Residue: letter.CertificateResidue{At: c.Residue.At, Tables: c.Residue.Tables, Texts: c.Residue.Texts, Passed: c.Residue.Passed(), Unsearched: c.Residue.Failed}}
	for _, src := range c.Sources {
		d.Systems = append(d.Systems, letter.CertificateSystem{Name: src.Source, Rewritten: src.Updates, Deleted: src.Deletes, Kept: src.Kept,
			State: writeState(src, lang), When: src.EndedAt})
	}
	for _, l := range c.Lines {
		if l.Way == model.WayHold {
			rule, _ := rules.Hold(l.Hold)
			d.Kept = append(d.Kept, letter.Kept{What: titleOf(reg, l.Category, lang) + " · " + l.Collection, Law: rule.Law.In(lang), Until: l.Until})
		}
	}
	for _, h := range c.Residue.Hits {
		if h.Kept == "" {
			d.Residue.Remains = append(d.Residue.Remains, say(lang, fmt.Sprintf("%s.%s.%s: %s in %d rows", h.Source, h.Collection, h.Column, h.Kind, h.Rows),
				fmt.Sprintf("%s.%s.%s：%s，%d 行", h.Source, h.Collection, h.Column, h.Kind, h.Rows)))
		}
	}
	for _, s := range c.SharedIn {
		d.Shared = append(d.Shared, letter.CertificateShared{System: s.Source, Rows: s.Rows,
			Why: say(lang, "left for the other people they are about, or let go of", "因涉及他人而保留，或已解除与本人的关联")})
	}
	return letter.RenderCertificate(lang, d)
}

func writeState(src store.PlanSource, lang string) string {
	switch src.State {
	case store.WriteDone:
		return say(lang, "done", "已完成")
	case store.WriteByOwner:
		return say(lang, "done by its owner", "由负责部门完成")
	case store.WriteUnwritable:
		return say(lang, "left unchanged: the desk has no write access", "未变更：无写入权限")
	}
	return say(lang, "handed to its owner", "已移交负责部门")
}
