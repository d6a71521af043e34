package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // GB18030 and the other encodings mail comes in
	"github.com/emersion/go-message/mail"

	"orangelab.cn/rightsdesk/model"
)

func isMail(name string, data []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), ".eml") {
		return true
	}
	head, _, _ := bytes.Cut(data, []byte("\n"))
	for _, h := range []string{"From:", "Received:", "Return-Path:", "MIME-Version:", "Delivered-To:"} {
		if bytes.HasPrefix(head, []byte(h)) {
			return true
		}
	}
	return false
}

// kindWords lets a mail suggest what it asks for; triage settles it. The first match wins, so the narrower come first.
var kindWords = []struct {
	kind  model.Kind
	words []string
}{
	{model.Cancellation, []string{"注销", "cancel my account", "close my account", "delete my account"}},
	{model.Withdrawal, []string{"撤回同意", "withdraw my consent", "withdraw consent"}},
	{model.Objection, []string{"个性化广告", "退订", "unsubscribe", "marketing", "opt out", "opt-out"}},
	{model.Correction, []string{"更正", "correct my", "rectif", "wrong address", "wrong name"}},
	{model.Deletion, []string{"删除", "delete", "erase", "erasure", "be forgotten"}},
	{model.Export, []string{"副本", "复制", "copy of", "export", "portab"}},
	{model.Access, []string{"查阅", "查询我的个人信息", "access", "what data"}},
	{model.Complaint, []string{"投诉", "complain"}},
}

// readMail reads one mail: the sender is the subject until triage says otherwise, the first plain text is the request.
// HTML is never read and nothing is fetched.
func readMail(data []byte, _ Trust) ([]Submission, []Problem) {
	broken := func(r Reason) ([]Submission, []Problem) { return nil, []Problem{{Line: 1, Err: r}} }
	r, err := mail.CreateReader(bytes.NewReader(data))
	if err != nil && !message.IsUnknownCharset(err) {
		return broken(because("is not a mail: {{.A}}", err))
	}
	defer r.Close()
	from, err := r.Header.AddressList("From")
	if err != nil || len(from) == 0 {
		return broken(because("has no sender that can be read in its From line"))
	}
	subject, err := r.Header.Subject()
	if err != nil {
		subject = r.Header.Get("Subject")
	}
	body, err := plainText(r)
	if err != nil {
		return broken(because("has a body that cannot be read: {{.A}}", err))
	}
	sub := Submission{Kind: suggestKind(subject + "\n" + body), Channel: model.ByMail, Requester: model.Self, Line: 1,
		Subject: model.Subject{Name: from[0].Name, Email: from[0].Address}, Body: strings.TrimSpace(subject + "\n\n" + body)}
	if runes := []rune(sub.Body); len(runes) > maxBody {
		sub.Body = string(runes[:maxBody])
	}
	if date, err := r.Header.Date(); err == nil && !date.IsZero() {
		sub.ReceivedAt = date
	}
	if id, err := r.Header.MessageID(); err == nil && id != "" {
		sub.External = "mail:" + id
	} else {
		sum := sha256.Sum256(data)
		sub.External = "mail-sum:" + hex.EncodeToString(sum[:])
	}
	return []Submission{sub}, nil
}

func suggestKind(text string) model.Kind {
	text = strings.ToLower(text)
	for _, k := range kindWords {
		for _, w := range k.words {
			if strings.Contains(text, w) {
				return k.kind
			}
		}
	}
	return model.SelfService
}

// maxParts bounds how deep a mail is searched for its text.
const maxParts = 200

func plainText(r *mail.Reader) (string, error) {
	for range maxParts {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return "", err
		}
		h, inline := p.Header.(*mail.InlineHeader)
		if !inline {
			continue
		}
		kind, _, err := h.ContentType()
		if err != nil || (kind != "text/plain" && kind != "") {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(p.Body, 4*maxBody))
		if err != nil && len(text) == 0 {
			return "", err
		}
		return strings.ToValidUTF8(string(text), "\uFFFD"), nil
	}
	return "", errors.New("more parts than a mail has")
}
