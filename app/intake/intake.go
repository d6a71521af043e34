// Package intake takes requests in: by hand, from files and from mails; a broken record never loses the good ones.
package intake

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/desk"
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
	// ReceivedAt is when the person asked; the desk's clock where zero.
	ReceivedAt time.Time
	// External tells the same record arriving twice apart from two alike, such as "opendsr:" and its UUID; empty by hand.
	External string
	// Line is where in its file the record stands, 1 for the first line; 0 by hand.
	Line int
	// Words are the words of the person that the kind was read from; empty where a column or a member of staff named it.
	Words string
	// ForwardedBy is the address of who passed the person’s mail on; empty where nobody did.
	ForwardedBy string
	// Doubts are what whoever settles the request should look at first.
	Doubts []Doubt
	// Automatic says that a machine sent it; empty where a person did.
	Automatic Automatic
	// Attachments came with a mail.
	Attachments []Attachment
	// title is a mail's subject line, and source the mail as it came.
	title  string
	source []byte
	// known is what the desk knew of it when it was taken in.
	known Known
	// digest is that of the file that was shown before it was taken in.
	digest string
	// waits is where it waited for a decision; the zero value where it did not.
	waits waitingRecord
	// typed are the fields that a member of staff typed in the place of what a spreadsheet left of them.
	typed []string
	// came is the record as its file said it, where something was typed since: that is what makes it the same record. See record.
	came string
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
	// original says that it is the mail itself, kept where not all of it could be read.
	original bool
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

// maxBody is the longest text of a request in characters.
const maxBody = 20000

// Check finds what is wrong with a submission, every field at once.
func (s Submission) Check(now time.Time) error {
	var errs []error
	bad := func(err error) { errs = append(errs, err) }
	if !s.Kind.Valid() {
		bad(wrong("kind", "choose one of {{.A}}", list(model.Kinds)))
	}
	sub := s.Subject
	if sub.Name+sub.IDNumber == "" && len(sub.Emails())+len(sub.Phones())+len(sub.Accounts()) == 0 {
		bad(wrong("subject", "give at least one of name, e-mail, phone, account, identity number"))
	}
	if many := checkContacts(sub); len(many) > 0 {
		return errors.Join(append(errs, many...)...)
	}
	errs = append(errs, checkMasked(sub)...)
	if slices.ContainsFunc(sub.Emails(), notMail) {
		bad(wrong("email", "not an e-mail address"))
	}
	if slices.ContainsFunc(sub.Phones(), notPhone) {
		bad(wrong("phone", "not a telephone number; write it with its area code"))
	}
	_, empty := withoutPlaceholders(sub)
	for _, d := range empty {
		bad(wrong(d.Field, "“{{.A}}” names nobody: leave it empty", d.Reason.Values...))
	}
	if err := checkIDNumber(sub.IDNumber); err != nil {
		bad(err)
	}
	if err := checkBirthDate(sub.BirthDate, now); err != nil {
		bad(err)
	}
	if !slices.Contains(model.RequesterKinds, s.Requester) {
		bad(wrong("requester", "choose one of {{.A}}", list(model.RequesterKinds)))
	}
	if s.Requester != model.Self && strings.TrimSpace(s.RequesterName) == "" {
		bad(wrong("requester_name", "say who asks for the person"))
	}
	if !slices.Contains(model.Channels, s.Channel) {
		bad(wrong("channel", "choose one of {{.A}}", list(model.Channels)))
	}
	if utf8.RuneCountInString(s.Body) > maxBody {
		bad(wrong("body", "is longer than {{.A}} characters", maxBody))
	}
	if s.ReceivedAt.After(now.Add(24 * time.Hour)) {
		bad(wrong("received", "lies in the future"))
	}
	if !s.ReceivedAt.IsZero() && s.ReceivedAt.Year() < 2000 {
		bad(wrong("received", "lies before the year 2000"))
	}
	return errors.Join(errs...)
}

func notMail(email string) bool { _, err := identifier.NormaliseEmail(email); return err != nil }

func notPhone(phone string) bool {
	if plainMobile(phone) {
		return false
	}
	_, err := identifier.NormalisePhone(phone)
	return err != nil && !masked.MatchString(phone)
}

func list[T ~string](values []T) string {
	s := make([]string, len(values))
	for i, v := range values {
		s[i] = string(v)
	}
	return strings.Join(s, ", ")
}

// Triage settles what a request is and whose, and puts right when it came in where the submission names another time; then who asks is proven, where that needs proof.
func Triage(ctx context.Context, s *desk.Session, rev model.Revision, sub Submission) (model.Request, error) {
	if err := s.Allow(ctx, model.ActTriage); err != nil {
		return model.Request{}, err
	}
	if err := sub.Check(s.Now()); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActTriage, rev, desk.ByHolder, func(c *desk.Change) error {
		r := &c.Request
		was := *r
		if err := receiveAgain(r, sub.ReceivedAt, s.Now(), c.Detail); err != nil {
			return err
		}
		r.Kind, r.RequesterKind, r.Subject = sub.Kind, sub.Requester, sub.Subject
		r.SetExtent(sub.Extent())
		r.Requester = model.Requester{Name: sub.RequesterName, Contact: sub.RequesterContact}
		r.Body = sub.Body
		r.LevelNeeded = levelOf(s.Rules(), r.Kind, r.Sensitive, r.RequesterKind, r.Subject, s.Now())
		c.Detail["kind"], c.Detail["level"] = string(r.Kind), int(r.LevelNeeded)
		tellSettled(c.Detail, was, *r)
		if err := c.Move(model.Triaged); err != nil || r.LevelReached < r.LevelNeeded {
			return err
		}
		return c.Move(model.LevelReached) // what needs no proof, a complaint, waits for none
	})
}

// tellSettled says in an entry what was settled otherwise than the request came in: old codes and new, and of the person
// only that something changed.
func tellSettled(detail map[string]any, was, now model.Request) {
	if was.Kind != now.Kind {
		detail["kind_was"] = string(was.Kind)
	}
	if was.RequesterKind != now.RequesterKind {
		detail["requester_was"], detail["requester"] = string(was.RequesterKind), string(now.RequesterKind)
	}
	if was.Sensitive != now.Sensitive {
		detail["sensitive_was"], detail["sensitive"] = was.Sensitive, now.Sensitive
	}
	if was.Extent() != now.Extent() {
		detail["extent_was"], detail["extent"] = string(was.Extent()), string(now.Extent())
	}
	if !reflect.DeepEqual(was.Subject, now.Subject) || was.Requester != now.Requester {
		detail["person_changed"] = true
	}
	if was.Body != now.Body {
		detail["words_changed"] = true
	}
}
