package notice_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/rule"
)

func day(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func pack(t *testing.T) *rule.Pack {
	t.Helper()
	p, err := rule.Read(assets.RulePack)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func both(en, zh string) model.Text { return model.Text{"en": en, "zh-Hans": zh} }

var org = model.Organisation{Name: both("Orangelab Technology Co., Ltd.", "橙子实验室科技有限公司"),
	Contact: "support@orangelab.cn", Court: both("the competent people's court", "有管辖权的人民法院"),
	Routes: []model.Route{{Authority: both("the cyberspace administration", "网信部门"), How: "12377"}},
	Zone:   "Asia/Shanghai", Languages: model.Languages}

// update is an update that nothing is wrong with.
func update(t *testing.T) notice.Content {
	c := notice.Content{Kind: notice.PolicyUpdate,
		Title:    both("Our privacy statement changes on {effective}", "我们的隐私声明将于{effective}变更"),
		Products: []string{"Orange Shop"}, Regimes: []string{"seed", "cn"},
		On: day(t, "2026-12-01"), Effective: day(t, "2027-01-01"), Old: "3.2", New: "3.3",
		Link: "https://orangelab.cn/p33", Channels: []notice.Channel{notice.Email, notice.SMS},
		SMS: both("[Orangelab] Privacy statement changes on {effective}. See {link}",
			"【橙子】隐私声明将于{effective}变更，详见 {link}"),
		Changes: []notice.Change{{Clause: "4.2", Triggers: []notice.Trigger{notice.TriggerService}, Reduces: true,
			What: both("We keep order records for five years instead of three.", "订单记录的保存期限由三年改为五年。")}},
		Passages: map[notice.Item]model.Text{}}
	for _, x := range c.Checklist(org) {
		if x.Passage() && x.ID != "changes" {
			c.Passages[x.ID] = both("What "+string(x.ID)+" says.", "关于"+string(x.ID)+"的说明。")
		}
	}
	return c
}

func troubles(list []notice.Problem) (names []string) {
	for _, p := range list {
		name := string(p.Trouble)
		if p.Item != "" {
			name += " " + string(p.Item)
		}
		if p.Language != "" {
			name += " " + p.Language
		}
		if p.What != "" {
			name += " " + p.What
		}
		if !p.Blocking {
			name = "warn: " + name
		}
		names = append(names, name)
	}
	return names
}

func TestWhatIsMissingInADraftIsFoundInEachLanguage(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*notice.Content)
		want   string
	}{
		{"nothing", func(*notice.Content) {}, ""},
		{"how to refuse, in Chinese",
			func(c *notice.Content) { c.Passages["refusing"] = model.Text{"en": "Write to us."} },
			"missing refusing zh-Hans"},
		{"how to refuse, where nothing is taken away", func(c *notice.Content) {
			delete(c.Passages, "refusing")
			c.Changes[0].Reduces = false
		}, ""},
		{"how to refuse, where the purpose changes", func(c *notice.Content) {
			delete(c.Passages, "refusing")
			c.Changes[0].Reduces, c.Changes[0].Purpose = false, true
		}, "missing refusing en; missing refusing zh-Hans"},
		{"one of several changes, in one language", func(c *notice.Content) {
			c.Changes = append(c.Changes,
				notice.Change{Clause: "6.1", Triggers: []notice.Trigger{notice.TriggerRecipients},
					What: model.Text{"en": "Delivery partners receive your number."}})
		}, "missing changes zh-Hans"},
		{"the result of the assessment that is the trigger",
			func(c *notice.Content) { c.Changes[0].Triggers = []notice.Trigger{notice.TriggerRisk} },
			"missing assessment en; missing assessment zh-Hans"},
		{"a class", func(c *notice.Content) { c.Changes[0].Triggers = nil },
			"missing triggers en; missing triggers zh-Hans; not_classed 4.2"},
		{"the old version", func(c *notice.Content) { c.Old = "" }, "missing versions en; missing versions zh-Hans"},
		{"a link that is read over the wire", func(c *notice.Content) { c.Link = "http://orangelab.cn" },
			"missing link en; missing link zh-Hans"},
		{"a title", func(c *notice.Content) { c.Title = model.Text{"zh-Hans": "变更"} }, "title en"},
		{"the short message", func(c *notice.Content) { c.SMS = nil }, "text en; text zh-Hans"},
		{"a short message nobody gets",
			func(c *notice.Content) { c.SMS, c.Channels = nil, []notice.Channel{notice.Email} }, ""},
		{"a way", func(c *notice.Content) { c.Channels = nil }, "channel"},
		{"a variable that is none",
			func(c *notice.Content) { c.Passages["why"] = both("Because of {reason}.", "因为新规定。") },
			"variable en {reason}"},
		{"a variable without its fact", func(c *notice.Content) { c.Passages["why"] = both("In {region}.", "因为新规定。") },
			"variable en {region}"},
		{"promotion", func(c *notice.Content) {
			c.Passages["why"] = both("A special offer awaits you.", "限时优惠等着您。")
		},
			"promotion en special offer; promotion zh-Hans 优惠, 限时"},
		{"words that somebody read", func(c *notice.Content) {
			c.Passages["why"], c.Promotion = both("We end the sale of data.", "我们停止发放优惠券信息。"), true
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := update(t)
			tt.change(&c)
			got := troubles(c.Problems(org))
			slices.Sort(got)
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("found %q, want %q", strings.Join(got, "; "), tt.want)
			}
		})
	}
}

func TestWhatTheOrganisationDoesNotSayIsMissing(t *testing.T) {
	mute := org
	mute.Contact, mute.Court = "", nil
	got := strings.Join(troubles(update(t).Problems(mute)), "; ")
	for _, want := range []string{"missing contact en", "missing contact zh-Hans", "missing complaint en",
		"missing complaint zh-Hans"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not name %q", got, want)
		}
	}
}

func TestACessationTellsItsContentsOrSaysThatTheyDoNotApply(t *testing.T) {
	c := notice.Content{Kind: notice.Cessation, Effective: day(t, "2027-02-01")}
	var optional []notice.Item
	for _, x := range c.Checklist(org) {
		if x.Optional {
			optional = append(optional, x.ID)
		}
	}
	if want := []notice.Item{"balance", "roles", "holds", "logins", "guardians"}; !slices.Equal(optional, want) {
		t.Errorf("optional are %q, want %q", optional, want)
	}
	c.Left = []notice.Item{"roles", "why"}
	for _, x := range c.Checklist(org) {
		if x.Left != (x.ID == "roles") || x.Left && x.Missing != nil {
			t.Errorf("%s: left %v, missing %q", x.ID, x.Left, x.Missing)
		}
	}
}

func TestAServiceStopsNoSoonerThanFifteenDaysAndAWarningStandsUnderThirty(t *testing.T) {
	for _, tt := range []struct {
		name, on, effective, today string
		kind                       notice.Kind
		regimes                    []string
		want                       string
	}{
		{"fourteen days", "2027-01-01", "2027-01-15", "2026-12-30", notice.Cessation, []string{"seed", "cn"},
			"too_late 14 of 15; warn: short 14 of 30"},
		{"fifteen days", "2027-01-01", "2027-01-16", "2026-12-30", notice.Cessation, []string{"seed", "cn"},
			"warn: short 15 of 30"},
		{"twenty-nine days", "2027-01-01", "2027-01-30", "2026-12-30", notice.Cessation, []string{"seed", "cn"},
			"warn: short 29 of 30"},
		{"thirty days", "2027-01-01", "2027-01-31", "2026-12-30", notice.Cessation, []string{"seed", "cn"}, ""},
		{"what was promised binds under every law", "2027-01-01", "2027-01-10", "2026-12-30", notice.Cessation,
			[]string{"eu"}, "too_late 9 of 15"},
		{"over a leap day", "2028-02-20", "2028-03-06", "2028-02-01", notice.Cessation, []string{"eu"}, ""},
		{"the same day", "2027-01-01", "2027-01-01", "2026-12-30", notice.PolicyUpdate, nil, "not_before 0 of 0"},
		{"afterwards", "2027-01-02", "2027-01-01", "2026-12-30", notice.PolicyUpdate, nil, "not_before -1 of 0"},
		{"a day before", "2026-12-31", "2027-01-01", "2026-12-30", notice.PolicyUpdate, []string{"eu"}, ""},
		{"six days before, on a platform", "2026-12-26", "2027-01-01", "2026-12-20", notice.PolicyUpdate,
			[]string{"cn"}, "warn: short 6 of 7"},
		{"seven days before, on a platform", "2026-12-25", "2027-01-01", "2026-12-20", notice.PolicyUpdate,
			[]string{"cn"}, ""},
		{"a month before", "2026-12-01", "2027-01-01", "2026-11-27", notice.PolicyUpdate, []string{"seed", "cn"}, ""},
		{"a day that is over", "2026-11-01", "2027-01-01", "2026-11-27", notice.PolicyUpdate, []string{"seed", "cn"},
			"over 0 of 0"},
		{"no day", "", "2027-01-01", "2026-11-27", notice.PolicyUpdate, nil, "date 0 of 0"},
		{"a leak waits for nothing", "2026-11-27", "", "2026-11-27", notice.Breach, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := notice.Content{Kind: tt.kind, Regimes: tt.regimes}
			if tt.on != "" {
				c.On = day(t, tt.on)
			}
			if tt.effective != "" {
				c.Effective = day(t, tt.effective)
			}
			var got []string
			for _, p := range c.DateProblems(pack(t), day(t, tt.today)) {
				text := string(p.Trouble) + " " + itoa(p.Days) + " of " + itoa(p.Need)
				if !p.Blocking {
					text = "warn: " + text
				}
				if p.Need > 0 && p.Law.Check("law") != nil {
					t.Errorf("%s names no law", text)
				}
				got = append(got, text)
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("found %q, want %q", strings.Join(got, "; "), tt.want)
			}
		})
	}
}

func TestAPackWithoutLeadTimesKeepsWhatWasPromised(t *testing.T) {
	old := pack(t)
	old.Leads = nil
	c := notice.Content{Kind: notice.Cessation, On: day(t, "2027-01-01"), Effective: day(t, "2027-01-15")}
	if !notice.Blocks(c.DateProblems(old, day(t, "2027-01-01"))) {
		t.Error("a service stops on fourteen days' notice")
	}
}

func TestAChannelSaysWhatTheOthersSay(t *testing.T) {
	c := update(t)
	c.Channels = append(c.Channels, notice.Home)
	c.Banner = both("Our privacy statement changes.", "隐私声明变更。")
	to := notice.Recipient{Name: "<b>Ann</b>"}
	mail := c.Render(notice.Email, org, "en", to)
	for _, want := range []string{"Dear <b>Ann</b>,", "What refusing says.", "five years instead of three",
		"version 3.2 to version 3.3", "1 January 2027", "12377", "https://orangelab.cn/p33", "1 December 2026"} {
		if !strings.Contains(mail.Text, want) {
			t.Errorf("the mail does not say %q:\n%s", want, mail.Text)
		}
	}
	if mail.Subject != "Our privacy statement changes on 1 January 2027" {
		t.Errorf("the subject is %q", mail.Subject)
	}
	if strings.Contains(mail.HTML, "<b>") || !strings.Contains(mail.HTML, "Dear &lt;b&gt;Ann&lt;/b&gt;,") {
		t.Errorf("a name is markup:\n%s", mail.HTML)
	}
	if sms := c.Render(notice.SMS, org, "zh-Hans",
		to); sms.Text != "【橙子】隐私声明将于2027年1月1日变更，详见 https://orangelab.cn/p33" || sms.HTML != "" {
		t.Errorf("the short message is %+v", sms)
	}
	if page := c.Render(notice.Home, org, "zh-Hans", to); strings.Contains(page.Text, "Ann") ||
		!strings.Contains(page.Text, "隐私声明变更。") {
		t.Errorf("the page greets somebody: %s", page.Text)
	}
	if letter := c.Render(notice.Letter, org, "en", notice.Recipient{}); !strings.HasPrefix(letter.Text,
		"Dear customer,") {
		t.Errorf("a letter to somebody without a name: %s", letter.Text)
	}
}

func TestANoticeToGuardiansGreetsThem(t *testing.T) {
	c := update(t)
	c.Guardians = true
	for lang, want := range map[string][2]string{
		"en":      {"Dear parent or guardian of Ann,", "Dear parent or guardian,"},
		"zh-Hans": {"Ann的监护人，您好：", "监护人，您好："},
	} {
		for i, name := range []string{"Ann", ""} {
			if got := c.Form(notice.Email, org, lang)(notice.Recipient{Name: name}); !strings.HasPrefix(got.Text,
				want[i]+"\n") {
				t.Errorf("%s, %q: %.60s", lang, name, got.Text)
			}
		}
	}
}

func TestANoticeGoesFromStateToStateAndNeverBackFromTheMail(t *testing.T) {
	var ways []string
	for _, from := range notice.States {
		for _, to := range notice.States {
			if from.May(to) {
				ways = append(ways, string(from)+"-"+string(to))
			}
		}
	}
	want := []string{"draft-approved", "approved-draft", "approved-sending", "sending-sent", "sending-stopped",
		"sent-sending"}
	if !slices.Equal(ways, want) {
		t.Errorf("the ways are %q, want %q", ways, want)
	}
}
