package regulator

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/incident"
)

// tables are the parts of the file, in the order in which they are read.
func (c Case) tables() []table {
	return []table{c.facts(), c.clocks(), c.severity(), c.team(), c.decisions(), c.drafts(), c.reports(),
		c.notices(), c.texts(), c.shown(), c.timeline(), c.ending()}
}

// moment writes a point in time to the second with its offset, the same in every language; empty for none.
func (c Case) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(c.Zone).Format("2006-01-02 15:04:05 -07:00")
}

func (c Case) at(t time.Time) model.Text { return same(c.moment(t)) }

// who is a member of staff by name; by ID where the name is gone.
func (c Case) who(id string) model.Text {
	if name := c.Staff[id]; name != "" {
		return same(name)
	}
	return same(id)
}

var answers = map[incident.Answer]model.Text{incident.Yes: {"en": "yes", "zh-Hans": "是"},
	incident.No: {"en": "no", "zh-Hans": "否"}, incident.Unknown: {"en": "not known", "zh-Hans": "尚不清楚"}}

var harms = map[incident.Harm]model.Text{incident.Leak: {"en": "leak", "zh-Hans": "泄露"},
	incident.Tampering: {"en": "tampering", "zh-Hans": "篡改"}, incident.Loss: {"en": "loss", "zh-Hans": "丢失"}}

// facts are what is known now. What is not known says so.
func (c Case) facts() table {
	f := c.Facts
	t := table{name: "facts.csv", title: model.Say("What is known", "已知情况"),
		columns: []model.Text{model.Say("Fact", "事项"), model.Say("Value", "内容")}, plain: true}
	add := func(name model.Text, value model.Text) {
		if value.In("en") == "" {
			value = answers[incident.Unknown]
		}
		t.rows = append(t.rows, []model.Text{name, value})
	}
	sure := model.Say("suspected", "疑似发生")
	if f.Known {
		sure = model.Say("known to have happened", "已确认发生")
	}
	add(model.Say("What happened", "事件"), same(f.Title))
	add(model.Say("Known or suspected", "确认或者疑似"), sure)
	add(model.Say("Found by", "发现人"), same(f.FoundBy))
	for _, m := range []struct {
		name model.Text
		at   time.Time
	}{{model.Say("Found", "发现时间"), f.Aware}, {model.Say("Happened", "发生时间"), f.Happened},
		{model.Say("Contained", "控制时间"), f.Contained}, {model.Say("Assessed to be notifiable", "认定须告知的时间"), f.Assessed},
		{model.Say("Handling ended", "处置结束时间"), f.Handled}} {
		add(m.name, c.at(m.at))
	}
	for _, h := range f.Harms {
		add(model.Say("Harm", "危害"), harms[h])
	}
	add(model.Say("System", "涉及系统"), same(f.System))
	add(model.Say("Cause", "原因"), same(f.Cause))
	add(model.Say("People", "涉及人数"), same(f.People.String()))
	for _, id := range c.Rules.Regimes() {
		if n, stated := f.Places[id]; stated {
			add(model.Say("People, %s", "涉及人数，%s", c.Regimes[id]), same(n.String()))
		}
	}
	add(model.Say("Loss in yuan", "损失（元）"), same(f.Loss.String()))
	grade := c.Grade.Least.Name
	if !c.Grade.Sure() {
		grade = model.Say("%s to %s, not settled", "%s至%s，尚未确定", grade, c.Grade.Most.Name)
	}
	add(model.Say("Chinese grading", "事件分级"), grade)
	for _, o := range c.Rules.Operators {
		if o.ID == f.Operator {
			add(model.Say("Kind of operator", "运营者类型"), o.Name)
		}
	}
	for _, q := range c.Rules.Questions {
		add(model.Text{"en": strings.TrimSuffix(q.Ask["en"], "?"),
			"zh-Hans": strings.TrimSuffix(q.Ask["zh-Hans"], "？")}, answers[f.Answers[q.ID]])
	}
	return t
}

// clocks are every clock of the rules, with why it applies or does not.
func (c Case) clocks() table {
	t := table{name: "clocks.csv", title: model.Say("Clocks", "时限"),
		columns: []model.Text{model.Say("Clock", "时限"), model.Say("Source", "依据"), model.Say("To", "对象"),
			model.Say("Applies", "是否适用"), model.Say("Why", "理由"),
			model.Say("Began", "起算"), model.Say("Due", "截止"), model.Say("Done", "完成"), model.Say("Remark", "备注")}}
	for _, r := range c.Clocks {
		applies, due, remark := answers[r.Applies], c.at(r.Due), model.Text{}
		if r.Applies == incident.Unknown {
			applies = model.Say("may apply", "可能适用")
		}
		if r.Unit == calendar.Immediate && !r.Due.IsZero() {
			due = model.Say("at once", "立即")
		}
		switch {
		case r.Done.IsZero() && c.Waived(r.ID):
			remark = model.Say("decided not to", "决定不报告")
		case r.Late(c.Made):
			remark = model.Say("late", "逾期")
		case r.Provisional:
			remark = model.Say("counted by holidays that are not announced yet", "按尚未公布的节假日安排推算")
		}
		t.rows = append(t.rows,
			[]model.Text{r.Title, r.Source, r.To, applies, r.Why, c.at(r.Began), due, c.at(r.Done), remark})
	}
	return t
}

// severity is how the score moved, the newest last.
func (c Case) severity() table {
	t := table{name: "severity.csv",
		title: model.Say("Severity, ENISA: SE = DPC × EI + CB", "严重程度（ENISA：SE = DPC × EI + CB）"),
		none:  model.Say("Not scored.", "未评定。"),
		columns: []model.Text{model.Say("When", "时间"), model.Say("Score", "得分"), model.Say("Band", "等级"),
			model.Say("DPC", "DPC"), model.Say("EI", "EI"), model.Say("CB", "CB"), model.Say("By", "评定人")}}
	for _, s := range c.Scores {
		circumstances := same("")
		for i, p := range s.Score.Parts {
			part := model.Say("%s: %s +%s", "%s：%s +%s", p.Name, p.Chosen.Text, incident.Points(p.Chosen.Points))
			if i == 0 {
				circumstances = part
				continue
			}
			circumstances = model.Say("%s, %s", "%s，%s", circumstances, part)
		}
		category := model.Say("%s %s", "%s %s", s.Score.Category.Name, incident.Points(s.Score.DPC))
		if s.Score.Adjust != nil {
			category = model.Say("%s, %s", "%s，%s", category, s.Score.Adjust.Text)
		}
		t.rows = append(t.rows,
			[]model.Text{c.at(s.At), same(incident.Points(s.Score.SE) + " = " + s.Score.Formula()), s.Score.Band.Name,
				category,
				model.Say("%s %s", "%s %s", s.Score.Ease.Text, incident.Points(s.Score.EI)), circumstances,
				c.who(s.By)})
	}
	return t
}

// team is who sits in the response team, or why nobody does.
func (c Case) team() table {
	t := table{name: "team.csv", title: model.Say("Response team", "应急小组"),
		columns: []model.Text{model.Say("Seat", "席位"), model.Say("Person", "人员"), model.Say("Phone", "电话"),
			model.Say("Why it is empty", "空缺原因")}}
	for _, seat := range c.Rules.Seats {
		i := slices.IndexFunc(c.Seats, func(s incident.Seating) bool { return s.Seat == seat.ID })
		row := []model.Text{seat.Name, model.Say("empty", "空缺"), same(""), same("")}
		if i >= 0 {
			if s := c.Seats[i]; s.Person != "" {
				row = []model.Text{seat.Name, same(s.Person), same(s.Phone), same("")}
			} else {
				row[3] = same(s.Why)
			}
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// decisions are every decision with its reason, those not to tell somebody too.
func (c Case) decisions() table {
	t := table{name: "decisions.csv", title: model.Say("Decisions", "决定"), none: model.Say("None.", "无。"),
		columns: []model.Text{model.Say("When", "时间"), model.Say("Decision", "决定"), model.Say("Reason", "理由"),
			model.Say("By", "决定人")}}
	for _, e := range c.Record {
		if e.Kind == incident.Decided {
			what, _ := c.Rules.Said(e)
			t.rows = append(t.rows, []model.Text{c.at(e.At), what, same(e.Body.Decision.Reason), c.who(e.By)})
		}
	}
	return t
}

// drafts are the reports as they were written, field by field, with who approved them; what was sent says when.
func (c Case) drafts() table {
	t := table{name: "drafts.csv", title: model.Say("Reports as written", "报告文稿"), none: model.Say("None.", "无。"),
		columns: []model.Text{model.Say("Report", "报告"), model.Say("Field", "事项"), model.Say("Text", "内容"),
			model.Say("Entry", "条目"), model.Say("Written", "起草时间"), model.Say("By", "起草人"),
			model.Say("Approved", "批准时间"), model.Say("Approved by", "批准人"), model.Say("Sent", "报送时间")}}
	for _, e := range c.Record {
		d := e.Body.Draft
		if d == nil {
			continue
		}
		form, _ := c.Rules.FormOf(d.Clock)
		clock, _ := c.Rules.Clock(d.Clock)
		approved, by, sent := same(""), same(""), same("")
		for _, later := range c.Record {
			switch b := later.Body; {
			case b.Approval != nil && b.Approval.Draft == e.Number:
				approved, by = c.at(later.At), c.who(later.By)
			case b.Report != nil && b.Report.Draft == e.Number:
				sent = c.at(b.Report.At)
			}
		}
		for _, f := range form.Fields {
			if text := d.Fields[f.ID]; text != "" {
				t.rows = append(t.rows,
					[]model.Text{clock.Title, f.Name, same(text), same(strconv.FormatInt(e.Number, 10)), c.at(e.At),
						c.who(e.By), approved, by, sent})
			}
		}
	}
	return t
}

// reports are what was reported to whom, each with its receipt.
func (c Case) reports() table {
	t := table{name: "reports.csv", title: model.Say("Reports and receipts", "报告与回执"),
		none: model.Say("Nothing was reported.", "未作报告。"),
		columns: []model.Text{model.Say("When", "时间"), model.Say("Report", "报告"), model.Say("Way", "方式"),
			model.Say("Receipt", "回执"), model.Say("Why it was late", "逾期原因"), model.Say("Written down", "记录时间"),
			model.Say("By", "记录人"), model.Say("As it went", "发出的原件")}}
	for _, e := range c.Record {
		if r := e.Body.Report; r != nil {
			what, _ := c.Rules.Said(e)
			t.rows = append(t.rows, []model.Text{c.at(r.At), what, same(r.Channel), same(r.Receipt), same(r.Late),
				c.at(e.At), c.who(e.By), same(c.sentName(e))})
		}
	}
	return t
}

// timeline is the whole record, the oldest first, with the clocks that began or ended to apply by each entry.
func (c Case) timeline() table {
	t := table{name: "timeline.csv", title: model.Say("Timeline", "时间线"), plain: true,
		columns: []model.Text{model.Say("When", "时间"), model.Say("Written down", "记录时间"), model.Say("By", "记录人"),
			model.Say("What", "事项"), model.Say("In their words", "原文"), model.Say("Entry", "条目")}}
	for _, e := range c.Record {
		what, own := c.Rules.Said(e)
		when, written := c.at(e.At), same("")
		if !e.Body.Done.IsZero() {
			when, written = c.at(e.Body.Done), model.Say("written down %s", "记录于 %s", c.moment(e.At))
		}
		number := same(strconv.FormatInt(e.Number, 10))
		t.rows = append(t.rows, []model.Text{when, written, c.who(e.By), what, joined(own), number})
		for _, turn := range c.Turned[e.Number] {
			if e.Number > 1 {
				t.rows = append(t.rows,
					[]model.Text{c.at(e.At), same(""), same(""), turn.Said(), turn.After.Why, number})
			}
		}
	}
	return t
}

// ending is how it ended.
func (c Case) ending() table {
	t := table{name: "closing.csv", title: model.Say("How it ended", "办结情况"), none: model.Say("It is open.", "尚未办结。"),
		columns: []model.Text{model.Say("Fact", "事项"), model.Say("Value", "内容")}, plain: true}
	if end := c.Closing; end != nil {
		t.rows = [][]model.Text{{model.Say("Cause", "原因"), same(end.Cause)}, {model.Say("Loss", "损失"), same(end.Loss)},
			{model.Say("Lessons", "教训"), same(end.Lessons)}}
		for _, task := range end.Tasks {
			t.rows = append(t.rows, []model.Text{model.Say("Task", "后续任务"), same(task)})
		}
	}
	return t
}
