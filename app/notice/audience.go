package notice

import (
	"context"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"runtime/debug"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of audiences.
var (
	ErrNoAddress = errors.New("no column of the file is one of e-mail addresses, telephone numbers or postal addresses: name them in its first line, such as name, email, phone, post, language")
	ErrNoSource  = errors.New("no source of the data map has this key and an e-mail address of a person in it")
)

// people collects an audience: everybody once, by the spelling of their address, and only some of them in memory.
type people struct {
	mail, phone identifier.Spelling
	seen        map[[keyBytes]byte]struct{}
	waiting     []notice.Recipient
	audience    notice.Audience
	keep        func([]notice.Recipient) error
}

func newPeople(from string, keep func([]notice.Recipient) error) *people {
	return &people{mail: identifier.SpellingOf("email"), phone: identifier.SpellingOf("phone_number"),
		seen: map[[keyBytes]byte]struct{}{}, audience: notice.Audience{From: from}, keep: keep}
}

// keptAtOnce is how many people are written at a time.
const keptAtOnce = 10_000

func (p *people) known(kind, key string) bool {
	whole := sha256.Sum256([]byte(kind + ":" + key))
	sum := [keyBytes]byte(whole[:])
	_, known := p.seen[sum]
	p.seen[sum] = struct{}{}
	return known
}

// keyBytes is how much is held of the hash by which somebody is known: of ten million, that two are one by it has a
// chance of one to ten to the fifteenth, and it is all that is held of a million.
const keyBytes = 12

// add takes somebody in, unless they are there already. Whoever has an e-mail address is known by that, and by the
// telephone number only where a row names nothing else.
func (p *people) add(r notice.Recipient) error {
	if address, err := identifier.NormaliseEmail(r.Email); err != nil || mail.CheckAddress(address) != nil {
		r.Email = ""
	} else {
		r.Email = address
	}
	if _, err := identifier.NormalisePhone(r.Phone); err != nil {
		r.Phone = ""
	}
	r.Device = device(r.Device)
	r.Post = postal(r.Name, r.Post)
	if r.Email == "" && r.Phone == "" && r.Device == "" && r.Post == "" {
		p.audience.Faulty++
		return nil
	}
	known := false
	if r.Email != "" {
		known = p.known("email", p.mail.Key(r.Email))
	}
	if r.Phone != "" {
		phone := p.known("phone", p.phone.Key(r.Phone))
		known = known || r.Email == "" && phone
	}
	if r.Device != "" {
		device := p.known("device", r.Device)
		known = known || r.Email == "" && r.Phone == "" && device
	}
	if r.Post != "" {
		post := p.known("post", identifier.NormaliseName(r.Name)+"\n"+identifier.NormaliseName(r.Post))
		known = known || r.Email == "" && r.Phone == "" && r.Device == "" && post
	}
	if known {
		p.audience.Same++
		return nil
	}
	p.audience.Count++
	p.audience.By[r.Known()]++
	if r.Post != "" {
		p.audience.Post[r.Known()]++
	}
	if r.Email != "" {
		p.audience.Email++
	}
	if r.Phone != "" {
		p.audience.SMS++
	}
	if r.Email != "" && r.Phone != "" {
		p.audience.Both++
	}
	if p.waiting = append(p.waiting, r); len(p.waiting) < keptAtOnce {
		return nil
	}
	return p.flush()
}

// device is what an app is reached by; empty where it can be none.
func device(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 4096 || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return ""
	}
	return text
}

// postal is where a letter reaches somebody; empty where no envelope can be written: without a name, or with a text
// that is no address.
func postal(name, address string) string {
	lines := strings.FieldsFunc(address, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	address = strings.TrimSpace(strings.Join(lines, "\n"))
	if strings.TrimSpace(name) == "" || len([]rune(address)) < 6 || len(address) > 500 ||
		strings.ContainsFunc(address, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
		return ""
	}
	return address
}

func (p *people) flush() error {
	if len(p.waiting) == 0 {
		return nil
	}
	err := p.keep(p.waiting)
	p.waiting = p.waiting[:0]
	return err
}

// gatherGC is how much may be thrown away before it is collected while an audience is read, in percent of what is held.
const gatherGC = 25

// gather chooses the audience of a draft anew: read tells of everybody. Some of them at a time are written, so that the
// memory it takes does not grow with their number; until all are, the notice goes to nobody.
func gather(ctx context.Context, s *desk.Session, seen notice.Seen, from string,
	read func(context.Context, func(notice.Recipient) error) error) (n notice.Notice, err error) {
	err = s.Write(ctx, model.ActAudience, func(tx *store.Tx, entry *model.Entry) error {
		if n, err = draft(tx, seen); err != nil {
			return err
		}
		if err := notices.DropAudience(tx, seen.ID); err != nil {
			return err
		}
		n.Audience = notice.Audience{}
		entry.Detail["notice"], entry.Detail["begun"] = n.Reference, true
		n, err = notices.Move(tx, n)
		return err
	})
	if err != nil {
		return n, err
	}
	all := newPeople(from, func(some []notice.Recipient) error {
		return s.Progress(ctx, model.ActAudience, func(tx *store.Tx) error {
			if _, err := draft(tx, n.Seen()); err != nil {
				return err
			}
			return notices.AddAudience(tx, n.ID, some)
		})
	})
	// What is thrown away of a million people is collected sooner than usual, so that it takes no memory twice.
	defer debug.SetGCPercent(debug.SetGCPercent(gatherGC))
	if err := read(ctx, all.add); err != nil {
		return n, err
	}
	if err := all.flush(); err != nil {
		return n, err
	}
	err = s.Write(ctx, model.ActAudience, func(tx *store.Tx, entry *model.Entry) error {
		now, err := draft(tx, n.Seen())
		if err != nil {
			return err
		}
		now.Audience = all.audience
		digest, people, err := notices.AudienceDigest(tx.View, n.ID)
		if err != nil {
			return err
		}
		if people != all.audience.Count {
			return store.ErrConflict
		}
		if people > 0 {
			now.Audience.Digest = digest
		}
		n, err = notices.Move(tx, now)
		entry.Detail["notice"], entry.Detail["people"], entry.Detail["same"], entry.Detail["faulty"] =
			n.Reference, people, all.audience.Same, all.audience.Faulty
		return err
	})
	return n, err
}

// AudienceFile chooses the audience of a draft from a table: a row for each person, with the columns name, email,
// phone, device, post and language in any order and by any of the names that files of requests may use.
func AudienceFile(ctx context.Context, s *desk.Session, seen notice.Seen, path string) (notice.Notice, error) {
	if err := s.Allow(ctx, model.ActAudience); err != nil {
		return notice.Notice{}, err
	}
	table, err := sheet.Open(path)
	if err != nil {
		return notice.Notice{}, err
	}
	return gather(ctx, s, seen, filepath.Base(path), func(_ context.Context, add func(notice.Recipient) error) error {
		return readPeople(table, add)
	})
}

// readPeople tells of everybody in a table.
func readPeople(table *sheet.People, add func(notice.Recipient) error) error {
	return table.EachRow(func(columns map[string]bool) error {
		if !columns["email"] && !columns["phone"] && !columns["device"] && !columns["post"] {
			return ErrNoAddress
		}
		return nil
	}, func(get func(string) string) error {
		r := notice.Recipient{Name: get("name"), Email: get("email"), Phone: get("phone"), Device: get("device"),
			Post: get("post"), Lang: notice.SpokenLanguage(get("language"))}
		if _, err := identifier.NormaliseEmail(r.Post); err == nil && r.Email == "" {
			r.Email, r.Post = r.Post, "" // a column called address can be either
		}
		return add(r)
	})
}

// AudienceSource chooses the audience of a draft from a source of the data map: everybody with an e-mail address in it.
func AudienceSource(ctx context.Context, s *desk.Session, seen notice.Seen, key string) (notice.Notice, error) {
	if err := s.Allow(ctx, model.ActAudience); err != nil {
		return notice.Notice{}, err
	}
	m, err := datamap.Open(ctx, s)
	if err != nil {
		return notice.Notice{}, err
	}
	n, err := func() (notice.Notice, error) {
		var datasets []*dataset.Dataset
		for _, d := range m.Datasets {
			if m.Keys[d.Key] == key {
				datasets = append(datasets, d)
			}
		}
		if len(datasets) == 0 {
			return notice.Notice{}, ErrNoSource
		}
		return gather(ctx, s, seen, key, func(ctx context.Context, add func(notice.Recipient) error) error {
			return search.EachIdentityValue(ctx, datasets, m.Sources,
				func(_ dataset.Address, _ []value.Cell, kind, value string) error {
					if !strings.EqualFold(kind, "email") {
						return nil
					}
					return add(notice.Recipient{Email: value})
				})
		})
	}()
	return n, errors.Join(err, m.Close())
}

// Person is one of the audience as a screen shows them, masked, and what they get by each channel.
type Person struct {
	notice.Recipient
	Number   int64
	Language string
	Texts    map[notice.Channel]notice.Text
}

// Preview shows what the recipient of a number, from 1, gets; store.ErrNotFound where there is none.
func Preview(ctx context.Context, s *desk.Session, id, number int64) (p Person, err error) {
	err = s.Read(ctx, model.ActReadNotice, func(v *store.View) error {
		n, err := notices.Read(v, id)
		if err != nil {
			return err
		}
		org, err := setup.Organisation(v)
		if err != nil {
			return err
		}
		part, first, err := notices.AudiencePart(v, id, number)
		if err != nil {
			return err
		}
		p = Person{Recipient: masked(part[number-first]), Number: number, Texts: map[notice.Channel]notice.Text{}}
		p.Language = p.Recipient.Language(org.Languages)
		for _, ch := range n.Content.Channels {
			p.Texts[ch] = n.Content.Render(ch, org, p.Language, p.Recipient)
		}
		return nil
	})
	return p, err
}
