package paper

import (
	"fmt"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model/pattern"
)

// printed is a number in front of a heading: 4.2, Article 4, 第四条, 四、, （二）.
var printed = pattern.New(
	`(?i)^\s*(?:(?:article|section|clause)\s+)?(\d{1,3}(?:\.\d{1,3}){0,4})(?:[.、．)）:：]|\s)\s*(\S.*)$` +
		`|^\s*第([一二三四五六七八九十百零〇\d]{1,5})[条章节款]\s*(.*)$` +
		`|^\s*([一二三四五六七八九十]{1,3})[、.．]\s*(\S.*)$` +
		`|^\s*[（(]([一二三四五六七八九十]{1,3}|\d{1,2})[)）]\s*(\S.*)$`)

// numbering gives clauses their IDs: the numbers that are printed, and others where none is, counted by level.
type numbering struct {
	taken  map[string]bool
	counts []int // of headings so far, by depth
	levels []int // of the format, by depth
	parent string
}

// next returns the ID of the next heading and its text without the number that was printed. A number that is printed
// twice stays: the check of the text says so.
func (n *numbering) next(level int, heading string) (id, text string) {
	if m := printed.FindStringSubmatch(heading); m != nil {
		text = strings.TrimSpace(m[2] + m[4] + m[6] + m[8])
		switch {
		case m[7] != "" && n.parent != "": // below the one before
			id = n.parent + "." + arabic(m[7])
		default:
			id = arabic(m[1] + m[3] + m[5] + m[7])
			n.parent = id
		}
		n.count(level)
		n.taken[id] = true
		return id, text
	}
	id = n.count(level)
	for suffix := 'a'; n.taken[id]; suffix++ {
		id = fmt.Sprintf("%s%c", strings.TrimRight(id, "abcdefghijklmnopqrstuvwxyz"), suffix)
	}
	n.taken[id] = true
	return id, strings.TrimSpace(heading)
}

// count counts a heading, and returns its number among those of its depth.
func (n *numbering) count(level int) string {
	for len(n.levels) > 0 && n.levels[len(n.levels)-1] > level {
		n.levels, n.counts = n.levels[:len(n.levels)-1], n.counts[:len(n.counts)-1]
	}
	if len(n.levels) == 0 || n.levels[len(n.levels)-1] < level {
		n.levels, n.counts = append(n.levels, level), append(n.counts, 0)
	}
	n.counts[len(n.counts)-1]++
	parts := make([]string, len(n.counts))
	for i, c := range n.counts {
		parts[i] = strconv.Itoa(c)
	}
	return strings.Join(parts, ".")
}

// arabic writes a number in Chinese numerals up to 999 in digits; anything else as it is.
func arabic(s string) string {
	digits := map[rune]int{'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '零': 0, '〇': 0}
	total, one := 0, 0
	for _, r := range s {
		switch r {
		case '百':
			total, one = total+100*max(one, 1), 0
		case '十':
			total, one = total+10*max(one, 1), 0
		default:
			d, ok := digits[r]
			if !ok {
				return s
			}
			one = d
		}
	}
	return strconv.Itoa(total + one)
}
