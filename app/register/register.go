// Package register keeps lists of requests under a name, and writes the register of requests as a table: what a desk
// shows an auditor. Where it names people, one person asks for it and a second gives it.
package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
)

// Errors of the register.
var (
	ErrNeedsSecond = errors.New("a register that names people is asked for by one person and given by a second")
	ErrNoReason    = errors.New("say what the register with people's names is for: whoever gives it decides by that")
	ErrGiven       = errors.New("this register was given or withdrawn meanwhile")
)

// Column is a column of the register.
type Column string

// The columns in their order; those of Personal name people.
const (
	Reference Column = "reference"
	Kind      Column = "kind"
	Status    Column = "status"
	Outcome   Column = "outcome"
	Rules     Column = "regimes"
	Channel   Column = "channel"
	Requester Column = "requester"
	Product   Column = "product"
	Tags      Column = "tags"
	Holder    Column = "holder"
	Received  Column = "received"
	Due       Column = "due"
	Closed    Column = "closed"
	Name      Column = "name"
	Email     Column = "email"
	Phone     Column = "phone"
	Account   Column = "account"
	IDNumber  Column = "id_number"
)

// Columns are those of every register, and Personal those that one can have besides.
var (
	Columns = []Column{Reference, Kind, Status, Outcome, Rules, Channel, Requester, Product, Tags, Holder, Received,
		Due, Closed}
	Personal = []Column{Name, Email, Phone, Account, IDNumber}
)

// Words are how the register calls things in the language of whoever reads it. The zero value leaves codes as they are.
type Words struct {
	Lang string
	Head func(Column) string
	Word func(code string) string
	Name func(staff string) string
	Rule func(regime string) string
}

func (w Words) settled() Words {
	same := func(s string) string { return s }
	if w.Head == nil {
		w.Head = func(c Column) string { return string(c) }
	}
	if w.Word == nil {
		w.Word = same
	}
	if w.Rule == nil {
		w.Rule = same
	}
	if w.Name == nil {
		w.Name = same
	}
	return w
}

// Write writes the register of a narrowed queue without anything that names a person, and returns how many requests it
// has. The log keeps who took it and the digest of its bytes; where that fails, the caller throws away what was
// written.
func Write(ctx context.Context, s *desk.Session, out io.Writer, list model.ListAsk, form packet.TableForm,
	words Words) (n int64, err error) {
	if err := s.Allow(ctx, model.ActRegister); err != nil {
		return 0, err
	}
	digest, n, err := write(ctx, s, out, list, form, Columns, words)
	if err != nil {
		return n, err
	}
	return n, s.Write(ctx, model.ActRegister, func(tx *store.Tx, entry *model.Entry) error {
		tell(entry, form, digest, n)
		return nil
	})
}

func tell(entry *model.Entry, form packet.TableForm, digest string, n int64) {
	entry.Detail["form"], entry.Detail["sha256"], entry.Detail["requests"] = string(form), digest, n
}

// Ask asks for the register of a narrowed queue with the columns that name people. It waits for a second person.
func Ask(ctx context.Context, s *desk.Session, list model.ListAsk, form packet.TableForm,
	reason string) (id string, err error) {
	if err := s.Allow(ctx, model.ActAskRegister); err != nil {
		return "", err
	}
	if strings.TrimSpace(reason) == "" {
		return "", ErrNoReason
	}
	if list, err = ofWhoAsks(s, list); err != nil {
		return "", err
	}
	err = s.Write(ctx, model.ActAskRegister, func(tx *store.Tx, entry *model.Entry) error {
		id, err = lists.AskRegister(tx,
			model.RegisterAsk{List: list, Form: string(form), Reason: strings.TrimSpace(reason), By: s.Staff().ID,
				At: s.Now()})
		entry.Detail["register"], entry.Detail["form"] = id, string(form)
		return err
	})
	return id, err
}

// ofWhoAsks names whoever asks for a list in it, so that what a second person writes is that one's list and not their
// own.
func ofWhoAsks(s *desk.Session, list model.ListAsk) (model.ListAsk, error) {
	narrow, err := desk.NarrowOf(list)
	if err != nil {
		return list, err
	}
	narrow.Of = s.Staff().ID
	return desk.ListOf(desk.Queue(list.Queue), narrow)
}

// Asked lists the registers that wait for a second person, oldest first.
func Asked(ctx context.Context, s *desk.Session) (list []model.RegisterAsk, err error) {
	err = s.Read(ctx, model.ActGiveRegister, func(v *store.View) (err error) {
		list, err = lists.RegisterAsks(v)
		return err
	})
	return list, err
}

// Withdraw takes back what was asked for, by who asked or by who will not give it.
func Withdraw(ctx context.Context, s *desk.Session, id string) error {
	return s.Write(ctx, model.ActWithdrawRegister, func(tx *store.Tx, entry *model.Entry) error {
		ask, err := lists.RegisterAsk(tx.View, id)
		if err != nil {
			return ended(err)
		}
		if ask.By != s.Staff().ID && !s.Staff().Role.May(model.ActGiveRegister) {
			return desk.ErrForbidden
		}
		entry.Detail["register"] = id
		return ended(lists.EndRegisterAsk(tx, id, s.Staff().ID, s.Now()))
	})
}

// Give writes a register with the columns that name people, as it was asked for, by a second person: ErrNeedsSecond for
// who asked.
func Give(ctx context.Context, s *desk.Session, id string, out io.Writer, words Words) (n int64, err error) {
	if err := s.Allow(ctx, model.ActGiveRegister); err != nil {
		return 0, err
	}
	ask, err := read(ctx, s, id)
	if err != nil {
		return 0, err
	}
	form := packet.TableForm(ask.Form)
	digest, n, err := write(ctx, s, out, ask.List, form, append(append([]Column(nil), Columns...), Personal...), words)
	if err != nil {
		return n, err
	}
	return n, s.Write(ctx, model.ActGiveRegister, func(tx *store.Tx, entry *model.Entry) error {
		now, err := lists.RegisterAsk(tx.View, id)
		if err != nil {
			return ended(err)
		}
		if !model.SecondPerson(s.Staff().ID, now.By) {
			return ErrNeedsSecond
		}
		tell(entry, form, digest, n)
		entry.Detail["register"], entry.Detail["asked_by"] = id, now.By
		return lists.EndRegisterAsk(tx, id, s.Staff().ID, s.Now())
	})
}

func read(ctx context.Context, s *desk.Session, id string) (ask model.RegisterAsk, err error) {
	err = s.Read(ctx, model.ActGiveRegister, func(v *store.View) (err error) {
		ask, err = lists.RegisterAsk(v, id)
		return ended(err)
	})
	if err == nil && !model.SecondPerson(s.Staff().ID, ask.By) {
		err = ErrNeedsSecond
	}
	return ask, err
}

func ended(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrGiven
	}
	return err
}

// pageSize is how many requests are read at once.
const pageSize = 500

// write writes a register out of one and the same state of the desk.
func write(ctx context.Context, s *desk.Session, out io.Writer, list model.ListAsk, form packet.TableForm,
	columns []Column, words Words) (digest string, n int64, err error) {
	words = words.settled()
	sum := sha256.New()
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = words.Head(c)
	}
	table, err := packet.NewTable(io.MultiWriter(out, sum), form, heads, words.Lang, s.Now())
	if err != nil {
		return "", 0, err
	}
	narrow, err := desk.NarrowOf(list)
	if err != nil {
		return "", 0, err
	}
	err = s.AtOnce(ctx, model.ActRegister, func(ctx context.Context) error {
		for after := (model.Cursor{}); ; {
			rows, err := s.Page(ctx, desk.Queue(list.Queue), narrow, after, pageSize)
			if err != nil {
				return err
			}
			for _, r := range rows {
				texts, err := line(ctx, s, r, columns, words)
				if err != nil {
					return err
				}
				if err := table.Row(texts); err != nil {
					return err
				}
			}
			if n += int64(len(rows)); len(rows) < pageSize {
				return nil
			}
			after = rows[len(rows)-1].Cursor
		}
	})
	if err != nil {
		return "", n, err
	}
	err = table.Close() // which writes the end of a workbook
	return hex.EncodeToString(sum.Sum(nil)), n, err
}

// line are the cells of one request. Who it is about is read with the request itself, whose tally vouches for it.
func line(ctx context.Context, s *desk.Session, r model.QueueRow, columns []Column, words Words) ([]string, error) {
	zone := s.Rules().Location()
	when := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format(time.RFC3339)
	}
	many := func(list []string) string { return strings.Join(list, " ") }
	word := func(code string) string {
		if code == "" {
			return ""
		}
		return words.Word(code)
	}
	regimes := r.Regimes
	if len(regimes) == 0 {
		regimes = s.Rules().Default
	}
	rules := make([]string, len(regimes))
	for i, id := range regimes {
		rules[i] = words.Rule(id)
	}
	cells := map[Column]string{Reference: r.Reference, Kind: word(string(r.Kind)), Status: word(string(r.Status)),
		Outcome: word(string(r.Outcome)), Rules: strings.Join(rules, ", "),
		Channel: word(string(r.Channel)), Requester: word(string(r.Requester)), Product: r.Product,
		Tags:     strings.Join(r.Tags, ", "),
		Received: when(r.ReceivedAt), Due: when(r.DueAt), Closed: when(r.ClosedAt)}
	if r.Holder != "" {
		cells[Holder] = words.Name(r.Holder)
	}
	if len(columns) > len(Columns) {
		whole, err := s.Request(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		p := whole.Subject
		cells[Name], cells[Email], cells[Phone], cells[Account], cells[IDNumber] = p.Name, many(p.Emails()), many(
			p.Phones()), many(p.Accounts()), p.IDNumber
	}
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = cells[c]
	}
	return out, nil
}
