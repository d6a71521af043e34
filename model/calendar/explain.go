package calendar

import (
	"fmt"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

const chinese = "zh-Hans"

// Since is what a period is counted from, in each language, such as "identity proven".
type Since = model.Text

// unitWords are the units as a length names them.
var unitWords = map[Unit]model.Text{Hours: {"en": "hour", chinese: "小时"},
	CalendarDays: {"en": "calendar day", chinese: "个自然日"},
	WorkingDays:  {"en": "working day", chinese: "个工作日"}, Months: {"en": "month", chinese: "个月"}}

// Text returns the length of the period in each language, such as "30 calendar days". That of Immediate has none.
func (p Period) Text() model.Text {
	word := unitWords[p.Unit]
	return model.Text{"en": amount(p.Amount, word["en"]), chinese: fmt.Sprintf("%d%s", p.Amount, word[chinese])}
}

// Text explains in each language where the period ends: "30 calendar days from 3 Nov (identity proven), paused 2 days,
// 5 Dec is a Saturday, so 7 Dec".
func (d Due) Text(since Since) model.Text {
	return model.Text{"en": d.english(d.since("en", since)), chinese: d.chinese(d.since(chinese, since))}
}

// Whole is Text with the year of every day, as a letter needs it.
func (d Due) Whole(since Since) model.Text {
	d.whole = true
	return d.Text(since)
}

// day writes a day; the year stands there where it is another than that of the start.
func (d Due) day(lang string, day Date) string {
	other := d.whole || day.Year != DateOf(d.Start, d.ask.Zone).Year
	switch {
	case lang == chinese && other:
		return fmt.Sprintf("%d年%d月%d日", day.Year, day.Month, day.Day)
	case lang == chinese:
		return fmt.Sprintf("%d月%d日", day.Month, day.Day)
	case other:
		return day.noon().Format("2 Jan 2006")
	}
	return day.noon().Format("2 Jan")
}

func (d Due) moment(lang string, at time.Time) string {
	return d.day(lang, DateOf(at, d.ask.Zone)) + " " + at.In(d.ask.Zone).Format("15:04")
}

// begins writes a moment that is counted from: its day, or the minute where hours are counted.
func (d Due) begins(lang string, at time.Time) string {
	if d.ask.Period.Unit == Hours {
		return d.moment(lang, at)
	}
	return d.day(lang, DateOf(at, d.ask.Zone))
}

// since says in brackets what the period is counted from. Where the clock stood when it would have begun, it says when
// that was and when the clock ran: "received on 3 Nov, paused until 5 Nov".
func (d Due) since(lang string, word Since) string {
	text, from := word[lang], d.begins(lang, d.ask.From)
	if start := d.begins(lang, d.Start); start != from {
		if lang == chinese {
			text = from + text
		} else {
			text = strings.TrimSpace(text + " on " + from)
		}
		switch {
		case !d.Stands.IsZero(): // which is said of its own
		case lang == chinese:
			text += "，暂停至" + start
		default:
			text += ", paused until " + start
		}
	}
	switch {
	case text == "":
		return ""
	case lang == chinese:
		return "（" + text + "）"
	}
	return " (" + text + ")"
}

func (d Due) english(since string) string {
	p, start := d.ask.Period, d.begins("en", d.Start)
	if p.Unit == Immediate {
		return "at once, on " + start + since
	}
	parts := []string{p.Text()["en"] + " from " + start + since}
	if d.ask.FirstCounts {
		parts = append(parts, "that day counted")
	}
	if out := d.leftOut("en"); out != "" {
		parts = append(parts, out)
	}
	parts = append(parts, d.paused("en")...)
	end := d.day("en", d.Last)
	if p.Unit == Hours {
		end = d.moment("en", d.At)
	}
	text := strings.Join(parts, ", ")
	if d.Nominal == d.Last {
		text += ": " + end
	} else {
		text += ", " + d.day("en", d.Nominal) + " is " + d.restful("en") + ", so " + end
	}
	switch {
	case d.Unnamed != Date{}:
		text += fmt.Sprintf("; provisional, the table of holidays of %d does not name %s", d.Unknown,
			d.day("en", d.Unnamed))
	case d.Provisional:
		text += fmt.Sprintf("; provisional, the holidays of %d are not known", d.Unknown)
	}
	return text
}

func (d Due) chinese(since string) string {
	p, start := d.ask.Period, d.begins(chinese, d.Start)
	if p.Unit == Immediate {
		return "立即，即" + start + since
	}
	from := "自" + start + since + "次日起"
	if d.ask.FirstCounts || p.Unit == Hours {
		from = "自" + start + since + "起"
	}
	parts := []string{from + p.Text()[chinese]}
	if d.ask.FirstCounts {
		parts = append(parts, "当日计入")
	}
	if out := d.leftOut(chinese); out != "" {
		parts = append(parts, out)
	}
	parts = append(parts, d.paused(chinese)...)
	end := d.day(chinese, d.Last)
	if p.Unit == Hours {
		end = d.moment(chinese, d.At)
	}
	text := strings.Join(parts, "，")
	if d.Nominal == d.Last {
		text += "，至" + end
	} else {
		text += "，" + d.day(chinese, d.Nominal) + "为" + d.restful(chinese) + "，顺延至" + end
	}
	switch {
	case d.Unnamed != Date{}:
		text += fmt.Sprintf("；暂定，%d年的节假日安排未列出%s", d.Unknown, d.day(chinese, d.Unnamed))
	case d.Provisional:
		text += fmt.Sprintf("；暂定，尚无%d年的节假日安排", d.Unknown)
	}
	return text
}

// paused says how long the clock stood, and since when it stands where it still does.
func (d Due) paused(lang string) (parts []string) {
	length := ""
	switch {
	case lang == chinese && d.PausedDays > 0:
		length = fmt.Sprintf("%d天", d.PausedDays)
	case lang == chinese && d.Paused > 0:
		length = hours(d.Paused, "%d小时", "%d分钟")
	case d.PausedDays > 0:
		length = amount(d.PausedDays, "day")
	case d.Paused > 0:
		length = hours(d.Paused, "%d h", "%d min")
	}
	if d.Stands.IsZero() {
		if length != "" {
			parts = append(parts, map[bool]string{true: "暂停", false: "paused "}[lang == chinese]+length)
		}
		return parts
	}
	since := d.day(lang, DateOf(d.Stands, d.ask.Zone))
	if d.ask.Period.Unit == Hours {
		since = d.moment(lang, d.Stands)
	}
	if lang == chinese {
		parts = append(parts, "自"+since+"起暂停计算")
	} else {
		parts = append(parts, "paused since "+since)
	}
	switch {
	case length != "" && lang == chinese:
		parts = append(parts, "迄今共暂停"+length)
	case length != "":
		parts = append(parts, length+" so far")
	}
	return parts
}

// restful says why nobody works on the day on which the period itself ends.
func (d Due) restful(lang string) string {
	name, holiday := d.ask.Calendar.holiday(d.Nominal)
	switch {
	case lang == chinese && holiday && name != "":
		return "节假日（" + name + "）"
	case lang == chinese && holiday:
		return "节假日"
	case lang == chinese:
		return "星期" + string([]rune("日一二三四五六")[d.Nominal.Weekday()])
	case holiday:
		return "a public holiday"
	}
	return "a " + d.Nominal.Weekday().String()
}

// leftOut names the holidays that a period of working days passes over, and the weekends on which it is worked.
func (d Due) leftOut(lang string) string {
	if d.ask.Period.Unit != WorkingDays {
		return ""
	}
	var off, worked []span
	for day := DateOf(d.Start, d.ask.Zone).Add(1); !d.Nominal.Before(day); day = day.Add(1) {
		if _, holiday := d.ask.Calendar.holiday(day); holiday {
			off = extend(off, day)
		} else if d.ask.Calendar.worked(day) {
			worked = extend(worked, day)
		}
	}
	var parts []string
	if len(off) > 0 {
		switch {
		case lang == chinese:
			parts = append(parts, "扣除节假日"+d.spans(lang, off))
		case len(off) == 1 && off[0].from == off[0].to:
			parts = append(parts, "without the holiday "+d.spans(lang, off))
		default:
			parts = append(parts, "without the holidays "+d.spans(lang, off))
		}
	}
	if len(worked) > 0 {
		if lang == chinese {
			parts = append(parts, d.spans(lang, worked)+"为调休上班日")
		} else {
			parts = append(parts, "working "+d.spans(lang, worked))
		}
	}
	if lang == chinese {
		return strings.Join(parts, "，")
	}
	return strings.Join(parts, ", ")
}

// span is days that follow one another.
type span struct{ from, to Date }

func extend(list []span, day Date) []span {
	if n := len(list); n > 0 && list[n-1].to.Add(1) == day {
		list[n-1].to = day
		return list
	}
	return append(list, span{day, day})
}

// maxSpans bounds how many days a sentence names.
const maxSpans = 6

func (d Due) spans(lang string, list []span) string {
	var words []string
	for i, s := range list {
		if i == maxSpans {
			words = append(words, "…")
			break
		}
		word := d.day(lang, s.from)
		switch {
		case s.from == s.to:
		case lang == chinese:
			word += "至" + d.day(lang, s.to)
		default:
			word += "–" + d.day(lang, s.to)
		}
		words = append(words, word)
	}
	if lang == chinese {
		return strings.Join(words, "、")
	}
	if last := len(words) - 1; last > 1 {
		return strings.Join(words[:last], ", ") + " and " + words[last]
	}
	return strings.Join(words, " and ")
}

func amount(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// hours writes a length of time in hours and minutes.
func hours(d time.Duration, h, m string) string {
	d = d.Round(time.Minute)
	switch whole, rest := int(d/time.Hour), int(d%time.Hour/time.Minute); {
	case rest == 0:
		return fmt.Sprintf(h, whole)
	case whole == 0:
		return fmt.Sprintf(m, rest)
	default:
		return fmt.Sprintf(h, whole) + " " + fmt.Sprintf(m, rest)
	}
}
