package model

import (
	"slices"
	"time"
)

// Role is what a member of staff may do at the desk.
type Role string

// The roles. A lead is also an agent; an admin keeps the desk but sees no request; an auditor reads only.
const (
	RoleAgent   Role = "agent"
	RoleLead    Role = "lead"
	RoleAdmin   Role = "admin"
	RoleAuditor Role = "auditor"
)

// Roles lists every role.
var Roles = []Role{RoleAgent, RoleLead, RoleAdmin, RoleAuditor}

// Staff is a person who signs in.
type Staff struct {
	ID       string
	Login    string
	Name     string
	Role     Role
	Disabled bool
	// Reset says that somebody else gave them their password, the first or a new one, and they have not chosen their
	// own since.
	Reset bool
	// SecondFactor says that a code is asked for after the password.
	SecondFactor bool
	CreatedAt    time.Time
}

// MayHold reports whether a request may be theirs: they can sign in, and their role works on requests.
func (s Staff) MayHold() bool { return s.ID != "" && !s.Disabled && s.Role.May(ActClaim) }

// Action is something a member of staff does; Permissions says who may.
type Action string

// BeforeSignIn reports whether an action is written while nobody has signed in, when nobody can sign the log. Whatever
// else the log says is covered by a signature at once.
func (a Action) BeforeSignIn() bool { return a == ActSignInFailed }

// The actions of the desk. Each leaves an audit entry of the same name.
const (
	ActSignIn         Action = "desk.sign_in"
	ActSignInFailed   Action = "desk.sign_in_failed"
	ActLock           Action = "desk.lock"
	ActSignOut        Action = "desk.sign_out"
	ActCreateDesk     Action = "desk.create"
	ActAcceptRestore  Action = "desk.accept_restore"
	ActAddStaff       Action = "staff.add"
	ActDisableStaff   Action = "staff.disable"
	ActUnlockStaff    Action = "staff.unlock"
	ActChangePassword Action = "staff.password"
	ActRecover        Action = "staff.recover"
	ActReadStaff      Action = "staff.read"
	ActSignRoster     Action = "staff.sign_roster"
	ActOwnKeys        Action = "staff.own_keys"
	ActRenewPrint     Action = "desk.renew_print"
	ActMakeTallies    Action = "desk.make_tallies"

	ActTryPrint     Action = "desk.try_print"
	ActWrongCode    Action = "desk.wrong_code"
	ActSetFactor    Action = "staff.second_factor"
	ActResetFactor  Action = "staff.reset_second_factor"
	ActDemandFactor Action = "desk.demand_second_factor"

	ActReadTeam    Action = "staff.read_team"
	ActNoteAbsence Action = "staff.absence"
	ActDraft       Action = "staff.draft"

	ActReadRequest  Action = "request.read"
	ActTakeRequest  Action = "request.take"
	ActTriage       Action = "request.triage"
	ActResettle     Action = "request.settle_again"
	ActRegimes      Action = "request.regimes"
	ActLabel        Action = "request.label"
	ActSetAside     Action = "mail.set_aside"
	ActDismissMail  Action = "mail.dismiss"
	ActBringBack    Action = "mail.bring_back"
	ActKeepFile     Action = "file.keep"
	ActLeaveOut     Action = "file.leave_out"
	ActClaim        Action = "request.claim"
	ActRelease      Action = "request.release"
	ActAssign       Action = "request.assign"
	ActNote         Action = "request.note"
	ActAskAlso      Action = "request.ask_also"
	ActCloseEarly   Action = "request.close_early"
	ActIdentity     Action = "identity.evidence"
	ActSendCode     Action = "identity.code_sent"
	ActCheckCode    Action = "identity.code_checked"
	ActCompare      Action = "identity.compared"
	ActDocument     Action = "identity.document"
	ActNotProven    Action = "identity.not_proven"
	ActCollect      Action = "export.collect"
	ActDecide       Action = "export.decide"
	ActManualSource Action = "export.manual_source"
	ActSendReview   Action = "export.send_to_review"
	ActAgree        Action = "export.agree"
	ActMissing      Action = "export.release_without_source"
	ActReturn       Action = "export.return"
	ActReleaseCopy  Action = "export.release"
	ActPacket       Action = "export.packet"
	ActDeliver      Action = "export.deliver"
	ActClose        Action = "request.close"
	ActLetter       Action = "letter.write"
	ActApproveText  Action = "letter.approve"
	ActReturnText   Action = "letter.return"
	ActReveal       Action = "value.reveal"

	ActMerge            Action = "request.merge"
	ActKeepApart        Action = "request.keep_apart"
	ActLinkComplaint    Action = "complaint.link"
	ActReopen           Action = "request.reopen"
	ActSaveView         Action = "view.save"
	ActShareView        Action = "view.share"
	ActDropView         Action = "view.drop"
	ActRegister         Action = "register.write"
	ActAskRegister      Action = "register.ask"
	ActWithdrawRegister Action = "register.withdraw"
	ActGiveRegister     Action = "register.give"

	ActCorrect         Action = "change.correct"
	ActScope           Action = "change.scope"
	ActPurposes        Action = "change.purposes"
	ActConfirm         Action = "change.confirm"
	ActBlockers        Action = "change.blockers"
	ActWaive           Action = "change.waive_blocker"
	ActAgreeWaiver     Action = "change.agree_waiver"
	ActAskPerson       Action = "request.ask_person"
	ActPersonAnswered  Action = "request.person_answered"
	ActRefuse          Action = "change.refuse"
	ActFollowUp        Action = "follow_up.done"
	ActApproveFollowUp Action = "follow_up.approve"
	ActApproveRefusal  Action = "change.approve_refusal"
	ActPlan            Action = "change.plan"
	ActSignPlan        Action = "change.sign_plan"
	ActWritePlan       Action = "change.write"
	ActHandOver        Action = "change.hand_over"
	ActTask            Action = "change.task"
	ActCertify         Action = "change.certify"
	ActSettleRemain    Action = "change.settle_remain"
	ActOpenLinked      Action = "request.open_linked"
	ActReturnHold      Action = "hold.return"
	ActCompareLedger   Action = "erased.compare"
	ActPurge           Action = "request.purge"

	ActReadQueue, ActReadCompliance, ActReadStaffRecord, ActKeepRecord, ActKeepStaffRecord, ActApproveRecord,
	ActDemandRecords, ActTableRecords Action = "queue.read", "compliance.read", "compliance.staff.read",
		"compliance.keep", "compliance.keep_staff", "compliance.approve", "compliance.demand", "compliance.table"

	ActReadPolicy    Action = "policy.read"
	ActDraftPolicy   Action = "policy.draft"
	ActPublishPolicy Action = "policy.publish"
	ActClassPolicy   Action = "policy.class"

	ActEditAgent          Action = "drp_agent.save"
	ActReadMap            Action = "datamap.read"
	ActEditMap            Action = "datamap.edit"
	ActConfirmMap         Action = "datamap.confirm_guesses"
	ActSettleMap          Action = "datamap.settle"
	ActReadLog            Action = "audit.read"
	ActExportHead         Action = "audit.export_head"
	ActOversee, ActReport Action = "oversight.read", "oversight.report"

	ActSendMail, ActHearMail,
	ActEditMail Action = "mail.send", "mail.hear", "mail.settings"
	ActReadNotice, ActWriteNotice, ActAudience, ActApproveNotice, ActSendNotice, ActListNotice,
	ActAnswerNotice Action = "notice.read", "notice.write", "notice.audience", "notice.approve", "notice.send",
		"notice.list", "notice.answer"
	ActReadOrganisation Action = "organisation.read"
	ActEditOrganisation Action = "organisation.save"

	ActReadIncident    Action = "incident.read"
	ActOpenIncident    Action = "incident.open"
	ActNoteIncident    Action = "incident.note"
	ActStateIncident   Action = "incident.state"
	ActScoreIncident   Action = "incident.score"
	ActCountIncident   Action = "incident.count"
	ActSeatIncident    Action = "incident.seat"
	ActDecideIncident  Action = "incident.decide"
	ActWaiveIncident   Action = "incident.waive"
	ActDraftIncident   Action = "incident.draft"
	ActApproveIncident Action = "incident.approve"
	ActReportIncident  Action = "incident.report"
	ActCloseIncident   Action = "incident.close"
	ActFileIncident    Action = "incident.file"
	ActEditRoster      Action = "incident.roster"

	ActReadRules, ActEditRules, ActImportHolidays Action = "rules.read", "rules.save", "rules.holidays"
	ActRecount, ActBackUp, ActSetBackUps          Action = "request.recount", "desk.back_up", "desk.set_back_ups"
)

var (
	deskWorkers = []Role{RoleAgent, RoleLead}
	leads       = []Role{RoleLead}
	admins      = []Role{RoleAdmin}
	everyone    = []Role{RoleAgent, RoleLead, RoleAdmin, RoleAuditor}
	readers     = []Role{RoleAgent, RoleLead, RoleAuditor}
)

// Permissions says which roles may do an action; an action that is not listed is nobody's.
var Permissions = map[Action][]Role{
	ActReadStaff: everyone, ActSignIn: everyone, ActSignInFailed: everyone, ActLock: everyone, ActSignOut: everyone,
	ActChangePassword: everyone,
	ActCreateDesk:     admins, ActAcceptRestore: admins, ActAddStaff: admins, ActDisableStaff: admins,
	ActUnlockStaff: admins, ActRecover: admins,
	ActSignRoster: admins, ActMakeTallies: admins, ActRenewPrint: admins, ActOwnKeys: everyone,
	ActWrongCode: everyone, ActSetFactor: everyone, ActResetFactor: admins, ActDemandFactor: admins,
	ActTryPrint:    admins,
	ActReadRequest: readers, ActReadLog: readers, ActExportHead: leads, ActOversee: {RoleLead, RoleAuditor},
	ActReport:      leads,
	ActTakeRequest: deskWorkers, ActTriage: deskWorkers, ActResettle: deskWorkers, ActRegimes: deskWorkers,
	ActLabel: deskWorkers,
	ActMerge: deskWorkers, ActKeepApart: deskWorkers, ActLinkComplaint: deskWorkers, ActReopen: deskWorkers,
	ActSaveView: deskWorkers, ActDropView: deskWorkers, ActShareView: leads, ActRegister: deskWorkers,
	ActAskRegister: deskWorkers, ActWithdrawRegister: deskWorkers, ActGiveRegister: leads,
	ActClaim: deskWorkers, ActRelease: deskWorkers,
	ActReadPolicy: everyone, ActDraftPolicy: {RoleAgent, RoleLead, RoleAdmin}, ActPublishPolicy: {RoleLead, RoleAdmin},
	ActClassPolicy: {RoleAgent, RoleLead, RoleAdmin},
	ActSetAside:    deskWorkers, ActDismissMail: deskWorkers, ActBringBack: deskWorkers, ActKeepFile: deskWorkers,
	ActLeaveOut: deskWorkers,
	ActAssign:   leads, ActNote: deskWorkers, ActAskAlso: deskWorkers, ActCloseEarly: deskWorkers,
	ActIdentity: deskWorkers, ActSendCode: deskWorkers, ActCheckCode: deskWorkers, ActCompare: deskWorkers,
	ActDocument: deskWorkers, ActNotProven: deskWorkers,
	ActCollect: deskWorkers, ActDecide: deskWorkers, ActManualSource: deskWorkers, ActSendReview: deskWorkers,
	ActAgree: deskWorkers, ActMissing: leads, ActReturn: deskWorkers, ActReleaseCopy: deskWorkers,
	ActPacket: deskWorkers, ActDeliver: deskWorkers, ActClose: deskWorkers, ActLetter: deskWorkers,
	ActApproveText: deskWorkers, ActReturnText: deskWorkers, ActReveal: deskWorkers,
	ActCorrect: deskWorkers, ActScope: deskWorkers, ActPurposes: deskWorkers, ActConfirm: deskWorkers,
	ActBlockers: deskWorkers,
	ActWaive:    deskWorkers, ActAgreeWaiver: deskWorkers, ActAskPerson: deskWorkers, ActPersonAnswered: deskWorkers,
	ActFollowUp: deskWorkers, ActApproveFollowUp: deskWorkers, ActRefuse: deskWorkers, ActApproveRefusal: deskWorkers,
	ActPlan: deskWorkers, ActSignPlan: deskWorkers, ActWritePlan: deskWorkers,
	ActHandOver: deskWorkers, ActTask: deskWorkers, ActCertify: deskWorkers, ActSettleRemain: leads,
	ActOpenLinked: deskWorkers, ActReturnHold: deskWorkers,
	ActCompareLedger: leads, ActPurge: {RoleLead, RoleAdmin},
	ActDraft:    {RoleAgent, RoleLead, RoleAdmin},
	ActReadTeam: leads, ActNoteAbsence: deskWorkers,
	ActSendMail: deskWorkers, ActHearMail: deskWorkers, ActEditMail: {RoleLead, RoleAdmin},
	ActReadIncident: readers, ActOpenIncident: deskWorkers, ActNoteIncident: deskWorkers, ActStateIncident: deskWorkers,
	ActScoreIncident: deskWorkers, ActCountIncident: deskWorkers,
	ActSeatIncident: deskWorkers, ActDecideIncident: deskWorkers, ActWaiveIncident: leads,
	ActDraftIncident: deskWorkers, ActApproveIncident: leads, ActReportIncident: deskWorkers, ActCloseIncident: leads,
	ActFileIncident: leads, ActEditRoster: leads,
	ActReadOrganisation: everyone, ActEditOrganisation: {RoleLead, RoleAdmin},
	ActReadRules: everyone, ActEditRules: {RoleLead, RoleAdmin}, ActImportHolidays: {RoleLead, RoleAdmin},
	ActRecount: {RoleAgent, RoleLead, RoleAdmin}, ActBackUp: everyone, ActSetBackUps: admins,
	ActReadQueue: readers, ActReadCompliance: everyone, ActReadStaffRecord: {RoleLead, RoleAdmin, RoleAuditor},
	ActKeepRecord: {RoleAgent, RoleLead, RoleAdmin}, ActKeepStaffRecord: admins,
	ActApproveRecord: {RoleLead, RoleAdmin}, ActDemandRecords: admins, ActTableRecords: {RoleLead, RoleAdmin},
	ActReadNotice: readers, ActWriteNotice: deskWorkers, ActAudience: deskWorkers, ActApproveNotice: leads,
	ActSendNotice: deskWorkers, ActListNotice: leads, ActAnswerNotice: deskWorkers, ActReadMap: everyone,
	ActEditMap: {RoleLead, RoleAdmin}, ActConfirmMap: admins, ActSettleMap: {RoleLead, RoleAdmin},
	ActEditAgent: {RoleLead, RoleAdmin},
}

// May reports whether a role may do an action.
func (r Role) May(a Action) bool { return slices.Contains(Permissions[a], r) }

// SecondPerson reports whether staff may approve what was prepared by another: nobody approves what they prepared.
func SecondPerson(staff, preparedBy string) bool {
	return staff != "" && preparedBy != "" && staff != preparedBy
}
