package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// dueAsked is the command line of due as it was written.
type dueAsked struct {
	regimes, pauses                []string
	kind, received, verified, zone string
	rules, holidays                string
	from, unit                     string
	amount                         string
	twice                          string // an option that was given more than once and takes one value
	asJSON                         bool
}

// due prints every date that the rules give for a request, or counts one period. It needs no desk.
func due(_ context.Context, c *command) int {
	var a dueAsked
	flags := flag.NewFlagSet("due", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("regime", "", func(s string) error {
		for id := range strings.SplitSeq(s, ",") {
			a.regimes = append(a.regimes, strings.TrimSpace(id))
		}
		return nil
	})
	flags.Func("pause", "", func(s string) error { a.pauses = append(a.pauses, s); return nil })
	for name, at := range map[string]*string{"kind": &a.kind, "received": &a.received, "verified": &a.verified,
		"zone": &a.zone, "rules": &a.rules,
		"holidays": &a.holidays, "from": &a.from, "unit": &a.unit, "amount": &a.amount} {
		flags.Func(name, "", func(s string) error {
			if *at != "" {
				a.twice = name
			}
			*at = s
			return nil
		})
	}
	flags.BoolVar(&a.asJSON, "json", false, "")
	if err := flags.Parse(c.args); err != nil {
		return c.wrongUsage("due: %s", trial.FlagProblem(err))
	}
	if flags.NArg() > 0 {
		return c.wrongUsage("due: %q is not understood", flags.Arg(0))
	}
	if problem := a.mixed(); problem != "" {
		return c.wrongUsage("due: %s", problem)
	}
	pack, err := a.pack()
	if err != nil {
		return c.failed(err)
	}
	answer, err := a.count(pack)
	if err != nil {
		return c.wrongUsage("due: %s", err)
	}
	if !a.asJSON {
		c.sayDates(answer)
		return statusOK
	}
	line, err := json.Marshal(answer)
	if err != nil {
		return c.failed(fmt.Errorf("write the dates: %w", err))
	}
	c.say("%s\n", line)
	return statusOK
}

// mixed says what does not go together, or is missing, of the two ways to ask.
func (a dueAsked) mixed() string {
	switch {
	case a.twice != "":
		return "--" + a.twice + " is given twice, and takes one value"
	case a.from != "" && (a.kind != "" || a.received != "" || a.verified != ""):
		return "--from counts one period and does not go with --kind, --received or --verified"
	case a.from != "" && (a.unit == "" || a.amount == ""):
		return "--from needs --amount and --unit: hours, calendar_days, working_days or months"
	case a.from == "" && (a.unit != "" || a.amount != ""):
		return "--amount and --unit go with --from"
	case a.from == "" && (a.kind == "" || a.received == ""):
		return "say --kind and --received, such as --kind export --received 2026-11-03T10:00:00+08:00, or count one period with --from, --amount and --unit"
	}
	return ""
}

// pack is the rule pack asked for, in the zone and with the holidays asked for.
func (a dueAsked) pack() (*rule.Pack, error) {
	pack, err := rulebook.Default()
	if a.rules != "" {
		var data []byte
		if data, err = readSmall(a.rules); err == nil {
			if pack, err = rulebook.With(data); err != nil {
				err = fmt.Errorf("%s: %w", a.rules, err)
			}
		}
	}
	if err != nil || a.holidays == "" {
		return pack, err
	}
	data, err := readSmall(a.holidays)
	if err != nil {
		return nil, err
	}
	tables, err := rulebook.ReadHolidays(a.holidays, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.holidays, err)
	}
	for _, id := range a.under(pack) {
		if r, there := pack.Regime(id); there {
			pack = pack.WithHolidays(r.Calendar, tables...)
		}
	}
	return pack, nil
}

// under are the regimes asked for, or those that the pack has by default.
func (a dueAsked) under(pack *rule.Pack) []string {
	if len(a.regimes) > 0 {
		var once []string
		for _, id := range a.regimes {
			if !slices.Contains(once, id) {
				once = append(once, id)
			}
		}
		return once
	}
	return pack.Default
}

// count works out the dates; every error is one of usage.
func (a dueAsked) count(pack *rule.Pack) (answer rulebook.Answer, err error) {
	if a.zone != "" {
		zone, err := record.ZoneNamed(a.zone)
		if err != nil || zone == nil {
			return answer, fmt.Errorf("--zone: %q is not known: write it as Europe/Berlin or UTC+8", a.zone)
		}
		pack = pack.In(zone)
	}
	pauses, err := a.stood(pack.Location())
	if err != nil {
		return answer, err
	}
	regimes := a.under(pack)
	if a.from != "" {
		return a.period(pack, regimes[0], pauses)
	}
	kind := model.Kind(a.kind)
	if !kind.Valid() {
		return answer, fmt.Errorf("--kind: %q is not a kind of request: %s", a.kind, kindList())
	}
	m := rule.Moments{Pauses: pauses, Now: time.Now()}
	if m.Received, err = moment("--received", a.received, pack.Location()); err != nil {
		return answer, err
	}
	if a.verified != "" {
		if m.Verified, err = moment("--verified", a.verified, pack.Location()); err != nil {
			return answer, err
		}
		if m.Verified.Before(m.Received) {
			return answer, errors.New("--verified is before --received: nobody proves who they are before they ask")
		}
	}
	return rulebook.Dates(pack, regimes, kind, m)
}

func (a dueAsked) period(pack *rule.Pack, id string, pauses []model.Pause) (answer rulebook.Answer, err error) {
	regime, there := pack.Regime(id)
	if !there {
		return answer, &rule.RegimeError{ID: id, Known: pack.RegimeIDs()}
	}
	amount, err := strconv.Atoi(a.amount)
	if err != nil || strings.ContainsAny(a.amount[:1], "0+") {
		return answer, fmt.Errorf("--amount: %q is no whole number from 1 to %d", a.amount, calendar.MaxAmount)
	}
	length := calendar.Period{Amount: amount, Unit: calendar.Unit(a.unit)}
	if length.Unit == calendar.Immediate {
		return answer,
			errors.New("--unit: what is due at once is no period: hours, calendar_days, working_days or months")
	}
	if err := length.Check(); err != nil {
		return answer, fmt.Errorf("--amount, --unit: %w", err)
	}
	from, err := moment("--from", a.from, pack.Location())
	if err != nil {
		return answer, err
	}
	var stood []calendar.Pause
	for _, p := range pauses {
		lasts := p.To.IsZero()
		if lasts {
			p.To = time.Now()
		}
		stood = append(stood, calendar.Pause{From: p.From, To: p.To, Lasts: lasts})
	}
	return rulebook.Period(pack, regime, from, length, stood), nil
}

// maxPauses bounds how many pauses a command line can name.
const maxPauses = 1000

// stood are the pauses asked for, which count under every regime. One that names no end still lasts: it is counted up
// to now.
func (a dueAsked) stood(zone *time.Location) (list []model.Pause, err error) {
	if len(a.pauses) > maxPauses {
		return nil, fmt.Errorf("--pause: at most %d", maxPauses)
	}
	for _, text := range a.pauses {
		from, to, there := strings.Cut(text, "..")
		if !there {
			return nil,
				fmt.Errorf(
					"--pause: %q is not FROM..TO, such as 2026-11-10..2026-11-12, or 2026-11-10.. for one that lasts",
					text)
		}
		var p model.Pause
		if p.From, err = moment("--pause", from, zone); err != nil {
			return nil, err
		}
		if to != "" {
			p.To, err = moment("--pause", to, zone)
		}
		if err != nil {
			return nil, err
		}
		if !p.To.IsZero() && p.To.Before(p.From) {
			return nil, fmt.Errorf("--pause: %s ends before it begins", text)
		}
		list = append(list, p)
	}
	return list, lastingLast(list)
}

// lastingLast refuses more than one pause that lasts.
func lastingLast(list []model.Pause) error {
	lasting := 0
	for _, p := range list {
		if p.To.IsZero() {
			lasting++
		}
	}
	if lasting > 1 {
		return errors.New("--pause: only one pause can still last")
	}
	return nil
}

// The years that dates are counted in.
const firstYear, lastYear = 1970, 2200

// moment reads a moment of RFC 3339, or one without a zone, which is in the zone given, or a day, which begins there at
// midnight.
func moment(option, text string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04",
		"2006-01-02T15:04:05"} {
		if err != nil {
			t, err = time.ParseInLocation(layout, text, zone)
		}
	}
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return t,
			fmt.Errorf("%s: %q is no moment from %d to %d: write it like 2026-11-03T10:00:00+08:00, like 2026-11-03 10:00 in the zone, or as a day like 2026-11-03", option, text, firstYear, lastYear)
	}
	return t, nil
}

func kindList() string {
	list := make([]string, len(model.Kinds))
	for i, k := range model.Kinds {
		list[i] = string(k)
	}
	return strings.Join(list, ", ")
}

// maxSmall bounds a file that a person writes, in bytes.
const maxSmall = 2 << 20

// readSmall reads a file that a person writes.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: that is no file", path)
	case info.Size() > maxSmall:
		return nil, fmt.Errorf("%s: the file has %d bytes, and may have %d", path, info.Size(), maxSmall)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s", path, value.FileReason(err))
	}
	return data, nil
}

// sayDates prints dates as lines for people.
func (c *command) sayDates(a rulebook.Answer) {
	for _, line := range []struct {
		name string
		date *rulebook.Date
	}{{"acknowledge", a.Acknowledge}, {"identity", a.Identity}, {"due", a.Due}, {"extended", a.Extended}} {
		if line.date == nil {
			continue
		}
		c.say("%-12s %s  %s\n", line.name, line.date.At, line.date.Text["en"])
		c.say("%-12s %s\n", "", line.date.Text["zh-Hans"])
		if line.date.InForceFrom != "" {
			c.say("%-12s the law is in force from %s\n", "", line.date.InForceFrom)
		}
		if line.date.Source != "" {
			c.say("%-12s %s; %s (confidence %s)\n", "", line.date.Rule, line.date.Source, line.date.Confidence)
		}
	}
	for _, one := range a.All {
		c.say("%-12s %s  under %s: %s\n", "of these", one.At, one.Regime, one.Text["en"])
	}
}
