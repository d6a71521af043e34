package policy

import (
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// period finds a length of time in days, working days, weeks, months or years, in digits or words.
var period = pattern.New(`(?i)\b(\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|an?)[\s-]+((?:working|business|calendar)[\s-]+)?(day|week|month|year)s?\b` +
	`|(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*个?\s*(工作日|自然日|日内|天|日|周|月|年)`)

var numerals = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
	"seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"fifteen": 15, "twenty": 20, "thirty": 30, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
	"九": 9}

var unitDays = map[string]int{"day": 1, "week": 7, "month": 30, "year": 365, "工作日": 1, "自然日": 1, "日内": 1, "天": 1,
	"日": 1, "周": 7, "月": 30, "年": 365}

// periods are the lengths of time that a text names, in days, a month as 30 and a year as 365. What is a date, such as
// 2026年, is none.
func periods(text string) (days []int) {
	for _, m := range period.FindAllStringSubmatch(text, -1) {
		number, unit := m[1]+m[4], strings.ToLower(m[3])+m[5]
		n := count(strings.ToLower(number))
		if unit == "年" && n > 100 || unit == "月" && !strings.Contains(m[0], "个") {
			continue
		}
		days = append(days, n*unitDays[unit])
	}
	return days
}

// count reads a number in digits, an English word, or Chinese numerals up to ninety-nine.
func count(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	if n, ok := numerals[s]; ok {
		return n
	}
	tens, ones, found := strings.Cut(s, "十")
	if !found {
		return 0
	}
	n := 10
	if tens != "" {
		n = 10 * numerals[tens]
	}
	return n + numerals[ones]
}
