package notice

import (
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/model"
)

// promotional are words that sell, in either language. They are a reason to read a text again, never a judgment: a
// person decides (statement, "Mail and push": a service message carries no promotion; GDPR, WP260 rev.01 29: not mixed
// with marketing).
var promotional = map[string][]string{
	"en": {"discount", "special offer", "sale", "coupon", "voucher", "free trial", "promo", "buy now",
		"limited time", "bonus", "best price", "% off", "upgrade now", "exclusive"},
	"zh-Hans": {"优惠", "折扣", "促销", "红包", "限时", "抢购", "特价", "立减", "满减", "秒杀", "免费试用", "代金券", "赠送", "立即购买", "大礼包"},
}

// PromotionalWords lists the words of a text that look like promotion, as they stand in the table of such words.
func PromotionalWords(text, lang string) (found []string) {
	lower := strings.ToLower(text)
	for _, word := range promotional[lang] {
		if holdsWord(lower, word) {
			found = append(found, word)
		}
	}
	return found
}

// holdsWord reports whether a text holds a word that is not a part of a longer one; Chinese has no such borders.
func holdsWord(text, word string) bool {
	for rest := text; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		before, after := rest[:i], rest[i+len(word):]
		if !endsInLetter(before) && !beginsWithLetter(strings.TrimPrefix(after, "s")) {
			return true
		}
		rest = rest[i+len(word):]
	}
}

func isLatin(r rune) bool { return r < unicode.MaxLatin1 && unicode.IsLetter(r) }

func endsInLetter(text string) bool {
	runes := []rune(text)
	return len(runes) > 0 && isLatin(runes[len(runes)-1])
}

func beginsWithLetter(text string) bool {
	for _, r := range text {
		return isLatin(r)
	}
	return false
}

// promotionIn lists the promotional words of everything that a notice says, by language.
func (c Content) promotionIn() map[string][]string {
	found := map[string][]string{}
	for _, lang := range model.Languages {
		var all strings.Builder
		for _, text := range c.written() {
			all.WriteString(text[lang] + "\n")
		}
		if words := PromotionalWords(all.String(), lang); words != nil {
			found[lang] = words
		}
	}
	return found
}

// written are the texts that somebody typed.
func (c Content) written() []model.Text {
	list := []model.Text{c.Title, c.SMS, c.Push, c.Banner, c.Call}
	for _, item := range itemsOf(c) {
		list = append(list, c.Passages[item.ID])
	}
	for _, x := range c.Changes {
		list = append(list, x.What)
	}
	return list
}
