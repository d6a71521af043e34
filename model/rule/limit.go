package rule

import (
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
)

// Confidence is how sure we are of a figure.
type Confidence string

// The confidences: high where the primary text was read, low where the figure is unsettled or only remembered.
const (
	ConfidenceHigh       Confidence = "high"
	ConfidenceMediumHigh Confidence = "medium-high"
	ConfidenceMedium     Confidence = "medium"
	ConfidenceLow        Confidence = "low"
)

// Confidences lists them, the surest first.
var Confidences = []Confidence{ConfidenceHigh, ConfidenceMediumHigh, ConfidenceMedium, ConfidenceLow}

// Start is a moment of a request from which a limit can be counted.
type Start string

// The moments.
const (
	FromReceipt  Start = "received"
	FromIdentity Start = "identity_verified"
	FromAsking   Start = "asked" // the person was asked for something, and is waited for; of Pack.Waiting alone
)

// Starts are the moments of which the latest is counted from. In a rule pack one of them is written as a word, several
// as a list.
type Starts []Start

// UnmarshalYAML reads one word or a list of them.
func (s *Starts) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*s = Starts{Start(n.Value)}
		return nil
	}
	var list []Start
	if err := n.Decode(&list); err != nil {
		return err
	}
	*s = list
	return nil
}

// sinceWords are the moments as a sentence about a date names them: on screen, and to the person.
var sinceWords = map[Start]struct{ screen, letter model.Text }{
	FromReceipt: {model.Text{"en": "received", "zh-Hans": "收到请求"},
		model.Text{"en": "your request reached us", "zh-Hans": "收到您的请求"}},
	FromIdentity: {model.Text{"en": "identity proven", "zh-Hans": "身份核验通过"},
		model.Text{"en": "your identity was confirmed", "zh-Hans": "您的身份核验通过"}},
}

// Limit is one figure of the rules: how long something may take, from which moment, and where that stands written.
type Limit struct {
	Amount int           `yaml:"amount"`
	Unit   calendar.Unit `yaml:"unit"`
	Start  Starts        `yaml:"start"`
	// FirstDay says that the day of the start is the first of the period.
	FirstDay bool `yaml:"first_day"`
	// Word is what the law itself says where it names no number, such as "timely"; the figure beside it is then one of
	// practice.
	Word model.Text `yaml:"word"`

	Source     model.Text `yaml:"source"` // the law, standard or promise that the figure comes from
	Confidence Confidence `yaml:"confidence"`
}

// Period is the length of the limit.
func (l Limit) Period() calendar.Period { return calendar.Period{Amount: l.Amount, Unit: l.Unit} }

// AtOnce reports whether the limit names no figure.
func (l Limit) AtOnce() bool { return l.Unit == calendar.Immediate }

// Practical reports whether the figure is one of practice, because the law names none.
func (l Limit) Practical() bool { return len(l.Word) > 0 && !l.AtOnce() }

func (l Limit) check() error {
	if err := l.Period().Check(); err != nil {
		if slices.Contains(calendar.Units, l.Unit) {
			return at(err, "amount")
		}
		return at(err, "unit")
	}
	if len(l.Start) == 0 {
		return at(model.Wrong("start is missing: write received, identity_verified or a list of both"), "start")
	}
	for _, s := range l.Start {
		if _, known := sinceWords[s]; !known {
			return at(model.Wrong("start must be %s, %s or a list of both, got %q", FromReceipt, FromIdentity, s),
				"start")
		}
	}
	if l.AtOnce() && len(l.Word) == 0 {
		return at(model.Wrong("what is due at once must give in word what the law says"), "word")
	}
	return first(at(l.Word.Optional("word"), "word"), checkOrigin(l.Source, l.Confidence))
}

// checkOrigin refuses a figure without its source, and one of which is not said how sure it is.
func checkOrigin(source model.Text, c Confidence) error {
	if len(source) == 0 {
		return at(
			model.Wrong(
				"source is missing: name the law with its article, the standard or the promise, in en and zh-Hans"),
			"source")
	}
	if err := source.Check("source"); err != nil {
		return at(err, "source")
	}
	if !slices.Contains(Confidences, c) {
		return at(model.Wrong("confidence must be high, medium-high, medium or low, got %q", c), "confidence")
	}
	return nil
}

// Text says what the limit is, without a date: "15 working days from receipt (the law says “timely”; this is the figure
// of practice)".
func (l Limit) Text() model.Text {
	en, zh := "at once", "立即"
	if !l.AtOnce() {
		length := l.Period().Text()
		en = length["en"] + map[Start]string{FromAsking: " from the letter that asked", FromReceipt: " from receipt",
			FromIdentity: " from proven identity"}[l.Start[0]]
		zh = map[Start]string{FromAsking: "自提出要求", FromReceipt: "自收到请求", FromIdentity: "自身份核验通过"}[l.Start[0]] + "次日起" +
			length["zh-Hans"]
		if len(l.Start) > 1 {
			en, zh =
				length["en"]+" from receipt or proven identity, whichever is later", "自收到请求与身份核验通过之较晚者次日起"+length["zh-Hans"]
		}
		if l.Unit == calendar.Hours || l.FirstDay {
			zh = strings.Replace(zh, "次日起", "起", 1)
		}
		if l.FirstDay {
			en, zh = en+", that day counted", zh+"（当日计入）"
		}
	}
	switch {
	case l.AtOnce():
		en, zh = en+" (“"+l.Word["en"]+"”)", zh+"（“"+l.Word["zh-Hans"]+"”）"
	case l.Practical():
		en, zh =
			en+" (the law says “"+l.Word["en"]+"”; the figure is one of practice)",
			zh+"（法律规定为“"+l.Word["zh-Hans"]+"”，此为实务期限）"
	}
	return model.Text{"en": en, "zh-Hans": zh}
}

// Moments are what has happened to a request that its limits are counted from. A zero time means "not yet".
type Moments struct {
	Received, Verified time.Time
	Pauses             []model.Pause // of which one for nothing in particular always counts
	// Now is the moment up to which a pause that still lasts is counted; zero: as if it had never begun.
	Now time.Time
}

// pauses returns the times in which the clock stood under a regime.
func (m Moments) pauses(r Regime) (list []calendar.Pause) {
	for _, p := range m.Pauses {
		lasts := p.To.IsZero()
		if lasts {
			p.To = m.Now
		}
		if p.For == "" || r.Stops(p.For) {
			list = append(list, calendar.Pause{From: p.From, To: p.To, Lasts: lasts && !m.Now.IsZero()})
		}
	}
	return list
}

// lasting reports whether a pause has not ended.
func (m Moments) lasting() bool {
	return slices.ContainsFunc(m.Pauses, func(p model.Pause) bool { return p.To.IsZero() })
}

// from returns the moment that a limit is counted from, which it is, and whether it is still ahead: until identity is
// proven the count begins with the receipt, the cautious side.
func (m Moments) from(starts Starts) (at time.Time, which Start, ahead bool) {
	at, which = m.Received, FromReceipt
	if slices.Contains(starts, FromIdentity) {
		switch {
		case m.Verified.IsZero():
			ahead = true
		case len(starts) == 1 || m.Verified.After(m.Received):
			at, which = m.Verified, FromIdentity
		}
	}
	return at, which, ahead
}
