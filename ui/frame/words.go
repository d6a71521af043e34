package frame

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/ui/part"
)

// The languages of the window.
const (
	English = "en"
	Chinese = "zh-Hans"
)

var language = English

// Language is the language the window speaks.
func Language() string { return language }

// Use makes the window speak a language from now on. Fyne picks its translations by the locale of the system, so the
// chosen one is put in that place.
func Use(l string) error {
	data, err := assets.Translations.ReadFile("translations/" + l + ".json")
	if err != nil {
		return fmt.Errorf("language %s: %w", l, err)
	}
	if err := lang.AddTranslationsForLocale(data, lang.SystemLocale()); err != nil {
		return fmt.Errorf("language %s: %w", l, err)
	}
	language = l
	return nil
}

// L is the translation of an English text; values fill its {{.A}}, {{.B}} and {{.C}} in order.
func L(text string, values ...any) string {
	data := map[string]any{}
	for i, v := range values {
		data[string(rune('A'+i))] = v
	}
	return lang.L(text, data)
}

// words are the window's texts for the values of the model; the translation test reads them too.
var words = map[string]string{
	string(model.Access): "Access", string(model.Export): "Export", string(model.Correction): "Correction", string(model.Deletion): "Deletion",
	string(model.Cancellation): "Cancellation", string(model.Withdrawal): "Withdrawal", string(model.Objection): "Objection",
	string(model.Complaint): "Complaint", string(model.SelfService): "Help",
	string(model.Received): "received", string(model.Verifying): "verifying", string(model.Working): "working", string(model.Waiting): "waiting",
	string(model.Review): "review", string(model.Running): "running", string(model.Answering): "answering", string(model.Closed): "closed",
	string(model.Fulfilled): "fulfilled", string(model.PartlyFulfilled): "partly fulfilled", string(model.Refused): "refused",
	string(model.NotVerified): "not verified", string(model.Withdrawn): "withdrawn", string(model.Duplicate): "duplicate", string(model.Redirected): "redirected",
	string(model.ByPhone): "by telephone", string(model.ByPortal): "feedback portal", string(model.ByMail): "by e-mail", string(model.ByCounter): "at the counter",
	string(model.ByFile): "from a file", string(model.ByOpenDSR): "OpenDSR", string(model.ByDRP): "Data Rights Protocol",
	string(model.Self): "asks in person", string(model.Guardian): "a guardian asks", string(model.Agent): "an agent asks", string(model.Relative): "a relative asks",
	string(model.RoleLead): "lead", string(model.RoleAdmin): "admin", string(model.RoleAuditor): "auditor",
	string(model.EvidenceEmailCode): "E-mail code", string(model.EvidencePhoneCode): "Phone code", string(model.EvidenceDataPoint): "Data point",
	string(model.EvidenceDocument): "Identity document", string(model.EvidenceCallBack): "Call-back", string(model.EvidenceSignIn): "Signed in to the account",
	string(model.EvidenceStatement): "Signed statement", string(model.EvidenceGuardianID): "Guardian’s identity", string(model.EvidenceRelationship): "Relationship",
	string(model.EvidenceOwnConsent): "Own consent", string(model.EvidenceGuardianYes): "Guardian’s consent", string(model.EvidenceAuthority): "Signed authority",
	string(model.Include): "Include", string(model.LeaveOut): "Leave out", string(model.MaskSome): "Mask columns", string(model.Undecided): "Undecided",
	string(model.RevealDecide): "To decide a shared row", string(model.RevealCheck): "To check that it is right", string(model.RevealPerson): "The person asks", string(model.RevealAuditor): "Oversight",
}

// agentRole tells the role apart from the requester of the same name.
const agentRole = "agent (role)"

// W is the window's word for a value of the model.
func W[T ~string](v T) string {
	if w, ok := words[string(v)]; ok {
		return L(w)
	}
	return string(v)
}

// Role is the window's word for a role.
func Role(r model.Role) string {
	if r == model.RoleAgent {
		return L(agentRole)
	}
	return W(r)
}

// steps are the sentences of the next step: what to do, and why.
var steps = map[model.Step][2]string{
	model.StepTriage:        {"Settle what is asked, and by whom", "Read the request, correct kind and person, then prove identity."},
	model.StepProve:         {"Prove who asks", "Nothing can be seen or handed out before the level is reached."},
	model.StepCheckCode:     {"Check the code you sent", "Ask for the six digits; three tries, ten minutes."},
	model.StepCollect:       {"Collect from the sources", "Identity is proven. Everything the sources hold is read now."},
	model.StepCollecting:    {"Collecting from the sources", "This runs by itself; you can do something else."},
	model.StepRetrySources:  {"A source did not answer: collect again", "The copy would not be whole. A lead can accept with a reason that a source is missing."},
	model.StepManualSources: {"Get the answer of a source’s owner", "A source is answered by hand: attach what its owner sends, or record that there is nothing."},
	model.StepDecideShared:  {"Decide the rows that are also other people’s", "Each may be left out, masked or included, with a reason."},
	model.StepSendToReview:  {"Send the copy to review", "A second person looks at exactly what goes out."},
	model.StepAgreeShared:   {"Agree with the choices for shared rows", "Agree with each, or send it back with a comment."},
	model.StepRelease:       {"Release the copy", "You are the second person; what you see here is what goes out."},
	model.StepBuildPacket:   {"Build the packet", "One sealed file, and a password that travels another way."},
	model.StepDeliver:       {"Send packet and password", "By two different ways; record each."},
	model.StepAnswer:        {"Write the letter and close", "The letter says what was done and how to complain."},
	model.StepWaitPerson:    {"Wait for the person", "The person must do something first."},
	model.StepFollowUp:      {"Handle by the company’s own procedure", "This kind of request has no guided steps yet; note what was done and close it."},
}

// StepTitle is the sentence of a next step.
func StepTitle(s model.Step) string { return L(steps[s][0]) }

// StepWhy says why a next step is there.
func StepWhy(s model.Step) string { return L(steps[s][1]) }

// StateChip is the chip of a status.
func StateChip(s model.Status) part.ChipState {
	return map[model.Status]part.ChipState{model.Received: part.ChipReceived, model.Verifying: part.ChipVerifying, model.Working: part.ChipWorking,
		model.Waiting: part.ChipWaiting, model.Review: part.ChipReview, model.Running: part.ChipRunning, model.Answering: part.ChipAnswering,
		model.Closed: part.ChipClosed}[s]
}

// sentences map the errors that people meet to what happened and what to do. Order matters: the first that fits wins.
var sentences = []struct {
	err         error
	title, text string
}{
	{desk.ErrSignIn, "Sign-in failed", "Login or password is wrong. Check the keyboard layout and Caps Lock."},
	{desk.ErrDisabled, "Account disabled", "This account is disabled. Turn to an administrator."},
	{desk.ErrLocked, "The window is locked", "Enter your password to go on; nothing was lost."},
	{desk.ErrForbidden, "Not allowed", "Your role may not do this. Turn to a lead or an administrator."},
	{desk.ErrHeld, "Held by somebody else", "Another member of staff holds this request. Nothing was changed. A lead can assign it to you."},
	{desk.ErrOwnWork, "A second person is needed", "You prepared this yourself. Somebody else must look at it."},
	{desk.ErrPasswordShort, "Password too short", "Use at least 10 characters; four words are easy to remember."},
	{desk.ErrNameMissing, "Something is missing", "Fill in name and login."},
	{desk.ErrAlreadySetUp, "Already set up", "This desk exists: sign in instead."},
	{desk.ErrLastAdmin, "The last administrator", "Make somebody else administrator first."},
	{store.ErrConflict, "Changed meanwhile", "Somebody else changed this request while you looked at it. Nothing of yours was saved; it is shown anew now."},
	{store.ErrTampered, "Changed outside the program", "This request was changed outside Rightsdesk. It stays closed; tell an administrator to run the doctor."},
	{store.ErrLogBroken, "The audit log does not match", "The desk is an older copy or was changed outside the program. Do not work in it; tell an administrator, who can accept a restored backup."},
	{store.ErrRecoveryKey, "Not a recovery key", "Compare it with the print, group by group."},
	{store.ErrDuplicate, "Already there", "Something of this name exists already; choose another."},
	{store.ErrNoDesk, "No desk here", "There is no desk at this place yet: set one up."},
	{store.ErrEngineOld, "Engine too old", "The database engine is too old and could damage the desk. Install a newer Rightsdesk."},
	{identity.ErrCodeDigits, "Six digits", "A code has six digits. Nothing was counted as a try."},
	{identity.ErrCodeWrong, "Wrong code", "The code does not match. Ask for the six digits again."},
	{identity.ErrCodeVoid, "The code is void", "Three wrong tries: send another code."},
	{identity.ErrCodeExpired, "The code has expired", "It was older than ten minutes: send another code."},
	{identity.ErrNoCode, "No code is waiting", "Send a code first."},
	{identity.ErrNotOnFile, "Not on file", "The sources do not hold this contact for the person. A code to it proves nothing; use another way."},
	{identity.ErrNoContact, "No such contact", "The request names no such contact. Correct it under What."},
	{identity.ErrPicture, "Picture too large", "It is larger than 16 MiB: make it smaller. Nothing was kept."},
	{fulfil.ErrLevel, "Identity first", "Nothing can be seen or released before the identity level is reached."},
	{fulfil.ErrNoRun, "Nothing collected yet", "Collect from the sources first."},
	{fulfil.ErrReason, "A reason is needed", "Say why; the second person and the log need it."},
	{fulfil.ErrShared, "Shared rows are open", "Every row that may be somebody else’s must be decided, and agreed by the second person."},
	{fulfil.ErrMissing, "A source has not answered", "Collect again, or have a lead accept with a reason that it is missing."},
	{fulfil.ErrChanged, "The findings changed", "They changed since you looked at them. Look again before you release."},
	{fulfil.ErrSameWay, "Two different ways", "The password must travel another way than the packet."},
	{fulfil.ErrNoPacket, "No packet yet", "Build the packet first."},
	{fulfil.ErrNoDelivery, "Not sent yet", "Record first how packet and password went out."},
	{fulfil.ErrBusy, "Another desktop is at it", "Another desktop is collecting this request right now."},
	{intake.ErrAgentKey, "Not a public key", "A key is 32 bytes of Ed25519, as base64 or hexadecimal digits."},
	{intake.ErrAgentID, "Something is missing", "Fill in the ID the agent signs with and its name."},
	{intake.ErrDuplicate, "Already taken in", "This very record was taken in before; no second request was made."},
}

// Sentence turns an error into what happened and what to do. An error nobody foresaw is shown below a plain sentence.
func Sentence(err error) (title, text string) {
	var locked *desk.LockedError
	var fields *intake.FieldError
	var moved *model.TransitionError
	switch {
	case errors.As(err, &locked):
		return L("Too many wrong passwords"), L("Try again after {{.A}}, or turn to {{.B}}.", locked.Till.In(zone).Format("15:04"), strings.Join(locked.Admins, ", "))
	case errors.As(err, &moved):
		return L("Not possible here"), L("A request that is {{.A}} cannot do this. It may have moved on meanwhile; nothing was changed.", W(moved.From))
	case errors.As(err, &fields):
		return L("Please correct"), strings.ReplaceAll(err.Error(), "\n", "; ")
	}
	for _, s := range sentences {
		if errors.Is(err, s.err) {
			return L(s.title), L(s.text)
		}
	}
	return L("That did not work"), L("Nothing was changed. If it happens again, tell an administrator: {{.A}}", err)
}

// zone is where the desk counts its days.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is a date as screens write it: Fri 4 Dec, 12月4日 周五.
func Day(t time.Time) string {
	t = t.In(zone)
	if language == Chinese {
		return fmt.Sprintf("%d月%d日 %s", t.Month(), t.Day(), weekday(t))
	}
	return t.Format("Mon 2 Jan")
}

// DayYear is a date in a header, with its year.
func DayYear(t time.Time) string {
	t = t.In(zone)
	if language == Chinese {
		return fmt.Sprintf("%d年%d月%d日（%s）", t.Year(), t.Month(), t.Day(), weekday(t))
	}
	return t.Format("Mon 2 Jan 2006")
}

func weekday(t time.Time) string { return "周" + string([]rune("日一二三四五六")[t.Weekday()]) }

// Clock is a time of day, with the day before it where that is not today.
func Clock(t, now time.Time) string {
	t, now = t.In(zone), now.In(zone)
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return Day(t) + " " + t.Format("15:04")
}

// DaysLeft is how many calendar days lie between today and a date, negative when late.
func DaysLeft(due, now time.Time) int {
	y, m, d := due.In(zone).Date()
	ny, nm, nd := now.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(ny, nm, nd, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// Urgency of a clock: red late or today, amber within two days.
func Urgency(due, now time.Time) part.Urgency {
	switch left := DaysLeft(due, now); {
	case due.IsZero():
		return part.UrgencyNone
	case left <= 0:
		return part.UrgencyToday
	case left <= 2:
		return part.UrgencySoon
	}
	return part.UrgencyLater
}

// DueText is a row's date: late, today, tomorrow or the day.
func DueText(due, now time.Time) string {
	if due.IsZero() {
		return ""
	}
	switch left := DaysLeft(due, now); {
	case left < 0:
		return L("{{.A}}, late", Day(due))
	case left == 0:
		return L("Today")
	case left == 1:
		return L("Tomorrow")
	}
	return Day(due)
}

// Left says how much time a due date leaves.
func Left(due, now time.Time) string {
	switch left := DaysLeft(due, now); {
	case left < 0:
		return L("{{.A}} days late", -left)
	case left == 0:
		return L("ends today")
	case left == 1:
		return L("tomorrow")
	default:
		return L("in {{.A}} days", left)
	}
}
