// Package notice is what a message to many people says, has to say and may not say: pure values and rules. Who it goes
// to, and how it leaves, is the business of app/notice and app/outbox.
package notice

import (
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/incident"
)

// Kind is what a notice tells people.
type Kind string

// The kinds.
const (
	// PolicyUpdate: the privacy statement changes (statement, "Update of this User Privacy Statement")
	PolicyUpdate Kind = "policy_update"
	Cessation    Kind = "cessation" // a product or service stops (statement, "Learn in advance …")
	Breach       Kind = "breach"    // personal information leaked, was changed or lost (PIPL 57)
)

// Kinds lists them.
var Kinds = []Kind{PolicyUpdate, Cessation, Breach}

// Channel is a way to people.
type Channel string

// The channels.
const (
	Email  Channel = "email"
	SMS    Channel = "sms"
	Push   Channel = "push" // to an app on somebody's device
	Home   Channel = "home" // a banner on the home page, and the page it leads to
	Letter Channel = "letter"
	Call   Channel = "call" // what is said on the telephone
)

// Channels lists them.
var Channels = []Channel{Email, SMS, Push, Home, Letter, Call}

// ByHand and ByFile are how an answer reached the desk that came by no channel of the notice.
const (
	ByHand Channel = "hand"
	ByFile Channel = "file"
)

// State is where a notice stands.
type State string

// The states of a notice.
const (
	Draft    State = "draft"    // is being written
	Approved State = "approved" // text and audience stay as a second person saw them
	Sending  State = "sending"  // goes out, or is paused on its way
	Sent     State = "sent"     // everybody was tried
	Stopped  State = "stopped"  // ended before everybody was tried
)

// States lists them.
var States = []State{Draft, Approved, Sending, Sent, Stopped}

// next are the states that follow one.
var next = map[State][]State{Draft: {Approved}, Approved: {Draft, Sending}, Sending: {Sent, Stopped}, Sent: {Sending}}

// May reports whether a notice can go from one state to another.
func (s State) May(to State) bool { return slices.Contains(next[s], to) }

// Answer is what somebody said to a question with yes and no; empty where nobody did.
type Answer string

// The answers.
const (
	Yes Answer = "yes"
	No  Answer = "no"
)

// Trigger is one of the events for which the statement promises a notice of changes, by its number there.
type Trigger int

// The triggers of the statement's section on updates, in its order; Other is what its list leaves open.
const (
	TriggerService    Trigger = 1 // service model, purpose, kinds of data, way of use
	TriggerOwner      Trigger = 2 // ownership or organisation
	TriggerRecipients Trigger = 3 // main recipients of sharing, transfer or disclosure
	TriggerRights     Trigger = 4 // rights of the person and how they are used
	TriggerContact    Trigger = 5 // department, contact and complaint channels
	TriggerRisk       Trigger = 6 // an impact assessment found a high risk
	TriggerOther      Trigger = 7
)

// Triggers lists them.
var Triggers = []Trigger{TriggerService, TriggerOwner, TriggerRecipients, TriggerRights, TriggerContact, TriggerRisk,
	TriggerOther}

// Change is one item of an update in plain words, as somebody classed it.
type Change struct {
	Clause   string     `json:"clause,omitempty"` // of the new version
	Triggers []Trigger  `json:"triggers,omitempty"`
	What     model.Text `json:"what,omitempty"` // in plain words
	// Reduces says that it takes something away from people; Purpose that purpose, method or kinds of data change (PIPL
	// 14).
	Reduces bool `json:"reduces,omitempty"`
	Purpose bool `json:"purpose,omitempty"`
}

// NeedsConsent reports whether a change takes no effect for whoever has not agreed expressly.
func (c Change) NeedsConsent() bool { return c.Reduces || c.Purpose }

// Content is what somebody writes: everything of a notice but to whom it goes.
type Content struct {
	Kind     Kind       `json:"kind"`
	Title    model.Text `json:"title,omitempty"`
	Products []string   `json:"products,omitempty"`
	Regions  []string   `json:"regions,omitempty"`
	Regimes  []string   `json:"regimes,omitempty"`
	// On is the day of the notice; Effective the day on which the new version takes effect, or the service stops, at
	// Hour.
	On        calendar.Date `json:"on,omitzero"`
	Effective calendar.Date `json:"effective,omitzero"`
	Hour      int           `json:"hour,omitempty"`
	// Old and New are the versions of the statement, Link where its full text and the comparison can be read.
	Old     string   `json:"old,omitempty"`
	New     string   `json:"new,omitempty"`
	Link    string   `json:"link,omitempty"`
	Changes []Change `json:"changes,omitempty"`
	// Reduces and Purpose are said of the update as a whole where no changes are listed.
	Reduces Answer `json:"reduces,omitempty"`
	Purpose Answer `json:"purpose,omitempty"`
	// Passages are the required contents in the writer's words; Left are those that do not apply, as the writer says.
	Passages map[Item]model.Text `json:"passages,omitempty"`
	Left     []Item              `json:"left,omitempty"`
	Channels []Channel           `json:"channels,omitempty"`
	// SMS, Banner and Call are the short texts of those channels; the long ones are made of the passages.
	SMS    model.Text `json:"sms,omitempty"`
	Push   model.Text `json:"push,omitempty"`
	Banner model.Text `json:"banner,omitempty"`
	Call   model.Text `json:"call,omitempty"`
	// Incident is the reference of the incident that a notice tells of, where it was begun there; Guardians says that
	// it goes to the guardians of children. Whoever writes the text changes neither.
	Incident  string `json:"incident,omitempty"`
	Guardians bool   `json:"guardians,omitempty"`
	// Promotion says that somebody read the words that look like promotion and found none.
	Promotion bool `json:"promotion_read,omitempty"`
}

// OfDrill reports whether a notice was begun in a drill: it is written, and never approved or sent.
func (c Content) OfDrill() bool { return strings.HasPrefix(c.Incident, incident.DrillReference) }

// NeedsConsent reports whether the update takes no effect for those who do not agree expressly: it reduces rights, or
// changes purpose, method or kinds of data (statement, "Update …"; PIPL 14).
func (c Content) NeedsConsent() bool {
	return c.Kind == PolicyUpdate &&
		(c.Reduces == Yes || c.Purpose == Yes || slices.ContainsFunc(c.Changes, Change.NeedsConsent))
}

// reduces is whether the update takes rights away; empty where nobody said so.
func (c Content) reduces() Answer {
	if slices.ContainsFunc(c.Changes, func(x Change) bool { return x.Reduces }) {
		return Yes
	}
	if c.Reduces == "" && len(c.Changes) > 0 {
		return No
	}
	return c.Reduces
}

// triggers are those of all changes, in the statement's order.
func (c Content) triggers() (list []Trigger) {
	for _, t := range Triggers {
		if slices.ContainsFunc(c.Changes, func(x Change) bool { return slices.Contains(x.Triggers, t) }) {
			list = append(list, t)
		}
	}
	return list
}

// Uses reports whether a notice goes by a channel.
func (c Content) Uses(ch Channel) bool { return slices.Contains(c.Channels, ch) }

// Notice is a notice as the desk keeps it.
type Notice struct {
	ID        int64
	Reference string // N-2026-0007
	// Version counts every change, of the text, the audience and the state.
	Version   int64
	State     State
	Content   Content
	WrittenBy string // id of who changed it last while it was a draft
	WrittenAt time.Time
	Audience  Audience
	// Approved* are empty in a draft.
	ApprovedBy string
	ApprovedAt time.Time
	Progress   Progress
	Shown      []Shown // where and when it stood on a page, oldest first
}

// Seen names a notice at the version that somebody saw: whoever acts on another is refused.
type Seen struct{ ID, Version int64 }

// Seen is the notice as it stands.
func (n Notice) Seen() Seen { return Seen{n.ID, n.Version} }

// Audience is how many people a notice goes to, and the digest that names exactly whom.
type Audience struct {
	From  string // the file or the source that it was read from
	Count int64
	Email int64 // of them, with an e-mail address
	SMS   int64 // of them, with a telephone number
	// By counts them by what is known of each: 1 for an e-mail address, 2 for a telephone number, 4 for a device, added
	// up.
	By [8]int64 `json:",omitzero"`
	// Post counts those of By who have a postal address too; those at 0 have nothing else.
	Post   [8]int64 `json:",omitzero"`
	Both   int64    // of Email and SMS, those who have both
	Same   int64    // rows that name somebody who is in it already
	Faulty int64    // rows without an address that anything can be sent to
	Digest string
}

// Progress is how far a notice has gone out.
type Progress struct {
	Receipts  int64 // how many there are
	Tried     int64 // of the audience, by mail
	Handed    int64
	Failed    int64
	Later     int64 // put off by the server, and tried again in the next round
	Uncertain int64
	Returned  int64
	Elsewhere int64 // whom the desk sends nothing by itself: they are reached another way
	Listed    int64 // stand in a list that was given out, and nobody said what became of them
	Announced int64 // are reached by the public announcement alone
	Agreed    int64 // said yes, and Declined no, where the notice needs consent
	Declined  int64
	Paused    bool
	Round     int       // of trying: 1 is the first
	Due       time.Time // when the next round begins
	Why       string    // why it does not go on; empty where it does
}

// Recipient is one of the people a notice goes to.
type Recipient struct {
	Name  string `json:"n,omitempty"`
	Email string `json:"e,omitempty"`
	Phone string `json:"p,omitempty"`
	// Device is what an app of theirs is reached by.
	Device string `json:"d,omitempty"`
	// Post is where a letter reaches them, in the lines that an envelope has.
	Post string `json:"a,omitempty"`
	Lang string `json:"l,omitempty"` // one of model.Languages; empty: the desk's first
}

// Language is the language in which somebody is written to, where the desk writes in these.
func (r Recipient) Language(of []string) string {
	if slices.Contains(of, r.Lang) {
		return r.Lang
	}
	if len(of) > 0 {
		return of[0]
	}
	return model.Languages[0]
}

// SpokenLanguage is the language of model.Languages that a word of a file means; empty where it means none.
func SpokenLanguage(word string) string {
	switch word = strings.ToLower(strings.TrimSpace(word)); {
	case strings.HasPrefix(word, "zh"), strings.HasPrefix(word, "chinese"), strings.HasPrefix(word, "中"),
		strings.HasPrefix(word, "汉"):
		return "zh-Hans"
	case strings.HasPrefix(word, "en"), strings.HasPrefix(word, "英"):
		return "en"
	}
	return ""
}

// Result is what became of a message to a recipient.
type Result string

// The results, each a receipt.
const (
	Handed    Result = "handed"    // a server took it
	Failed    Result = "failed"    // refused for good
	Later     Result = "later"     // put off: the next round tries it again
	Uncertain Result = "uncertain" // nobody knows whether the server took it
	Returned  Result = "returned"  // taken, and sent back later
	Arrived   Result = "arrived"   // went out after all, as a person says who looked
	Left      Result = "left"      // is not sent again, as a person decides
	Listed    Result = "listed"    // stands in a list that was given out to whoever sends by this channel
	Announced Result = "announced" // is reached by the public announcement alone, for a reason
	Agreed    Result = "agreed"    // the person says yes; with Declined no receipt of a message, but an answer
	Declined  Result = "declined"
)

// Answers reports whether a receipt is what somebody answered, and of no message.
func (r Result) Answers() bool { return r == Agreed || r == Declined }

// Receipt is one line of what happened with the messages of a notice; the last of a recipient counts.
type Receipt struct {
	Number    int64 // from 1
	Recipient int64 // from 1
	Round     int
	Channel   Channel
	Result    Result
	At        time.Time
	Why       string // the kind of failure, see app/mail
	Said      string // the server's own words
}
