package sample

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/model"
)

// steps are what can happen in a course; each is what a member of staff does in the window.
var steps map[string]func(context.Context, *stage, *course) error

func init() { // some steps play others
	steps = allSteps
}

var allSteps = map[string]func(context.Context, *stage, *course) error{
	"take":   take,
	"triage": triage,
	"ack": func(ctx context.Context, st *stage, s *course) error {
		return st.tell(ctx, s, letter.Acknowledgement)
	},
	"prove":           prove,
	"half":            proveHalf,
	"code":            sendCode,
	"wrong":           wrongCode,
	"notproven":       notProven,
	"ask":             ask,
	"collect":         gather,
	"manual":          manual,
	"carried":         settleCarried,
	"missing":         missing,
	"decide":          decide,
	"send":            send,
	"takereview":      takeReview,
	"return":          sendBack,
	"agree":           agree,
	"release":         release,
	"build":           build,
	"deliver":         deliver,
	"letter":          answer,
	"certify":         certify,
	"close":           closeDone,
	"followup":        followUp,
	"approvefollowup": approveFollowUp,
	"settle":          settle,
	"blocked":         blocked,
	"plan":            plan,
	"sign":            sign,
	"write":           write,
	"tasks":           tasks,
	"linked":          linked,
	"refuse":          refuse,
	"approverefuse":   approveRefusal,
	"withdrawn": func(ctx context.Context, st *stage, s *course) error {
		return st.early(ctx, s, model.Withdrawn)
	},
	"duplicate": duplicate,
	"redirected": func(ctx context.Context, st *stage, s *course) error {
		return st.early(ctx, s, model.Redirected)
	},
}

func (st *stage) worker(s *course) *desk.Session   { return st.staff[s.by] }
func (st *stage) reviewer(s *course) *desk.Session { return st.staff[s.second] }

func take(ctx context.Context, st *stage, s *course) error {
	r, err := intake.Take(ctx, st.worker(s), s.sub)
	s.id = r.ID
	return err
}

func triage(ctx context.Context, st *stage, s *course) error {
	_, err := intake.Triage(ctx, st.worker(s), now(ctx, st.worker(s), s.id), s.sub)
	return err
}

func (st *stage) write(ctx context.Context, s *course, kind letter.Kind) error {
	_, err := fulfil.WriteLetter(ctx, st.worker(s), now(ctx, st.worker(s), s.id),
		fulfil.Ask{Kind: kind, Lang: s.person.Language})
	return err
}

// tell writes a letter on the way to the answer and records that it went out.
func (st *stage) tell(ctx context.Context, s *course, kind letter.Kind) error {
	w, err := fulfil.WriteLetter(ctx, st.worker(s), now(ctx, st.worker(s), s.id),
		fulfil.Ask{Kind: kind, Lang: s.person.Language})
	if err != nil {
		return err
	}
	_, err = fulfil.DeliverLetter(ctx, st.worker(s), now(ctx, st.worker(s), s.id), w.ID, "email", s.contact("email"),
		st.known())
	return err
}

func notProven(ctx context.Context, st *stage, s *course) error {
	_, err := identity.NotProven(ctx, st.worker(s), now(ctx, st.worker(s), s.id))
	return err
}

// ask leaves the request waiting for the person, with the letter that asks.
func ask(ctx context.Context, st *stage, s *course) error {
	if err := st.tell(ctx, s, letter.IdentityNeeded); err != nil {
		return err
	}
	st.clock.step(time.Minute)
	_, err := fulfil.AskPerson(ctx, st.worker(s), now(ctx, st.worker(s), s.id))
	return err
}

func gather(ctx context.Context, st *stage, s *course) error {
	return collect.Collect(ctx, st.worker(s), now(ctx, st.worker(s), s.id), nil)
}

// manual is the answer of the paper archive: mostly that there is nothing.
func manual(ctx context.Context, st *stage, s *course) error {
	var files []collect.Handed
	if s.number%3 == 0 {
		files = append(files, collect.Handed{Name: fmt.Sprintf(st.say("archive-%04d.txt", "档案-%04d.txt"),
			s.number), Mime: "text/plain",
			Data: []byte("会员申请表（纸质）摘录\n姓名：" + s.person.Name + "\n账号：" + s.person.AccountNo + "\n")})
	}
	_, err := collect.AnswerManual(ctx, st.worker(s), now(ctx, st.worker(s), s.id), "archive", files)
	return err
}

func missing(ctx context.Context, st *stage, s *course) error {
	_, err := review.AcceptMissing(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id),
		st.say("The archive is moving, paper files cannot be had for two weeks: answer now, add later.",
			"档案室搬迁，纸质档案两周内查不到，先行答复，后续补充。"))
	return err
}

// settleCarried takes up what the rows found carry and is surely the person's, and has the sources searched by it. The
// rest are the numbers of those to whom something was sent.
func settleCarried(ctx context.Context, st *stage, s *course) error {
	res, err := collect.Read(ctx, st.worker(s), s.id)
	if err != nil || len(res.OpenCarried) == 0 {
		return err
	}
	theirs := slices.DeleteFunc(slices.Clone(res.OpenCarried), func(c model.Carried) bool { return c.Shared })
	switch _, err := collect.TakeCarried(ctx, st.worker(s), now(ctx, st.worker(s), s.id), theirs); {
	case errors.Is(err, collect.ErrNoCarried):
	case err != nil:
		return err
	default:
		if err := gather(ctx, st, s); err != nil {
			return err
		}
		if res, err = collect.Read(ctx, st.worker(s), s.id); err != nil || len(res.OpenCarried) == 0 {
			return err
		}
	}
	_, err = collect.LeaveCarried(ctx, st.worker(s), now(ctx, st.worker(s), s.id), res.OpenCarried,
		model.UnsoughtNotTheirs,
		st.say("Asked the person: these are of whoever received the parcel.", "已与本人核对：是收件人的联系方式，不属于本人。"))
	return err
}

// decide settles every row that may be somebody else's: what tells where others live is masked, their cards are left
// out.
func decide(ctx context.Context, st *stage, s *course) error {
	rows, err := collect.List(ctx, st.worker(s), s.id, model.FindingFilter{SharedOnly: true}, 0, 200)
	if err != nil {
		return err
	}
	for _, row := range rows {
		decision, choice := model.Include, collect.Choice{
			Reason: st.say("The person's own record, nothing of others in it.", "本人的记录，未涉及他人内容。")}
		switch row.Collection {
		case "address":
			decision, choice = model.MaskSome, collect.Choice{
				Columns: []string{"recipient", "recipient_phone", "street"},
				Reason:  st.say("Somebody else's delivery address.", "他人的收货地址。")}
		case "payment_card":
			decision, choice = model.LeaveOut, collect.Choice{Reason: st.say("Somebody else's bank card.", "他人的银行卡。")}
		}
		st.clock.step(10 * time.Second)
		if _, err := review.Decide(ctx, st.worker(s), now(ctx, st.worker(s), s.id), row.Seen(), decision,
			choice); err != nil {
			return fmt.Errorf("%s %s: %w", row.Collection, row.Found.Key, err)
		}
	}
	return nil
}

func send(ctx context.Context, st *stage, s *course) error {
	_, err := review.SendToReview(ctx, st.worker(s), now(ctx, st.worker(s), s.id))
	return err
}

func takeReview(ctx context.Context, st *stage, s *course) error {
	_, err := st.reviewer(s).Claim(ctx, now(ctx, st.reviewer(s), s.id))
	return err
}

func sendBack(ctx context.Context, st *stage, s *course) error {
	_, err := review.Return(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id),
		st.say("The address of the present is somebody else's: look again whether it is masked.",
			"礼物订单的收货地址是别人的，请再看一下要不要遮挡。"))
	return err
}

func agree(ctx context.Context, st *stage, s *course) error {
	rows, err := collect.List(ctx, st.reviewer(s), s.id, model.FindingFilter{SharedOnly: true}, 0, 200)
	if err != nil {
		return err
	}
	for _, row := range rows {
		st.clock.step(5 * time.Second)
		if _, err := review.Agree(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id), row.Seen()); err != nil {
			return fmt.Errorf("%s %s: %w", row.Collection, row.Found.Key, err)
		}
	}
	return nil
}

func release(ctx context.Context, st *stage, s *course) error {
	return st.approve(ctx, s, review.Release)
}

// approve is the second person's word on exactly what stands in review.
func (st *stage) approve(ctx context.Context, s *course,
	do func(context.Context, *desk.Session, model.Revision, string) (model.Request, error)) error {
	digest, err := change.Digest(ctx, st.reviewer(s), s.id)
	if err != nil {
		return err
	}
	_, err = do(ctx, st.reviewer(s), now(ctx, st.reviewer(s), s.id), digest)
	return err
}

func build(ctx context.Context, st *stage, s *course) error {
	form := fulfil.FormZip
	if s.number%3 == 0 {
		form = fulfil.FormHTML
	}
	_, err := fulfil.BuildPacket(ctx, st.worker(s), now(ctx, st.worker(s), s.id), form,
		filepath.Join(st.tmp, fmt.Sprintf("%d.%s", s.number, form)), s.person.Language)
	return err
}

func deliver(ctx context.Context, st *stage, s *course) error {
	if _, err := fulfil.Deliver(ctx, st.worker(s), now(ctx, st.worker(s), s.id), "packet", "email", s.contact("email"),
		st.known()); err != nil {
		return err
	}
	st.clock.step(2 * time.Minute)
	_, err := fulfil.Deliver(ctx, st.worker(s), now(ctx, st.worker(s), s.id), "password",
		[]string{"sms", "phone"}[s.number%2], s.contact("phone"), st.known())
	return err
}

// answer writes the letter that a request ends with.
func answer(ctx context.Context, st *stage, s *course) error {
	r, err := st.worker(s).Request(ctx, s.id)
	if err != nil {
		return err
	}
	return st.write(ctx, s, fulfil.LetterKinds(r)[0])
}

// known is why something goes to a contact that the request does not name.
func (st *stage) known() model.Elsewhere {
	return model.Elsewhere{Why: model.ElsewhereOnFile, Text: st.say("compared with the customer file", "已与客户资料核对")}
}

func closeDone(ctx context.Context, st *stage, s *course) error {
	_, err := fulfil.Close(ctx, st.worker(s), now(ctx, st.worker(s), s.id),
		fulfil.Closing{Way: "post", To: st.say("the address on file", "在册地址"), Elsewhere: st.known()})
	return err
}

// duplicate closes a request as what it is: the same again, of somebody whose first is still open.
func duplicate(ctx context.Context, st *stage, s *course) error {
	twins, err := st.worker(s).Twins(ctx, s.id)
	if err != nil {
		return err
	}
	for _, t := range twins {
		if t.Request.Open() && t.Request.ID < s.id {
			_, err := st.worker(s).Merge(ctx, now(ctx, st.worker(s), s.id), t.Request.Revision())
			return err
		}
	}
	return fmt.Errorf("nobody asked the same before request %d", s.id)
}

func (st *stage) early(ctx context.Context, s *course, outcome model.Outcome) error {
	_, err := st.worker(s).CloseEarly(ctx, now(ctx, st.worker(s), s.id), outcome)
	return err
}

// verdictAnswers are what staff write about a complaint.
var verdictAnswers = map[model.Verdict]model.Text{
	model.Upheld: {"zh-Hans": "已向相关部门提出整改要求，并已完成整改。",
		"en": "we asked the department to change its practice, and it has done so."},
	model.UpheldPart: {"zh-Hans": "答复确有延误，现已补发；其余做法符合隐私声明。",
		"en": "the answer was late and has been sent again; otherwise the practice is as the privacy statement says."},
	model.NotUpheld: {"zh-Hans": "经核对，相关处理均在您同意的范围内，并可随时撤回。",
		"en": "we compared what is done with what you agreed to; it stays within that, and you can withdraw it at any time."},
	model.Unresolved: {"zh-Hans": "未能查清号码的来源，已请数据来源方说明。",
		"en": "we could not find out where the number came from; the provider has been asked."},
}

// followUp takes down what was done about a complaint or a call for help.
func followUp(ctx context.Context, st *stage, s *course) error {
	done := map[string]string{"zh-Hans": "已向相关部门提出整改要求，并已与您电话沟通。",
		"en": "we asked the department to change its practice and spoke to you on the telephone."}[s.person.Language]
	if s.sub.Kind == model.SelfService {
		done = map[string]string{"zh-Hans": "已在电话中向您说明在应用的“设置—隐私”中查看和更改的方法。",
			"en": "we showed you on the telephone where to see and change it in the app, under Settings > Privacy."}[s.person.Language]
	}
	answer := model.FollowUp{Done: done}
	if s.sub.Kind == model.Complaint {
		answer.Verdict = model.Verdicts[st.found%len(model.Verdicts)]
		st.found++
		answer.Done = verdictAnswers[answer.Verdict].In(s.person.Language)
	}
	_, err := result.FollowUp(ctx, st.worker(s), now(ctx, st.worker(s), s.id), answer)
	return err
}

func approveFollowUp(ctx context.Context, st *stage, s *course) error {
	return st.approve(ctx, s, result.ApproveFollowUp)
}

// now is a request as it stands, which the course's people have before their eyes whenever they do something. Where it
// cannot be read, what is done with it says why.
func now(ctx context.Context, s *desk.Session, id int64) model.Revision {
	r, err := s.Request(ctx, id)
	if err != nil {
		return model.Revision{Request: id}
	}
	return r.Revision()
}

// contact is where the person of a course is reached.
func (s *course) contact(way string) string {
	sub := s.sub.Subject
	if way == "email" {
		return cmp.Or(sub.Email, s.person.Email, sub.Phone, s.person.Name)
	}
	return cmp.Or(sub.Phone, s.person.Phone, sub.Email, s.person.Name)
}
