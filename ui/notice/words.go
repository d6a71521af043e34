package notice

import (
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

var noticeKinds = map[notice.Kind]string{notice.PolicyUpdate: "Policy update", notice.Cessation: "Cessation of service",
	notice.Breach: "Breach notice"}

func kindName(k notice.Kind) string { return frame.L(noticeKinds[k]) }

var channelNames = map[notice.Channel]string{notice.Email: "E-mail", notice.SMS: "Short message",
	notice.Push: "Message to an app", notice.Home: "Home page", notice.Letter: "Letter by post",
	notice.Call: "Telephone call"}

var channelIcons = map[notice.Channel]string{notice.Email: "mail", notice.SMS: "sms", notice.Push: "inbox",
	notice.Home: "home", notice.Letter: "doc", notice.Call: "phone"}

func channelName(c notice.Channel) string { return frame.L(channelNames[c]) }

// noticeStates are what a notice is called by its state, noticeChips how that looks.
var (
	noticeStates = map[notice.State]string{notice.Draft: "draft", notice.Approved: "approved",
		notice.Sending: "being sent", notice.Sent: "sent", notice.Stopped: "stopped"}
	noticeChips = map[notice.State]part.ChipState{notice.Draft: part.ChipReceived, notice.Approved: part.ChipReview,
		notice.Sending: part.ChipWorking, notice.Sent: part.ChipAnswering, notice.Stopped: part.ChipWaiting}
)

func stateChip(n notice.Notice) fyne.CanvasObject {
	if n.State == notice.Sending && n.Progress.Paused {
		return part.NewChip(part.ChipWaiting, frame.L("paused"))
	}
	return part.NewChip(noticeChips[n.State], frame.L(noticeStates[n.State]))
}

var resultNames = map[notice.Result]string{notice.Handed: "the server took it", notice.Failed: "refused for good",
	notice.Later: "put off, tried again later", notice.Uncertain: "not certain that it went",
	notice.Returned: "came back", notice.Arrived: "arrived, as somebody says", notice.Left: "reached another way",
	notice.Listed:    "stands in a list that was given out",
	notice.Announced: "reached by the public announcement", notice.Agreed: "agrees", notice.Declined: "does not agree"}

// heldWords say why a notice rests that nobody paused.
var heldWords = map[string]string{
	outbox.HeldChanged:  "It is not what was approved any more: the text, the people, what Organisation says, or the address that mail is sent from. Put that back as it was, or stop it and begin another notice.",
	outbox.HeldLate:     "Less time is left before the day of effect than was promised. Stop it, and begin another notice with a later day for whom it did not reach.",
	outbox.HeldRestored: "The desk was restored from a back-up that was made while this notice went out: whoever comes next may have it already. Compare the mail server’s log with the receipts. Let it go on only where nothing went out since; otherwise stop it.",
}

// held says why nobody gets a notice any more until somebody lets it go on.
func held(why string) string {
	if heldWords[why] == "" {
		return frame.L("Nobody else gets it until somebody lets it go on.")
	}
	return frame.L(heldWords[why])
}

// progressWords name the counts of a notice that goes out, in the order of progressCounts.
var progressWords = []string{"the server took it", "put off, tried again later", "refused for good",
	"not certain that it went", "came back", "stand in a list that was given out", "reached by the public announcement",
	"to be reached another way than by the desk"}

func progressCounts(p notice.Progress) []int64 {
	return []int64{p.Handed, p.Later, p.Failed, p.Uncertain, p.Returned, p.Listed, p.Announced, p.Elsewhere}
}

// troubles are the sentences about what is wrong with a notice; {{.A}} is what, {{.B}} how many there are, {{.C}} how
// many are needed.
var troubles = map[notice.Trouble]string{
	notice.NoTitle: "The title is missing", notice.NoChannel: "Choose how people are reached",
	notice.NoText:     "{{.A}}: the text is missing",
	notice.NoLanguage: "Say in which languages the organisation writes, on the screen Organisation",
	notice.Unknown:    "{{.A}} stands for nothing here",
	notice.NoDate:     "Give the day of the notice and the day of effect",
	notice.NotBefore:  "The notice must come before the day of effect",
	notice.Over:       "The day of the notice is over", notice.TooLate: "{{.B}} days are too few: {{.C}} are promised",
	notice.Short:    "{{.B}} days; the law may ask for {{.C}}",
	notice.Promotes: "Words that look like promotion: {{.A}}", notice.NobodyToReach: "Choose to whom it goes",
	notice.NotClassed: "Choose the trigger of change {{.A}}",
	notice.TooManySMS: "The short message takes {{.B}} parts", notice.HourOutOfRange: "{{.B}} is no hour of a day",
	notice.OtherLanguage: "{{.A}}: it looks like another language",
	notice.NoVersion:     "Statements has no version {{.A}}",
	notice.OtherDay:      "Version {{.A}} takes effect on another day in Statements",
	notice.NotTitled:     "In California the title is “{{.A}}”",
	notice.NoClause:      "The announced version has no clause {{.A}}",
	notice.Untold:        "The notice does not tell that these clauses change: {{.A}}",
}

// said is a problem in a sentence, without its end.
func said(p notice.Problem, list []notice.Checked) string {
	if p.Trouble == notice.Missing {
		for _, x := range list {
			if x.ID == p.Item {
				return inLanguage(frame.L("Missing: {{.A}}", x.Name.In(frame.Language())), p.Language)
			}
		}
	}
	what := p.What
	if p.Trouble == notice.OtherLanguage {
		if p.Item == notice.Title {
			what = frame.L("Title")
		}
		for _, x := range list {
			if x.ID == p.Item {
				what = x.Name.In(frame.Language())
			}
		}
	}
	if p.Trouble == notice.Untold || p.Trouble == notice.NoClause {
		what = strings.ReplaceAll(what, ", ", frame.L(", "))
	}
	if p.Channel != "" {
		what = channelName(p.Channel)
	}
	return inLanguage(frame.L(troubles[p.Trouble], what, p.Days, p.Need), p.Language)
}

// languageNames are the languages as they call themselves.
var languageNames = map[string]string{"en": "English", "zh-Hans": "中文"}

// inLanguage says of which language's text something is said.
func inLanguage(text, lang string) string {
	if lang == "" {
		return text
	}
	return frame.L("{{.A}} ({{.B}})", text, languageNames[lang])
}

func names(langs []string) string {
	var list []string
	for _, l := range langs {
		list = append(list, languageNames[l])
	}
	return strings.Join(list, frame.L(", "))
}

// day is a date as this screen shows it.
func day(d calendar.Date) string {
	if d == (calendar.Date{}) {
		return "–"
	}
	return frame.DayYear(frame.Noon(d.Year, d.Month, d.Day))
}
