package incident

import (
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/kept"
	"orangelab.cn/rightsdesk/model/pattern"
)

// Evidence is a file that shows something about an incident: what it shows, and when it was secured.
type Evidence struct {
	kept.File
	Shows   string    `json:"shows"`
	Secured time.Time `json:"secured"`
}

// Reply is a mail in which an authority answers a report, or writes about an incident.
type Reply struct {
	Clock     string    `json:"clock,omitempty"` // of the report that it answers; empty where it answers none of them
	From      string    `json:"from"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"` // as far as a record takes; the mail has it whole
	Received  time.Time `json:"received"`
	MessageID string    `json:"message_id,omitempty"`
	// Number is the one under which the authority keeps the report, as far as the mail names one.
	Number string `json:"number,omitempty"`
	// Machine says that a machine sent it, as a receipt; nobody need answer that.
	Machine bool      `json:"machine,omitempty"`
	Mail    kept.File `json:"mail"`
}

// Errors of what is kept with an incident.
var (
	ErrEvidence = errors.New("say what the evidence shows")
	ErrAnswered = errors.New("this mail is in the record of the incident already")
)

// with are the entries of the record that hold something, oldest first.
func (i Incident) with(holds func(Body) bool) []Entry {
	return slices.DeleteFunc(slices.Clone(i.Record), func(e Entry) bool { return !holds(e.Body) })
}

// Kept are the pieces of evidence, oldest first.
func (i Incident) Kept() []Entry { return i.with(func(b Body) bool { return b.Evidence != nil }) }

// Answers are what authorities wrote, oldest first.
func (i Incident) Answers() []Entry { return i.with(func(b Body) bool { return b.Reply != nil }) }

// mayHear refuses a mail that stands in the record already. A drill tells nobody, so that nobody answers it.
func (i Incident) mayHear(a Reply) error {
	if i.Drill {
		return ErrDrill
	}
	if slices.ContainsFunc(i.Answers(), func(e Entry) bool {
		b := e.Body.Reply
		return b.Mail.SHA256 == a.Mail.SHA256 || b.MessageID != "" && b.MessageID == a.MessageID
	}) {
		return ErrAnswered
	}
	return nil
}

// checkKept refuses evidence or an answer that lacks what it needs.
func (e Entry) checkKept() error {
	if v := e.Body.Evidence; v != nil {
		if strings.TrimSpace(v.Shows) == "" {
			return ErrEvidence
		}
		if v.Secured.IsZero() || v.Secured.After(e.At) {
			return ErrDone
		}
		return v.Check()
	}
	return e.Body.Reply.Mail.Check()
}

// referencePattern finds the references of incidents in a text. Drills are told to nobody.
var referencePattern = pattern.New(`\bI-\d{4}-\d{4,}\b`)

// ReferencesIn are the references of incidents that a text names, each once.
func ReferencesIn(text string) (list []string) {
	for _, ref := range referencePattern.FindAllString(strings.ToUpper(text), -1) {
		if !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}

// numberPattern finds the number that an authority gives to what it received, after the words that announce it.
var numberPattern = pattern.New(`(?i)(?:\b(?:(?:our|case|receipt|report|reference|registration|incident|file|ticket|` +
	`notification|acknowledge?ment|submission)\s+)*(?:reference|ref\.?|number|no\.?|id|aktenzeichen|gesch(?:ä|ae)ftszeichen|` +
	`n[°º]|numéro(?:\s+de\s+(?:dossier|référence))?)|` +
	`(?:受理|回执|登记|报告|报送|案件|事件|接报|编|文|档案|受理通知书)(?:书)?(?:编号|号码|文号|序号|号)|编号)\s*(?:is|为|是|ist|est)?\s*[:：#]?\s*` +
	`([\p{L}\p{N}][\p{L}\p{N}〔〕\[\]()（）./_\-]{2,39})`)

// NumberIn is the number under which an authority says that it keeps a report; empty where a text names none but the
// desk's own.
func NumberIn(text string) string {
	for _, m := range numberPattern.FindAllStringSubmatch(text, 50) {
		number := strings.TrimRight(m[1], ".-_/(（[〔")
		if strings.ContainsAny(number, "0123456789") && len(ReferencesIn(number)) == 0 &&
			len(model.ReferencesIn(number)) == 0 {
			return number
		}
	}
	return ""
}
