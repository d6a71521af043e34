package frame

import (
	"errors"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/rule"
)

// words are the window's texts for the values of the model; the translation test reads them too.
var words = map[string]string{
	string(model.Received): "received", string(model.Verifying): "verifying", string(model.Working): "working",
	string(model.Waiting): "waiting",
	string(model.Review):  "review", string(model.Running): "running", string(model.Answering): "answering",
	string(model.Closed):    "closed",
	string(model.Fulfilled): "fulfilled", string(model.PartlyFulfilled): "partly fulfilled",
	string(model.Refused):     "refused",
	string(model.NotVerified): "not verified", string(model.Withdrawn): "withdrawn",
	string(model.Duplicate): "duplicate", string(model.Redirected): "redirected",
	string(model.ComplaintRejected): "complaint not upheld", string(model.ComplaintOpen): "complaint not settled",
	string(model.Upheld): "upheld and put right", string(model.UpheldPart): "upheld in part",
	string(model.ByPhone): "by telephone", string(model.ByPortal): "feedback portal", string(model.ByMail): "by e-mail",
	string(model.ByCounter): "at the counter",
	string(model.ByFile):    "from a file", string(model.ByOpenDSR): "OpenDSR",
	string(model.ByDRP): "Data Rights Protocol", string(model.ByDesk): "opened by the desk",
	string(model.CauseMinor):     "a child’s data without a guardian’s consent",
	string(model.CauseHoldEnded): "a duty to keep has ended",
	string(model.CauseWithdrawn): "collected on a consent that was withdrawn",
	string(model.CauseCameBack):  "back in a source after erasure", string(model.TieAlso): "asked for together",
	string(model.Self): "the person asks", string(model.Guardian): "a guardian asks",
	string(model.Agent): "an agent asks", string(model.Relative): "a relative asks",
	string(model.RoleLead): "lead", string(model.RoleAdmin): "admin", string(model.RoleAuditor): "auditor",
	string(model.EvidenceEmailCode): "E-mail code", string(model.EvidencePhoneCode): "Phone code",
	string(model.EvidenceDataPoint): "Data point",
	string(model.EvidenceDocument):  "Identity document", string(model.EvidenceCallBack): "Call-back",
	string(model.EvidenceSignIn):    "Signed in to the account",
	string(model.EvidenceStatement): "Signed statement", string(model.EvidenceGuardianID): "Guardian’s identity",
	string(model.EvidenceRelationship): "Relationship",
	string(model.EvidenceOwnConsent):   "Own consent", string(model.EvidenceGuardianYes): "Guardian’s consent",
	string(model.EvidenceAuthority): "Signed authority",
	string(model.Include):           "Include", string(model.LeaveOut): "Leave out",
	string(model.MaskSome):     "Mask columns",
	string(model.Undecided):    "Undecided",
	string(model.RevealDecide): "To decide a shared row", string(model.RevealCheck): "To check that it is right",
	string(model.RevealPerson): "The person asks", string(model.RevealAuditor): "Oversight",
}

// SentenceText is what to do about an error, in a sentence, where there is no room for a title.
func SentenceText(err error) string {
	_, text := Sentence(err)
	return text
}

// Sentence turns an error into what happened and what to do. An error nobody foresaw is shown below a plain sentence.
func Sentence(err error) (title, text string) {
	var locked *desk.LockedError
	var fields *record.FieldError
	var moved *model.TransitionError
	var since *desk.MovedOnError
	var broken *dataset.MapError
	var stays *change.ImmutableError
	var tasks *fulfil.TasksError
	var faults rule.RefusalFaults
	var unknown *model.MissingFactsError
	var fact *model.OrganisationFault
	var draft *datamap.DraftError
	var guess *datamap.GuessError
	var needed *datamap.NeededError
	var unsettled *datamap.UnsettledError
	var carried *collect.OpenCarriedError
	var failure *mail.Failure
	var settings *outbox.SettingsFault
	var lacks *incident.LackError
	var incomplete *notice.IncompleteError
	switch {
	case errors.As(err, &lacks):
		return L("The draft lacks something"), L("Say, or say that it is not known: {{.A}}.", FieldNames(lacks.Fields))
	case errors.As(err, &incomplete):
		return L("Something is missing"),
			L("What is missing in the notice, or wrong with it, stands beside it: {{.A}}", len(incomplete.Problems))
	case errors.As(err, &failure):
		return L("The mail server did not take part"), MailFailure(failure)
	case errors.As(err, &settings):
		return settingsFault(settings)
	case errors.As(err, &unknown):
		return L("Facts of the organisation are missing ({{.A}})", LanguageName(unknown.Language)),
			L("A lead or an administrator fills in, on the screen Organisation: {{.A}}.", FactNames(unknown.Facts))
	case errors.As(err, &fact):
		return L("Please correct: {{.A}}", FactNames([]model.OrganisationFact{fact.Fact})), factFault(fact)
	case errors.As(err, &draft):
		return L("Kept as a draft"),
			L("The dataset file has errors. What worked before stays in use; line {{.A}} of {{.B}} is the first.",
				draft.Errors[0].Line, draft.Errors[0].File)
	case errors.As(err, &guess):
		return L("Kept as a draft"), guessText(guess)
	case errors.As(err, &unsettled):
		return L("Not settled yet"),
			L("{{.A}} columns of {{.B}} tables wait for somebody to say what they hold.", unsettled.Columns,
				unsettled.Tables)
	case errors.As(err, &needed):
		return L("Others refer to it"),
			L("Nothing was taken out. Take the reference out of {{.A}} first, line {{.B}}.", needed.Errors[0].File,
				needed.Errors[0].Line)
	case errors.As(err, &since):
		return L("Changed meanwhile"), sinceText(since)
	case errors.As(err, &carried):
		return L("Further identifiers are open"),
			L("Take up what the rows found carry, or say why nothing is searched by it: {{.A}}.",
				CarriedNames(carried.List))
	case errors.As(err, &stays):
		return L("This value stays as first registered."),
			L("{{.A}}: {{.B}}. Offer a supplementary statement instead.", stays.Column, stays.Reason)
	case errors.As(err, &tasks):
		return L("Others are still waited for"),
			L("{{.A}} tasks are open: take down what came of them first.", tasks.Open)
	case errors.As(err, &faults):
		return L("The refusal is incomplete"), RefusalFault(faults[0])
	case errors.As(err, &locked):
		title = L("Too many wrong passwords")
		if locked.OfCode {
			title = L("Too many wrong codes")
		}
		return title, L("Try again after {{.A}}, or turn to {{.B}}.", Clock(locked.Till, locked.Till),
			strings.Join(locked.Admins, L(", ")))
	case errors.As(err, &moved):
		return L("Not possible here"),
			L("A request that is {{.A}} cannot do this. It may have moved on meanwhile; nothing was changed.",
				W(moved.From))
	case errors.As(err, &fields):
		return L("Please correct"), Reasons(err)
	case errors.As(err, &broken):
		return L("The data map has errors"),
			L("Nothing was read. Correct the {{.A}} places that the data map marks red, then try again.",
				len(broken.Errors))
	}
	for _, area := range []func(error) (string, string){ruleSentence, complianceSentence, policySentence, mapSentence,
		letterSentence} {
		if title, text = area(err); title != "" {
			return title, text
		}
	}
	for _, s := range slices.Concat(sentences, noticeSentences) {
		if errors.Is(err, s.err) {
			return L(s.title), L(s.text)
		}
	}
	return L("That did not work"), L("Nothing was changed. If it happens again, tell an administrator: {{.A}}", err)
}

// FieldNames lists what a report says.
func FieldNames(fields []incident.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name.In(Language())
	}
	return strings.Join(names, L(", "))
}

// sinceText says what has been done to a request since it was looked at, the last first.
func sinceText(e *desk.MovedOnError) string {
	var done []string
	for _, entry := range e.Since {
		done = append(done, L("{{.A}} ({{.B}}, {{.C}})", EntryText(entry), colleagues[entry.Staff],
			Clock(entry.At, time.Now())))
	}
	if len(done) == 0 {
		done = []string{W(e.Now.Status)}
	}
	return L("Since you looked at {{.A}}: {{.B}}. Nothing of yours was done and nothing that you typed is lost; look at it again, then act anew.",
		e.Now.Reference, strings.Join(done, "; "))
}

// RefusalFault says what a refusal lacks.
func RefusalFault(f *rule.RefusalFault) string {
	return L(map[rule.RefusalField]string{rule.RefusalGrounds: "Choose at least one ground",
		rule.RefusalGround: "The rule pack has no such ground",
		rule.RefusalTwice:  "The ground is given twice; put its facts together",
		rule.RefusalKind:   "This ground cannot refuse this kind of request",
		rule.RefusalRegime: "No law that this request falls under knows this ground",
		rule.RefusalFacts:  "Write the facts of this request", rule.RefusalSub: "Choose one of the reasons",
		rule.RefusalLaw:      "Name the law",
		rule.RefusalEvidence: "Attach the evidence or give the number of a document",
		rule.RefusalWarning:  "Read the warning and tick it"}[f.Field])
}
