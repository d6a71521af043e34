package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/assets"
)

// asked is the answer of a due command that must be understood.
func asked(t *testing.T, args ...string) (a rulebook.Answer) {
	t.Helper()
	status, out, errOut := rightsdesk(append([]string{"due", "--json"}, args...)...)
	if status != statusOK || errOut != "" {
		t.Fatalf("%v: status %d, %s", args, status, errOut)
	}
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatalf("%v: %v in %s", args, err, out)
	}
	return a
}

func TestEveryDateOfTheRulesIsPrinted(t *testing.T) {
	a := asked(t, "--regime", "cn", "--kind", "export", "--received", "2026-11-02T10:00:00+08:00", "--verified",
		"2026-11-03T09:00:00+08:00", "--pause", "2026-11-10..2026-11-12")
	if a.Due.At != "2026-12-07T23:59:59+08:00" || a.Acknowledge.At != "2026-11-03T23:59:59+08:00" ||
		a.Identity.At != "2026-11-16T23:59:59+08:00" || a.Extended != nil || len(a.All) != 0 {
		t.Errorf("%+v", a)
	}
	if got := a.Due.Text["en"]; got !=
		"30 calendar days from 3 Nov (identity proven), paused 2 days, 5 Dec is a Saturday, so 7 Dec" {
		t.Error(got)
	}
	if got := a.Due.Text["zh-Hans"]; got != "自11月3日（身份核验通过）次日起30个自然日，暂停2天，12月5日为星期六，顺延至12月7日" {
		t.Error(got)
	}
	if a.Due.Source != "GB/T 35273-2020, 8.7 a" || a.Due.Confidence != "medium-high" || !a.Due.Practical ||
		a.Due.Provisional || !strings.HasPrefix(a.Due.Rule, "30 calendar days from proven identity") {
		t.Errorf("%+v", a.Due)
	}
	both := asked(t, "--regime", "cn,eu", "--regime", "us_ca", "--kind", "deletion", "--received",
		"2026-09-21T10:00:00+08:00", "--zone", "Europe/Berlin")
	if both.Due.Regime != "cn" || len(both.All) != 3 || both.Extended != nil || both.Zone != "Europe/Berlin" ||
		both.Due.At != "2026-10-19T23:59:59+02:00" {
		t.Errorf("%+v", both)
	}
	if eu := asked(t, "--regime", "eu", "--kind", "restriction", "--received", "2026-08-31T10:00:00Z"); eu.Extended ==
		nil || eu.Extended.At[:10] != "2026-11-30" || eu.Due.At[:10] != "2026-09-30" || !eu.Due.Provisional {
		t.Errorf("%+v %+v", eu.Due, eu.Extended)
	}
	early, late := asked(t, "--regime", "in", "--kind", "access", "--received", "2027-05-12T23:00:00+08:00"), asked(t,
		"--regime", "in", "--kind", "access", "--received", "2027-05-13")
	if early.Due.InForceFrom != "2027-05-13" || late.Due.InForceFrom != "" {
		t.Errorf("%q and %q", early.Due.InForceFrom, late.Due.InForceFrom)
	}
	if own := asked(t, "--kind", "access", "--received", "2026-11-02"); own.Due.At[:10] != "2026-12-02" ||
		len(own.Regimes) != 2 {
		t.Errorf("%+v", own.Due)
	}
}

func TestOnePeriodIsCounted(t *testing.T) {
	for line, want := range map[string]string{
		"2026-09-21 15 working_days":         "2026-10-19T23:59:59+08:00",
		"2026-01-31 1 months":                "2026-02-28T23:59:59+08:00",
		"2026-09-03 1 months":                "2026-10-08T23:59:59+08:00",
		"2026-09-30T12:00:00+08:00 72 hours": "2026-10-03T12:00:00+08:00",
		"2025-12-31 30 calendar_days":        "2026-01-30T23:59:59+08:00",
		// Korea's fixed days only: 9 October
		"2026-09-21 15 working_days --regime kr":                      "2026-10-13T23:59:59+08:00",
		"2026-03-28 1 calendar_days --zone Europe/Berlin --regime kr": "2026-03-29T23:59:59+02:00",
		// as the window and intake read a zone, daylight saving time included
		"2026-03-28 1 calendar_days --zone Berlin --regime kr":   "2026-03-29T23:59:59+02:00",
		"2026-03-28 1 calendar_days --zone 上海 --regime kr":       "2026-03-29T23:59:59+08:00",
		"2026-03-28 1 calendar_days --zone Shanghai --regime kr": "2026-03-29T23:59:59+08:00",
		"2026-03-28 1 calendar_days --zone UTC+8 --regime kr":    "2026-03-29T23:59:59+08:00",
		"2026-03-28 1 calendar_days --zone -03:30 --regime kr":   "2026-03-29T23:59:59-03:30",
	} {
		w := strings.Fields(line)
		if a := asked(t, append([]string{"--from", w[0], "--amount", w[1], "--unit", w[2]}, w[3:]...)...); a.Due.At !=
			want {
			t.Errorf("%s: %s, want %s (%s)", line, a.Due.At, want, a.Due.Text["en"])
		}
	}
}

func TestAMisusedDueSaysWhatWouldDo(t *testing.T) {
	const received = " --received 2026-11-02T10:00:00+08:00"
	for line, want := range map[string]string{
		"due":                          "say --kind and --received",
		"due --kind export":            "say --kind and --received",
		"due --kind praise" + received: `"praise" is not a kind of request: access, export`,
		"due --kind export --regime mars" +
			received: `there is no regime "mars"; the rule pack has seed, cn, eu`,
		"due --kind deletion --regime br" +
			received: "the rules of br give no date for deletion; they speak of access, export",
		"due --kind export --received yesterday":                           `"yesterday" is no moment`,
		"due --kind export --received 0001-01-01":                          "from 1970 to 2200",
		"due --kind export --verified 2026-11-01" + received:               "before --received",
		"due --kind export --pause 2026-11-10" + received:                  "is not FROM..TO",
		"due --kind export --pause 2026-11-12..2026-11-10" + received:      "ends before it begins",
		"due --kind export --zone Mars/Base" + received:                    `"Mars/Base" is not known`,
		"due --from 2026-11-02":                                            "--from needs --amount and --unit",
		"due --from 2026-11-02 --amount -3 --unit months":                  "amount must be from 1",
		"due --from 2026-11-02 --amount 3 --unit weeks":                    `got "weeks"`,
		"due --from 2026-11-02 --amount x --unit hours":                    `--amount: "x" is no whole number`,
		"due --from 2026-11-02 --amount 1.5 --unit hours":                  `--amount: "1.5" is no whole number`,
		"due --from 2026-11-02 --amount 010 --unit hours":                  `--amount: "010" is no whole number`,
		"due --from 2026-11-02 --amount 99999999999999999999 --unit hours": "is no whole number from 1 to 10000",
		"due --from 2026-11-02 --unit hours":                               "--from needs --amount",
		"due --kind export --zone Local" + received:                        `"Local" is not known`,
		"due --kind export --zone UTC+25" + received:                       `"UTC+25" is not known`,
		"due --kind export --kind access" + received:                       "--kind is given twice",
		"due --kind export --regime cn,,eu" + received:                     `there is no regime ""`,
		"due --from 2026-11-02 --kind export":                              "does not go with",
		"due --amount 3" + received + " --kind export":                     "go with --from",
		"due --from 2026-11-02 --unit hours --amount 3 more":               `"more" is not understood`,
	} {
		status, out, errOut := rightsdesk(strings.Fields(line)...)
		if status != statusUsage || out != "" || !strings.Contains(errOut, want) {
			t.Errorf("%s: status %d, %q, want %q", line, status, errOut[:min(len(errOut), 200)], want)
		}
	}
}

func TestARulePackAndHolidaysOfOnesOwnAreTried(t *testing.T) {
	line := []string{"--regime", "cn", "--kind", "deletion", "--received", "2026-09-21T10:00:00+08:00"}
	shorter := write(t, "rules.yaml",
		strings.Replace(string(assets.RulePack),
			"answer: {amount: 15, unit: working_days, start: received, word: {en: \"on the",
			"answer: {amount: 5, unit: working_days, start: received, word: {en: \"on the", 1))
	if a := asked(t, append(line, "--rules", shorter)...); a.Due.At[:10] != "2026-09-29" {
		t.Errorf("%+v", a.Due)
	}
	off := write(t, "holidays.ics",
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20280103\nSUMMARY:Day of the desk\nEND:VEVENT\nEND:VCALENDAR\n")
	if a := asked(t, "--from", "2027-12-31", "--amount", "1", "--unit", "working_days", "--holidays",
		off); a.Due.At[:10] != "2028-01-04" || !a.Due.Provisional ||
		!strings.Contains(a.Due.Text["en"], "does not name 1 May 2028") {
		t.Errorf("%+v", a.Due)
	}
	days := []string{"0101", "0126", "0404", "0501", "0502", "0528", "1001", "1002", "1003", "1004"}
	whole := "BEGIN:VCALENDAR\n"
	for _, day := range append(days, "0103", "0125", "0127", "0128", "0129") {
		whole += "BEGIN:VEVENT\nDTSTART;VALUE=DATE:2028" + day + "\nSUMMARY:Off\nEND:VEVENT\n"
	}
	if a := asked(t, "--from", "2027-12-31", "--amount", "1", "--unit", "working_days", "--holidays",
		write(t, "whole.ics", whole+"END:VCALENDAR\n")); a.Due.At[:10] != "2028-01-04" || a.Due.Provisional {
		t.Errorf("%+v", a.Due)
	}
	for option, file := range map[string]string{
		"--rules": write(t, "broken.yaml",
			strings.Replace(string(assets.RulePack), "unit: months", "unit: moons", 1)),
		"--holidays": write(t, "broken.ics",
			"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20280231\nEND:VEVENT\nEND:VCALENDAR\n"),
	} {
		status, _, errOut := rightsdesk(append([]string{"due", option, file}, line...)...)
		if status != statusProblem || !strings.Contains(errOut, "line ") || !strings.Contains(errOut, file) {
			t.Errorf("%s: status %d, %s", option, status, errOut)
		}
	}
	if status, _, errOut := rightsdesk(append([]string{"due", "--rules", t.TempDir()}, line...)...); status !=
		statusProblem || !strings.Contains(errOut, "that is no file") {
		t.Errorf("status %d, %s", status, errOut)
	}
	if status, out, _ := rightsdesk(append([]string{"due"}, line...)...); status != statusOK ||
		!strings.Contains(out, "15 working days from 21 Sep (received)") ||
		!strings.Contains(out, "confidence medium-high") {
		t.Errorf("status %d, %s", status, out)
	}
}

// A pause that has not ended is counted up to now, and said.
func TestAPauseThatLastsIsCounted(t *testing.T) {
	since := time.Now().AddDate(0, 0, -3)
	received := since.AddDate(0, 0, -2).Format(time.RFC3339)
	status, out, errOut := rightsdesk("due", "--regime", "uk", "--kind", "access", "--received", received, "--pause",
		since.Format(time.RFC3339)+"..", "--zone", "UTC", "--json")
	if status != statusOK || !strings.Contains(out, "paused since "+since.UTC().Format("2 Jan")) ||
		!strings.Contains(out, "3 days so far") || !strings.Contains(out, "起暂停计算，迄今共暂停3天") {
		t.Errorf("status %d, %q, %q", status, out, errOut)
	}
	status, _, errOut = rightsdesk("due", "--regime", "uk", "--kind", "access", "--received", received, "--pause",
		"2026-01-01..", "--pause", "2026-01-03..")
	if status != statusUsage || !strings.Contains(errOut, "only one pause can still last") {
		t.Errorf("two that last: status %d, %q", status, errOut)
	}
}

func TestAMomentWithoutAZoneIsInTheZoneGiven(t *testing.T) {
	of := func(received string) string {
		status, out, errOut := rightsdesk("due", "--regime", "eu", "--kind", "export", "--received", received, "--zone",
			"Europe/Berlin", "--json")
		if status != statusOK {
			t.Fatalf("%s: %s", received, errOut)
		}
		return out
	}
	want := of("2026-01-31T23:30:00+01:00")
	for _, text := range []string{"2026-01-31 23:30", "2026-01-31T23:30", "2026-01-31 23:30:00"} {
		if of(text) != want {
			t.Errorf("%s is another moment", text)
		}
	}
}
