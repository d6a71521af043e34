package frame

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// actions are the sentences of audit entries.
var actions = map[model.Action]string{
	model.ActSignIn: "Signed in", model.ActSignInFailed: "Sign-in failed", model.ActLock: "Locked the window",
	model.ActSignOut: "Signed out", model.ActCreateDesk: "Set up the desk",
	model.ActAcceptRestore: "Accepted a restored desk",
	model.ActExportHead:    "Put the head of the audit log outside the desk",
	model.ActAddStaff:      "Added a member of staff", model.ActDisableStaff: "Disabled a member of staff",
	model.ActDraft:       "Kept what was being typed",
	model.ActNoteAbsence: "Noted who is away", model.ActNote: "Left an internal remark",
	model.ActAskAlso: "Took a request for several things apart", model.ActUnlockStaff: "Gave a new password",
	model.ActSignRoster: "Signed the roster of the staff as it was found", model.ActOwnKeys: "Made keys of their own",
	model.ActMakeTallies: "Made the tallies of the requests, from what was found",
	model.ActRenewPrint:  "Renewed the recovery key",
	model.ActTryPrint:    "Tried the recovery key", model.ActWrongCode: "Typed a wrong code of the second factor",
	model.ActSetFactor: "Set up a second factor", model.ActResetFactor: "Reset a second factor",
	model.ActDemandFactor:   "Demanded a second factor of everybody",
	model.ActChangePassword: "Changed the password", model.ActRecover: "Opened with the recovery key",
	model.ActTakeRequest: "Took the request in",
	model.ActTriage:      "Settled what is asked", model.ActResettle: "Settled again what is asked",
	model.ActRegimes: "Settled which rules apply", model.ActLabel: "Settled product and tags",
	model.ActMerge: "Closed as a duplicate", model.ActKeepApart: "Found two requests to be two",
	model.ActLinkComplaint: "Linked a complaint", model.ActReopen: "Reopened on a complaint",
	model.ActSaveView: "Kept a view", model.ActShareView: "Shared a view", model.ActDropView: "Deleted a view",
	model.ActRegister: "Wrote the register", model.ActOversee: "Looked at the figures",
	model.ActReport: "Wrote a report of the figures", model.ActAskRegister: "Asked for a register with names",
	model.ActWithdrawRegister: "Withdrew a register with names", model.ActGiveRegister: "Gave a register with names",
	model.ActClaim: "Claimed", model.ActRelease: "Released to the queue", model.ActAssign: "Assigned",
	model.ActSetAside: "Set automatic mail aside", model.ActDismissMail: "Dismissed automatic mail",
	model.ActBringBack: "Brought automatic mail back",
	model.ActKeepFile:  "Kept a file with records to decide", model.ActLeaveOut: "Left records of a file out",
	model.ActCloseEarly: "Closed early", model.ActIdentity: "Recorded evidence", model.ActSendCode: "Sent a code",
	model.ActCheckCode: "Checked a code",
	model.ActCompare:   "Compared a data point", model.ActDocument: "Inspected a document",
	model.ActNotProven: "Identity not proven",
	model.ActCollect:   "Collected from the sources", model.ActDecide: "Decided a shared row",
	model.ActManualSource: "Recorded an owner’s answer",
	model.ActSendReview:   "Sent to review", model.ActAgree: "Agreed with a choice",
	model.ActMissing: "Accepted that a source is missing",
	model.ActReturn:  "Returned with a comment", model.ActReleaseCopy: "Released the copy",
	model.ActPacket: "Built a packet", model.ActDeliver: "Recorded a delivery", model.ActClose: "Closed the request",
	model.ActApproveText: "Approved the text of a letter", model.ActReturnText: "Took a letter back",
	model.ActLetter: "Wrote a letter", model.ActReveal: "Revealed a value", model.ActEditMap: "Changed the data map",
	model.ActConfirmMap: "Confirmed the guesses left in the data map",
	model.ActSettleMap:  "Settled columns of the data map", model.ActEditAgent: "Changed an authorised agent",
	model.ActCorrect: "Settled a correction", model.ActScope: "Settled the scope",
	model.ActPurposes: "Settled what ends", model.ActConfirm: "Took down the person’s confirmation",
	model.ActBlockers:    "Looked at what stands in the way",
	model.ActWaive:       "Took down that the person gives something up",
	model.ActAgreeWaiver: "Agreed that it was given up",
	model.ActAskPerson:   "Waits for the person", model.ActPersonAnswered: "Took it up again",
	model.ActRefuse: "Prepared a refusal", model.ActFollowUp: "Wrote down what was done",
	model.ActApproveFollowUp: "Approved the answer",
	model.ActApproveRefusal:  "Approved the refusal",
	model.ActPlan:            "Previewed the plan", model.ActSignPlan: "Approved the plan",
	model.ActWritePlan: "Wrote the plan", model.ActHandOver: "Handed a source to its owner",
	model.ActTask: "Recorded what was done", model.ActCertify: "Searched and certified",
	model.ActSettleRemain: "Settled what the search still finds",
	model.ActOpenLinked:   "Opened what follows from another request",
	model.ActWriteNotice:  "Wrote a notice", model.ActAudience: "Chose to whom a notice goes",
	model.ActApproveNotice: "Approved a notice", model.ActSendNotice: "Sent a notice",
	model.ActListNotice:   "Gave out a list of people of a notice",
	model.ActAnswerNotice: "Recorded what people answered to a notice",
	model.ActSendMail:     "Sent by mail", model.ActHearMail: "Read the mailbox",
	model.ActEditMail:     "Changed how mail is sent and read",
	model.ActOpenIncident: "Opened an incident", model.ActNoteIncident: "Wrote into the record of an incident",
	model.ActStateIncident: "Changed the facts of an incident",
	model.ActScoreIncident: "Scored the severity of an incident",
	model.ActCountIncident: "Counted who is affected by an incident",
	model.ActSeatIncident:  "Filled a seat of the response team", model.ActDecideIncident: "Decided about an incident",
	model.ActWaiveIncident:   "Decided not to report an incident",
	model.ActDraftIncident:   "Drafted a report of an incident",
	model.ActApproveIncident: "Approved the draft of a report", model.ActReportIncident: "Reported an incident",
	model.ActCloseIncident: "Closed an incident", model.ActEditRoster: "Changed the roster of the response team",
	model.ActFileIncident:     "Made the regulator file of an incident",
	model.ActEditOrganisation: "Changed the facts of the organisation",
	model.ActDraftPolicy:      "Drafted a version of the privacy statement",
	model.ActPublishPolicy:    "Published a version of the privacy statement",
	model.ActClassPolicy:      "Classed changes of the privacy statement",
	model.ActKeepRecord:       "Kept a compliance record", model.ActKeepStaffRecord: "Kept a record about staff",
	model.ActApproveRecord: "Approved a compliance record",
	model.ActDemandRecords: "Changed what is demanded of staff",
	model.ActTableRecords:  "Wrote compliance records as a table",
	model.ActEditRules:     "Changed the rules", model.ActImportHolidays: "Imported holidays",
	model.ActRecount:    "Counted due dates again",
	model.ActReturnHold: "A duty to keep ended", model.ActCompareLedger: "Compared with the erased",
	model.ActBackUp: "Backed the desk up", model.ActSetBackUps: "Changed where and when the desk is backed up",
	model.ActPurge: "Purged a closed request at the end of its time",
}

// insteads are the sentences of entries whose details say that something else was done under the same permission: a
// part of it, or the opposite.
var insteads = []struct {
	action model.Action
	detail string
	value  any // nil: whatever it is
	text   string
}{
	{model.ActCompare, "result", "refused", "An answer was not compared: too many were wrong before"},
	{model.ActCompareLedger, "step", "again", "Found what must be erased again after a restore"},
	{model.ActBackUp, "failed", true, "A back-up of the desk failed"},
	{model.ActRenewPrint, "shares", nil, "Renewed the recovery key, in shares"},
	{model.ActDemandFactor, "demanded", false, "Demanded a second factor no more"},
	{model.ActMakeTallies, "new_key", true, "Began a new desk key"},
	{model.ActMakeTallies, "moved", true, "Put every tally under the newest desk key"},
	{model.ActCollect, "step", "begin", "Began to collect from the sources"},
	{model.ActCollect, "step", "identifiers", "Took further identifiers of the person from the rows found"},
	{model.ActCollect, "step", "not_searched", "Left identifiers of the rows found unsearched"},
	{model.ActPlan, "step", "begin", "Began to preview the plan"},
	{model.ActWritePlan, "step", "begin", "Began to write the plan"},
	{model.ActReturnText, "returned", true, "Returned a letter with a comment"},
	{model.ActDeliver, "way_was", nil, "Corrected how a thing went out"},
	{model.ActTask, "end_was", nil, "Corrected what was recorded as done"},
	{model.ActApproveNotice, "taken_back", true, "Took the approval of a notice back"},
	{model.ActSendNotice, "paused", true, "Paused a notice"},
	{model.ActSendNotice, "paused", false, "Let a notice go on"},
	{model.ActSendNotice, "stopped", true, "Stopped a notice for good"},
	{model.ActSendNotice, "shown", nil, "Wrote down that a notice was shown"},
	{model.ActSendNotice, "decided", nil, "Decided about a message of a notice"},
	{model.ActSendNotice, "result", nil, "A message of a notice"},
	{model.ActSendNotice, "results", nil, "Read the results of a list of a notice"},
	{model.ActSendNotice, "handed", nil, "A notice went out"},
	{model.ActAudience, "begun", true, "Began to read to whom a notice goes"},
	{model.ActOpenIncident, "drill", true, "Started a drill"},
	{model.ActReportIncident, "drill", true, "Played a report in a drill"},
	{model.ActCloseIncident, "drill", true, "Closed a drill"},
	{model.ActEditRules, "longer", nil, "Changed the rules; laws get more time than the program gives them"},
	{model.ActNoteAbsence, "back", true, "Noted that somebody is back"},
	{model.ActShareView, "shared", true, "Shared a view"},
	{model.ActShareView, "shared", false, "Shares a view no longer"},
	{model.ActEditMap, "deleted", true, "Took a source off the data map"},
	{model.ActSettleMap, "stock", true, "Read the tables of a source for its review"},
	{model.ActSettleMap, "used", true, "Put a reviewed data map into use"},
	{model.ActKeepFile, "draft", true, "Kept a file to decide about later"},
	{model.ActCorrect, "dropped", true, "Took a correction back"},
	{model.ActRefuse, "taken_back", true, "Took a refusal back"},
	{model.ActTakeRequest, "joined", true, "Added a record that belongs to it"},
}

// instead is the sentence for what an entry's details say was done; empty where it is that of its action.
func instead(e model.Entry) string {
	for _, i := range insteads {
		if v, is := e.Detail[i.detail]; is && i.action == e.Action && (i.value == nil || i.value == v) {
			return L(i.text)
		}
	}
	return ""
}

// shown are the details of an entry that its line tells, in order; the rest is codes for the check.
var shown = []string{"incident", "notice", "document", "calendar", "kind", "verdict", "point", "result", "collection",
	"column", "decision", "source", "rows", "way", "what", "letter", "outcome", "decided", "step", "missing", "version",
	"number", "choice", "cause", "blocker", "purposes", "opened", "records", "left_out", "typed", "unsought",
	"elsewhere", "extent", "regimes", "calendar", "years", "because", "was", "until", "moved", "end"}

// toldSteps are the steps that the sentence of an entry tells.
var toldSteps = []any{"begin", "end", "identifiers", "not_searched"}

// codeWords are the words for the codes of an entry, by the name of the detail and the code.
var codeWords = map[string]string{
	"point.name": "Name", "point.email": "E-mail", "point.phone": "Phone", "point.id_number": "Identity number",
	"point.birth_date": "Date of birth",
	"point.city":       "City of delivery", "point.district": "District of delivery",
	"point.street":   "Street of delivery",
	"point.nickname": "Nickname",
	"result.passed":  "passed", "result.failed": "not passed", "result.pending": "not passed yet",
	"end.done": "done", "end.not_done": "not done", "end.not_theirs": "not theirs", "end.": "no end",
	"elsewhere.asked":   "no contact of the request: the person asked",
	"elsewhere.on_file": "no contact of the request: on file",
	"elsewhere.acting":  "no contact of the request: acts for the person",
	"elsewhere.other":   "no contact of the request: another reason",
	"extent.all":        "everything", "extent.without": "asked without sensitive data", "extent.": "extent not said",
	"letter.acknowledgement": "Acknowledgement", "letter.identity_needed": "Identity needed",
	"letter.extended": "Extended", "letter.fulfilled": "Answer",
	"letter.partly_fulfilled": "Partly fulfilled", "letter.refused": "Refusal", "letter.blockers": "Blockers",
	"letter.not_verified": "Identity not proven",
	"letter.redirected":   "Redirected", "step.search": "search of the sources", "step.given_up": "given up",
	"step.again": "once more", "choice.delete": "delete", "choice.anonymise": "anonymise",
	"way.email": "E-mail", "way.phone": "Phone", "way.sms": "SMS", "way.post": "Post", "way.counter": "At the counter",
	"way.none":            "not sent, with a reason",
	"left_out.sent_again": "the sender was asked again", "left_out.taken_by_hand": "typed in by hand",
	"left_out.there_already": "there already", "left_out.no_request": "no request",
	"left_out.wrong_file": "not for this desk",
	"typed.id_number":     "identity number typed by hand", "typed.phone": "phone typed by hand",
	"typed.account":       "account typed by hand",
	"unsought.not_theirs": "somebody else’s", "unsought.unknown": "nobody could tell whose",
	"unsought.other": "for another reason",
	"what.packet":    "the packet", "what.password": "the password", "what.letter": "the letter",
	"what.code":     "the code",
	"result.queued": "put off", "result.handed": "taken by the mail server",
	"result.uncertain": "sent or not: nobody knows", "result.returned": "came back undelivered",
	"decided.arrived": "decided that it arrived", "decided.again": "decided to send it again",
	"decided.leave": "decided not to send it again",
}

// packCodes are details whose codes only the rule pack has words for; a line in another language than theirs leaves
// them out.
var packCodes = map[string]bool{"blocker": true, "purposes": true}

// tied are what an entry about two requests says of the other, by the detail that names it.
var tied = map[string]string{"into": "Closed as a duplicate of {{.A}}",
	"merged": "{{.A}} was closed as a duplicate of this", "about": "Linked as a complaint about {{.A}}",
	"complaint": "Named in the complaint {{.A}}", "reopened": "Reopened {{.A}}",
	"by_complaint": "Reopened on the complaint {{.A}}", "apart": "Found to be another than {{.A}}"}

func tiesTogether(a model.Action) bool {
	return a == model.ActMerge || a == model.ActLinkComplaint || a == model.ActReopen || a == model.ActKeepApart
}

// EntryText is an audit entry as a line.
func EntryText(e model.Entry) string {
	text := string(e.Action)
	if a, ok := actions[e.Action]; ok {
		text = L(a)
	}
	if other := instead(e); other != "" {
		text = other
	}
	for key := range tied {
		if reference, ok := e.Detail[key].(string); ok && tiesTogether(e.Action) {
			return L(tied[key], reference)
		}
	}
	var parts []string
	for _, k := range shown {
		if k == "step" && slices.Contains(toldSteps, e.Detail[k]) {
			continue // the sentence says it
		}
		if v, ok := e.Detail[k]; ok && (language == English || !packCodes[k]) {
			parts = append(parts, placed(e, k, detailText(k, v)))
		}
	}
	if was, ok := e.Detail["kind_was"]; ok {
		parts = append(parts, L("before: {{.A}}", detailText("kind", was)))
	}
	if was, ok := e.Detail["way_was"]; ok {
		parts = append(parts, L("before: {{.A}}", detailText("way", was)))
	}
	if was, ok := e.Detail["end_was"]; ok {
		parts = append(parts, L("before: {{.A}}", detailText("end", was)))
	}
	if was, ok := entryMoment(e, "received_was"); ok {
		now, _ := entryMoment(e, "received")
		parts = append(parts, L("received {{.A}}, before: {{.B}}", now, was))
	}
	if e.Detail["claimed"] == true {
		parts = append(parts, L("claimed with it"))
	}
	if len(parts) == 0 {
		return text
	}
	return L("{{.A}}: {{.B}}", text, And(parts...))
}

// entryMoment is a time that an entry names.
func entryMoment(e model.Entry, name string) (string, bool) {
	text, _ := e.Detail[name].(string)
	var at time.Time
	if err := at.UnmarshalText([]byte(text)); err != nil {
		return "", false
	}
	return Arrival(at), true
}

// placed calls the source, the collection and the column of an entry by their titles.
func placed(e model.Entry, name, text string) string {
	at := func(key string) string {
		s, _ := e.Detail[key].(string)
		return s
	}
	switch {
	case name == "regimes" && at("regimes") != "":
		return regimeNames(at("regimes"))
	case name == "calendar" && at("calendar") != "":
		return regimeNames(at("calendar"))
	case name == "source" && at("source") != "":
		return SourceTitle(at("source"))
	case name == "collection" && at("collection") != "":
		return CollectionTitle(at("source"), at("collection"))
	case name == "column" && at("column") != "":
		var titles []string
		for _, column := range strings.Fields(at("column")) {
			titles = append(titles, ColumnTitle(at("source"), at("collection"), column))
		}
		return strings.Join(titles, L(", "))
	}
	return text
}

func detailText(name string, v any) string {
	switch v := v.(type) {
	case string:
		if w, ok := codeWords[name+"."+v]; ok {
			return L(w)
		}
		if w := W(v); w != v {
			return w
		}
		return strings.ReplaceAll(v, "_", " ")
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, fmt.Sprint(x))
		}
		sort.Strings(list)
		return strings.Join(list, L(", "))
	case float64: // every number of an entry, which is kept as JSON
		switch name {
		case "rows":
			return L("{{.A}} rows", Thousands(int64(v)))
		case "records":
			return L("{{.A}} records", Thousands(int64(v)))
		}
	}
	return fmt.Sprint(v)
}
