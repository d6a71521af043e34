package rule_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

func TestAFaultyRulePackIsRefusedByTheNameOfTheEntry(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"a ground twice", "- id: EXC-8\n", "- id: EXC-6\n", "ground EXC-6 stands in the list twice"},
		{"a ground without id", "- id: EXC-8\n", "- id: ''\n", "ground 8 of the list has no id"},
		{"a language missing", `{en: "Lawful news reporting", zh-Hans: "开展合法的新闻报道所必需"}`,
			`{en: "Lawful news reporting"}`, "ground EXC-8: title has no text in zh-Hans"},
		{"a blank text", `en: "Trade secret"`, `en: " "`, "ground SECRET: title has no text in en"},
		{"an unknown kind", "allow_for: [withdrawal, deletion]", "allow_for: [withdrawal, erasure]",
			`ground EXC-5: allow_for: "erasure"`},
		{"an unknown strength", "strength: strong\n  needs_law: true\n- id: LAW-HOLD",
			"strength: iron\n  needs_law: true\n- id: LAW-HOLD", "ground EXC-9: strength"},
		{"a weak ground without warning", "strength: medium\n  alternative: {en: \"black out the secret",
			"strength: weak\n  alternative: {en: \"black out the secret", "ground SECRET: a weak ground"},
		{"an offer that tells what nobody did",
			`offer: {en: "You may give us a statement, which we keep beside the information."`,
			`offer: {en: "The information is used for nothing else."`, "an offer must say what the person may do"},
		{"evidence without a hint", "strength: medium\n- id: EXC-3", "strength: medium\n  evidence: true\n- id: EXC-3",
			"ground EXC-2: a ground that demands evidence"},
		{"a reason twice", "id: technical_means", "id: others_rights",
			"ground EXC-6: sub others_rights stands in the list twice"},
		{"a misspelt word", "needs_law: true", "need_law: true", "need_law"},
		{"a hold in weeks", "{amount: 60, unit: days}", "{amount: 9, unit: weeks}", "hold service_record: keep"},
		{"a hold from nowhere", "from: collected\n  categories: [user.content",
			"from: signing\n  categories: [user.content", "hold service_record: from"},
		{"a hold on no category", "[user.device, user.telemetry]", "[User device]",
			`hold network_log: categories: "User device"`},
		{"a purpose of another kind", "kind: objection\n  source: \"statement, Mail",
			"kind: deletion\n  source: \"statement, Mail", "purpose marketing: kind"},
		{"a service lost in one language", `["语音搜索", "语音消息和录音"]`, `["语音搜索"]`,
			"purpose microphone: services_lost has 1 texts in zh-Hans and 2 in en"},
		{"a purpose whose end costs nothing", `["invitations to surveys and what is offered for taking part"]`, `[]`,
			"purpose surveys: services_lost names nothing"},
		{"a blocker twice", "- id: game_role", "- id: wallet_balance",
			"blocker wallet_balance stands in the list twice"},
		{"a blocker that cannot be waived", `waive: {en: "tell us in writing that you give up the share named here.", `,
			"waive: {", "blocker undivided_share: waive has no text in en"},
		{"no log-in for the others", "- id: other\n", "- id: alipay\n", `logins: "other" is missing`},
		{"a lead time of no days", "regimes: [seed], days: 15, binds: true", "regimes: [seed], days: 0, binds: true",
			"lead stop_promise: days"},
		{"a lead time for no kind of notice", "id: stop_commerce, kind: cessation", "id: stop_commerce, kind: closing",
			"lead stop_commerce: kind"},
		{"a consequence twice", "id: emptied", "id: no_service", "consequence no_service stands in the list twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			broken := strings.Replace(string(assets.RulePack), tt.old, tt.new, 1)
			if broken == string(assets.RulePack) {
				t.Fatalf("the rule pack has no %q", tt.old)
			}
			if _, err := rule.Read([]byte(broken)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one that names %q", err, tt.want)
			}
		})
	}
}

func TestEveryPurposeOfTheStatementCanBeEnded(t *testing.T) {
	p := rules(t)
	for kind, want := range map[model.Kind][]string{
		model.Withdrawal: {"location", "contacts", "camera", "microphone", "surveys"},
		model.Objection:  {"personalised_advertising", "marketing", "cross_service"},
	} {
		var ids []string
		for _, purpose := range p.PurposesOf(kind)[:len(want)] {
			ids = append(ids, purpose.ID)
			if kind == model.Withdrawal && !purpose.Deletes {
				t.Errorf("%s rests on consent, and what was collected on it stays", purpose.ID)
			}
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", kind, ids, want)
		}
	}
}

func TestAnEntryIsFoundByItsID(t *testing.T) {
	p := rules(t)
	if h, ok := p.Hold("ecommerce"); !ok || h.Law.In("zh-Hans") != "《电子商务法》第三十一条" ||
		h.Law.In("fr") != "E-Commerce Law, Article 31" {
		t.Errorf("hold %+v", h)
	}
	if b, ok := p.Blocker("game_role"); !ok || b.Title.In("en") != "A role in a game" {
		t.Errorf("blocker %+v", b)
	}
	if _, ok := p.Purpose("weather"); ok {
		t.Error("a purpose that is not there was found")
	}
	if p.Login("qq").Title.In("en") != "QQ" || p.Login("steam").ID != rule.OtherLogin {
		t.Error("a log-in has the wrong rule")
	}
}

// What a company writes into its copy is refused at its line, with what would do, and never in words of the program's
// own.
func TestAFaultyFigureIsRefusedWithItsLine(t *testing.T) {
	const hk = "answer: {amount: 40, unit: calendar_days, start: received, source: {en: \"Personal Data (Privacy) Ordinance, s.19(1)"
	for _, tt := range []struct{ name, old, new, want string }{
		{"an unknown unit", hk, strings.Replace(hk, "calendar_days", "fortnights", 1),
			`regime hk: rule for access: answer: unit must be hours, calendar_days, working_days, months or immediate, got "fortnights"`},
		{"a negative amount", hk, strings.Replace(hk, "40", "-40", 1),
			"answer: amount must be from 1 to 10000, got -40"},
		{"half an amount", hk, strings.Replace(hk, "40", "4.5", 1), "here a whole number is needed, and not “4.5”"},
		{"an amount with a nought before it", hk, strings.Replace(hk, "40", "040", 1),
			"here a whole number is needed, and not “040”"},
		{"the zone of a computer", "zone: Asia/Shanghai", "zone: Local", `zone "Local" is not known`},
		{"an amount of words", hk, strings.Replace(hk, "40", "forty", 1),
			"here a whole number is needed, and not “forty”"},
		{"no start", hk, strings.Replace(hk, "start: received, ", "", 1), "start is missing"},
		{"an unknown start", hk, strings.Replace(hk, "start: received", "start: [received, asked]", 1), `got "asked"`},
		{"no source", hk, strings.Replace(hk, "source: {", "word: {", 1), "source is missing"},
		{"an unknown word", hk, strings.Replace(hk, "unit:", "units:", 1), `"units" is no word of a rule pack`},
		{"an unknown kind", "kinds: [access, export, correction]\n    answer: {amount: 40",
			"kinds: [access, export, correction, praise]\n    answer: {amount: 40",
			`"praise" is not a kind of request`},
		{"an unknown confidence", "confidence: low}\n    fee: {en: \"not excessive",
			"confidence: certain}\n    fee: {en: \"not excessive", "confidence must be"},
		{"an extension in other units", "extension: {amount: 40, unit: calendar_days",
			"extension: {amount: 2, unit: months", "its unit must be calendar_days too"},
		{"a right without a rule", "grievance: [complaint]", "grievance: [restriction]",
			"no rule says what is asked for restriction"},
		{"a wait that nobody waits for", "{for: clarification", "{for: weather", "for must be identity"},
		{"an unknown calendar", "calendar: hk", "calendar: hongkong", `calendars has no "hongkong"`},
		{"a week without work", "- {id: hk, name: {en: \"Hong Kong\", zh-Hans: \"中国香港\"}, weekend: [saturday, sunday]",
			"- {id: hk, name: {en: \"Hong Kong\", zh-Hans: \"中国香港\"}, weekend: [saturday, sunday, monday, tuesday, wednesday, thursday, friday]", "too few to work on"},
		{"no such day of the year", `fixed: ["01-26"`, `fixed: ["02-30"`, `"02-30" is no day of a year`},
		{"a default that is not there", "default_regimes: [seed, cn]", "default_regimes: [seed, gdpr]",
			`there is no regime "gdpr"`},
		{"no figure for what no law speaks of",
			"  answer: {amount: 30, unit: calendar_days, start: received, source: *practice",
			"  answer: {unit: immediate, start: received, word: {en: a, zh-Hans: b}, source: *practice",
			"otherwise: answer: at once is no figure"},
		{"an article for what no letter says", "    sue: {en: \"GDPR", "    praise: {en: \"GDPR",
			"is nothing that a letter cites a law for"},
		{"a ground of a law that is not there", "  - regime: us_ca\n", "  - regime: atlantis\n", "there is no regime"},
		{"broken brackets", hk, "{" + hk, "cannot be read as YAML"},
		{"no zone", "zone: Asia/Shanghai", "zone: Asia/Atlantis", `zone "Asia/Atlantis" is not known`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, _, found := strings.Cut(string(assets.RulePack), tt.old)
			if !found {
				t.Fatalf("the rule pack has no %q", tt.old)
			}
			line := 1 + strings.Count(before, "\n")
			_, err := rule.Read([]byte(strings.Replace(string(assets.RulePack), tt.old, tt.new, 1)))
			var fault *rule.Fault
			if !errors.As(err, &fault) || !strings.Contains(fault.Problem, tt.want) ||
				strings.Contains(err.Error(), "rule.") || strings.Contains(err.Error(), "model.") {
				t.Fatalf("%v, want %q", err, tt.want)
			}
			if fault.Line < line-1 || fault.Line > line+1 {
				t.Errorf("line %d, want about %d: %v", fault.Line, line, err)
			}
		})
	}
}

func TestAFileThatSaysNothingIsNoRulePack(t *testing.T) {
	for _, text := range []string{"", "\n", "# rules to come\n"} {
		var fault *rule.Fault
		if _, err := rule.Read([]byte(text)); !errors.As(err, &fault) || fault.Problem != "the file is empty" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
