package fulfil

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/papers"
)

// byMail is the way of what a mail server takes.
const byMail = dispatch.ByEmail

// Errors of sending by mail.
var (
	ErrPacketLarge   = errors.New("the copy is too large for a mail: hand it over another way")
	ErrPacketChanged = errors.New("the file is not the newest copy of this request as it was built")
)

// maxMailed is the largest copy that goes by mail, in bytes: many servers take 25 MB of encoded mail.
const maxMailed = 17 << 20

// addressed checks to whom something goes by a way: a contact of the request, or with a reason.
func addressed(c *desk.Change, way, what, letter, to string, why model.Elsewhere) (dispatch.Mail, error) {
	m := dispatch.Mail{To: to}
	if err := CheckAddressee(way, to); err != nil {
		return m, err
	}
	own, err := contactsOf(c.Tx.View, c.Request)
	if err != nil || own.Own(way, to) {
		return m, err
	}
	if why, err = permitted(c, why); err != nil {
		return m, err
	}
	c.Detail["elsewhere"] = string(why.Why)
	why.What, why.Letter, why.To, why.Text = what, letter, to, strings.TrimSpace(why.Text)
	m.Elsewhere = why
	return m, nil
}

// MailLetter lets a letter go by mail, on the request's thread. That it was delivered is recorded once the server took
// it; an answer then closes its request, where nothing changed meanwhile. elsewhere is the reason where it goes to no
// contact of the request.
func MailLetter(ctx context.Context, s *desk.Session, rev model.Revision, id, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	return letGo(ctx, s, rev, id, byMail, to, elsewhere)
}

// letGo lets a letter go by a way by which the desk sends by itself.
func letGo(ctx context.Context, s *desk.Session, rev model.Revision, id, way, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		l, err := leaving(c, id)
		if err != nil {
			return err
		}
		if err := errors.Join(mayBeMailed(c, l), onlyOnce(c, l)); err != nil {
			return err
		}
		m, err := addressed(c, way, model.DeliveredLetter, id, strings.TrimSpace(to), elsewhere)
		if err != nil {
			return err
		}
		w, err := openLetter(l, s.Rules().Location())
		if err != nil {
			return err
		}
		if m.Lang, m.Subject, m.Text = l.Lang, onSubject(c.Request, w.Title), string(w.Plain); way == byMail {
			m.HTML = string(w.Page)
		} else if notice.CountSMS(m.Text).Parts > mostParts {
			return ErrLetterLong
		}
		c.Detail["what"], c.Detail["letter"], c.Detail["way"] = model.DeliveredLetter, l.Kind, way
		_, err = outbox.Queue(c, outbox.Ask{What: model.DeliveredLetter, Letter: id, Way: way, Mail: m})
		return err
	})
}

// onSubject is the subject of a message about a request: its reference first, by which an answer joins it.
func onSubject(r model.Request, title string) string { return "[" + r.Reference + "] " + title }

// mayBeMailed refuses a letter that may not leave, or not yet.
func mayBeMailed(c *desk.Change, l papers.Letter) error {
	if !letter.Kind(l.Kind).Answers() {
		return mayLeave(c.Tx.View, c.Request.ID, l)
	}
	if c.Request.Status != model.Answering {
		return &model.TransitionError{From: c.Request.Status, On: model.Delivered}
	}
	answer, _, err := closable(c)
	if err == nil && answer != l.ID {
		err = ErrOldAnswer
	}
	return err
}

// MailPacket lets the newest copy of a request go by mail, as it lies in a file. Its password goes another way.
func MailPacket(ctx context.Context, s *desk.Session, rev model.Revision, path, to string,
	elsewhere model.Elsewhere) (model.Request, error) {
	if err := s.Allow(ctx, model.ActDeliver); err != nil {
		return model.Request{}, err
	}
	data, err := packetFile(path)
	if err != nil {
		return model.Request{}, err
	}
	return s.Change(ctx, model.ActDeliver, rev, desk.ByHolder, func(c *desk.Change) error {
		newest, err := newestPacket(c)
		if err != nil {
			return err
		}
		if err := isPacket(newest, data); err != nil {
			return err
		}
		if err := apart(c, model.DeliveredPacket, byMail); err != nil {
			return err
		}
		m, err := addressed(c, byMail, model.DeliveredPacket, newest.ID, strings.TrimSpace(to), elsewhere)
		if err != nil {
			return err
		}
		files, err := casefile.SaveBlob(c.Tx, rev.Request, strings.NewReader(string(data)))
		if err != nil {
			return err
		}
		kind := map[string]string{FormHTML: "text/html", FormZip: "application/zip"}[newest.Form]
		m.Files = []model.Attachment{{Name: filepath.Base(path), Type: kind, Size: len(data), Blob: files}}
		m.Subject, m.Text = onSubject(c.Request, "您的个人信息副本 / The copy of your data"), packetText(c.Request, newest.Form)
		c.Detail["what"], c.Detail["way"] = model.DeliveredPacket, byMail
		_, err = outbox.Queue(c, outbox.Ask{What: model.DeliveredPacket, Letter: newest.ID, Way: byMail, Mail: m})
		return err
	})
}

// packetFile reads a copy that goes by mail.
func packetFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the copy: %w", err)
	}
	if info.Size() > maxMailed {
		return nil, ErrPacketLarge
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the copy: %w", err)
	}
	return data, nil
}

// isPacket refuses a file that is not the copy that was built: what is sent is what was released.
func isPacket(p papers.Packet, data []byte) error {
	built, err := sumOf(p)
	sum := sha256.Sum256(data)
	if err == nil && built != hex.EncodeToString(sum[:]) {
		err = ErrPacketChanged
	}
	return err
}

// sumOf is the SHA-256 of a copy as it was built, in hexadecimal.
func sumOf(p papers.Packet) (string, error) {
	var man packet.Manifest
	if err := json.Unmarshal(p.Manifest, &man); err != nil {
		return "", fmt.Errorf("manifest: %w", err)
	}
	if len(man.Files) == 0 {
		return "", ErrPacketChanged
	}
	return man.Files[0].SHA256, nil
}

// packetText says in both languages what comes with the message: who opens it may read only one.
func packetText(r model.Request, form string) string {
	var parts []string
	for _, lang := range []string{"zh", "en"} {
		parts = append(parts, naming.Phrase(lang, "the_copy_of_your_data", r.Reference)+openedBy(form, lang)+
			naming.Phrase(lang, "it_is_locked_its_password"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// onTheWay is what the desk sent by itself or still can, as deliveries.
func onTheWay(v *store.View, request int64) (list []model.Delivery, err error) {
	all, err := mailing.Of(v, request)
	for _, o := range all {
		if o.State.OnTheWay() {
			list = append(list, model.Delivery{What: o.What, Letter: o.Letter, Channel: o.Way, To: o.Mail.To})
		}
	}
	return list, err
}

// mailed records that a server or a gateway took a message, and what follows from the person knowing.
func mailed(c *desk.Change, o dispatch.Outgoing) error {
	if o.What == dispatch.Code {
		return nil
	}
	d := model.Delivery{What: o.What, Letter: o.Letter, Channel: o.Way, To: o.Mail.To, At: o.SentAt, By: o.By,
		Mail: o.ID}
	if err := delivered(c, d, o.Mail.Elsewhere); err != nil || o.What != model.DeliveredLetter || o.Letter == "" {
		return err
	}
	l, err := papers.ReadLetter(c.Tx.View, c.Request.ID, o.Letter)
	if err != nil {
		return err
	}
	if !letter.Kind(l.Kind).Answers() {
		return followDelivery(c, l)
	}
	if err := wentForAll(c, l.ID, d, o.Mail.Elsewhere); err != nil {
		return err
	}
	if c.Request.Status != model.Answering {
		return nil // it was closed meanwhile
	}
	if answer, came, err := closable(c); err == nil && answer == l.ID {
		return closeWith(c, came)
	}
	c.Detail["open"] = true // what is so changed since the answer left: a person closes, or writes anew
	return nil
}

// SettleMail carries out what a person decided about a message that did not reach somebody, or may not have.
func SettleMail(ctx context.Context, s *desk.Session, rev model.Revision, id string,
	d outbox.Decision) (model.Request, error) {
	return outbox.Settle(ctx, s, rev, id, d, mailed, mayGoAgain)
}

// SendMail hands over what waits; see outbox.Send.
func SendMail(ctx context.Context, s *desk.Session) error { return outbox.Send(ctx, s, mailed) }
