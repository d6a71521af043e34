package notice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
)

// Errors of answers.
var (
	ErrNoConsent   = errors.New("this notice asks nobody for consent")
	ErrNoAnswers   = errors.New("no column of the file says what each answered: it is called answer")
	ErrUnclear     = errors.New("its answer is neither yes nor no")
	ErrWho         = errors.New("type an e-mail address or a telephone number")
	ErrAnswerNoted = errors.New("say how the person answered")
)

// Consent is how many people agreed to a notice that takes no effect for whoever did not.
type Consent struct{ Agreed, Declined, Silent int64 }

// ConsentOf counts the answers to a notice.
func ConsentOf(n notice.Notice) Consent {
	p := n.Progress
	return Consent{p.Agreed, p.Declined, n.Audience.Count - p.Agreed - p.Declined}
}

// eachPerson hands over everybody of an audience, with their number.
func eachPerson(v *store.View, n notice.Notice, each func(int64, notice.Recipient) error) error {
	for first := int64(1); first <= n.Audience.Count; {
		some, _, err := notices.AudiencePart(v, n.ID, first)
		if err != nil {
			return err
		}
		for i, r := range some {
			if err := each(first+int64(i), r); err != nil {
				return err
			}
		}
		first += int64(len(some))
	}
	return nil
}

// spelled is an address or a number as it is compared; empty where it is none.
func spelled(text string) string {
	if address, err := identifier.NormaliseEmail(text); err == nil {
		return "e" + identifier.SpellingOf("email").Key(address)
	}
	if _, err := identifier.NormalisePhone(text); err == nil {
		return "p" + identifier.SpellingOf("phone_number").Key(text)
	}
	return ""
}

// FindPeople finds those of an audience who have an e-mail address or a telephone number, masked.
func FindPeople(ctx context.Context, s *desk.Session, id int64, text string) (list []Person, err error) {
	want := spelled(strings.TrimSpace(text))
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		if want == "" {
			return ErrWho
		}
		n, err := notices.Read(v, id)
		if err != nil {
			return err
		}
		list = nil
		return eachPerson(v, n, func(number int64, r notice.Recipient) error {
			if r.Email != "" && spelled(r.Email) == want || r.Phone != "" && spelled(r.Phone) == want {
				list = append(list, Person{Recipient: masked(r), Number: number})
			}
			return nil
		})
	})
	return list, err
}

// asks fails where a notice asks nobody for consent, or nobody could have answered yet.
func asks(n notice.Notice) error {
	switch {
	case !n.Content.NeedsConsent():
		return ErrNoConsent
	case n.State == notice.Draft || n.State == notice.Approved:
		return ErrState
	}
	return nil
}

// Answer writes down what a person of FindPeople answered, and how; a later answer takes the place of one before.
func Answer(ctx context.Context, s *desk.Session, about notice.Seen, who Person, agrees bool, how string) error {
	return s.Write(ctx, model.ActAnswerNotice, func(tx *store.Tx, entry *model.Entry) error {
		n, err := notices.Read(tx.View, about.ID)
		if err != nil {
			return err
		}
		if err := asks(n); err != nil {
			return err
		}
		if strings.TrimSpace(how) == "" {
			return ErrAnswerNoted
		}
		entry.Detail["notice"], entry.Detail["recipient"], entry.Detail["agrees"] = n.Reference, who.Number, agrees
		return answered(tx, n, said{who.Number, agrees, strings.TrimSpace(how)}, notice.ByHand, s.Now())
	})
}

// answered writes down what somebody answered, and when.
func answered(tx *store.Tx, n notice.Notice, x said, by notice.Channel, at time.Time) error {
	if x.recipient < 1 || x.recipient > n.Audience.Count {
		return ErrUnknownLine
	}
	run, err := notices.ReadRun(tx.View, n.ID)
	if err != nil {
		return err
	}
	before, err := notices.LastAnswer(tx.View, n.ID, x.recipient)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	now := notice.Receipt{Recipient: x.recipient, Round: run.Round, Channel: by, Result: notice.Declined, At: at,
		Said: x.remark}
	if x.yes {
		now.Result = notice.Agreed
	}
	if err := notices.Supersede(tx, &run, before.Result, now); err != nil {
		return err
	}
	return notices.SaveRun(tx, run)
}

// answers are the words of an answer, as record.FoldName folds them. Whatever is none of them is no answer.
var answers = map[string]bool{"yes": true, "y": true, "agree": true, "agreed": true, "agrees": true, "consent": true,
	"true": true, "是": true, "同意": true,
	"no": false, "n": false, "disagree": false, "declined": false, "refuse": false, "refused": false, "false": false,
	"否": false, "不同意": false, "拒绝": false}

// AnswerFile reads what people answered from a table: who, by e-mail address or telephone number, and their answer.
// Lines that name nobody of the notice, somebody twice, or no clear answer change nothing and are named.
func AnswerFile(ctx context.Context, s *desk.Session, about notice.Seen, path string) (done FileRead, err error) {
	if err := s.Allow(ctx, model.ActAnswerNotice); err != nil {
		return done, err
	}
	text, _, err := sheet.ReadFile(path)
	if err != nil {
		return done, err
	}
	var n notice.Notice
	people := map[string]int64{}
	if err := s.Read(ctx, model.ActAnswerNotice, func(v *store.View) error {
		if n, err = notices.Read(v, about.ID); err != nil {
			return err
		}
		if err := asks(n); err != nil {
			return err
		}
		return eachPerson(v, n, func(number int64, r notice.Recipient) error {
			if r.Email != "" {
				people[spelled(r.Email)] = number
			} else if r.Phone != "" { // a number may be a family's: it names only who has nothing else
				people[spelled(r.Phone)] = number
			}
			return nil
		})
	}); err != nil {
		return done, err
	}
	lines := newFileLines(&done, func(some []said) error {
		return s.Progress(ctx, model.ActAnswerNotice, func(tx *store.Tx) error {
			for _, x := range some {
				if err := answered(tx, n, x, notice.ByFile, s.Now()); err != nil {
					return err
				}
			}
			return nil
		})
	})
	err = sheet.EachRow(text, func(columns map[string]bool) error {
		switch {
		case !columns["email"] && !columns["phone"]:
			return ErrNoAddress
		case !columns["answer"]:
			return ErrNoAnswers
		}
		return nil
	}, func(get func(string) string) error {
		lines.row++
		who := get("email")
		if who == "" {
			who = get("phone")
		}
		key := spelled(who)
		recipient := people[key]
		if key == "" || recipient == 0 {
			return lines.problem(who, ErrUnknownLine)
		}
		yes, is := answers[record.FoldName(get("answer"))]
		if !is {
			return lines.problem(who, ErrUnclear)
		}
		if lines.seen[recipient] {
			return lines.problem(who, ErrTwoInFile)
		}
		return lines.add(said{recipient, yes, get("remark")})
	})
	return done, lines.end(ctx, s, err, model.ActAnswerNotice, n, "answers")
}

// WithoutEffect writes those for whom a notice takes no effect, since they did not agree: what whoever runs the service
// goes by. The log keeps who took it and the digest of its bytes.
func WithoutEffect(ctx context.Context, s *desk.Session, about notice.Seen, out io.Writer) (people int64, err error) {
	if err := s.Allow(ctx, model.ActListNotice); err != nil {
		return 0, err
	}
	var n notice.Notice
	sum := sha256.New()
	table, err := packet.NewTable(io.MultiWriter(out, sum), packet.TableCSV,
		[]string{"name", "email", "phone", "device", "post", "answer"}, model.Languages[0], s.Now())
	if err != nil {
		return 0, err
	}
	if err := s.Read(ctx, model.ActListNotice, func(v *store.View) error {
		if err := second(v, s, about.ID); err != nil {
			return err
		}
		if n, err = notices.Read(v, about.ID); err != nil {
			return err
		}
		if err := asks(n); err != nil {
			return err
		}
		said, err := notices.Answers(v, n.ID)
		if err != nil {
			return err
		}
		return eachPerson(v, n, func(number int64, r notice.Recipient) error {
			if said[number] == notice.Agreed {
				return nil
			}
			people++
			return table.Row([]string{r.Name, r.Email, r.Phone, r.Device, r.Post, string(said[number])})
		})
	}); err != nil {
		return 0, err
	}
	return people, s.Write(ctx, model.ActListNotice, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["notice"], entry.Detail["without_effect"], entry.Detail["sha256"] =
			n.Reference, people, hex.EncodeToString(sum.Sum(nil))
		return nil
	})
}
