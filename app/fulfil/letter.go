package fulfil

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// Written is a letter as the desk keeps it.
type Written struct {
	ID   string
	Kind letter.Kind
	Lang string
	At   time.Time
	By   string
	letter.Letter
}

// LetterKinds are the letters that a request can be answered with where it stands.
func LetterKinds(r model.Request) []letter.Kind {
	switch {
	case r.Status == model.Answering && r.Outcome == model.NotVerified:
		return []letter.Kind{letter.NotVerified}
	case r.Status == model.Answering && r.Outcome == model.Refused:
		return []letter.Kind{letter.Refused}
	case r.Status == model.Answering:
		return []letter.Kind{letter.Fulfilled}
	case r.Status == model.Working && r.Kind == model.Cancellation:
		return []letter.Kind{letter.Acknowledgement, letter.Blockers}
	case r.Open():
		return []letter.Kind{letter.Acknowledgement, letter.IdentityNeeded}
	}
	return nil
}

// WriteLetter writes a letter from its template with the facts of the request and keeps it.
func WriteLetter(ctx context.Context, s *desk.Session, request int64, kind letter.Kind, lang string) (w Written, err error) {
	_, err = s.Change(ctx, model.ActLetter, request, desk.ByHolder, func(c *desk.Change) error {
		if !slices.Contains(LetterKinds(c.Request), kind) {
			return fmt.Errorf("a request that is %s has no letter %q", c.Request.Status, kind)
		}
		facts, err := letterFacts(c, kind, lang)
		if err != nil {
			return err
		}
		if kind == letter.Fulfilled && len(facts.Grounds) > 0 {
			kind = letter.PartlyFulfilled // what was withheld is said, with its reason
		}
		rendered, err := letter.Render(kind, lang, facts)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(facts)
		if err != nil {
			return fmt.Errorf("keep the letter: %w", err)
		}
		w = Written{uuid.NewString(), kind, lang, s.Now(), s.Staff().ID, rendered}
		c.Detail["letter"], c.Detail["lang"], c.Detail["organisation"] = string(kind), lang, facts.OrganisationVersion
		return c.Tx.SaveLetter(request, store.Letter{ID: w.ID, Kind: string(kind), Lang: lang, At: w.At, By: w.By, Data: raw})
	})
	return w, err
}

// Letters reads a request's letters, newest first.
func Letters(ctx context.Context, s *desk.Session, request int64) (list []Written, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		kept, err := v.Letters(request)
		for _, l := range kept {
			var facts letter.Data
			if err := json.Unmarshal(l.Data, &facts); err != nil {
				return fmt.Errorf("letter %s: %w", l.ID, err)
			}
			facts.Zone = s.Rules().Location()
			rendered, err := letter.RenderKept(letter.Kind(l.Kind), l.Lang, facts)
			if err != nil {
				return err
			}
			list = append(list, Written{l.ID, letter.Kind(l.Kind), l.Lang, l.At, l.By, rendered})
		}
		return err
	})
	return list, err
}

// letterFacts gathers what a letter of a kind says; the template refuses to be rendered with a fact missing.
func letterFacts(c *desk.Change, kind letter.Kind, lang string) (letter.Data, error) {
	r, s := c.Request, c.Session
	org, err := c.Tx.Organisation()
	if err != nil {
		return letter.Data{}, err
	}
	if err := org.Require(lang, letterNeeds(kind, r.Kind)...); err != nil {
		return letter.Data{}, err
	}
	writer, err := writerOf(org, lang)
	if err != nil {
		return letter.Data{}, err
	}
	due := s.Rules().FinalDue(r)
	counted := due.Rule.Text[lang]
	if counted == "" {
		counted = due.Rule.Text["en"]
	}
	d := letter.Data{About: r.Kind, Writer: writer, Reference: r.Reference, Recipient: addressee(r, lang), Date: s.Now(),
		Minor: r.Subject.AgeOn(s.Now()) >= 0 && r.Subject.AgeOn(s.Now()) < 18, Received: r.ReceivedAt, Due: due.Due,
		Request:         say(lang, requestSentence[r.Kind].en, requestSentence[r.Kind].zh),
		DueCounted:      say(lang, "Counted: "+counted+" ("+due.Rule.Source+").", "计算方式："+counted+"（"+due.Rule.Source+"）。"),
		IdentityChecked: identityText(r, lang, writer.Zone), NobodyTold: true, NothingKept: true}
	switch kind {
	case letter.Acknowledgement:
		d.IdentityStep = say(lang, "Before anything is handed out we make sure that it is you who asks; we ask only for what we already hold.",
			"在提供任何信息之前，我们会核验您的身份，且只核对我们已持有的信息。")
	case letter.IdentityNeeded:
		d.Identity = &letter.Identity{Why: say(lang, "So that your data reaches nobody but you.", "以确保您的信息只提供给您本人。"),
			Needed: []string{say(lang, "a six-digit code that we send to the e-mail address or phone on file", "我们发送到您在册邮箱或手机的六位验证码"),
				say(lang, "two details of your account, such as your name and a delivery district", "两项账号信息，例如姓名和收货区县")},
			Send: say(lang, "By telephone, or in answer to this letter.", "通过电话或回复本函。"),
			By:   s.Rules().Due(s.Rules().Identity, r.ReceivedAt), Clock: say(lang, "Our time to answer begins when your identity is proven.", "答复期限自身份核验通过之日起计算。"),
			Alternatives: []string{say(lang, "Signing in to your account in the presence of our staff by telephone.", "在与客服通话时登录您的账号。")}}
	case letter.NotVerified:
		tried, err := triedInVain(c, lang)
		if err != nil {
			return d, err
		}
		d.Tried = tried
		d.Again = say(lang, "Turn to "+writer.Contact+" at any time; we begin again at once.", "您可随时联系 "+writer.Contact+"，我们将立即重新受理。")
		d.NoCopy = true
	case letter.Blockers:
		return blockerFacts(c, d, lang)
	case letter.Refused:
		return refusalFacts(c, d, lang)
	case letter.Fulfilled:
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

// requestSentence follows "you asked us:" in a letter.
var requestSentence = map[model.Kind]struct{ en, zh string }{
	model.Access:       {"to tell you what personal data we hold about you.", "查阅我们持有的您的个人信息。"},
	model.Export:       {"for a copy of your personal data.", "提供您的个人信息副本。"},
	model.Correction:   {"to correct your personal data.", "更正您的个人信息。"},
	model.Deletion:     {"to delete your personal data.", "删除您的个人信息。"},
	model.Cancellation: {"to cancel your account.", "注销您的账号。"},
	model.Withdrawal:   {"to act on the withdrawal of your consent.", "落实您撤回的同意。"},
	model.Objection:    {"to stop a use of your personal data.", "停止对您的个人信息的某项使用。"},
	model.Complaint:    {"to look into your complaint about how we treat your personal data.", "处理您关于个人信息处理的投诉。"},
	model.SelfService:  {"for help with your personal data.", "就您的个人信息提供帮助。"},
}

func addressee(r model.Request, lang string) string {
	for _, name := range []string{r.Requester.Name, r.Subject.Name} {
		if name != "" {
			return name
		}
	}
	return say(lang, "Customer", "用户")
}

func triedInVain(c *desk.Change, lang string) ([]string, error) {
	list, err := c.Tx.Evidence(c.Request.ID)
	if err != nil {
		return nil, err
	}
	var tried []string
	for _, e := range list {
		text := evidenceWords[e.Kind]
		line := say(lang, text.en, text.zh)
		if line != "" && !slices.Contains(tried, line) {
			tried = append(tried, line)
		}
	}
	if len(tried) == 0 {
		tried = []string{say(lang, "We asked for proof and received none in time.", "我们曾请您提供证明，但未在期限内收到。")}
	}
	return tried, nil
}

var evidenceWords = map[model.EvidenceKind]struct{ en, zh string }{
	model.EvidenceEmailCode: {"a code to the e-mail address on file", "向在册邮箱发送验证码"},
	model.EvidencePhoneCode: {"a code to the phone on file", "向在册手机发送验证码"},
	model.EvidenceDataPoint: {"comparing details of the account", "核对账号信息"},
	model.EvidenceDocument:  {"an identity document", "查验身份证件"},
	model.EvidenceCallBack:  {"a call to the number on file", "回拨在册电话"},
	model.EvidenceSignIn:    {"a sign-in to the account", "登录账号"},
	model.EvidenceStatement: {"a signed statement", "签署声明"},
}

// copyFacts adds what the letter about a delivered copy says: what was done per source, what is withheld, how the copy
// and its password travel. The password itself is never in a letter.
func copyFacts(c *desk.Change, d letter.Data, lang string) (letter.Data, error) {
	packets, err := c.Tx.Packets(c.Request.ID)
	if err != nil {
		return d, err
	}
	if len(packets) == 0 {
		return d, ErrNoPacket
	}
	sent, err := c.Tx.Deliveries(c.Request.ID)
	if err != nil {
		return d, err
	}
	way := map[string]string{}
	for _, s := range sent {
		way[s.What] = s.Channel
	}
	if way["packet"] == "" || way["password"] == "" {
		return d, ErrNoDelivery
	}
	var man packet.Manifest
	if err := json.Unmarshal(packets[0].Manifest, &man); err != nil {
		return d, fmt.Errorf("manifest: %w", err)
	}
	d.Copy = &letter.Copy{Expires: packets[0].ExpiresAt, SHA256: man.Files[0].SHA256,
		How: say(lang, "The sealed copy reaches you by "+wayWords[way["packet"]].en+". Open the file in any browser; it needs no network.",
			"加密副本通过"+wayWords[way["packet"]].zh+"送达。请用任意浏览器打开该文件，无需联网。"),
		Password: say(lang, "The password reaches you by "+wayWords[way["password"]].en+", apart from the copy.",
			"密码通过"+wayWords[way["password"]].zh+"另行告知。")}
	res, err := results(&c.Tx.View, c.Request.ID)
	if err != nil {
		return d, err
	}
	rows := map[string]int64{}
	withheld := int64(0)
	for _, n := range res.Counts {
		rows[n.Source] += n.Rows - n.LeftOut
		withheld += n.LeftOut
	}
	if withheld > 0 {
		d.Grounds = append(d.Grounds, letter.Ground{Title: say(lang, "Rights of others", "他人合法权益"), Law: "GB/T 35273-2020, 8.7 e",
			Facts: say(lang, fmt.Sprintf("%d records that are also another person's are not in the copy.", withheld), fmt.Sprintf("有 %d 条记录同时涉及他人，未列入副本。", withheld))})
	}
	for _, src := range res.Run.Sources {
		if !src.Answered() {
			d.Grounds = append(d.Grounds, letter.Ground{Title: say(lang, "A system that could not be read", "未能读取的系统"), Law: say(lang, "PIPL Article 45", "《个人信息保护法》第四十五条"),
				Facts: say(lang, src.Source+" did not answer in time; what it holds will follow.", src.Source+" 未能按时答复，其中的信息将另行提供。")})
			continue
		}
		d.Done = append(d.Done, letter.Done{System: src.Source, What: say(lang, fmt.Sprintf("searched, %d records in the copy", rows[src.Source]),
			fmt.Sprintf("已查询，副本中含 %d 条记录", rows[src.Source]))})
	}
	if len(d.Done) == 0 {
		return d, errors.New("the copy names no source that was searched")
	}
	return d, nil
}

var wayWords = map[string]struct{ en, zh string }{
	"email": {"e-mail", "电子邮件"}, "sms": {"text message", "短信"}, "phone": {"telephone", "电话"},
	"post": {"post", "邮寄"}, "counter": {"hand at our counter", "柜台当面"},
}
