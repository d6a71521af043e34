package sample

import (
	"context"
	"errors"
	"fmt"
	"time"

	proof "orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/model"
)

// held is what the sources hold of the person of a course, read once.
type held = identity.Held

func (st *stage) onFile(ctx context.Context, s *course) (held, error) {
	if s.held == nil {
		h, err := identity.OnFile(ctx, st.worker(s), s.id)
		if err != nil {
			return held{}, err
		}
		s.held = &h
	}
	return *s.held, nil
}

// byHand are the proofs that staff judge, with what they note.
var byHand = map[model.Missing]struct {
	kind model.EvidenceKind
	note model.Text
}{
	model.MissingControl:      {model.EvidenceCallBack, both("Called back on the number on file; the person answered.", "回拨在册号码，本人接听。")},
	model.MissingStatement:    {model.EvidenceStatement, both("Signed statement received; the signature is that on file.", "收到签字声明，签名与留档一致。")},
	model.MissingGuardianID:   {model.EvidenceGuardianID, both("Saw the guardian's identity card by video; the name agrees.", "视频核对监护人身份证，姓名一致。")},
	model.MissingRelationship: {model.EvidenceRelationship, both("Saw the household register; the relation is true.", "查看户口簿，关系属实。")},
	model.MissingOwnConsent:   {model.EvidenceOwnConsent, both("Spoke to the person, who agrees.", "与本人通话，本人同意。")},
	model.MissingGuardianYes:  {model.EvidenceGuardianYes, both("Spoke to the guardian, who agrees.", "与监护人通话，监护人同意。")},
	model.MissingAuthority:    {model.EvidenceAuthority, both("Original of the authorisation; it covers this request.", "授权委托书原件，范围包含本申请。")},
}

// said are the answers that the person gives, by data point, in the order staff ask.
func said(p Person) [][2]string {
	return [][2]string{{"name", p.Name}, {"district", p.District}, {"birth_date", p.Birth.Format(time.DateOnly)},
		{"nickname", p.Username}}
}

// prove supplies what lacks until the identity stands.
func prove(ctx context.Context, st *stage, s *course) error {
	worker := st.worker(s)
	standing, err := identity.Read(ctx, worker, s.id)
	if err != nil {
		return err
	}
	if standing.Needed == 0 {
		return nil // settling it has moved it on
	}
	points := said(s.person)
	for tries := 0; len(standing.Lacks) > 0; tries++ {
		if tries > 20 {
			return fmt.Errorf("still lacks %v after %d proofs", standing.Lacks, tries)
		}
		st.clock.step(20 * time.Second)
		lack := standing.Lacks[0]
		switch lack {
		case model.MissingCode:
			err = st.code(ctx, s)
		case model.MissingPoint:
			if len(points) == 0 {
				return errors.New("the person has no further data point to tell")
			}
			err = st.compare(ctx, s, points[0][0], points[0][1])
			points = points[1:]
		case model.MissingControl:
			if s.number%2 == 0 {
				err = st.code(ctx, s)
				break
			}
			fallthrough
		default:
			how := byHand[lack]
			if lack == model.MissingControl {
				err = st.control(ctx, s, how.kind, true, how.note.In(st.lang))
				break
			}
			_, err = identity.Record(ctx, worker, now(ctx, worker, s.id), how.kind, true,
				how.note.In(st.lang))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", lack, err)
		}
		if standing, err = identity.Read(ctx, worker, s.id); err != nil {
			return err
		}
	}
	return nil
}

// control records a call-back of what the first identifier that the request names leads to.
func (st *stage) control(ctx context.Context, s *course, kind model.EvidenceKind, passed bool, note string) error {
	h, err := st.onFile(ctx, s)
	if err != nil {
		return err
	}
	r, err := st.worker(s).Request(ctx, s.id)
	if err != nil {
		return err
	}
	_, err = identity.RecordControl(ctx, st.worker(s), now(ctx, st.worker(s), s.id), kind, proof.NamesOf(r.Subject)[0],
		passed, note, h)
	return err
}

func (st *stage) compare(ctx context.Context, s *course, point, answer string) error {
	h, err := st.onFile(ctx, s)
	if err != nil {
		return err
	}
	match, err := identity.Compare(ctx, st.worker(s), now(ctx, st.worker(s), s.id), point, answer, h)
	if err == nil && !match {
		return fmt.Errorf("%s does not match the sources", point)
	}
	return err
}

// code sends a code to the contact that the request names and hears it read out.
func (st *stage) code(ctx context.Context, s *course) error {
	code, err := st.send(ctx, s)
	if err != nil {
		return err
	}
	st.clock.step(40 * time.Second)
	_, err = identity.CheckCode(ctx, st.worker(s), now(ctx, st.worker(s), s.id), code)
	return err
}

func (st *stage) send(ctx context.Context, s *course) (string, error) {
	h, err := st.onFile(ctx, s)
	if err != nil {
		return "", err
	}
	kind := model.EvidenceEmailCode
	if s.sub.Subject.Email == "" {
		kind = model.EvidencePhoneCode
	}
	code, err := identity.MakeCode(ctx, st.worker(s), now(ctx, st.worker(s), s.id), kind, h)
	if err != nil {
		return "", err
	}
	_, err = identity.SendCode(ctx, st.worker(s), now(ctx, st.worker(s), s.id), code)
	return code.Digits, err
}

// proveHalf leaves the identity on its way: a detail matches, or one does not, and no more came of it.
func proveHalf(ctx context.Context, st *stage, s *course) error {
	standing, err := identity.Read(ctx, st.worker(s), s.id)
	if err != nil || standing.Needed < 2 {
		return err // one proof would be all it needs
	}
	h, err := st.onFile(ctx, s)
	if err != nil {
		return err
	}
	answers := [][2]string{{"name", s.person.Name}, {"district", s.person.District}, {"district",
		st.say("does not remember", "不记得")}}
	one := answers[s.number%len(answers)]
	_, err = identity.Compare(ctx, st.worker(s), now(ctx, st.worker(s), s.id), one[0], one[1], h)
	return err
}

// sendCode leaves a code unanswered. To somebody who is not on file none can be sent, which is what staff then see.
func sendCode(ctx context.Context, st *stage, s *course) error {
	_, err := st.send(ctx, s)
	if errors.Is(err, identity.ErrNotOnFile) {
		err = st.control(ctx, s, model.EvidenceCallBack, false,
			st.say("The contact left is not on file; nothing can be proven by it.", "所留联系方式不在册，无法核验。"))
	}
	return err
}

// wrongCode leaves a code of which one try was wrong.
func wrongCode(ctx context.Context, st *stage, s *course) error {
	code, err := st.send(ctx, s)
	if err != nil {
		return err
	}
	st.clock.step(time.Minute)
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	if _, err := identity.CheckCode(ctx, st.worker(s), now(ctx, st.worker(s), s.id), wrong); !errors.Is(err,
		identity.ErrCodeWrong) {
		return fmt.Errorf("a wrong code was not refused: %w", err)
	}
	return nil
}
