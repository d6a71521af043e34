package notice

import (
	"context"
	"errors"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of notices. Each has a sentence in the window.
var (
	ErrKind    = errors.New("this is no kind of notice")
	ErrState   = errors.New("the notice does not stand where this can be done")
	ErrOwn     = errors.New("nobody approves a notice that they wrote: a second person does")
	ErrNobody  = errors.New("the notice goes to nobody yet: choose its audience first")
	ErrNotNow  = errors.New("the notice went out or was approved: nothing of it changes any more")
	ErrChanged = errors.New("this is not what was approved: the text, to whom it goes, what Organisation says or the address that mail is sent from is another now")
	ErrPromise = errors.New("less time is left than was promised before it takes effect: write another notice")
)

// IncompleteError says what keeps a notice from being approved.
type IncompleteError struct{ Problems []notice.Problem }

func (e *IncompleteError) Error() string {
	return "something is missing in the notice, or wrong with it"
}

// Open is a notice as a screen shows it.
type Open struct {
	notice.Notice
	Organisation model.Organisation
	Checklist    []notice.Checked
	// Problems are those of the text and of the dates, what blocks first.
	Problems []notice.Problem
	// Digest names what is approved: exactly this text, and exactly these people.
	Digest string
	// Writers are the staff who wrote it; none of them approves it.
	Writers []string
	// Sends are the channels by which the desk sends by itself. Without one a notice that goes out stands still.
	Sends []notice.Channel
	Today calendar.Date

	library library // what an update is compared with
}

// Still reports whether a notice that goes out by mail cannot: the desk has no mail server.
func (o Open) Still() bool {
	return o.State == notice.Sending && o.Content.Uses(notice.Email) && !slices.Contains(o.Sends, notice.Email)
}

// Reached are how many people the desk sends to by itself, by the channel that each is tried by first, and how many it
// does not.
func (o Open) Reached() (by map[notice.Channel]int64, sent, rest int64) {
	by = o.Content.Reach(o.Audience)
	for ch, n := range by {
		if slices.Contains(o.Sends, ch) {
			sent += n
		}
	}
	return by, sent, o.Audience.Count - sent
}

// Blocked reports whether something keeps the notice from being approved.
func (o Open) Blocked() bool { return notice.Blocks(o.Problems) }

// List lists the notices, the newest first.
func List(ctx context.Context, s *desk.Session) (list []notice.Notice, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) (err error) {
		list, err = notices.All(v)
		return err
	})
	return list, err
}

// Read opens a notice; store.ErrNotFound where there is none.
func Read(ctx context.Context, s *desk.Session, id int64) (o Open, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		o, err = open(v, s, id)
		return err
	})
	return o, err
}

func open(v *store.View, s *desk.Session, id int64) (o Open, err error) {
	if o.Notice, err = notices.Read(v, id); err != nil {
		return o, err
	}
	if o.Organisation, err = setup.Organisation(v); err != nil {
		return o, err
	}
	if o.Writers, err = notices.Writers(v, id); err != nil {
		return o, err
	}
	settings, err := setup.MailSettings(v)
	if err != nil {
		return o, err
	}
	o.Sends = outbox.Sends(settings)
	if o.Digest, err = notices.Digest(v, o.Notice); err != nil {
		return o, err
	}
	o.Today = calendar.DateOf(s.Now(), s.Rules().Location())
	if o.State == notice.Draft {
		if o.library, err = readLibrary(v, o.Content); err != nil {
			return o, err
		}
	}
	o.judge(s.Rules())
	return o, nil
}

// judge looks for what is missing in the text as it stands.
func (o *Open) judge(rules *rule.Pack) {
	o.Checklist = o.Content.Checklist(o.Organisation)
	o.Problems = append(o.Content.Problems(o.Organisation), o.Content.DateProblems(rules, o.Today)...)
	o.Problems = append(o.Problems, o.Content.AgainstLibrary(o.library.announced(o.Content))...)
	if o.Audience.Count == 0 {
		o.Problems = append(o.Problems, notice.Problem{Trouble: notice.NobodyToReach, Blocking: true})
	}
	slices.SortStableFunc(o.Problems, func(a, b notice.Problem) int {
		switch {
		case a.Blocking == b.Blocking:
			return 0
		case a.Blocking:
			return -1
		}
		return 1
	})
}

// With is the notice with another text that is not kept yet, looked at again.
func (o Open) With(rules *rule.Pack, c notice.Content) Open {
	o.Content = c
	o.judge(rules)
	return o
}

// titles are what a new notice is called.
var titles = map[notice.Kind]model.Text{
	notice.PolicyUpdate: {"en": "Our privacy statement changes on {effective}", "zh-Hans": "我们的隐私声明将于{effective}更新"},
	notice.Cessation:    {"en": "{product} stops on {stop}", "zh-Hans": "{product}将于{stop}停止服务"},
	notice.Breach: {"en": "About an incident that concerns your personal information",
		"zh-Hans": "关于您的个人信息安全事件的告知"},
}

// Begin keeps a new draft of a kind.
func Begin(ctx context.Context, s *desk.Session, kind notice.Kind) (n notice.Notice, err error) {
	err = s.Write(ctx, model.ActWriteNotice, func(tx *store.Tx, entry *model.Entry) (err error) {
		n, err = begin(tx, s, entry, kind, func(c notice.Content) notice.Content { return c })
		return err
	})
	return n, err
}

// begin keeps a new draft of a kind, with what else is known of it.
func begin(tx *store.Tx, s *desk.Session, entry *model.Entry, kind notice.Kind,
	known func(notice.Content) notice.Content) (n notice.Notice, err error) {
	if !slices.Contains(notice.Kinds, kind) {
		return n, ErrKind
	}
	org, err := setup.Organisation(tx.View)
	if err != nil {
		return n, err
	}
	c := notice.Content{Kind: kind, Title: titles[kind], Products: org.Products, Regimes: s.Rules().Default,
		Channels: []notice.Channel{notice.Email}}
	if kind == notice.Cessation {
		c.Hour = 24
	}
	n, err = notices.Add(tx, notice.Notice{Content: known(c)}, s.Now(), s.Rules().Location())
	entry.Detail["notice"], entry.Detail["kind"] = n.Reference, string(kind)
	return n, err
}

// Save keeps a changed text of a draft; store.ErrNewer where the notice is not at the version that was seen.
func Save(ctx context.Context, s *desk.Session, seen notice.Seen, c notice.Content) (n notice.Notice, err error) {
	err = s.Write(ctx, model.ActWriteNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err = draft(tx, seen)
		if err != nil {
			return err
		}
		c.Kind, c.Incident, c.Guardians = n.Content.Kind, n.Content.Incident, n.Content.Guardians
		n.Content = c
		n, err = notices.SaveText(tx, n, s.Now())
		entry.Detail["notice"], entry.Detail["version"] = n.Reference, n.Version
		return err
	})
	return n, err
}

// at reads a notice that stands at a version, as somebody saw it.
func at(tx *store.Tx, seen notice.Seen) (notice.Notice, error) {
	n, err := notices.Read(tx.View, seen.ID)
	if err == nil && n.Version != seen.Version {
		err = store.ErrNewer
	}
	return n, err
}

// draft is at for one whose text and audience may change.
func draft(tx *store.Tx, seen notice.Seen) (notice.Notice, error) {
	n, err := at(tx, seen)
	if err == nil && n.State != notice.Draft {
		err = ErrNotNow
	}
	return n, err
}

// subject names a notice where somebody approves it.
func subject(n notice.Notice) string { return n.Reference }

// masked is a recipient as a screen shows them.
func masked(r notice.Recipient) notice.Recipient {
	mask := func(how func(string) string, value string) string {
		if strings.TrimSpace(value) == "" {
			return ""
		}
		return how(value)
	}
	r.Name, r.Email, r.Phone = mask(maskName, r.Name), mask(maskEmail, r.Email), mask(maskPhone, r.Phone)
	if r.Device != "" {
		r.Device = "***"
	}
	if r.Post != "" {
		r.Post = "***"
	}
	return r
}
