// Package zone reads the name of a time zone as people type it. It never chooses between two that could be meant.
package zone

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/width"

	"orangelab.cn/rightsdesk/model/pattern"
)

// places are cities by the names that people use and the database does not: Chinese names, and cities that share the
// zone of another by law.
var places = map[string]string{
	"Asia/Shanghai": "上海 北京 广州 深圳 杭州 南京 成都 武汉 天津 重庆 西安 苏州 中国 中国大陆 北京时间 中国标准时间 beijing " +
		"peking guangzhou shenzhen hangzhou nanjing chengdu wuhan tianjin chongqing china china_standard_time prc",
	"Asia/Hong_Kong": "香港 hongkong", "Asia/Macau": "澳门 澳門 macao", "Asia/Taipei": "台北 臺北 台湾 臺灣",
	"Asia/Singapore": "新加坡", "Asia/Tokyo": "东京 東京 日本 大阪 osaka", "Asia/Seoul": "首尔 首爾",
	"Asia/Kolkata": "calcutta mumbai bombay delhi new_delhi bangalore 孟买 新德里", "Asia/Dubai": "迪拜",
	"Asia/Bangkok": "曼谷", "Asia/Jakarta": "雅加达", "Asia/Kuala_Lumpur": "吉隆坡", "Asia/Manila": "马尼拉",
	"Asia/Ho_Chi_Minh": "胡志明市 saigon", "Australia/Sydney": "悉尼", "Australia/Melbourne": "墨尔本",
	"Europe/London": "伦敦 倫敦", "Europe/Paris": "巴黎", "Europe/Berlin": "柏林 munich münchen hamburg frankfurt 法兰克福",
	"Europe/Dublin": "都柏林", "Europe/Madrid": "马德里", "Europe/Rome": "罗马", "Europe/Amsterdam": "阿姆斯特丹",
	"Europe/Brussels": "布鲁塞尔", "Europe/Zurich": "苏黎世 zürich geneva genf", "Europe/Vienna": "维也纳 wien",
	"Europe/Moscow": "莫斯科", "America/New_York": "纽约 紐約", "America/Los_Angeles": "洛杉矶 旧金山 san_francisco seattle",
	"America/Chicago": "芝加哥", "America/Toronto": "多伦多", "America/Vancouver": "温哥华",
	"America/Sao_Paulo": "圣保罗 são_paulo",
}

// zones are the names of the database by what may be typed for each: itself, its city, a place of it. A key that stands
// for several has them all.
var zones = sync.OnceValue(func() map[string][]string {
	by := map[string][]string{}
	for _, name := range strings.Fields(names) {
		by[key(name)] = append(by[key(name)], name)
		city := key(name[strings.LastIndex(name, "/")+1:])
		by[city] = append(by[city], name)
		for _, place := range strings.Fields(places[name]) {
			by[key(place)] = append(by[key(place)], name)
		}
	}
	return by
})

// key is what may be typed, in one spelling.
func key(text string) string {
	text = strings.ToLower(strings.TrimSpace(width.Fold.String(text)))
	return strings.Join(strings.Fields(text), "_")
}

var offset = pattern.New(`^(?:utc|gmt)?_?([+−﹣-])_?(\d{1,2})(?::?(\d{2}))?$`)

// maxOffers is how many zones are offered where several could be meant.
const maxOffers = 4

// Read returns the zone of the database that a text names, by its name, its city or its offset. Where it names none,
// name is empty and offers are some that could be meant; the sign of an offset is that of everyday use, UTC+8 is ahead.
// An offset is one only where no zone that has it in the year of now changes its clocks.
func Read(text string, now time.Time) (name string, offers []string) {
	k := key(text)
	switch {
	case k == "", k == "local":
		return "", nil
	case len(zones()[k]) == 1:
		return zones()[k][0], nil
	}
	if hit := zones()[k]; len(hit) > 1 {
		return "", hit[:min(len(hit), maxOffers)]
	}
	plain := strings.TrimSpace(width.Fold.String(text))
	if m := offset.FindStringSubmatch(strings.ToLower(strings.Join(strings.Fields(plain), ""))); m != nil {
		return byOffset(m, now)
	}
	if _, err := time.LoadLocation(plain); err == nil && plain != "Local" {
		return plain, nil // a name that the database keeps beside the others
	}
	const telling = 3
	for _, candidate := range strings.Fields(names) {
		if len(k) >= telling && strings.Contains(key(candidate), k) && len(offers) < maxOffers {
			offers = append(offers, candidate)
		}
	}
	return "", offers
}

// byOffset reads an offset from UTC.
func byOffset(m []string, now time.Time) (name string, offers []string) {
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	const most = 14
	if hours > most || minutes > 59 {
		return "", nil
	}
	east := hours*3600 + minutes*60
	if m[1] != "+" {
		east = -east
	}
	changes := false
	for _, candidate := range strings.Fields(names) {
		loc, err := time.LoadLocation(candidate)
		if err != nil {
			continue
		}
		_, winter := time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.UTC).In(loc).Zone()
		_, summer := time.Date(now.Year(), 7, 1, 0, 0, 0, 0, time.UTC).In(loc).Zone()
		if winter == east || summer == east {
			changes = changes || winter != summer
			offers = append(offers, candidate)
		}
	}
	switch {
	case !changes && minutes == 0 && len(offers) > 0:
		return fmt.Sprintf("Etc/GMT%+d", -east/3600), nil // its signs are those of POSIX
	case !changes && len(offers) == 1:
		return offers[0], nil
	}
	known := slices.IndexFunc(offers, func(o string) bool { return places[o] != "" })
	if known > 0 { // one that people know first
		offers[0], offers[known] = offers[known], offers[0]
	}
	return "", offers[:min(len(offers), maxOffers)]
}
