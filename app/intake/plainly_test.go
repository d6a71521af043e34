package intake_test

import (
	"strings"
	"testing"
)

// plainWords are sentences that ask for one thing for whoever sends them; no doubt may stand in their way.
var plainWords = []struct{ text, kind string }{
	{"Please delete my data.", "deletion"},
	{"please delete all my personal data without undue delay", "deletion"},
	{"I want it deleted", "deletion"},
	{"I hereby exercise my right to erasure under Article 17 GDPR.", "deletion"},
	{"Could you please erase everything you hold about me?", "deletion"},
	{"Can you delete my data?", "deletion"},
	{"Dear Sir or Madam,\n\nI would like to have my personal data deleted.\n\nKind regards\nWang", "deletion"},
	{"delete my data", "deletion"},
	{"I do not use your shop any more. Please delete my data.", "deletion"},
	{"Please stop using my data and delete it.", "deletion"},
	{"I no longer need my account please delete it", "deletion"},
	{"Please delete my data no later than Friday. If you have any questions, do not hesitate to ask.", "deletion"},
	{"Delete my account", "cancellation"},
	{"I would like to close my account.", "cancellation"},
	{"Please send me a copy of my data.", "export"},
	{"I request an export of the data that you keep about me.", "export"},
	{"What personal data do you hold about me?", "access"},
	{"Please correct my address", "correction"},
	{"I withdraw my consent", "withdrawal"},
	{"I don't want any more marketing", "objection"},
	{"Please unsubscribe me", "objection"},
	{"请删除我的个人信息", "deletion"},
	{"您好，我想删除我在贵平台的全部数据，谢谢。", "deletion"},
	{"麻烦尽快删除我的所有信息。如有问题请联系我。", "deletion"},
	{"能不能删除我的信息？", "deletion"},
	{"请删除你们保存的我的信息，我的手机号是13800138000", "deletion"},
	{"我已经不用这个平台了，请删除我的数据", "deletion"},
	{"账号不用了，申请注销账号", "cancellation"},
	{"请给我一份个人信息副本", "export"},
	{"请把我的数据全部删掉", "deletion"}, {"把我的信息删了吧", "deletion"}, {"我要求删除账户下的所有资料", "deletion"}, {"请清除我的全部数据", "deletion"},
	{"请销毁我的个人信息", "deletion"}, {"请从系统中移除我的信息", "deletion"},
	{"Please remove all information you hold about me", "deletion"}, {"please wipe my data", "deletion"},
	{"Kindly purge my records", "deletion"}, {"Please get rid of my data", "deletion"},
	{"Please take my details off your system", "deletion"}, {"Forget me please", "deletion"},
	{"我要下载我的个人数据", "export"}, {"I would like to download my data", "export"},
	{"please transfer my data to another provider", "export"}, {"Send me all the personal data you have", "export"},
	{"我想查询你们有我哪些个人信息", "access"}, {"Tell me what personal data you store about me", "access"},
	{"Which data about me do you process?", "access"}, {"请告诉我你们收集了哪些信息", "access"},
	{"我的姓名写错了，请修改", "correction"}, {"My address is wrong, please update it", "correction"},
	{"please change my e-mail address in your records", "correction"},
	{"我要销户", "cancellation"}, {"我要撤销授权", "withdrawal"}, {"请限制处理我的个人信息", "restriction"},
	{"Please restrict the processing of my data", "restriction"}, {"Please opt me out", "objection"},
	{"请更正我的地址，原来的不对", "correction"},
	{"我撤回我的同意", "withdrawal"},
	{"请不要再给我发广告", "objection"},
	{"你们收集了我的哪些信息？", "access"},
}

func TestWhatIsPlainlyAskedIsInNoDoubt(t *testing.T) {
	for _, c := range plainWords {
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", c.text)).Records[0]
		if r.Kind != c.kind || r.Requester != "self" || len(r.Doubts) > 0 {
			t.Errorf("%q: %s %q %q", c.text, r.Kind, r.Requester, r.Doubts)
		}
	}
}

// No kind is proposed in silence out of a sentence that holds a no, a but, an if or a question, whichever word says it.
func TestWhatIsNotPlainlyAskedIsDoubted(t *testing.T) {
	for _, text := range []string{
		"please stop deleting my data", "Under no circumstances delete my data",
		"Under no circumstances, delete my data", "Please refrain from deleting my data",
		"nobody should delete my data",
		"I am against deletion of my data", "delete nothing", "Undelete my account",
		"I would never ask you to delete my data", "my data must remain undeleted",
		"please delete my data. Actually, never mind.", "Please delete my data. On second thought, keep it.",
		"Please delete my data.\n\nWait for my next mail before you do.", "please delete my data - not yet",
		"I refuse the deletion of my data",
		"Avoid deleting my data", "Please postpone the deletion of my data", "Delay deleting my data",
		"Please keep my data instead of deleting it", "I forbid you to delete my data",
		"I did ask for deletion of my data by mistake", "Deleting my data would be a disaster",
		"Please hold off deleting my data", "Restore my deleted data", "My friend says: delete my data",
		"He threatened to delete my data", "\"please delete my data\" is what the law lets me say",
		"How do I delete my data?", "Do you delete my data?", "Will my data be erased some day?",
		"I may want my data deleted, perhaps", "If you don't export my data, I will demand deletion",
		"I'm thinking about deleting my account", "Suppose I asked for deletion of my data",
		"This is a test: delete my data",
		"Please do not\ndelete my data", "I don’t want a copy of my data", "please do not unsubscribe me",
		"You are wrong to delete what I own and what my colleagues wrote there", "| please delete my data",
		"Hi, Li wrote:\nplease delete all my data",
		"请暂缓删除我的数据", "不要删除我的数据", "请停止删除我的数据", "我反对删除我的数据", "请恢复我删除的数据", "我后悔申请删除", "如果删除我的数据会怎样", "你们会删除我的数据吗",
		"除了删除还有什么办法", "朋友说要删除我的数据",
		"请删除我的数据。算了，还是不要了。", "先别急着删除我的数据", "请保留我的数据，删除订单", "我担心你们删除我的数据", "暂时不需要导出", "请撤销之前的删除", "等我通知后再删除我的数据",
		"請勿刪除我的資料",
	} {
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", text)).Records[0]
		doubt := ""
		for _, d := range r.Doubts {
			if strings.HasPrefix(d, "kind: ") {
				doubt = d
			}
		}
		if doubt == "" {
			t.Errorf("%q: %s without a doubt of it", text, r.Kind)
		}
	}
}

// Whose data is meant stays open where the text points at anybody but its sender.
func TestWhoeverElseTheTextPointsAtIsNamed(t *testing.T) {
	for _, text := range []string{
		"I am not Wang. Please delete the data of li@x.cn", "please delete Wang Fang's account u1, not mine",
		"I write for my mother Li Fang li@x.cn, please delete her data", "my son is 12, please delete his data",
		"Please delete my late father's data", "On behalf of my client I request a copy of the data",
		"Please delete the account of Li Fang", "Please delete Li Fang's data",
		"As her guardian I ask you to erase the records", "She is 9 years old, please delete the data",
		"Please delete the data of 13900139000", "Please delete the data for 110101199003077758",
		"please delete the account li@other.example", "delete my wife’s account",
		"My colleague asked me to tell you: please delete his account", "Please delete the data of my two children",
		"请删除我妻子李静(13900139000)的数据", "请删除李静的数据", "我替朋友申请删除他的账号", "孩子未成年，请删除其信息", "我父亲已去世，请注销他的账号", "受李静委托，请导出她的个人信息副本",
		"我不是本人，请删除数据", "请删除13900139000的数据", "我的客户要求删除数据", "請刪除我母親的資料",
	} {
		r := preview(t, "m.eml",
			mail("From: Wang <wang@example.cn>\nTo: privacy@shop.example\nSubject: hi\nContent-Type: text/plain; charset=utf-8", text)).Records[0]
		if r.Requester != "" || !strings.Contains(strings.Join(r.Doubts, "\n"), "requester: the words “") {
			t.Errorf("%q: %q %q", text, r.Requester, r.Doubts)
		}
	}
}

func TestARowOfATableIsDoubtedWhereItsTextSaysOtherwise(t *testing.T) {
	run(t, []example{
		{name: "a no", file: "a.csv", data: "kind,email,text\ndeletion,a@b.cn,请不要删除我的数据\n",
			records: []want{{kind: "deletion", doubt: "with a no before it"}}},
		{name: "another kind", file: "a.csv", data: "kind,email,text\nexport,a@b.cn,please delete my data\n",
			records: []want{{kind: "export", doubt: "the table says export"}}},
		{name: "somebody else", file: "a.csv", data: "kind,email,text\ndeletion,a@b.cn,my mother's data please\n",
			records: []want{{kind: "deletion", doubt: "point at somebody else"}}},
		{name: "taken back in the cell", file: "a.csv", data: "kind,email\n取消删除,a@b.cn\ndeletion cancelled,a@b.cn\n",
			problems: []string{"2 kind “取消删除” says no", "3 kind “deletion cancelled” says no"}},
		{name: "decimal commas", file: "a.csv",
			data: "kind,email,phone\ndeletion,a@b.cn,\"13800138000,00\"\nexport,a@b.cn,\"13.800.138.000,00\"\n",
			records: []want{{phone: "+8613800138000", doubt: "as a spreadsheet writes an amount"},
				{phone: "+8613800138000", doubt: "as a spreadsheet writes an amount"}}},
	})
}

func TestWhatIsOnlyNamedAroundTheWordsIsDoubted(t *testing.T) {
	r := preview(t, "m.eml",
		mail("From: Wang <wang@example.cn>\nTo: privacy@shop.example\nSubject: Re: please delete my data", "Hello")).
		Records[0]
	if d := strings.Join(r.Doubts, "\n"); !strings.Contains(d, "only the subject of an answer names it") {
		t.Errorf("an answer: %s %s", r.Kind, d)
	}
	r = preview(t, "m.eml",
		mail("From: Wang <wang@example.cn>\nTo: privacy@shop.example\nSubject: Fwd: my data",
			"FYI please export my data\n\n---------- Forwarded message ---------\nFrom: Li <li@x.cn>\nSubject: my data\n\nplease delete all my data\n")).Records[0]
	if d := strings.Join(r.Doubts, "\n"); !strings.Contains(d,
		"who passed the mail on, names a request as well: “FYI please export my data”") {
		t.Errorf("passed on: %s %s", r.Kind, d)
	}
}
