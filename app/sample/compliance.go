package sample

import (
	"context"
	"fmt"

	app "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/model/calendar"
)

// kept is one compliance record of the sample organisation. A day is told as the days from today, between braces.
type kept struct {
	kind, by string
	approver string // empty: nobody approved it
	values   map[string]string
}

// records are the compliance records of the sample organisation: most are in order, one agreement has ended, one waits
// for a second person, and a recipient abroad lacks its authorisation.
func records(st *stage) []kept {
	id := func(login string) string { return st.staff[login].Staff().ID }
	list := []kept{
		{"recipient", "fang", "jing",
			map[string]string{"name": st.say("Wind Express", "顺风速运"), "role": "processor",
				"contact": "dpo@wind-express.example",
				"country": "CN", "purposes": "provide", "categories": "contact order",
				"necessary": st.say("Name, address, telephone: to deliver", "姓名、地址、电话：用于配送"), "basis": "entrusted",
				"evidence": st.say("Statement 3.2, clause 6", "隐私声明 3.2 第六条"), "agreement": "processing",
				"agreed": "{-300}", "expires": "{20}",
				"examined": "{-310}", "review": "{55}"}},
		{"recipient", "fang", "jing",
			map[string]string{"name": st.say("Silver Bridge Pay", "银桥支付"), "role": "controller",
				"contact": "privacy@silver-bridge.example", "country": "CN", "purposes": "provide duties",
				"categories": "order payment",
				"necessary":  st.say("Amount, order number", "金额、订单号"), "basis": "contract",
				"evidence":  st.say("Statement 3.2, clause 6", "隐私声明 3.2 第六条"),
				"agreement": "confidentiality", "agreed": "{-720}", "expires": "{-12}", "examined": "{-400}"}},
		{"recipient", "fang", "",
			map[string]string{"name": "Lion City Messaging", "role": "processor", "country": "SG",
				"purposes": "provide", "categories": "contact", "basis": "entrusted", "agreement": "standard",
				"agreed": "{-30}", "expires": "{335}"}},
		{"disclosure", "fang", "jing",
			map[string]string{"who": st.say("Haidian District People's Court, Beijing", "北京市海淀区人民法院"),
				"officer": st.say("Court clerk Wu, with work card and letter of introduction", "书记员 吴某，持工作证与介绍信"), "ground": "court",
				"document": st.say("(2026)京0108民初31号, order to assist an inquiry", "(2026)京0108民初31号 协助调查令"),
				"country":  "CN", "received": "{-20}", "answer_by": "{-5}",
				"asked": st.say("All orders of 2025", "2025 年全部订单"), "decision": "part", "categories": "order",
				"given": st.say("The two orders that the order names; the rest is outside it and was not given",
					"调查令列明的两笔订单；其余不在范围内，未提供")}},
		{"training", "admin", "",
			map[string]string{"member": id("fang"), "course": st.say("Personal information protection 2026",
				"个人信息保护 2026"), "taken": "{-200}", "result": "passed",
				"score": "92", "expires": "{165}"}},
		{"training", "admin", "",
			map[string]string{"member": id("lei"), "course": st.say("Personal information protection 2026",
				"个人信息保护 2026"), "taken": "{-355}", "result": "passed",
				"score": "85", "expires": "{10}"}},
		{"training", "admin", "",
			map[string]string{"member": id("jing"), "course": st.say("Personal information protection 2026",
				"个人信息保护 2026"), "taken": "{-200}", "result": "passed",
				"score": "97", "expires": "{165}"}},
		{"confidentiality", "admin", "",
			map[string]string{"member": id("fang"), "signed": "{-700}", "where": st.say("Personnel, B-14",
				"人事部 B-14")}},
		{"confidentiality", "admin", "",
			map[string]string{"member": id("lei"), "signed": "{-500}", "where": st.say("Personnel, B-15", "人事部 B-15")}},
		{"assessment", "admin", "",
			map[string]string{"member": id("jing"), "position": st.say("Compliance lead", "合规负责人"),
				"assessed": "{-90}", "by": st.say("Security committee", "安全委员会"),
				"result": "passed", "expires": "{275}"}},
		{"document", "jing", "min",
			map[string]string{"title": st.say("Contingency plan for network security incidents", "网络安全事件应急预案"),
				"type": "plan", "version": "2.1", "owner": "刘洋", "from": "{-330}",
				"changed": st.say("Contacts of suppliers added", "补充供应商联系方式"), "actions": st.say("Call the response team\nIsolate the systems concerned\nKeep logs and evidence", "启动响应小组\n隔离受影响的系统\n保全日志与证据"),
				"where": st.say("Intranet / Rules / Emergencies", "内网 / 制度 / 应急"), "review": "{35}"}},
		{"document", "jing", "min",
			map[string]string{"title": st.say("Information security rules", "信息安全管理制度"), "type": "system",
				"version": "4.0", "owner": "刘洋", "from": "{-400}",
				"changed": st.say("Rights are reviewed every quarter", "权限复核改为每季度"),
				"where":   st.say("Intranet / Rules", "内网 / 制度"), "review": "{-35}"}},
		{"drill", "jing", "",
			map[string]string{"scenario": st.say("Ransomware on the CRM server", "CRM 服务器勒索软件"),
				"planned": "{-59}", "lead": "李静", "held": "{-59}",
				"findings": st.say("Restoring took too long: it is tried every week from now on", "备份恢复耗时过长：改为每周演练恢复")}},
		{"drill", "jing", "",
			map[string]string{"scenario": st.say("A list of customers sent to a wrong address", "误发客户名单"),
				"planned": "{48}", "lead": "周敏"}},
		{"retention", "fang", "",
			map[string]string{"source": "shop", "what": st.say("Records of orders and payments", "订单与支付记录"),
				"period": st.say("3 years after the transaction", "交易完成后 3 年"),
				"why":    st.say("E-Commerce Law, Article 31", "电子商务法第三十一条"),
				"how":    st.say("Monthly job", "按月清理任务"), "last": "{-25}", "next": "{5}"}},
		{"product", "fang", "",
			map[string]string{"product": "Orangelab Shop", "operator": st.say("Orangelab", "橙子实验室"), "affiliate": "own",
				"see": "我的 → 设置 → 个人资料\nMe → Settings → Profile", "delete": "我的 → 我的评价 → 删除\nMe → My reviews → Delete",
				"close":    "我的 → 设置 → 注销账号\nMe → Settings → Close account",
				"withdraw": "我的 → 设置 → 隐私\nMe → Settings → Privacy", "review": "{120}"}},
	}
	for source, categories := range map[string]string{"shop": "contact account order payment",
		"support": "contact communication", "usage": "account device location"} {
		list = append(list, kept{"storage", "fang", "",
			map[string]string{"source": source, "country": "CN", "place": st.say("Beijing, own data centre",
				"北京，自有机房"), "categories": categories}})
	}
	return list
}

// compliance keeps the compliance records of the sample organisation.
func (st *stage) compliance(ctx context.Context) error {
	today := calendar.DateOf(st.staff["fang"].Now(), st.staff["fang"].Rules().Location())
	for _, k := range records(st) {
		kind, _ := gate.Kinds().Kind(k.kind)
		values := map[string]string{}
		for id, value := range k.values {
			var days int
			if n, err := fmt.Sscanf(value, "{%d}", &days); err == nil && n == 1 {
				value = today.Add(days).String()
			}
			values[id] = value
		}
		keep := app.Keep
		if kind.Staff() {
			keep = app.KeepStaff
		}
		r, err := keep(ctx, st.staff[k.by], k.kind, app.Seen{}, values)
		if err != nil {
			return fmt.Errorf("record %s: %w", k.kind, err)
		}
		if k.approver == "" {
			continue
		}
		if err := app.Approve(ctx, st.staff[k.approver], app.SeenOf(r)); err != nil {
			return fmt.Errorf("record %s: %w", k.kind, err)
		}
	}
	return nil
}
