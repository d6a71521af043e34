package record

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

// Submission is one request as it arrives, before it has a reference.
type Submission struct {
	Kind      model.Kind
	Channel   model.Channel
	Requester model.RequesterKind
	// RequesterName and RequesterContact are set where the requester is not the subject.
	RequesterName    string
	RequesterContact string
	Subject          model.Subject
	// Sensitive and AskedWithout say how far a copy reaches, see Extent.
	Sensitive    bool
	AskedWithout bool
	Body         string
	// Labels are the product and the tags that a member of staff gives it; a file names none.
	Labels model.Labels
	// ReceivedAt is when the person asked; the desk's clock where zero.
	ReceivedAt time.Time
	// External tells the same record arriving twice apart from two alike, such as "opendsr:" and its UUID; empty by
	// hand.
	External string
	// Line is where in its file the record stands, 1 for the first line; 0 by hand.
	Line int
	// Words are the words of the person that the kind was read from; empty where a column or a member of staff named
	// it.
	Words string
	// Sender is the address in the From line of a mail itself, whomever the mail is about; empty where that is not one
	// whole address.
	Sender string
	// ForwardedBy is the address of who passed the person’s mail on; empty where nobody did.
	ForwardedBy string
	// Doubts are what whoever settles the request should look at first.
	Doubts []Doubt
	// Automatic says that a machine sent it; empty where a person did.
	Automatic Automatic
	// Attachments came with a mail.
	Attachments []Attachment
	// Own are the words of a mail's sender without what they quote or pass on.
	Own string
	// Title is a mail's subject line, and source the mail as it came.
	Title  string
	Source []byte
	// MessageID names a mail among mail programs, and Answers those that it answers, the nearest first; without angle
	// brackets.
	MessageID string
	Answers   []string
	// Known is what the desk knew of it when it was taken in.
	Known Known
	// Digest is that of the file that was shown before it was taken in.
	Digest string
	// Waits is where it waited for a decision; the zero value where it did not.
	Waits WaitingRecord
	// Typed are the fields that a member of staff typed in the place of what a spreadsheet left of them.
	Typed []string
	// Came is the record as its file said it, where something was typed since: that is what makes it the same record.
	// See record.
	Came string
}

// Extent returns how far the copy reaches that is asked for.
func (s Submission) Extent() model.Extent { return model.ExtentOf(s.Sensitive, s.AskedWithout) }

// SetExtent settles how far the copy reaches.
func (s *Submission) SetExtent(e model.Extent) { s.Sensitive, s.AskedWithout = e.Kept() }

// Number is the number that the record carries in its table; empty where it carries none.
func (s Submission) Number() string {
	number, _ := strings.CutPrefix(s.External, "csv:")
	if len(number) == len(s.External) {
		return ""
	}
	return number
}

// Attachment is a file that came with a request, as it came.
type Attachment struct {
	// Name is the file's name without folders; never empty.
	Name string
	// Type is the MIME type that its sender gives.
	Type string
	Data []byte
	// Original says that it is the mail itself, kept where not all of it could be read.
	Original bool
}

// Automatic is what kind of machine's mail something is.
type Automatic string

// The kinds of automatic mail.
const (
	AutoReply    Automatic = "auto-reply"
	Bounce       Automatic = "bounce"
	Calendar     Automatic = "calendar"
	Newsletter   Automatic = "newsletter"
	Receipt      Automatic = "receipt"
	Notification Automatic = "notification"
)

// Automatics lists the kinds of automatic mail.
var Automatics = []Automatic{AutoReply, Bounce, Calendar, Newsletter, Receipt, Notification}

// ErrDuplicate says that this very record was taken in before.
var ErrDuplicate = errors.New("this record was taken in before")

// MaxBody is the longest text of a request in characters.
const MaxBody = 20000

// Check finds what is wrong with a submission, every field at once.
func (s Submission) Check(now time.Time) error {
	var errs []error
	bad := func(err error) { errs = append(errs, err) }
	if !s.Kind.Valid() {
		bad(Wrong("kind", "choose one of {{.A}}", List(model.Kinds)))
	}
	sub := s.Subject
	if sub.Name+sub.IDNumber == "" && len(sub.Emails())+len(sub.Phones())+len(sub.Accounts()) == 0 {
		bad(Wrong("subject", "give at least one of name, e-mail, phone, account, identity number"))
	}
	if many := checkContacts(sub); len(many) > 0 {
		return errors.Join(append(errs, many...)...)
	}
	errs = append(errs, checkMasked(sub)...)
	if slices.ContainsFunc(sub.Emails(), NotMail) {
		bad(Wrong("email", "not an e-mail address"))
	}
	if slices.ContainsFunc(sub.Phones(), notPhone) {
		bad(Wrong("phone", "not a telephone number; write it with its area code"))
	}
	_, empty := WithoutPlaceholders(sub)
	for _, d := range empty {
		bad(Wrong(d.Field, "“{{.A}}” names nobody: leave it empty", d.Reason.Values...))
	}
	if err := checkIDNumber(sub.IDNumber); err != nil {
		bad(err)
	}
	if err := checkBirthDate(sub.BirthDate, now); err != nil {
		bad(err)
	}
	if !slices.Contains(model.RequesterKinds, s.Requester) {
		bad(Wrong("requester", "choose one of {{.A}}", List(model.RequesterKinds)))
	}
	if s.Requester != model.Self && strings.TrimSpace(s.RequesterName) == "" {
		bad(Wrong("requester_name", "say who asks for the person"))
	}
	if !slices.Contains(model.Channels, s.Channel) {
		bad(Wrong("channel", "choose one of {{.A}}", List(model.Channels)))
	}
	if utf8.RuneCountInString(s.Body) > MaxBody {
		bad(Wrong("body", "is longer than {{.A}} characters", MaxBody))
	}
	if !s.ReceivedAt.IsZero() {
		errs = append(errs, CheckReceipt(s.ReceivedAt, now.Add(24*time.Hour))) // clocks of other computers go ahead
	}
	return errors.Join(errs...)
}

// CheckReceipt refuses a time of receipt that cannot be; latest is the last moment that can.
func CheckReceipt(at, latest time.Time) error {
	switch {
	case at.IsZero():
		return Wrong("received", "say when it came in: every period is counted from there")
	case at.After(latest):
		return Wrong("received", "lies in the future")
	case at.Year() < 2000:
		return Wrong("received", "lies before the year 2000")
	}
	return nil
}

// NotMail reports whether a text is no e-mail address.
func NotMail(email string) bool { _, err := identifier.NormaliseEmail(email); return err != nil }

func notPhone(phone string) bool {
	if plainMobile(phone) {
		return false
	}
	_, err := identifier.NormalisePhone(phone)
	return err != nil && !masked.MatchString(phone)
}

// List returns codes as they are named in a sentence.
func List[T ~string](values []T) string {
	s := make([]string, len(values))
	for i, v := range values {
		s[i] = string(v)
	}
	return strings.Join(s, ", ")
}
