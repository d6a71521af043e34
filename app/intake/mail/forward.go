package mail

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model/pattern"
)

var (
	forwardSubject = pattern.New(`(?i)^\s*(fwd?|wg|tr|rv|enc|i|vs|转发|轉寄|轉發|转|轉|転送|전달)\s*[:：]`)
	// forwardMark is the line that programs put above a mail that is passed on, and above none that is answered.
	forwardMark = pattern.New(`(?i)^[\s>*-]*(begin forwarded|forwarded (message|by)|转发的?(邮件|信息)|[轉转](寄|發)的?[郵邮]件|weitergeleitete|anfang der weitergeleiteten|message (transféré|réexpédié)|début du message (réexpédié|transféré)|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|mensagem encaminhada|転送)`)
)

// passage is a mail that stands below the words of whoever passes it on or answers it.
type passage struct {
	from                   Address
	subject, words, quoted string
	// forwarded reports whether its program says that it was passed on, and not answered.
	forwarded bool
}

// passageIn reads from a quotation who wrote what is quoted, and their words; ok is false where it names nobody.
func passageIn(quoted string) (p passage, ok bool) {
	lines := strings.Split(quoted, "\n")
	last := -1
	for i, line := range lines[:min(len(lines), 25)] {
		p.forwarded = p.forwarded || !ok && forwardMark.MatchString(line)
		role, value := headOf(line)
		if role == "" {
			if ok && strings.TrimSpace(strings.Trim(line, ">")) != "" {
				break // the header is over; what looks like one below is text
			}
			continue
		}
		last = i
		if role == "subject" && p.subject == "" {
			p.subject = value
		}
		if role != "from" || ok {
			continue
		}
		if list := (header{}).addresses([]byte(value)); len(list) > 0 {
			p.from, ok = list[0], true
		}
	}
	if !ok {
		return p, false
	}
	var kept []string
	for _, line := range lines[last+1:] {
		kept = append(kept, strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
	}
	p.words, p.quoted = ownText(strings.Join(kept, "\n"))
	return p, true
}

// mayAsk reports whether the sender asks for something in their own words, or in words that cannot be read.
func (l letter) mayAsk() bool { return record.AsksFor(l.own) || escaped.MatchString(l.own) }

// passesOn reports whether the sender passes a mail on, as far as words tell: they ask for nothing, and it does or
// stands alone. Whoever writes in words that nobody here reads beside a mail that asks for nothing writes for themself.
func (l letter) passesOn(inner letter) bool {
	return !l.mayAsk() && (l.own == "" || record.AsksFor(inner.own) || record.AsksFor(inner.subject))
}

// maxPassages is how often a mail that was passed on inline is followed further down.
const maxPassages = 5

// passedOnInline returns the mail that this one passes on in its own text: the subject or the line
// above it says that it was passed on, and the sender asks for nothing themself. A mail of whoever this one was sent to
// is theirs to answer, and nobody's request.
func (l letter) passedOnInline(forwards bool) (p passage, ok bool) {
	p, ok = passageIn(l.quoted)
	if !ok || p.from.is(l.from) || !forwards && (!p.forwarded || l.mayAsk() || l.sentTo(p.from)) {
		return p, false
	}
	for range maxPassages {
		deeper, more := passageIn(p.quoted)
		if !more || !deeper.forwarded || record.AsksFor(p.words) || l.sentTo(deeper.from) {
			break
		}
		p = deeper
	}
	return p, true
}

// quotesOther returns whose mail stands below that of the sender, where it is neither the sender's own nor of the house
// that the mail was sent to, which is what an answer quotes.
func (l letter) quotesOther() (other Address, ok bool) {
	if p, ok := passageIn(l.quoted); ok {
		other = p.from
	} else if head := strings.Join(firstLines(l.quoted, 3), " "); beginsQuote(firstLines(l.quoted, 3)) {
		if m := record.WroteAddress.FindStringSubmatch(head); m != nil {
			other = Address{Mail: m[1]}
		}
	}
	return other, other.Mail != "" && !other.is(l.from) && !l.sentTo(other)
}

func firstLines(text string, n int) []string {
	lines := strings.SplitN(text, "\n", n+1)
	return lines[:min(len(lines), n)]
}

// sentTo reports whether the mail was sent to an address, or to another one of its house.
func (l letter) sentTo(a Address) bool {
	return slices.ContainsFunc(l.to, func(to Address) bool { return to.is(a) || to.domain() == a.domain() })
}
