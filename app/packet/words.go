package packet

import (
	"fmt"
	"strings"
	"time"
)

// words are the texts of a packet in one language. The exported ones go into the page.
type words struct {
	Title        string `json:"title"`
	Sealed       string `json:"sealed"` // shown before the password is entered
	Password     string `json:"password"`
	Hint         string `json:"hint"`
	Open         string `json:"open"`
	Opening      string `json:"opening"`
	Wrong        string `json:"wrong"`
	Damaged      string `json:"damaged"`
	NoCrypto     string `json:"noCrypto"`
	NoScript     string `json:"noScript"`
	Collections  string `json:"collections"`
	Purpose      string `json:"purpose"`
	Recipients   string `json:"recipients"`
	Retention    string `json:"retention"`
	Origin       string `json:"origin"`
	Source       string `json:"source"`
	Digest       string `json:"digest"`
	DigestOf     string `json:"digestOf"` // {titles} of the columns that hold one
	NotStated    string `json:"notStated"`
	Nobody       string `json:"nobody"`
	Rows         string `json:"rows"` // {n} is replaced by a number
	Shown        string `json:"shown"`
	More         string `json:"more"`
	Nothing      string `json:"nothing"`
	Withheld     string `json:"withheld"`
	WithheldNo   string `json:"withheldNo"`
	LawOf        string `json:"lawOf"` // behind a reason: {law}
	Count        string `json:"count"` // behind what is withheld: {n}
	Files        string `json:"files"`
	Save         string `json:"save"`
	SaveJSON     string `json:"saveJson"`
	SaveCSV      string `json:"saveCsv"`
	SaveSheet    string `json:"saveSheet"`
	SheetNote    string `json:"sheetNote"`
	SheetClipped string `json:"sheetClipped"`
	Preparing    string `json:"preparing"`
	Failed       string `json:"failed"`
	Clipped      string `json:"clipped"`
	Yes          string `json:"yes"`
	No           string `json:"no"`
	Empty        string `json:"empty"`
	Join         string `json:"join"`
	Colon        string `json:"colon"`
	UnitOf       string `json:"unitOf"` // behind a title: {unit}
	Amount       string `json:"amount"` // {n} of {currency}
	Day          string `json:"day"`    // {year}, {month} and {day}

	Currencies map[string]string `json:"currencies"` // that have a word of their own
	Months     []string          `json:"months"`

	reference, person, organisation, contact, created, expires, statement string
	identity, rightsTitle, complaintsTitle, about                         string
	asked, intro, sealedFor, zipRest, packetID                            string
	review, authority, court, masked                                      string
	rights                                                                []string
	date                                                                  func(time.Time) string
}

func wordsOf(lang string) words {
	if lang == Chinese {
		return chinese
	}
	return english
}

var english = words{
	Title:        "A copy of your personal information",
	masked:       "[masked]",
	Sealed:       "This file is locked. Enter the password you were given separately; everything then opens on this computer only, and nothing is sent anywhere.",
	Password:     "Password",
	Hint:         "Capital letters, blanks and hyphens do not matter in a password of five groups.",
	Open:         "Open",
	Opening:      "Opening …",
	Wrong:        "That password does not open this file. Please check it and try again. Nothing was lost.",
	Damaged:      "This file is damaged or incomplete, so it was not opened. Please ask for it again.",
	NoCrypto:     "This browser cannot open the file here. Save it to your computer and open it with a current version of Edge, Chrome, Firefox or Safari.",
	NoScript:     "This view cannot open the file. Save it to your device and open it in a browser: Edge, Chrome, Firefox or Safari. Where JavaScript is switched off, allow it for this file; it runs on your device only and contacts nobody.",
	Collections:  "What this copy contains",
	Purpose:      "What it is used for",
	Recipients:   "Who receives it",
	Retention:    "How long it is kept",
	Origin:       "Where it came from",
	Source:       "System",
	Digest:       "Only as a digest",
	DigestOf:     "{titles}. The system keeps a check value alone, which nobody can turn back into what it was made of.",
	NotStated:    "Not recorded",
	Nobody:       "Nobody outside the organisation",
	Rows:         "Entries: {n}",
	Shown:        "Shown: {n} of {all}",
	More:         "Show more",
	Nothing:      "Nothing is held here.",
	Withheld:     "What this copy does not show, and why",
	WithheldNo:   "Nothing was left out, and nothing is masked.",
	LawOf:        " ({law})",
	Count:        " (entries: {n})",
	Files:        "Files",
	Save:         "Save",
	SaveJSON:     "Save everything (JSON)",
	SaveCSV:      "Save for programs (CSV)",
	SaveSheet:    "Save as table (Excel)",
	SheetNote:    "The Excel table shows every value as text, as it is held. A spreadsheet program that opens the CSV may change long numbers, leading zeros and dates.",
	SheetClipped: "… ({n} characters; the CSV has them all)",
	Preparing:    "Preparing …",
	Failed:       "The file could not be prepared. Please close other windows, or use one that is not private, and try again.",
	Clipped:      "… ({n} characters; the saved file has them all)",
	Yes:          "yes",
	No:           "no",
	Empty:        "no value",
	Join:         ", ",
	Colon:        ": ",
	UnitOf:       " ({unit})",
	Amount:       "{currency} {n}",
	Day:          "{day} {month} {year}",
	Months:       []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},

	reference: "Reference", person: "Prepared for", organisation: "From", contact: "Contact",
	created: "Made on", expires: "Offered until", statement: "Privacy statement in force",
	identity: "How your identity was checked", rightsTitle: "Your rights", complaintsTitle: "If you are not satisfied",
	about:     "About this file",
	asked:     "You asked us {n}. ",
	intro:     "Here is the personal information we hold about you, grouped by what it is about.",
	sealedFor: "Keep this file and its password apart. Whoever has both can read it.",
	zipRest:   "The first {n} entries are shown here. All {all} are in the file {file}.",
	packetID:  "Packet number",
	review:    "Ask us for a review by somebody who did not prepare this answer: {contact}. We answer within {days} calendar days and charge nothing.",
	authority: "Complain to an authority that protects personal information: {authority}, {how}.",
	court:     "Bring an action before a court: {court}.",
	rights: []string{
		"to know how your personal information is handled and to have the rules explained to you",
		"to look at it and to receive a copy, and to have it transferred where the law's conditions are met",
		"to have it corrected or supplemented when it is wrong or incomplete",
		"to have it deleted when it is no longer needed, when you withdraw your consent, or when you cancel your account",
		"to withdraw your consent at any time; that does not make unlawful what was done on the strength of it before",
		"to restrict or refuse its use, personalised advertising and marketing included",
	},
	date: func(t time.Time) string { return t.Format("Mon 2 Jan 2006") },
}

var chinese = words{
	masked:       "［已遮盖］",
	Title:        "您的个人信息副本",
	Sealed:       "本文件已加密。请输入另行告知您的密码；内容只在本机打开，不会向任何地方发送数据。",
	Password:     "密码",
	Hint:         "五组字符的密码不区分大小写，空格和连字符可以省略。",
	Open:         "打开",
	Opening:      "正在打开……",
	Wrong:        "密码不正确，未能打开文件。请核对后重试，文件内容没有任何损失。",
	Damaged:      "文件已损坏或不完整，未予打开。请向我们重新索取。",
	NoCrypto:     "当前浏览器无法在此打开本文件。请将文件保存到电脑，再用新版 Edge、Chrome、Firefox 或 Safari 打开。",
	NoScript:     "当前的预览方式无法打开本文件。请将文件保存到您的设备，再用 Edge、Chrome、Firefox 或 Safari 等浏览器打开。如果浏览器禁用了 JavaScript，请为本文件启用；脚本只在本机运行，不与任何服务器通信。",
	Collections:  "本副本包含的内容",
	Purpose:      "使用目的",
	Recipients:   "接收方",
	Retention:    "保存期限",
	Origin:       "信息来源",
	Source:       "所在系统",
	Digest:       "仅存摘要",
	DigestOf:     "{titles}。系统仅保存其摘要值，任何人都无法据以还原原始内容。",
	NotStated:    "未作记录",
	Nobody:       "未提供给本单位以外的任何人",
	Rows:         "共 {n} 条",
	Shown:        "已显示 {n} 条，共 {all} 条",
	More:         "显示更多",
	Nothing:      "此处没有您的信息。",
	Withheld:     "副本中未提供或者遮盖的内容及理由",
	WithheldNo:   "没有未提供或者遮盖的内容。",
	LawOf:        "（依据：{law}）",
	Count:        "（{n} 条）",
	Files:        "附件",
	Save:         "保存",
	SaveJSON:     "保存全部内容（JSON）",
	SaveCSV:      "保存供程序读取（CSV）",
	SaveSheet:    "保存为表格（Excel）",
	SheetNote:    "Excel 表格中的内容均为文本，与我们保存的一致。用表格软件直接打开 CSV 时，长数字、开头的零和日期可能被改动。",
	SheetClipped: "……（共 {n} 个字符，完整内容见 CSV）",
	Preparing:    "正在准备……",
	Failed:       "文件未能生成。请关闭其他窗口，或改用非无痕窗口后重试。",
	Clipped:      "……（共 {n} 个字符，完整内容见保存的文件）",
	Yes:          "是",
	No:           "否",
	Empty:        "无",
	Join:         "、",
	Colon:        "：",
	UnitOf:       "（{unit}）",
	Amount:       "{n} {currency}",
	Day:          "{year}年{month}月{day}日",
	Currencies:   map[string]string{"CNY": "元"},
	Months:       []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},

	reference: "受理编号", person: "申请人", organisation: "个人信息处理者", contact: "联系方式",
	created: "制作日期", expires: "提供至", statement: "适用的隐私声明",
	identity: "身份核验方式", rightsTitle: "您的权利", complaintsTitle: "如果您不满意",
	about:     "关于本文件",
	asked:     "您请求{n}。",
	intro:     "以下为我们持有的您的个人信息，按内容分类列出。",
	sealedFor: "请将本文件与密码分开保管。同时持有两者的人即可阅读全部内容。",
	zipRest:   "此处显示前 {n} 条，全部 {all} 条见文件 {file}。",
	packetID:  "副本包编号",
	review:    "向我们申请复核，由未参与本次答复的人员处理：{contact}。我们在 {days} 日内答复，不收取费用。",
	authority: "向{authority}投诉、举报：{how}。",
	court:     "向法院提起诉讼：{court}。",
	rights: []string{
		"知悉个人信息的处理情况，并要求我们对处理规则作出解释说明",
		"查阅、复制您的个人信息；符合法定条件的，可以要求转移至您指定的个人信息处理者",
		"个人信息不准确或者不完整的，可以要求更正、补充",
		"处理目的已实现或不再必要、您撤回同意或者注销账号的，可以要求删除",
		"随时撤回同意；撤回不影响此前基于同意已进行的处理活动的效力",
		"限制或者拒绝对您个人信息的处理，包括拒绝个性化广告和营销信息",
	},
	date: func(t time.Time) string {
		return t.Format("2006年1月2日") + "（周" + string([]rune("日一二三四五六")[t.Weekday()]) + "）"
	},
}

// fact is a label with its text.
type fact struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// passage is a heading with paragraphs and a list under it.
type passage struct {
	Heading    string   `json:"heading"`
	Paragraphs []string `json:"paragraphs"`
	Items      []string `json:"items"`
}

// view is what frames the data, ready to be shown: the page and the zip's index only lay it out.
type view struct {
	Intro    string    `json:"intro"`
	Facts    []fact    `json:"facts"`
	Passages []passage `json:"passages"`
}

func (m Meta) view() view {
	w := wordsOf(m.Language)
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return w.date(t.In(m.Zone))
	}
	v := view{Intro: w.intro, Facts: []fact{}}
	if m.Asked != "" {
		v.Intro = strings.ReplaceAll(w.asked, "{n}", m.Asked) + w.intro
	}
	for _, f := range []fact{
		{w.person, m.Person}, {w.organisation, m.Organisation}, {w.reference, m.Reference}, {w.contact, m.Contact},
		{w.created, day(m.Created)}, {w.expires, day(m.Expires)}, {w.statement, m.Statement},
	} {
		if f.Text != "" {
			v.Facts = append(v.Facts, f)
		}
	}
	identity := m.Identity
	if identity == "" {
		identity = w.NotStated
	}
	v.Passages = []passage{
		{w.identity, []string{identity}, []string{}},
		{w.rightsTitle, []string{}, m.Rights},
		{w.complaintsTitle, []string{}, m.Complaints},
		{w.about, []string{w.sealedFor, w.packetID + " " + m.ID}, []string{}},
	}
	return v
}

// facts of a section, in the order in which a person asks for them.
func (w words) facts(s Section) []fact {
	recipients := strings.Join(s.Recipients, w.Join)
	if s.Recipients != nil && recipients == "" {
		recipients = w.Nobody
	}
	facts := []fact{{w.Purpose, s.Purpose}, {w.Recipients, recipients}, {w.Retention, s.Retention},
		{w.Origin, s.Origin}, {w.Source, s.Source}}
	for i := range facts {
		if facts[i].Text == "" {
			facts[i].Text = w.NotStated
		}
	}
	if titles := digests(s.Columns); len(titles) > 0 {
		facts = append(facts, fact{w.Digest, fill(w.DigestOf, "titles", strings.Join(titles, w.Join))})
	}
	return facts
}

// digests are the titles of the columns, and of the fields in them, of which a source holds but a digest.
func digests(columns []Column) (titles []string) {
	for _, c := range columns {
		if c.Digest {
			titles = append(titles, c.Title)
		}
		titles = append(titles, digests(c.Fields)...)
	}
	return titles
}

// fill puts numbers and names into a text's {places}.
func fill(text string, pairs ...any) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return text
}
