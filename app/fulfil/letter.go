package fulfil

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/setup"
)

// Written is a letter as the desk keeps it: the bytes that go out, and what it was written from.
type Written struct {
	ID     string
	Kind   letter.Kind
	Lang   string
	At     time.Time
	By     string
	Result model.Result
	letter.Forms
	Waits bool // a second person reads it before it goes out, see ApproveLetter
}

// writable reports whether a letter of a kind can be written where a request stands: those of LetterKinds, and those
// for which staff say what no fact of the request tells, once it is settled.
func writable(r model.Request, kind letter.Kind) bool {
	switch kind {
	case letter.Extended, letter.Redirected:
		return r.Open() && r.Status != model.Received
	}
	return slices.Contains(LetterKinds(r), kind) ||
		kind == letter.PartlyFulfilled && slices.Contains(LetterKinds(r), letter.Fulfilled)
}

// Ask is which letter is written, and in what language; Own is what the member of staff adds in their own words, a
// paragraph a line. Nothing else of a letter can be edited, but for what only staff can say: Extension of an extension,
// Party of who else holds the data.
type Ask struct {
	Kind      letter.Kind
	Lang      string
	Own       string
	Extension model.Extension
	Party     letter.Party
}

// NeedsSecond reports whether the letter says what no computed fact stands behind: the own words of its author, the
// reason and day of an extension, who else holds the data. A second person approves exactly its text before it goes
// out.
func (a Ask) NeedsSecond() bool {
	return a.Kind == letter.Extended || a.Kind == letter.Redirected || strings.TrimSpace(a.Own) != ""
}

// maxOwn bounds the words that staff add to a letter, in bytes.
const maxOwn = 8 << 10

// WriteLetter writes a letter from its template with the facts of the request and keeps it as it is, in every form.
// What came of the request decides whether an answer says that it is fulfilled, or fulfilled in part. One that says
// more than computed facts waits for a second person, see ApproveLetter.
func WriteLetter(ctx context.Context, s *desk.Session, rev model.Revision, ask Ask) (w Written, err error) {
	_, err = s.Change(ctx, model.ActLetter, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status == model.Answering {
			if err := change.Approved(c.Tx.View, c.Request); err != nil {
				return err
			}
		}
		l, facts, result, err := compose(c.Tx.View, s, c.Request, ask)
		if err != nil {
			return err
		}
		if w, err = keepLetter(c, l, facts, result); err == nil && w.Waits {
			err = keepHanded(c, ask)
		}
		return err
	})
	return w, err
}

// keepLetter keeps a letter with its request, as it goes out and with what it was made from.
func keepLetter(c *desk.Change, l letter.Letter, facts letter.Data, result model.Result) (w Written, err error) {
	forms, err := l.Forms()
	if err != nil {
		return w, err
	}
	c.Detail["own_words"] = len(facts.Own) > 0
	return keep(c, l.Kind, l.Language, keptLetter{Forms: forms, Facts: facts, Result: result})
}

// keep keeps a letter of a kind and language with a request, or lets it wait for a second person.
func keep(c *desk.Change, kind letter.Kind, lang string, k keptLetter) (w Written, err error) {
	raw, err := json.Marshal(k)
	if err != nil {
		return w, fmt.Errorf("keep the letter: %w", err)
	}
	w = Written{uuid.NewString(), kind, lang, c.Session.Now(), c.Session.Staff().ID, k.Result, k.Forms,
		unbacked(kind, k.Facts)}
	c.Detail["letter"], c.Detail["lang"], c.Detail["organisation"] = string(kind), lang, k.Facts.OrganisationVersion
	if w.Waits {
		return w,
			waitForSecond(c, model.Proposal{ID: w.ID, Kind: string(kind), Lang: lang, At: w.At, By: w.By, Text: raw})
	}
	if err := dropTyped(c, w.By, kind); err != nil {
		return w, err
	}
	return w, papers.SaveLetter(c.Tx, c.Request.ID,
		papers.Letter{ID: w.ID, Kind: string(kind), Lang: lang, At: w.At, By: w.By, Data: raw})
}

func compose(v *store.View, s *desk.Session, r model.Request,
	ask Ask) (l letter.Letter, facts letter.Data, out model.Result, err error) {
	if !writable(r, ask.Kind) {
		return l, facts, out, &KindError{r.Status, ask.Kind}
	}
	if len(ask.Own) > maxOwn {
		return l, facts, out, ErrOwnWords
	}
	if out, err = result.Of(v, r); err != nil {
		return l, facts, out, err
	}
	if ask.Kind == letter.Fulfilled && out.Outcome() == model.PartlyFulfilled && r.Kind != model.Complaint {
		ask.Kind = letter.PartlyFulfilled
	}
	if facts, err = askedFacts(drafting{v, s, r, out}, ask); err != nil {
		return l, facts, out, err
	}
	for line := range strings.Lines(ask.Own) {
		if line = strings.TrimSpace(line); line != "" {
			facts.Own = append(facts.Own, line)
		}
	}
	l, err = letter.Render(ask.Kind, ask.Lang, facts)
	return l, facts, out, err
}

// askedFacts gathers what a letter says: the facts of the request, and what only staff can say.
func askedFacts(c drafting, ask Ask) (letter.Data, error) {
	facts, err := letterFacts(c, ask.Kind, ask.Lang)
	switch {
	case err != nil:
		return facts, err
	case ask.Kind == letter.Extended:
		return extensionFacts(c, facts, ask.Extension, ask.Lang)
	case ask.Kind == letter.Redirected:
		return redirectFacts(facts, ask.Party)
	}
	return facts, nil
}

// keptLetter is a letter as it is sealed: the bytes that went out, and what they were made from.
type keptLetter struct {
	Forms  letter.Forms
	Facts  letter.Data
	Result model.Result
	Shared *shared `json:",omitempty"` // nil: it answers this request alone
}

// Letters reads a request's letters, newest first.
func Letters(ctx context.Context, s *desk.Session, request int64) (list []Written, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		kept, err := papers.Letters(v, request)
		for _, l := range kept {
			w, err := openLetter(l, s.Rules().Location())
			if err != nil {
				return err
			}
			list = append(list, w)
		}
		return err
	})
	return list, err
}

// openKept reads a letter as it was kept, with what it was written from.
func openKept(l papers.Letter) (k keptLetter, err error) {
	if err = json.Unmarshal(l.Data, &k); err != nil {
		err = fmt.Errorf("letter %s: %w", l.ID, err)
	}
	return k, err
}

// openLetter reads a letter as it was kept. One of a time when only its facts were kept is shown from them, its days in
// zone.
func openLetter(l papers.Letter, zone *time.Location) (Written, error) {
	k, err := openKept(l)
	if err != nil {
		return Written{}, err
	}
	if len(k.Forms.Page) == 0 {
		if err := json.Unmarshal(l.Data, &k.Facts); err != nil {
			return Written{}, fmt.Errorf("letter %s: %w", l.ID, err)
		}
		k.Facts.Zone = zone
		rendered, err := letter.RenderKept(letter.Kind(l.Kind), l.Lang, k.Facts)
		if err != nil {
			return Written{}, err
		}
		if k.Forms, err = rendered.Forms(); err != nil {
			return Written{}, err
		}
	}
	return Written{ID: l.ID, Kind: letter.Kind(l.Kind), Lang: l.Lang, At: l.At, By: l.By, Result: k.Result,
		Forms: k.Forms}, nil
}

// drafting is what a letter is written from.
type drafting struct {
	Tx      *store.View
	Session *desk.Session
	Request model.Request
	Result  model.Result
}

// letterFacts gathers what a letter of a kind says; the template refuses to be rendered with a fact missing.
func letterFacts(c drafting, kind letter.Kind, lang string) (letter.Data, error) {
	r, s := c.Request, c.Session
	org, err := setup.Organisation(c.Tx)
	if err != nil {
		return letter.Data{}, err
	}
	if err := org.Require(lang, naming.LetterNeeds(kind, r.Kind)...); err != nil {
		return letter.Data{}, err
	}
	writer, err := naming.WriterOf(org, lang)
	if err != nil {
		return letter.Data{}, err
	}
	dates := s.Rules().Dates(r, s.Now())
	due := dates.Answer
	evidence, err := casefile.EvidenceOf(c.Tx, r.ID)
	if err != nil {
		return letter.Data{}, err
	}
	d := letter.Data{About: r.Kind, Writer: writer, Reference: r.Reference, Recipient: naming.Addressee(r, lang),
		Date:     s.Now(),
		Received: r.ReceivedAt, Due: naming.DueDay(r, due),
		Request:         r.Kind.Means().Asks.In(lang) + naming.OnBehalf(r, lang),
		DueCounted:      naming.CountedBy(due, lang),
		IdentityChecked: naming.IdentityText(evidence, r, lang, writer.Zone), Outcome: c.Result.Outcome(),
		Automated: org.Automated[lang], Abroad: org.Abroad[lang]}
	if d.Fee, err = naming.FeeOf(c.Tx, r.Reference, lang); err != nil {
		return d, err
	}
	if d.Operated, err = naming.OperatedBy(c.Tx, r.Product); err != nil {
		return d, err
	}
	cited, err := policy.CitedFor(c.Tx, r, s.Rules().Location())
	if err != nil {
		return d, err
	}
	d.Statement = naming.StatementOf(cited, lang)
	rests := naming.RestsOf(s.Rules(), r, lang)
	rests.Into(&d)
	d.OfOurOwn = naming.OfOurOwn(r.Cause, d.Laws.Delete, lang)
	switch kind {
	case letter.Acknowledgement:
		d.IdentityStep = naming.IdentityStep(r, lang)
		if d.Corrects, _, err = acknowledgedOther(c.Tx, r); err != nil {
			return d, err
		}
	case letter.IdentityNeeded:
		d.Identity = &letter.Identity{Why: naming.Phrase(lang, "we_ask_so_that_nobody"),
			Needed: []string{naming.Phrase(lang, "a_six_digit_code_that"),
				naming.Phrase(lang, "two_details_of_your_account")},
			Send:         naming.Phrase(lang, "by_telephone_or_in_answer"),
			By:           proofDay(dates.Identity.At, r.ReceivedAt, s.Now(), s.Rules().Location()),
			Clock:        naming.ClockText(due, s.Rules().StopsFor(r, due, model.WaitIdentity), lang),
			Alternatives: []string{naming.Phrase(lang, "sign_in_to_your_account")}}
	case letter.NotVerified:
		tried, err := triedInVain(c, lang)
		if err != nil {
			return d, err
		}
		d.Tried = tried
		d.Again = naming.Phrase(lang, "ask_again_at_any_time", writer.Contact)
		done, err := stillDone(c, naming.Names{Lang: lang})
		if err != nil {
			return d, err
		}
		d.NoCopy, d.NothingDone = true, len(done) == 0
	case letter.Blockers:
		return blockerFacts(c, d, lang)
	case letter.Refused:
		return refusalFacts(c, d, lang)
	case letter.Fulfilled, letter.PartlyFulfilled:
		switch {
		case c.Request.Kind.Changes():
			return changeFacts(c, d, lang)
		case c.Request.Kind.Copies():
			return copyFacts(c, d, lang)
		}
		return followUpFacts(c, d, lang)
	}
	return d, nil
}
