package incident

import "orangelab.cn/rightsdesk/model"

// Said says what an entry of the record did; own are the words of who wrote it, and what belongs to them.
func (r *Rules) Said(e Entry) (what model.Text, own []string) {
	b := e.Body
	switch e.Kind {
	case Opened:
		return model.Say("Opened at level major", "以“重大”级别启动"), []string{b.Facts.Title}
	case Noted:
		return model.Say("%s", "%s", b.Text), nil
	case Stated:
		return model.Say("Facts changed", "事实已更改"), []string{b.Facts.Title}
	case Scored:
		score, err := r.Severity.Score(*b.Factors)
		if err != nil {
			return model.Say("Severity scored", "已评定严重程度"), nil
		}
		return model.Say("Severity scored: %s, %s", "已评定严重程度：%s，%s", Points(score.SE), score.Band.Name), nil
	case Scoped:
		return b.Scope.said()
	case Noticed:
		if b.Notice.Children {
			return model.Say("Notice to guardians begun: %s", "已起草致监护人的告知：%s", b.Notice.Reference), nil
		}
		return model.Say("Notice to people begun: %s", "已起草致个人的告知：%s", b.Notice.Reference), nil
	case Tasked:
		return model.Say("Task: %s", "任务：%s", b.Task.What), []string{b.Task.Who}
	case Ticked:
		return r.done(e)
	case Linked:
		return model.Say("Request linked: %s", "已关联请求：%s", b.Link.Reference), nil
	case Seated:
		seat, _ := r.Seat(b.Seat.Seat)
		if b.Seat.Person == "" {
			return model.Say("%s stays empty", "%s席位空缺", seat.Name), []string{b.Seat.Why}
		}
		return model.Say("%s takes the seat %s", "%s就任%s", b.Seat.Person, seat.Name), []string{b.Seat.Why}
	case Decided:
		if c, ok := r.Clock(b.Decision.Clock); ok {
			return model.Say("Decided not to report: %s", "决定不报告：%s", c.Title), []string{b.Decision.Reason}
		}
		return model.Say("Decided: %s", "决定：%s", b.Decision.What), []string{b.Decision.Reason}
	case Written:
		c, _ := r.Clock(b.Draft.Clock)
		return model.Say("Draft written: %s", "已起草：%s", c.Title), nil
	case Approved:
		return model.Say("Draft of entry %d approved", "已批准第%d条的草稿", b.Approval.Draft), nil
	case Sent:
		c, _ := r.Clock(b.Mail.Clock)
		return model.Say("Report let go by mail: %s", "已交由邮件发送报告：%s", c.Title), []string{b.Mail.To}
	case Unreached:
		c, _ := r.Clock(b.Mail.Clock)
		if b.Mail.Why == TakenBack {
			return model.Say("Report by mail taken back: %s", "已撤回邮件报告：%s", c.Title), []string{b.Mail.To}
		}
		return model.Say("Report by mail did not arrive: %s", "邮件报告未送达：%s", c.Title), []string{b.Mail.To, b.Mail.Said}
	case Reported, Played:
		c, _ := r.Clock(b.Report.Clock)
		own = []string{b.Report.Channel, b.Report.Receipt, b.Report.Late}
		if e.Kind == Played {
			return model.Say("Played, nothing left the desk: %s", "已演示，未对外发出：%s", c.Title), own
		}
		return model.Say("Reported: %s", "已报告：%s", c.Title), own
	case Kept:
		return model.Say("Evidence kept: %s", "已留存证据：%s", b.Evidence.Name), []string{b.Evidence.Shows,
			"SHA-256 " + b.Evidence.SHA256}
	case Heard:
		return r.heard(*b.Reply)
	case Closed:
		return model.Say("Closed", "已办结"),
			append([]string{b.Closing.Cause, b.Closing.Loss, b.Closing.Lessons}, b.Closing.Tasks...)
	}
	return model.Text{}, nil
}

// done says what was ticked off.
func (r *Rules) done(e Entry) (what model.Text, own []string) {
	t := e.Body.Tick
	if a, is := find(r.FirstActions, func(n Named) bool { return n.ID == t.Action }); is {
		return model.Say("Done: %s", "已完成：%s", a.Name), []string{t.How}
	}
	return model.Say("Done: the task of entry %d", "已完成：第%d条的任务", t.Task), []string{t.How}
}

// heard says who answered what, and under which number it is kept there.
func (r *Rules) heard(a Reply) (what model.Text, own []string) {
	what = model.Say("An authority wrote: %s", "监管机构来信：%s", a.Subject)
	if c, is := r.Clock(a.Clock); is {
		what = model.Say("An authority answered the report “%s”: %s", "监管机构就“%s”的报告答复：%s", c.Title, a.Subject)
	}
	return what, []string{a.From, a.Number, a.Text}
}

// said says what a scope counted, and from what.
func (s Scoping) said() (what model.Text, own []string) {
	if m := s.Measure; m != nil {
		own = []string{m.Of}
		if m.Collection != "" {
			own = append(own, m.Collection)
		}
		return model.Say("People counted: %s, in all %s", "已统计涉及人数：%s，合计%s", m.Count.People, s.Total.People), own
	}
	return model.Say("A count was taken out, in all %s", "已撤销一项统计，合计%s", s.Total.People), []string{s.Why}
}

// Said says what became of a clock when the facts changed; Turn.After.Why says why.
func (t Turn) Said() model.Text {
	switch title := t.After.Title; {
	case t.After.Applies == No:
		return model.Say("%s does not apply any more", "%s不再适用", title)
	case t.Before.Applies == t.After.Applies:
		return model.Say("%s has another day", "%s的日期有变", title)
	case t.After.Applies == Yes:
		return model.Say("%s applies now", "%s现已适用", title)
	default:
		return model.Say("%s may apply now", "%s现可能适用", title)
	}
}

// String writes a number as far as it is known: 214, 200-500; empty where it is not.
func (r Range) String() string {
	switch {
	case !r.Known:
		return ""
	case r.Least == r.Most:
		return grouped(r.Least)
	}
	return grouped(r.Least) + "-" + grouped(r.Most)
}

// Formula writes how a score came about: 3.00 × 1.00 + 0.50.
func (s Score) Formula() string { return Points(s.DPC) + " × " + Points(s.EI) + " + " + Points(s.CB) }
