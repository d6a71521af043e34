package letter

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

func TestAnAnswerSaysWhatItsKindOfRequestNeeds(t *testing.T) {
	erased := []string{"C-2026-000123", "cached, copied|缓存、复制"}
	stays := []string{"E-Commerce Law, Article 31|《电子商务法》第三十一条", "48 records: kept|48 条：依据", "overwritten by|被覆盖",
		"Article 47|第四十七条",
		"found in 1 record; it is taken out by hand; to be removed by|在 1 条记录中发现；将由人工清除；将于",
		"Old mail server: it could not be searched|旧邮件服务器：未能检查"}
	facts := map[model.Kind][]string{
		model.Access: {"9f86d081"},
		model.Export: {"9f86d081"},
		model.Correction: {"Customer database: it now reads 138|客户数据库中的手机号码：现为 138", "since 3 May 2024|2024年5月3日",
			"parcel service|快递公司"},
		model.Deletion: erased,
		model.Cancellation: append([]string{"disabled on Mon 23 Nov 2026, 10:30|2026年11月23日（周一）10:30（UTC\\+8）停用",
			"WeChat, in the list|微信的授权管理", "services to you have ended|停止向您提供服务"}, erased...),
		model.Withdrawal: {"results near you|附近的结果", "Location Services|定位服务",
			"on the strength of it \\(Personal.* 15|不影响撤回前.*第十五条", "R-2026-000124"},
		model.Objection: {"Ended: personalised advertising|已停止：个性化广告", "That you object does not|您的拒绝不影响此前",
			"R-2026-000124"},
		model.Restriction: {"Ended: every use of your information but storing it|已停止：除存储之外",
			"use it for nothing else|不作他用"},
		model.Complaint:   {"acted on 48|已办理48条"},
		model.SelfService: {"acted on 48|已办理48条"},
	}
	for _, lang := range Languages {
		for _, about := range model.Kinds {
			for _, kind := range []Kind{Fulfilled, PartlyFulfilled} {
				t.Run(lang+"/"+string(about)+"/"+string(kind), func(t *testing.T) {
					l := render(t, kind, lang, Specimen(kind, about, lang))
					text := l.Text()
					wanted := facts[about]
					if kind == PartlyFulfilled && (about == model.Deletion || about == model.Cancellation) {
						wanted = slices.Concat(wanted, stays)
					}
					for _, want := range wanted {
						if !regexp.MustCompile(want).MatchString(text) {
							t.Errorf("the letter lacks %q:\n%s", want, text)
						}
					}
					if len(facts[about]) == 0 {
						t.Fatal("no facts to look for")
					}
					for _, item := range Checklist(kind, about) {
						if !slices.Contains(l.Covered, item.ID) {
							t.Errorf("item %q is not covered", item.ID)
						}
					}
					if kind == PartlyFulfilled {
						return
					}
					checkPDF(t, func() Letter { return render(t, kind, lang, Specimen(kind, about, lang)) })
				})
			}
		}
	}
}

func TestNoLetterSpeaksOfACopyThatWasNotAsked(t *testing.T) {
	// Copies that other people made are another matter, so their paragraph is taken out.
	beyond := regexp.MustCompile(`(?s)Copies that we cannot reach\n.*?\n\n\n|我们无法控制的副本\n.*?\n\n\n`)
	spoken := regexp.MustCompile(`(?i)\bcop(y|ies|ied)\b|password|副本|密码`)
	for _, lang := range Languages {
		for _, about := range model.Kinds {
			for _, kind := range Kinds {
				d := Specimen(kind, about, lang)
				if about.Copies() || about == model.SelfService { // which asks about a password
					continue
				}
				if text := beyond.ReplaceAllString(render(t, kind, lang, d).Text(), ""); spoken.MatchString(text) {
					t.Errorf("%s about %s in %s says %q:\n%s", kind, about, lang, spoken.FindString(text), text)
				}
			}
		}
	}
	d := Specimen(Fulfilled, model.Deletion, English)
	d.Copy = Specimen(Fulfilled, model.Export, English).Copy
	if _, err := Render(Fulfilled, English, d); err == nil || !strings.Contains(err.Error(), "no copy") {
		t.Errorf("a deletion answered with a copy: %v", err)
	}
}

func TestAnAnswerNamesTheFactItLacks(t *testing.T) {
	for _, tt := range []struct {
		about model.Kind
		drop  func(*Data)
		want  string
	}{
		{model.Correction, func(d *Data) { d.Corrected, d.Supplements = nil, nil }, "what was corrected"},
		{model.Correction, func(d *Data) { d.Corrected[1].Where = " " }, "entry 2"},
		{model.Correction, func(d *Data) { d.Supplements[0].Statement = "" }, "entry 1"},
		{model.Correction, func(d *Data) { d.NobodyTold = true }, "recipients"},
		{model.Deletion, func(d *Data) { d.Done = nil }, "what was done"},
		{model.Deletion, func(d *Data) { d.NothingKept = false }, "what is kept"},
		{model.Deletion, func(d *Data) { d.Certificate = "" }, "certificate"},
		{model.Deletion, func(d *Data) { d.NothingErased = true }, "certificate"},
		{model.Deletion, func(d *Data) { d.IdentityChecked = "" }, "identity"},
		{model.Cancellation, func(d *Data) { d.Disabled = d.Date.Add(time.Hour) }, "before the date of the letter"},
		{model.Cancellation, func(d *Data) { d.NoLogins = true }, "log-ins"},
		{model.Cancellation, func(d *Data) { d.Logins[0].Apply = "" }, "entry 1"},
		{model.Withdrawal, func(d *Data) { d.Ended = nil }, "each use that ended"},
		{model.Withdrawal, func(d *Data) { d.Ended[0].ServicesLost = nil }, "names no service"},
		{model.Objection, func(d *Data) { d.Ended[0].HowTo = "" }, "entry 1"},
		{model.Complaint, func(d *Data) { d.Done = nil }, "what was done"},
	} {
		t.Run(string(tt.about)+"/"+tt.want, func(t *testing.T) {
			d := Specimen(Fulfilled, tt.about, English)
			tt.drop(&d)
			if l, err := Render(Fulfilled, English, d); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q; text:\n%s", err, tt.want, l.Text())
			}
		})
	}
}

func TestWhatThereIsNoneOfIsSaid(t *testing.T) {
	for _, tt := range []struct {
		about  model.Kind
		change func(*Data)
		want   string // what it says
		not    string // what it leaves out
	}{
		{model.Deletion, func(d *Data) { d.Certificate, d.NothingErased = "", true },
			"Copies that we cannot reach|无法控制的副本", "ertificate of erasure|删除证明"},
		{model.Deletion, func(d *Data) { d.Kept, d.NothingKept = nil, true }, "nothing that we have to keep|没有因法定保存期限",
			"kept under|留存至"},
		{model.Cancellation, func(d *Data) { d.Logins, d.NoLogins = nil, true },
			"no log-in of another company|未绑定第三方账号", "WeChat|微信"},
		{model.Deletion, func(d *Data) { d.Stopped = nil }, "fulfilled in part|部分得到满足", "no longer use|停止使用"},
		{model.Deletion, func(d *Data) { d.Grounds = nil }, "in writing|书面答复", "We do not do|不予办理"},
		{model.Deletion, func(d *Data) { d.Remains = nil }, "could not be searched|未能检查", "Support, notes|客服系统的备注"},
		{model.Export, func(d *Data) { d.Withheld, d.WholeCopy = nil, true }, "Nothing of what we found|均已列入副本",
			"does not show|未提供的内容"},
		{model.Cancellation, func(d *Data) { d.Disabled = time.Time{} }, "Not all of your account is closed|尚未全部注销",
			"Nobody can sign in|无法再登录"},
		{model.Withdrawal, func(d *Data) { d.Ended, d.Ending = nil, d.Ended }, "Not ended everywhere yet|尚未全部停止",
			"Ended: |已停止："},
		{model.Withdrawal, func(d *Data) { d.Ended, d.NotFound = nil, []string{d.Ended[0].Use} },
			"Nothing found: |未查到：", "Ended: |已停止：|in part|部分得到"},
		{model.Correction, func(d *Data) { d.Supplements = nil }, "What we corrected|我们已更正", "first registered|初始注册"},
		{model.Correction, func(d *Data) { d.Corrected = nil }, "first registered|初始注册", "What we corrected|我们已更正"},
	} {
		for _, lang := range Languages {
			d := Specimen(PartlyFulfilled, tt.about, lang)
			tt.change(&d)
			text := render(t, PartlyFulfilled, lang, d).Text()
			if !regexp.MustCompile(tt.want).MatchString(text) || regexp.MustCompile(tt.not).MatchString(text) {
				t.Errorf("%s: the letter lacks %q or says %q:\n%s", lang, tt.want, tt.not, text)
			}
		}
	}
}

// A refusal is in writing, to a minor as to everybody; that it fits the law is not for the letter itself to say.
func TestARefusalIsInWritingAndDoesNotPraiseItself(t *testing.T) {
	for _, lang := range Languages {
		for _, kind := range []Kind{Refused, PartlyFulfilled} {
			text := render(t, kind, lang, Specimen(kind, model.Deletion, lang)).Text()
			if !regexp.MustCompile("our answer in writing|书面答复").MatchString(text) ||
				regexp.MustCompile("protection of minors|未成年人保护").MatchString(text) {
				t.Errorf("%s in %s:\n%s", kind, lang, text)
			}
		}
	}
}

// claims are words that say that something was done, or that there is none of it.
var claims = regexp.MustCompile(`(?i)\b(we (have )?(told|deleted|corrected|ended|stopped|added|searched|found|did)|has been|have been|was disabled|is deleted|have ended|in full|no longer|nothing|nobody|none|no log-in|no part of)\b` +
	`|已(全部|部分)?(办理|停用|清空|解除|通知|停止|更正|补充|删除|附加)|没有|无需|均已|无法再`)

// stated are sentences with such words that come from no fact of a request: from law, or from what the letter itself
// is.
var stated = regexp.MustCompile(`What we did with your information before|may have been cached|We charge nothing for it|您撤回同意，不影响撤回前|您的拒绝不影响此前|is used for nothing else|您无需来信告知`)

func TestALetterWithoutFactsClaimsNothing(t *testing.T) {
	book, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		for _, kind := range Kinds {
			for _, about := range model.Kinds {
				full := Specimen(kind, about, lang)
				d := Data{Writer: full.Writer, About: about, Reference: full.Reference, Recipient: full.Recipient,
					Date: full.Date, Request: full.Request, Received: full.Received,
					IdentityChecked: full.IdentityChecked,
					Due:             full.Due, NewDue: full.NewDue, Recheck: full.Recheck,
					Identity: &Identity{By: full.Identity.By}, Party: &Party{}}
				if kind == Fulfilled || kind == PartlyFulfilled {
					if _, err := book.Render(kind, lang, d); err == nil {
						t.Errorf("%s about %s in %s was written without a fact", kind, about, lang)
					}
				}
				l, err := book.write(kind, lang, clean(d, d.Zone))
				if err != nil {
					t.Fatal(err)
				}
				for i, b := range l.Blocks {
					// That all was done is the fact of this kind, which Render asks for.
					if kind == Fulfilled && regexp.MustCompile("in full|已全部办理").MatchString(b.Text) {
						continue
					}
					if claim := claims.FindString(b.Text); claim != "" && !stated.MatchString(b.Text) &&
						!strings.Contains(b.Text, full.Request) {
						t.Errorf("%s about %s in %s claims %q in block %d: %s", kind, about, lang, claim, i, b.Text)
					}
				}
			}
		}
	}
}

func TestOwnWordsAreMarkedAndAddNothingElse(t *testing.T) {
	for _, lang := range Languages {
		for _, kind := range Kinds {
			d := Specimen(kind, model.Deletion, lang)
			d.Own = nil
			without := render(t, kind, lang, d)
			d.Own = []string{"# Done in full", "\x03- second"}
			with := render(t, kind, lang, d)
			var own []string
			for _, b := range with.Blocks {
				if b.Own {
					own = append(own, b.Text)
				}
			}
			if !slices.Equal(own, []string{"# Done in full", "- second"}) || len(with.Blocks) != len(without.Blocks)+2 {
				t.Errorf("%s in %s: own words %q, %d blocks beside %d", kind, lang, own, len(with.Blocks),
					len(without.Blocks))
			}
		}
	}
}

// What a kind of request names as its answer is known here, and nothing is known that no kind names.
func TestEveryItemOfAnAnswerIsKnown(t *testing.T) {
	named := map[string]bool{}
	for _, k := range model.Kinds {
		for _, name := range k.Means().Answers {
			named[name] = true
			if _, ok := outcomeItems[name]; !ok {
				t.Errorf("%s: no item of a checklist is called %q", k, name)
			}
		}
	}
	for name := range outcomeItems {
		if !named[name] {
			t.Errorf("no kind of request names %q", name)
		}
	}
}
