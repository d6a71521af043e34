package sample

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	app "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// both is a text in both languages.
func both(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }

// say is what staff write, in the language of this desk.
func (st *stage) say(en, zh string) string { return both(en, zh).In(st.lang) }

// notices tells of three notices: one that everybody has, one that is on its way, and a draft in which something is
// missing.
func (st *stage) notices(ctx context.Context, now time.Time, zone *time.Location) error {
	today := calendar.DateOf(now, zone)
	writer, lead := st.staff["fang"], st.staff["jing"]
	sent, err := st.approvedNotice(ctx, writer, lead, updateOf(today, today.Add(31)), 40)
	if err != nil {
		return err
	}
	if err := letGo(ctx, writer, sent, 40); err != nil {
		return err
	}
	if err := st.shown(ctx, writer, sent); err != nil {
		return err
	}
	going, err := st.approvedNotice(ctx, writer, lead, cessationOf(today, today.Add(45)), 60)
	if err != nil {
		return err
	}
	if err := letGo(ctx, writer, going, 24); err != nil {
		return err
	}
	draft, err := app.Begin(ctx, writer, notice.PolicyUpdate)
	if err != nil {
		return fmt.Errorf("draft of a notice: %w", err)
	}
	c := updateOf(today.Add(7), today.Add(45))
	delete(c.Passages, "refusing")
	c.Passages["why"] = model.Text{cmp.Or(st.lang,
		model.Languages[0]): st.say("A new delivery partner needs it.", "新的配送服务商需要使用。")}
	if _, err := app.Save(ctx, writer, draft.Seen(), c); err != nil {
		return fmt.Errorf("draft of a notice: %w", err)
	}
	return nil
}

// shown records that a notice stood on the home page, with the page as it was.
func (st *stage) shown(ctx context.Context, s *desk.Session, n notice.Notice) error {
	page := filepath.Join(st.tmp, "home-page.txt")
	err := private.Write(page, []byte(n.Content.Title.In(cmp.Or(st.lang, model.Languages[0]))+"\n"))
	if err == nil {
		err = app.Show(ctx, s, n.Seen(), page, notice.Shown{Address: "https://orangelab.example/", Since: s.Now()})
	}
	if err != nil {
		return fmt.Errorf("notice %s on the home page: %w", n.Reference, err)
	}
	return nil
}

// approvedNotice is a notice to so many people, written by one and approved by another.
func (st *stage) approvedNotice(ctx context.Context, writer, lead *desk.Session, c notice.Content,
	people int) (n notice.Notice, err error) {
	if n, err = app.Begin(ctx, writer, c.Kind); err != nil {
		return n, fmt.Errorf("notice: %w", err)
	}
	if n, err = app.Save(ctx, writer, n.Seen(), c); err != nil {
		return n, fmt.Errorf("notice: %w", err)
	}
	file := filepath.Join(st.tmp, "customers.csv")
	var rows strings.Builder
	rows.WriteString("name,email,phone,language\n")
	for i := range people {
		fmt.Fprintf(&rows, "%s,customer-%d@example.com,,%s\n",
			[]string{"陈晨", "林小雨", "Anna Reed", "赵敏", "Tom Hill"}[i%5], i+1, []string{"zh", "zh", "en", "zh", "en"}[i%5])
	}
	rows.WriteString("周阳,,13800138000,zh\n")
	if err := private.Write(file, []byte(rows.String())); err != nil {
		return n, fmt.Errorf("notice: %w", err)
	}
	if n, err = app.AudienceFile(ctx, writer, n.Seen(), file); err != nil {
		return n, fmt.Errorf("notice: %w", err)
	}
	o, err := app.Read(ctx, lead, n.ID)
	if err != nil {
		return n, fmt.Errorf("notice: %w", err)
	}
	st.clock.step(20 * time.Minute)
	if err := app.Approve(ctx, lead, o.Seen(), o.Digest); err != nil {
		return n, fmt.Errorf("notice %s: %w", o.Reference, err)
	}
	o, err = app.Read(ctx, lead, n.ID)
	return o.Notice, err
}

// letGo tells that an approved notice went out to so many of its people, as a mail server would have taken it: this
// desk has none.
func letGo(ctx context.Context, s *desk.Session, n notice.Notice, upTo int64) error {
	return s.Write(ctx, model.ActSendNotice, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["notice"], entry.Detail["people"] = n.Reference, n.Audience.Count
		n.State = notice.Sending
		if upTo >= n.Audience.Email {
			n.State = notice.Sent
		}
		if _, err := notices.Move(tx, n); err != nil {
			return err
		}
		run := notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: s.Now()}, Cursor: upTo}
		for i := range upTo {
			x := notice.Receipt{Recipient: i + 1, Round: 1, Channel: notice.Email, Result: notice.Handed, At: s.Now(),
				Said: fmt.Sprintf("2.0.0 Ok: queued as 4Z%05X", 7919*(i+1))}
			if i == 11 {
				x.Result, x.Why, x.Said = notice.Failed, "recipient", "5.1.1 no such mailbox"
				run.Failed++
			} else {
				run.Handed++
			}
			run.Tried++
			if err := notices.AddReceipt(tx, &run, x); err != nil {
				return err
			}
		}
		if n.State == notice.Sent {
			run.Elsewhere, run.Cursor = n.Audience.Count-n.Audience.Email, n.Audience.Count
		}
		return notices.SaveRun(tx, run)
	})
}

// updateOf is a policy update that keeps orders longer.
func updateOf(on, effective calendar.Date) notice.Content {
	return notice.Content{Kind: notice.PolicyUpdate,
		Title:    both("Our privacy statement changes on {effective}", "我们的隐私声明将于{effective}更新"),
		Products: []string{"Orangelab Shop"}, Regimes: []string{"cn", "seed"},
		On: on, Effective: effective, Old: "3.2", New: "3.3", Link: "https://orangelab.example/privacy/3.3",
		Channels: []notice.Channel{notice.Email, notice.SMS, notice.Home},
		Changes: []notice.Change{
			{Clause: "4.2", Triggers: []notice.Trigger{notice.TriggerService}, Reduces: true,
				What: both("We keep order records for five years instead of three.", "订单记录的保存期限由三年改为五年。")},
			{Clause: "6.1", Triggers: []notice.Trigger{notice.TriggerRecipients}, Purpose: true,
				What: both("Delivery partners also receive your phone number.", "配送服务商还将收到您的手机号码。")},
		},
		SMS: both("[Orangelab] Our privacy statement changes on {effective}. Two changes need your consent: {link}",
			"【橙子实验室】隐私声明将于{effective}更新，其中两项须经您同意，详见 {link}"),
		Banner: both("Our privacy statement changes on {effective}. What changes", "隐私声明将于{effective}更新，查看变更内容"),
		Passages: map[notice.Item]model.Text{
			"why":      both("Warranty claims are made up to five years after an order.", "订单完成后五年内均可能提出质保请求。"),
			"effect":   both("What you ordered stays visible to our service for two more years.", "客服可查看您订单的时间延长两年。"),
			"refusing": both("Answer this mail with NO, or do nothing: without your consent the old terms stay yours, and nothing else changes.", "您可以回复“不同意”，也可以不作任何操作：未经您同意，仍按原条款处理，其他服务不受影响。"),
		}}
}

// cessationOf is a service that stops.
func cessationOf(on, effective calendar.Date) notice.Content {
	return notice.Content{Kind: notice.Cessation, Title: both("{product} stops on {stop}", "{product}将于{stop}停止服务"),
		Products: []string{"Orangelab Photos"}, Regimes: []string{"cn", "seed"}, On: on, Effective: effective, Hour: 24,
		Channels: []notice.Channel{notice.Email}, Left: []notice.Item{"roles", "logins"},
		Passages: map[notice.Item]model.Text{
			"what": both("The photo albums stop for everybody, in the app and on the web.", "相册服务在应用和网页端对全部用户停止。"),
			"why":  both("Too few people use them.", "使用人数过少。"),
			"copies": both("Until then you can download every album under Settings, Export.",
				"在此之前，您可以在“设置—导出”中下载全部相册。"),
			"balance": both("What you paid for storage ahead is paid back within 15 days.", "预付的存储费用将在15日内退还。"),
			"data":    both("All photos are deleted within 15 working days after the stop.", "全部照片将在停止服务后15个工作日内删除。"),
			"holds": both("Records of payments stay three years (E-Commerce Law, Article 31).",
				"交易记录依法保存三年（《电子商务法》第三十一条）。"),
			"guardians": both("Guardians download the albums of children under 14 for them.", "未满14周岁儿童的相册由监护人导出。"),
		}}
}
