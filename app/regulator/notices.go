package regulator

import (
	"bufio"
	"io"
	"strconv"

	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
)

// Notice is a notice to people about the incident, with the texts that they get.
type Notice struct {
	notice.Notice
	Texts []NoticeText
}

// NoticeText is what people get by a channel in a language.
type NoticeText struct {
	Channel notice.Channel
	Lang    string
	notice.Text
}

// Receipt is a receipt of a notice, and whose it is, masked.
type Receipt struct {
	notice.Receipt
	To string
}

var channels = map[notice.Channel]model.Text{
	notice.Email: {"en": "e-mail", "zh-Hans": "电子邮件"}, notice.SMS: {"en": "text message", "zh-Hans": "短信"},
	notice.Push:   {"en": "message to an app", "zh-Hans": "应用推送"},
	notice.Home:   {"en": "home page", "zh-Hans": "主页公告"},
	notice.Letter: {"en": "letter by post", "zh-Hans": "邮寄信函"}, notice.Call: {"en": "telephone", "zh-Hans": "电话"},
	notice.ByHand: {"en": "written down by hand", "zh-Hans": "人工记录"},
	notice.ByFile: {"en": "from a file", "zh-Hans": "来自文件"},
}

var results = map[notice.Result]model.Text{
	notice.Handed:    {"en": "taken by the server", "zh-Hans": "服务器已接收"},
	notice.Failed:    {"en": "refused", "zh-Hans": "被拒收"},
	notice.Later:     {"en": "put off by the server", "zh-Hans": "服务器推迟接收"},
	notice.Uncertain: {"en": "not known whether it arrived", "zh-Hans": "是否送达不明"},
	notice.Returned:  {"en": "came back", "zh-Hans": "被退回"},
	notice.Arrived:   {"en": "arrived, as a person looked up", "zh-Hans": "经人工核实已送达"},
	notice.Left:      {"en": "not sent again", "zh-Hans": "不再发送"},
	notice.Listed:    {"en": "in a list for who sends it", "zh-Hans": "已列入交付发送的名单"},
	notice.Announced: {"en": "by the public announcement alone", "zh-Hans": "仅以公告告知"},
	notice.Agreed:    {"en": "agreed", "zh-Hans": "同意"}, notice.Declined: {"en": "declined", "zh-Hans": "不同意"},
}

var noticeStates = map[notice.State]model.Text{
	notice.Draft: {"en": "drafted", "zh-Hans": "草稿"}, notice.Approved: {"en": "approved", "zh-Hans": "已批准"},
	notice.Sending: {"en": "going out", "zh-Hans": "发送中"}, notice.Sent: {"en": "sent", "zh-Hans": "已发送"},
	notice.Stopped: {"en": "stopped", "zh-Hans": "已停止"},
}

// notices are the notices to people with how far each went.
func (c Case) notices() table {
	t := table{name: "notices.csv", title: model.Say("Notices to people", "致个人的告知"),
		none: model.Say("None.", "无。"), columns: []model.Text{model.Say("Notice", "告知"), model.Say("State", "状态"),
			model.Say("Approved", "批准时间"), model.Say("Approved by", "批准人"),
			model.Say("People", "人数"), model.Say("Taken by servers", "服务器已接收"),
			model.Say("Refused", "被拒收"), model.Say("Came back", "被退回"), model.Say("Not known", "不明"),
			model.Say("By announcement", "以公告告知"), model.Say("Receipts", "回执数")}}
	number := func(n int64) model.Text { return same(strconv.FormatInt(n, 10)) }
	for _, n := range c.Notices {
		p := n.Progress
		t.rows = append(t.rows, []model.Text{same(n.Reference), noticeStates[n.State], c.at(n.ApprovedAt),
			c.who(n.ApprovedBy), number(n.Audience.Count), number(p.Handed), number(p.Failed),
			number(p.Returned), number(p.Uncertain), number(p.Announced), number(p.Receipts)})
	}
	return t
}

// texts are the texts of the notices, as people get them but for their names.
func (c Case) texts() table {
	t := table{name: "notice-texts.csv", title: model.Say("Texts of the notices", "告知文本"), plain: true,
		none: model.Say("None.", "无。"), columns: []model.Text{model.Say("Notice", "告知"), model.Say("By", "方式"),
			model.Say("Language", "语言"), model.Say("Subject", "标题"), model.Say("Text", "内容")}}
	for _, n := range c.Notices {
		for _, x := range n.Texts {
			t.rows = append(t.rows, []model.Text{same(n.Reference), channels[x.Channel], same(x.Lang), same(x.Subject),
				same(x.Text.Text)})
		}
	}
	return t
}

// receiptColumns are the columns of receipts.csv.
var receiptColumns = []model.Text{model.Say("Notice", "告知"), model.Say("Receipt", "回执"), model.Say("Person", "收件人编号"),
	model.Say("Address, masked", "地址（脱敏）"), model.Say("By", "方式"), model.Say("Result", "结果"),
	model.Say("When", "时间"), model.Say("In the server's words", "服务器原文")}

// receipts writes every receipt of the notices, some in memory at a time.
func (c Case) receipts(w io.Writer, lang string) error {
	out := bufio.NewWriter(w)
	line := func(cells ...string) {
		for i, cell := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			out.WriteString(packet.CSVText(cell))
		}
		out.WriteString("\r\n")
	}
	out.WriteString("\ufeff")
	var heads []string
	for _, head := range receiptColumns {
		heads = append(heads, head.In(lang))
	}
	line(heads...)
	for _, n := range c.Notices {
		err := c.Receipts(n.ID, func(r Receipt) error {
			line(n.Reference, strconv.FormatInt(r.Number, 10), strconv.FormatInt(r.Recipient, 10), r.To,
				channels[r.Channel].In(lang), results[r.Result].In(lang), c.moment(r.At), r.Said)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return out.Flush()
}
