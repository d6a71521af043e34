package mail

import (
	"strconv"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

var mailDate = pattern.New(`(?i)(\d{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:(?:gmt|utc)?\s*([+-]\d{1,2}:?\d{2}|[+-]\d{1,2})|([a-z]{1,5}))?`)

// parseMailDate reads the date of a mail's header as programs really write it; zoned is false where its zone is none or
// has several meanings, and the zone given is taken then.
func parseMailDate(text string, zone *time.Location) (at time.Time, zoned, ok bool) {
	m := mailDate.FindStringSubmatch(text)
	if m == nil {
		return at, false, false
	}
	n := func(s string) int { v, err := strconv.Atoi(s); ok = ok && (s == "" || err == nil); return v }
	ok = true
	year := n(m[3])
	if year < 100 {
		year += 2000
	}
	where, zoned := mailZone(m[7], m[8], zone)
	at, valid := record.Moment(where,
		[]string{strconv.Itoa(year), strconv.Itoa(int(record.MailMonths[strings.ToLower(m[2])])), m[1], m[4], m[5],
			strconv.Itoa(min(n(m[6]), 59))})
	return at, zoned, ok && valid
}

func mailZone(digits, letters string, zone *time.Location) (*time.Location, bool) {
	if digits != "" {
		sign, rest := digits[:1], strings.ReplaceAll(digits[1:], ":", "")
		if len(rest) <= 2 {
			rest += "00"
		}
		if len(rest) == 3 {
			rest = "0" + rest
		}
		if where, _, ok := record.Offset(sign+rest[:2]+":"+rest[2:], zone); ok {
			return where, true
		}
		return zone, false
	}
	switch strings.ToUpper(letters) {
	case "GMT", "UT", "UTC", "Z":
		return time.UTC, true
	}
	return zone, false
}

// received is when a mail came in: what the last server wrote, which is the organisation's own and stands on top. What
// the sender's clock claims is never believed alone; without the server's line the mail came when it is taken, a zero
// time.
func (m *message) received(t record.Trust) (time.Time, []record.Doubt) {
	claimed, _, claims := parseMailDate(m.header.get("date"), t.Location())
	line := m.header.get("received")
	at, zoned, ok := parseMailDate(line[strings.LastIndexByte(line, ';')+1:], t.Location())
	if !ok || at.After(t.Now.Add(24*time.Hour)) || at.Year() < 2000 {
		if claims {
			return time.Time{},
				[]record.Doubt{record.Doubtful("received",
					"no server says when it received the mail, so it counts from when it is taken in; its sender’s clock said {{.A}}", claimed.Format(time.DateTime))}
		}
		return time.Time{},
			[]record.Doubt{record.Doubtful("received",
				"no server says when it received the mail, so it counts from when it is taken in")}
	}
	var doubts []record.Doubt
	if !zoned {
		doubts = append(doubts,
			record.Doubtful("received", "the server’s line names no zone that is certain; {{.A}} is taken",
				t.Location()))
	}
	if claims && (claimed.Sub(at) > 48*time.Hour || at.Sub(claimed) > 7*24*time.Hour) {
		doubts = append(doubts,
			record.Doubtful("received", "the sender’s clock said {{.A}}; when it was received counts",
				claimed.Format(time.DateTime)))
	}
	return at, doubts
}
