package fulfil

import (
	"cmp"
	"strings"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
	"orangelab.cn/rightsdesk/ui/work"
)

// sending is one thing that went out while it is recorded: how, and to whom.
type sending struct {
	way      int
	to       *part.Entry
	proposed string // the contact of the request that this way leads to: it stands where nothing is typed, shown masked
	own      fulfil.Contacts
	why      int
	words    *part.Entry
	country  *part.Entry
	asked    []*part.Field // for the reason, where it went to no contact of the request
	redraw   func()
}

// newSending asks which way something went, or whether it was not sent where that can be said, and proposes the contact
// of the request that this way leads to.
func (w Work) newSending(label string, unsent ...string) (*sending, []*part.Field) {
	names := make([]string, len(fulfil.Ways), len(fulfil.Ways)+1)
	for i, n := range fulfil.Ways {
		names[i] = frame.L(wayNames[n])
	}
	s := &sending{way: -1, to: part.NewEntry(""), own: w.Sent.Contacts, why: -1, words: part.NewMultiLine("", 2),
		country: part.NewEntry(""), redraw: func() {}}
	chosen := part.NewClaimAmong(label, append(names, unsent...), func(i int) {
		s.way = i
		s.propose(w.Request.Subject)
		s.ask()
	})
	s.to.OnChanged = func(string) { s.ask() }
	to := part.NewField(frame.L("Sent to"), s.to).
		WithHint(frame.L("The address or number it went to, or who took it.")).WithCheck(func() string {
		switch {
		case s.how() == "":
			return ""
		case strings.TrimSpace(s.addressee()) == "":
			return frame.L("Fill this in")
		}
		return notLed(s.how(), s.addressee())
	})
	s.asked = s.reasonFields()
	return s, append([]*part.Field{chosen, to}, s.asked...)
}

// notLed says why what is typed is no place that a way leads to; empty where it is one.
func notLed(way, to string) string {
	if fulfil.CheckAddressee(way, to) == nil {
		return ""
	}
	switch way {
	case "email":
		return frame.L("Write a whole e-mail address")
	case "sms", "phone":
		return frame.L("Write a telephone number")
	case "post":
		return frame.L("Write a postal address")
	}
	return frame.L("Write who took it")
}

// elsewhereWords are the kinds of reasons for sending something elsewhere.
var elsewhereWords = map[model.ElsewhereReason]string{
	model.ElsewhereAsked:  "the person asked for it, and it was surely the person",
	model.ElsewhereOnFile: "our systems hold it for the person",
	model.ElsewhereActing: "of somebody who proved to act for the person", model.ElsewhereOther: "another reason"}

// reasonFields ask why something went to no contact of the request; they show where it did.
func (s *sending) reasonFields() []*part.Field {
	names := make([]string, len(model.ElsewhereReasons))
	for i, r := range model.ElsewhereReasons {
		names[i] = frame.L(elsewhereWords[r])
	}
	kind := part.NewClaimAmong(frame.L("Why it goes there"), names, func(i int) { s.why = i })
	kind.WithHint(frame.L("This is no contact of the request: nobody proved that the person is reached there."))
	words := work.Filled(frame.L("The reason in words"), s.words).
		WithHint(frame.L("It stays with the request; the log has the kind of reason."))
	country := part.NewField(frame.L("Abroad? The country or region"), s.country).
		WithHint(
			frame.L("Empty where it stays in the country. To somebody abroad other than the person, an authorisation under Compliance is needed.")).WithCheck(func() string {
		if strings.TrimSpace(s.country.Text) != "" && compliance.CountryOf(s.country.Text) == "" {
			return frame.ValueFault(compliance.ErrCountry)
		}
		return ""
	})
	for _, f := range []*part.Field{kind, words, country} {
		check := f.Check
		f.Hidden = true
		f.WithCheck(func() string {
			if !s.strays() {
				return ""
			}
			return check()
		})
	}
	return []*part.Field{kind, words, country}
}

// strays reports whether what is typed is no contact of the request.
func (s *sending) strays() bool {
	return s.how() != "" && notLed(s.how(), s.addressee()) == "" && !s.own.Own(s.how(), s.addressee())
}

// ask shows the fields for the reason where one is needed.
func (s *sending) ask() {
	if shown := !s.asked[0].Hidden; shown == s.strays() {
		return
	}
	for _, f := range s.asked {
		f.Hidden = !s.strays()
	}
	s.redraw()
}

// elsewhere is the reason that was given; the zero value where none is needed.
func (s *sending) elsewhere() model.Elsewhere {
	if !s.strays() || s.why < 0 {
		return model.Elsewhere{}
	}
	return model.Elsewhere{Why: model.ElsewhereReasons[s.why], Text: s.words.Text,
		Country: compliance.CountryOf(s.country.Text)}
}

func (s *sending) propose(who model.Subject) {
	mask := identifier.MaskText
	switch s.how() {
	case "email":
		s.proposed, mask = who.Email, identifier.MaskEmail
	case "sms", "phone":
		s.proposed, mask = who.Phone, identifier.MaskPhone
	default:
		s.proposed = ""
	}
	shown := ""
	if s.proposed != "" {
		shown = frame.L("{{.A}}, unless you type another", mask(s.proposed))
	}
	s.to.SetPlaceHolder(shown)
}

// how is the way it went; empty where it was not sent.
func (s *sending) how() string {
	if s.way < 0 || s.way >= len(fulfil.Ways) {
		return ""
	}
	return fulfil.Ways[s.way]
}

func (s *sending) addressee() string { return cmp.Or(strings.TrimSpace(s.to.Text), s.proposed) }
