// Package outbox is how what a desk has to say leaves it by mail: the servers it speaks to, the messages that wait, and
// the one desktop that hands them over. What is said is settled by others: letters and copies by fulfil, codes by
// identity.
package outbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Side is which part of the settings something is about.
type Side string

// The parts of the settings.
const (
	SideOut  Side = "out"
	SideFrom Side = "from"
	SidePace Side = "pace"
	SideIn   Side = "in"
	SideSMS  Side = "sms"
	SidePush Side = "push"
)

// SettingsFault says what is wrong with a part of the settings: an error of mail.Check or mail.CheckAddress, or one of
// this package.
type SettingsFault struct {
	Side Side
	Why  error
}

func (e *SettingsFault) Error() string { return fmt.Sprintf("mail settings, %s: %v", e.Side, e.Why) }

// Unwrap returns what is wrong.
func (e *SettingsFault) Unwrap() error { return e.Why }

// Errors of the settings.
var (
	// ErrPasswordAgain: a kept password goes to no server, port or user but those that it was given for.
	ErrPasswordAgain = errors.New("the password must be typed again for another server or user")
	ErrSecretAgain   = errors.New("the secret must be typed again for another gateway")
	ErrPace          = errors.New("give 1 to 6,000 messages a minute, or nothing")
)

const maxPace = 6000

// ReadSettings reads how the desk sends and reads mail, without the passwords.
func ReadSettings(ctx context.Context, s *desk.Session) (m dispatch.Settings, err error) {
	err = s.Read(ctx, model.ActEditMail, func(v *store.View) (err error) {
		m, err = setup.MailSettings(v)
		return err
	})
	return m.Masked(), err
}

// SaveSettings keeps changed settings as the next version. A password that is left empty is the kept one, where server,
// port, security and user are still the same. It fails with store.ErrConflict where m.Version is not the one in force,
// and with a *SettingsFault where a part cannot be kept.
func SaveSettings(ctx context.Context, s *desk.Session, m dispatch.Settings) (saved dispatch.Settings, err error) {
	err = s.Write(ctx, model.ActEditMail, func(tx *store.Tx, entry *model.Entry) error {
		full, err := complete(tx.View, m)
		if err != nil {
			return err
		}
		full.SavedAt, full.SavedBy = s.Now(), s.Staff().ID
		saved, err = setup.SaveMailSettings(tx, full)
		entry.Detail["version"], entry.Detail["sends"], entry.Detail["reads"] =
			saved.Version, saved.Sends(), saved.Reads()
		return err
	})
	return saved.Masked(), err
}

// complete puts kept passwords in and checks the whole.
func complete(v *store.View, m dispatch.Settings) (dispatch.Settings, error) {
	kept, err := setup.MailSettings(v)
	if err != nil {
		return m, err
	}
	for _, side := range []struct {
		name      Side
		now, then *dispatch.Server
	}{{SideOut, &m.Out, &kept.Out}, {SideIn, &m.In, &kept.In}} {
		if side.now.Host == "" {
			*side.now = dispatch.Server{}
			continue
		}
		if side.now.Password == "" && side.now.User != "" {
			same := *side.then
			same.Password = ""
			if *side.now != same || side.then.Password == "" {
				return m, &SettingsFault{side.name, ErrPasswordAgain}
			}
			side.now.Password = side.then.Password
		}
		if err := mail.Check(*side.now); err != nil {
			return m, &SettingsFault{side.name, err}
		}
	}
	if m.Reads() && m.In.User == "" {
		return m, &SettingsFault{SideIn, mail.ErrUser}
	}
	if m.PerMinute < 0 || m.PerMinute > maxPace {
		return m, &SettingsFault{SidePace, ErrPace}
	}
	for _, side := range []struct {
		name      Side
		now, then *gateway.Gateway
	}{{SideSMS, &m.SMS, &kept.SMS}, {SidePush, &m.Push, &kept.Push}} {
		if err := completeGateway(side.now, *side.then); err != nil {
			return m, &SettingsFault{side.name, err}
		}
	}
	if m.Sends() || m.From != "" {
		if err := mail.CheckAddress(m.From); err != nil {
			return m, &SettingsFault{SideFrom, err}
		}
	}
	return m, nil
}

// completeGateway puts a kept secret in and checks the whole. A secret goes to no other host than it was given for, and
// to none that another authority vouches for.
func completeGateway(now *gateway.Gateway, then gateway.Gateway) error {
	if !now.Takes() {
		*now = gateway.Gateway{}
		return nil
	}
	if now.Secret == "" && then.Secret != "" {
		if now.Origin() != then.Origin() || now.Authority != then.Authority {
			return ErrSecretAgain
		}
		now.Secret = then.Secret
	}
	if now.PerMinute < 0 || now.PerMinute > maxPace {
		return ErrPace
	}
	if _, err := mail.OpenGateway(*now); err != nil {
		return err
	}
	return nil
}

// TryGateway says one message to the gateway of a channel, as settings say, without saving them: to is a number or a
// device of who tries it. It fails with a *mail.Failure where no answer comes.
func TryGateway(ctx context.Context, s *desk.Session, m dispatch.Settings, ch notice.Channel, to,
	text string) (answer mail.Answer, err error) {
	err = s.Write(ctx, model.ActEditMail, func(tx *store.Tx, entry *model.Entry) error {
		entry.Detail["tried"] = string(ch)
		m, err = complete(tx.View, m)
		return err
	})
	if err != nil {
		return answer, err
	}
	try := gateway.Message{Device: to, Title: "Rightsdesk", Text: text, Language: model.Languages[0],
		ID: uuid.NewString()}
	if ch == notice.SMS {
		if try.To, err = identifier.NormalisePhone(to); err != nil {
			return answer, err
		}
	}
	g, err := mail.OpenGateway(gatewayOf(m, ch))
	if err != nil {
		return answer, err
	}
	defer g.Close()
	return g.Ask(ctx, try)
}

// Tried is what became of trying settings; nil where it works, or nothing was to try. An error is a *mail.Failure.
type Tried struct{ Out, In error }

// Try speaks to both servers as the settings say, without saving them and without sending anything.
func Try(ctx context.Context, s *desk.Session, m dispatch.Settings) (t Tried, err error) {
	err = s.Read(ctx, model.ActEditMail, func(v *store.View) (err error) {
		m, err = complete(v, m)
		return err
	})
	if err != nil {
		return t, err
	}
	if m.Sends() {
		var out *mail.Sender
		if out, t.Out = mail.Open(ctx, m.Out, m.PerMinute); t.Out == nil {
			out.Close()
		}
	}
	if m.Reads() {
		var in *mail.Reader
		if in, t.In = mail.OpenReader(ctx, m.In, tryLargest); t.In == nil {
			in.Close()
		}
	}
	return t, nil
}

// tryLargest is enough for an inbox that is only looked at, in bytes.
const tryLargest = 1 << 20
