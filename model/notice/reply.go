package notice

import (
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/pattern"
)

// longestReply is the longest answer of which its words are read, in characters: who writes more says more than yes or
// no.
const longestReply = 300

// What words say of consent. A condition or a question leaves an answer open, whatever else stands there.
var (
	replyFrame  = pattern.New(`(?i)^(dear|hello|hi|hey|good (morning|day|afternoon|evening)|您好|你好|尊敬的)[^.!。！]{0,40}[,，:：!！.。]?$|^((kind|best|many) )?(regards|thanks|thank you|cheers)[^.。]{0,40}$|^(yours )?(sincerely|faithfully)[^.。]{0,40}$|^(谢谢|此致|敬礼|祝好)[，,。!！]?$|^(sent from my |get outlook|发自我的|来自).*$`)
	replyOpen   = pattern.New(`(?i)\b(if|but|unless|except|only|however|provided|although|though|until|when|why|what|which|how|whether|maybe|perhaps|questions?|wait|later|before)\b|[?？]|如果|若|除非|但|不过|前提|为什么|为何|什么|是否|怎么|如何|吗|呢|部分|只|仅|之前|再说|考虑`)
	replyNo     = pattern.New(`(?i)\b(do not|don['’]?t|cannot|can['’]?t|will not|won['’]?t) (agree|consent|accept)\b|\b(i )?(disagree|refuse|decline)\b|^no\b|不同意|不接受|拒绝|不认可`)
	replyYes    = pattern.New(`(?i)^yes\b|\bi (hereby |fully |expressly )?(agree|consent|accept)\b|^(agree|agreed|accepted)\b|同意|接受|^是的?[，,。!！]?$`)
	replyDenial = pattern.New(`(?i)\b(no|not|none|never|nothing|neither|nor|cannot|without|disagree|refuse|decline|object|withdraw|revoke|stop)\b|n['’]t\b|不|没|未|无|拒|反对|撤|停止|别`)
)

// ReplySays reads what an answer says in its sender's own words. It is Unclear unless the words say nothing else: a
// person decides either way.
func ReplySays(words string) mailwork.Says {
	var said []string
	for line := range strings.Lines(words) {
		line = strings.TrimRight(strings.TrimSpace(line), " ")
		if line == "--" {
			break // a signature
		}
		if line != "" && !replyFrame.MatchString(line) {
			said = append(said, line)
		}
	}
	text := strings.Join(said, "\n")
	if utf8.RuneCountInString(text) > longestReply || replyOpen.MatchString(text) {
		return mailwork.Unclear
	}
	rest := replyNo.ReplaceAllString(text, " ")
	switch {
	case rest != text && !replyDenial.MatchString(rest) && !replyYes.MatchString(strings.TrimSpace(rest)):
		return mailwork.Declines
	case rest == text && replyYes.MatchString(text) && !replyDenial.MatchString(text):
		return mailwork.Agrees
	}
	return mailwork.Unclear
}
