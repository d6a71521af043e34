package identity

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/setup"
)

// Code is a six-digit code that was made and not sent yet. The desk knows nothing of it before SendCode.
type Code struct {
	// Digits are what the person is to read out.
	Digits string
	// To is the contact on file that it is for, and no other.
	To      string
	kind    model.EvidenceKind
	request int64
	of      []proven.Spoken
	// discounted is set where the contact was changed shortly before the request: then the code counts for nothing.
	discounted bool
}

// MakeCode makes a six-digit code for the contact on file (email or phone), which staff are to send or read out.
// Nothing is kept of it: SendCode does, once it was sent. held is what the sources hold: a contact that is not on file
// is refused.
func MakeCode(ctx context.Context, s *desk.Session, rev model.Revision, kind model.EvidenceKind,
	held Held) (code Code, err error) {
	if err := s.Allow(ctx, model.ActSendCode); err != nil {
		return Code{}, err
	}
	if held.Request != rev.Request {
		return Code{}, ErrOtherHeld
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return Code{}, fmt.Errorf("make a code: %w", err)
	}
	code = Code{Digits: fmt.Sprintf("%0*d", model.CodeDigits, n), kind: kind, request: rev.Request}
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		r, err := requests.Read(v, rev.Request)
		if err != nil {
			return err
		}
		point, named := contactFor(r, kind)
		if code.To = named.Value; code.To == "" {
			return ErrNoContact
		}
		if !held.has(named) {
			return ErrNotOnFile
		}
		code.of = held.proves(r.Subject, named)
		code.discounted = held.ChangedShortlyBefore(point, r.ReceivedAt)
		return nil
	})
	if err != nil {
		return Code{}, err
	}
	return code, nil
}

// contactFor is the contact that a kind of code goes to, with the data point that it is.
func contactFor(r model.Request, kind model.EvidenceKind) (point string, contact proven.Named) {
	if kind == model.EvidencePhoneCode {
		return "phone", proven.Named{Kind: "phone_number", Value: strings.TrimSpace(r.Subject.Phone)}
	}
	return "email", proven.Named{Kind: "email", Value: strings.TrimSpace(r.Subject.Email)}
}

// SendCode records that a code was sent to the contact that it was made for. From now on it can be checked, for ten
// minutes; the desk keeps only its keyed hash.
func SendCode(ctx context.Context, s *desk.Session, rev model.Revision, code Code) (model.Request, error) {
	if err := s.Allow(ctx, model.ActSendCode); err != nil {
		return model.Request{}, err
	}
	if code.request != rev.Request || len(code.Digits) != model.CodeDigits {
		return model.Request{}, ErrOtherHeld
	}
	return change(ctx, s, model.ActSendCode, rev, func(c *desk.Change, before Standing) error {
		return keepCode(c, before, code)
	})
}

// codeWays are the ways by which the desk sends a kind of code by itself.
var codeWays = map[model.EvidenceKind]string{model.EvidenceEmailCode: dispatch.ByEmail,
	model.EvidencePhoneCode: dispatch.BySMS}

// LetCodeGo is SendCode for a code that the desk sends by itself, by mail or as a text message: nobody at the desk
// needs to see it. It is of no use after ten minutes, and no server and no gateway is given it any more then.
func LetCodeGo(ctx context.Context, s *desk.Session, rev model.Revision, code Code) (model.Request, error) {
	if err := s.Allow(ctx, model.ActSendCode); err != nil {
		return model.Request{}, err
	}
	if code.request != rev.Request || len(code.Digits) != model.CodeDigits {
		return model.Request{}, ErrOtherHeld
	}
	way := codeWays[code.kind]
	return change(ctx, s, model.ActSendCode, rev, func(c *desk.Change, before Standing) error {
		if err := keepCode(c, before, code); err != nil {
			return err
		}
		text := fmt.Sprintf(codeText, c.Request.Reference, code.Digits, c.Request.Reference, code.Digits)
		if way == dispatch.BySMS {
			org, err := setup.Organisation(c.Tx.View)
			if err != nil {
				return err
			}
			text = fmt.Sprintf(codeShort, org.Called("zh"), code.Digits, c.Request.Reference, org.Called("en"),
				code.Digits)
		}
		_, err := outbox.Queue(c,
			outbox.Ask{What: dispatch.Code, Way: way,
				Mail: dispatch.Mail{To: code.To, Subject: "[" + c.Request.Reference + "] 验证码 / Code",
					Text: text, Until: s.Now().Add(model.CodeLife)}})
		return err
	})
}

// Sends reports whether the desk sends a kind of code by itself.
func Sends(ctx context.Context, s *desk.Session, kind model.EvidenceKind) (sends bool, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		settings, err := setup.MailSettings(v)
		sends = slices.Contains(outbox.Ways(settings), codeWays[kind])
		return err
	})
	return sends, err
}

// codeShort is the code as a text message.
const codeShort = `%s：验证码 %s，请求 %s，十分钟内有效。如非本人操作，请忽略。
%s: your code is %s, valid for ten minutes.`

const codeText = `您的请求 %s 的验证码为：%s
十分钟内有效。请将验证码告知正在为您办理的工作人员；我们不会向您索要密码。如您未提出请求，请忽略本邮件。

The code for your request %s: %s
It is valid for ten minutes. Tell it to the member of staff who handles your request; we never ask for a password. If you did not ask for anything, ignore this message.
`

// keepCode keeps that a code went to the contact that it was made for.
func keepCode(c *desk.Change, before Standing, code Code) error {
	if _, to := contactFor(c.Request, code.kind); to.Value != code.To {
		return ErrContactMoved
	}
	s := c.Session
	// A new code replaces one that still waits: only one is ever good.
	if before.Pending != nil {
		if err := casefile.JudgeEvidence(c.Tx, before.Pending.ID, model.Failed, before.Pending.Tries); err != nil {
			return err
		}
	}
	e := model.Evidence{Kind: code.kind, Result: model.Pending, At: s.Now(), By: s.Staff().ID,
		Discounted: code.discounted}
	c.Detail["kind"], c.Detail["discounted"] = string(code.kind), code.discounted
	c.AskedIdentity()
	id, err := casefile.AddEvidence(c.Tx, c.Request.ID, e, s.Now().Add(model.CodeLife), code.Digits, "")
	if err != nil {
		return err
	}
	return speaks(c, id, code.of)
}

// CheckCode compares what the person read out with the code that waits. A wrong try is counted and kept even though it
// is an error; the third makes the code void.
func CheckCode(ctx context.Context, s *desk.Session, rev model.Revision, code string) (model.Request, error) {
	if err := s.Allow(ctx, model.ActCheckCode); err != nil {
		return model.Request{}, err
	}
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	if len(code) != model.CodeDigits {
		return model.Request{}, ErrCodeDigits
	}
	var verdict error
	r, err := change(ctx, s, model.ActCheckCode, rev, func(c *desk.Change, before Standing) error {
		verdict = nil
		p := before.Pending
		if p == nil {
			return ErrNoCode
		}
		tries, result := p.Tries+1, model.Pending
		switch {
		case s.Now().After(p.ExpiresAt):
			verdict, result = ErrCodeExpired, model.Failed
		case casefile.IsCode(c.Tx.View, *p, code):
			result = model.Passed
		case tries >= model.CodeTries:
			verdict, result = ErrCodeVoid, model.Failed
		default:
			verdict = ErrCodeWrong
		}
		c.Detail["kind"], c.Detail["result"], c.Detail["tries"] = string(p.Kind), string(result), tries
		return casefile.JudgeEvidence(c.Tx, p.ID, result, tries)
	})
	if err != nil {
		return r, err
	}
	return r, verdict
}
