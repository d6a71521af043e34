// Package app_test holds what must be true of every action of staff, whatever its area.
package app_test

import (
	"context"
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/above"
	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/erased"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/holds"
	"orangelab.cn/rightsdesk/app/identity"
	"orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/opened"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/oversight"
	"orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/review"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/app/withhold"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// actions is every exported function of app that a signed-in member of staff calls, with the action that it must be
// allowed. assets/guard refuses one that is missing here.
var actions = []struct {
	needs model.Action
	do    map[string]any
}{
	{model.ActReadQueue,
		map[string]any{"desk.Page": (*desk.Session).Page, "desk.Counts": (*desk.Session).Counts,
			"desk.OwnCounts": (*desk.Session).OwnCounts, "desk.CountPage": (*desk.Session).CountPage,
			"desk.Absences": (*desk.Session).Absences, "desk.Pressing": (*desk.Session).Pressing}},
	{model.ActReadCompliance,
		map[string]any{"compliance.Read": compliance.Read, "compliance.Versions": compliance.Versions,
			"compliance.Lacks": compliance.Lacks, "compliance.ReadPressing": compliance.ReadPressing,
			"above.Read": above.Read, "above.Beside": above.Beside, "compliance.Ways": compliance.Ways,
			"compliance.Fee":        compliance.Fee,
			"compliance.Cessations": compliance.Cessations}},
	{model.ActKeepRecord,
		map[string]any{"compliance.Keep": compliance.Keep, "compliance.Tick": compliance.Tick,
			"compliance.End": compliance.End, "compliance.Cease": compliance.Cease}},
	{model.ActKeepStaffRecord,
		map[string]any{"compliance.KeepStaff": compliance.KeepStaff, "compliance.TickStaff": compliance.TickStaff,
			"compliance.EndStaff": compliance.EndStaff}},
	{model.ActApproveRecord, map[string]any{"compliance.Approve": compliance.Approve}},
	{model.ActDemandRecords, map[string]any{"compliance.Demand": compliance.Demand}},
	{model.ActTableRecords, map[string]any{"compliance.Table": compliance.Table}},
	{model.ActReadRequest, map[string]any{
		"remark.Jots": remark.Jots,
		"desk.Search": (*desk.Session).Search, "opened.Read": opened.Read, "desk.Request": (*desk.Session).Request,
		"desk.LoadNames": (*desk.Session).LoadNames, "policy.Cited": policy.Cited,
		"identity.Read": identity.Read, "identity.Sends": identity.Sends, "collect.Read": collect.Read,
		"collect.List": collect.List, "fulfil.ReadSent": fulfil.ReadSent,
		"remark.Comments": remark.Comments, "change.Digest": change.Digest, "change.ReadBlockers": change.ReadBlockers,
		"change.ReadConfirmation": change.ReadConfirmation, "result.Certificates": result.Certificates,
		"change.SamePlaces":      change.SamePlaces,
		"change.ReadCorrections": change.ReadCorrections, "result.ReadFollowUp": result.ReadFollowUp,
		"holds.List":     holds.List,
		"fulfil.Letters": fulfil.Letters, "result.Read": result.Read,
		"collect.Links": collect.Links, "change.ReadPlan": change.ReadPlan, "change.PlanRows": change.PlanRows,
		"change.ReadRefusals": change.ReadRefusals, "change.ReadScope": change.ReadScope, "change.Tasks": change.Tasks,
		"result.ReadSearch":   result.ReadSearch,
		"change.ReadPurposes": change.ReadPurposes, "fulfil.ReadProposals": fulfil.ReadProposals,
		"fulfil.ReadExtensible": fulfil.ReadExtensible, "change.MasksPlan": change.MasksPlan,
		"fulfil.Misacknowledged": fulfil.Misacknowledged, "change.Consents": change.Consents}},
	{model.ActReadLog, map[string]any{"desk.Log": (*desk.Session).Log, "desk.ReadLogDays": (*desk.Session).ReadLogDays,
		"desk.CheckLog": (*desk.Session).CheckLog}},
	{model.ActExportHead, map[string]any{"desk.ExportHead": (*desk.Session).ExportHead}},
	{model.ActReadTeam, map[string]any{"desk.Team": (*desk.Session).Team}},
	{model.ActAskAlso, map[string]any{"intake.AskAlso": intake.AskAlso}},
	{model.ActDraft, map[string]any{"remark.Forms": remark.Forms, "remark.KeepForm": remark.KeepForm}},
	{model.ActNote, map[string]any{"remark.Jot": remark.Jot, "remark.Leave": remark.Leave}},
	{model.ActNoteAbsence,
		map[string]any{"desk.NoteAbsence": (*desk.Session).NoteAbsence, "desk.EndAbsence": (*desk.Session).EndAbsence}},
	{model.ActReadIncident,
		map[string]any{"incident.List": incident.List, "incident.ListOpen": incident.ListOpen,
			"incident.ListNext": incident.ListNext,
			"incident.ReadPost": incident.ReadPost, "incident.OfRequest": incident.OfRequest,
			"incident.Roster": incident.Roster, "incident.Read": incident.Read, "incident.Kept": incident.Kept}},
	{model.ActOpenIncident, map[string]any{"incident.Open": incident.Open}},
	{model.ActNoteIncident,
		map[string]any{"incident.Note": incident.Note, "incident.SetTask": incident.SetTask,
			"incident.TickOff": incident.TickOff, "incident.LinkRequest": incident.LinkRequest,
			"incident.Keep": incident.Keep, "incident.JoinAnswer": incident.JoinAnswer,
			"intake.JoinIncident": intake.JoinIncident}},
	{model.ActStateIncident, map[string]any{"incident.State": incident.State}},
	{model.ActScoreIncident, map[string]any{"incident.Score": incident.Score}},
	{model.ActCountIncident,
		map[string]any{"incident.CountSource": incident.CountSource, "incident.CountList": incident.CountList,
			"incident.CountLog": incident.CountLog, "incident.DropCount": incident.DropCount,
			"incident.Countable": incident.Countable}},
	{model.ActSeatIncident, map[string]any{"incident.Seat": incident.Seat, "incident.SeatRoster": incident.SeatRoster}},
	{model.ActDecideIncident, map[string]any{"incident.Decide": incident.Decide}},
	{model.ActWaiveIncident, map[string]any{"incident.Waive": incident.Waive}},
	{model.ActDraftIncident,
		map[string]any{"notice.BeginIncident": notice.BeginIncident, "incident.Begin": incident.Begin,
			"incident.Draft": incident.Draft}},
	{model.ActApproveIncident, map[string]any{"incident.Approve": incident.Approve}},
	{model.ActReportIncident, map[string]any{"incident.Report": incident.Report, "incident.Send": incident.Send,
		"incident.SettleMail": incident.SettleMail, "incident.Envelope": incident.Envelope}},
	{model.ActCloseIncident, map[string]any{"incident.Close": incident.Close}},
	{model.ActFileIncident, map[string]any{"incident.File": incident.File}},
	{model.ActEditRoster, map[string]any{"incident.SaveRoster": incident.SaveRoster}},
	{model.ActReadStaff,
		map[string]any{"desk.StaffList": (*desk.Session).StaffList,
			"desk.FactorDemanded": (*desk.Session).FactorDemanded}},
	{model.ActReadOrganisation,
		map[string]any{"desk.Organisation": (*desk.Session).Organisation,
			"desk.OrganisationVersions": (*desk.Session).OrganisationVersions}},
	{model.ActEditOrganisation, map[string]any{"desk.SaveOrganisation": (*desk.Session).SaveOrganisation}},
	{model.ActReadRules,
		map[string]any{"desk.FollowRules": (*desk.Session).FollowRules, "rules.Read": rules.Read,
			"desk.MovedDues": (*desk.Session).MovedDues}},
	{model.ActRecount, map[string]any{"desk.Recount": (*desk.Session).Recount}},
	{model.ActEditRules, map[string]any{"rules.Save": rules.Save}},
	{model.ActReadPolicy,
		map[string]any{"policy.Read": policy.Read, "policy.ReadChanges": policy.ReadChanges,
			"policy.Check": policy.Check}},
	{model.ActDraftPolicy, map[string]any{"policy.Draft": policy.Draft, "policy.Look": policy.Look}},
	{model.ActPublishPolicy, map[string]any{"policy.Publish": policy.Publish}},
	{model.ActClassPolicy, map[string]any{"policy.Class": policy.Class}},
	{model.ActImportHolidays, map[string]any{"rules.Import": rules.Import}},
	{model.ActAddStaff, map[string]any{"desk.AddStaff": (*desk.Session).AddStaff}},
	{model.ActDisableStaff, map[string]any{"desk.DisableStaff": (*desk.Session).DisableStaff}},
	{model.ActUnlockStaff, map[string]any{"desk.ResetPassword": (*desk.Session).ResetPassword}},
	{model.ActSignIn, map[string]any{"upkeep.MoveKeys": upkeep.MoveKeys, "desk.Attend": (*desk.Session).Attend}},
	{model.ActMakeTallies, map[string]any{"desk.MakeTallies": (*desk.Session).MakeTallies}},
	{model.ActSetFactor, map[string]any{"desk.SetFactor": (*desk.Session).SetFactor}},
	{model.ActResetFactor, map[string]any{"desk.ResetFactor": (*desk.Session).ResetFactor}},
	{model.ActDemandFactor, map[string]any{"desk.DemandFactor": (*desk.Session).DemandFactor}},
	{model.ActRenewPrint, map[string]any{"desk.RenewRecovery": (*desk.Session).RenewRecovery}},
	{model.ActChangePassword, map[string]any{"desk.ChangePassword": (*desk.Session).ChangePassword}},
	{model.ActClaim, map[string]any{"desk.Claim": (*desk.Session).Claim}},
	{model.ActRelease, map[string]any{"desk.Release": (*desk.Session).Release}},
	{model.ActAssign, map[string]any{"desk.Assign": (*desk.Session).Assign}},
	{model.ActCloseEarly, map[string]any{"desk.CloseEarly": (*desk.Session).CloseEarly}},
	{model.ActTakeRequest,
		map[string]any{"intake.Take": intake.Take, "intake.TakeByHand": intake.TakeByHand,
			"intake.TakeFile": intake.TakeFile, "intake.TakeData": intake.TakeData,
			"intake.ShowFile": intake.ShowFile, "intake.ShowWaiting": intake.ShowWaiting,
			"intake.TakeShown": intake.TakeShown, "intake.Separate": intake.Separate,
			"intake.TakeAutomatic": intake.TakeAutomatic}},
	{model.ActBringBack, map[string]any{"intake.BringBackAutomatic": intake.BringBackAutomatic}},
	{model.ActDismissMail, map[string]any{"intake.DismissAutomatic": intake.DismissAutomatic}},
	{model.ActKeepFile, map[string]any{"intake.Keep": intake.Keep, "intake.Draft": intake.Draft,
		"intake.EndDraft": intake.EndDraft}},
	{model.ActReadRequest,
		map[string]any{"intake.ReadMailbox": intake.ReadMailbox, "intake.AutomaticMails": intake.AutomaticMails,
			"intake.DismissedMails": intake.DismissedMails, "intake.AutomaticText": intake.AutomaticText,
			"intake.WaitingFiles": intake.WaitingFiles, "intake.Arrival": intake.Arrival,
			"intake.ReadResettled": intake.ReadResettled}},
	{model.ActTriage, map[string]any{"intake.Triage": intake.Triage}},
	{model.ActLabel, map[string]any{"desk.SetLabels": (*desk.Session).SetLabels}},
	{model.ActMerge, map[string]any{"desk.Merge": (*desk.Session).Merge}},
	{model.ActKeepApart, map[string]any{"desk.KeepApart": (*desk.Session).KeepApart}},
	{model.ActLinkComplaint, map[string]any{"desk.LinkComplaint": (*desk.Session).LinkComplaint}},
	{model.ActReopen, map[string]any{"desk.Reopen": (*desk.Session).Reopen}},
	{model.ActReadRequest, map[string]any{"desk.Twins": (*desk.Session).Twins, "register.Views": register.Views,
		"intake.WaitingText": intake.WaitingText}},
	{model.ActSaveView, map[string]any{"register.SaveView": register.SaveView}},
	{model.ActShareView, map[string]any{"register.ShareView": register.ShareView}},
	{model.ActDropView, map[string]any{"register.DropView": register.DropView}},
	{model.ActOversee, map[string]any{"oversight.Read": oversight.Read}},
	{model.ActReport, map[string]any{"oversight.Report": oversight.Report}},
	{model.ActRegister, map[string]any{"register.Write": register.Write}},
	{model.ActAskRegister, map[string]any{"register.Ask": register.Ask}},
	{model.ActWithdrawRegister, map[string]any{"register.Withdraw": register.Withdraw}},
	{model.ActGiveRegister, map[string]any{"register.Asked": register.Asked, "register.Give": register.Give}},
	{model.ActClaim, map[string]any{"bulk.Run": bulk.Run}},
	{model.ActRegimes, map[string]any{"desk.SetRegimes": (*desk.Session).SetRegimes}},
	{model.ActResettle, map[string]any{"intake.Resettle": intake.Resettle}},
	{model.ActEditAgent,
		map[string]any{"intake.SaveAgent": intake.SaveAgent, "intake.SetBusinessID": intake.SetBusinessID}},
	{model.ActReadMap, map[string]any{"intake.Agents": intake.Agents, "datamap.List": datamap.List,
		"datamap.Open":     datamap.Open,
		"datamap.Datasets": datamap.Datasets, "datamap.ReadReview": datamap.ReadReview,
		"datamap.Coverages": datamap.Coverages, "naming.Unrecorded": naming.Unrecorded,
		"naming.ReadTitles": naming.ReadTitles}},
	{model.ActEditMap, map[string]any{"datamap.Save": datamap.Save, "datamap.Delete": datamap.Delete,
		"datamap.Test":        datamap.Test,
		"datamap.TestWriting": datamap.TestWriting, "datamap.Draft": datamap.Draft, "datamap.Try": datamap.Try}},
	{model.ActSettleMap,
		map[string]any{"datamap.TakeStock": datamap.TakeStock, "datamap.Settle": datamap.Settle,
			"datamap.PutInUse": datamap.PutInUse, "datamap.Samples": datamap.Samples}},
	{model.ActConfirmMap, map[string]any{"datamap.ConfirmGuesses": datamap.ConfirmGuesses}},
	{model.ActSendCode, map[string]any{"identity.SendCode": identity.SendCode, "identity.MakeCode": identity.MakeCode,
		"identity.LetCodeGo": identity.LetCodeGo}},
	{model.ActCheckCode, map[string]any{"identity.CheckCode": identity.CheckCode}},
	{model.ActCompare, map[string]any{"identity.Compare": identity.Compare, "identity.OnFile": identity.OnFile}},
	{model.ActIdentity, map[string]any{"identity.Record": identity.Record,
		"identity.RecordControl": identity.RecordControl}},
	{model.ActNotProven, map[string]any{"identity.NotProven": identity.NotProven}},
	{model.ActDocument, map[string]any{"identity.KeepPicture": identity.KeepPicture,
		"identity.JudgeDocument": identity.JudgeDocument}},
	{model.ActReveal, map[string]any{"intake.Open": intake.Open, "intake.AsItStands": intake.AsItStands,
		"identity.Picture": identity.Picture, "collect.Reveal": collect.Reveal, "change.RevealPlan": change.RevealPlan,
		"change.UnmaskPlan":     change.UnmaskPlan,
		"fulfil.PacketPassword": fulfil.PacketPassword}},
	{model.ActReturnHold, map[string]any{"holds.Return": holds.Return}},
	{model.ActCollect, map[string]any{"collect.Collect": collect.Collect, "collect.TakeCarried": collect.TakeCarried,
		"collect.LeaveCarried": collect.LeaveCarried, "change.Sweep": change.Sweep}},
	{model.ActManualSource, map[string]any{"collect.AnswerManual": collect.AnswerManual}},
	{model.ActDecide, map[string]any{"review.Decide": review.Decide, "withhold.Column": withhold.Column,
		"withhold.Give": withhold.Give}},
	{model.ActMissing, map[string]any{"review.AcceptMissing": review.AcceptMissing}},
	{model.ActSendReview, map[string]any{"review.SendToReview": review.SendToReview}},
	{model.ActAgree, map[string]any{"review.Agree": review.Agree}},
	{model.ActReturn, map[string]any{"review.Return": review.Return}},
	{model.ActReleaseCopy, map[string]any{"review.Release": review.Release}},
	{model.ActPacket, map[string]any{"fulfil.BuildPacket": fulfil.BuildPacket}},
	{model.ActDeliver, map[string]any{"fulfil.Deliver": fulfil.Deliver, "fulfil.DeliverLetter": fulfil.DeliverLetter,
		"fulfil.CorrectDelivery": fulfil.CorrectDelivery, "fulfil.MailLetter": fulfil.MailLetter,
		"fulfil.TextLetter": fulfil.TextLetter, "fulfil.TextPassword": fulfil.TextPassword,
		"fulfil.MailPacket": fulfil.MailPacket, "fulfil.SendMail": fulfil.SendMail, "outbox.Send": outbox.Send,
		"outbox.HoldOut": outbox.HoldOut}},
	{model.ActSendMail, map[string]any{"fulfil.SettleMail": fulfil.SettleMail, "outbox.Settle": outbox.Settle}},
	{model.ActHearMail, map[string]any{"intake.Hear": intake.Hear, "outbox.HoldIn": outbox.HoldIn,
		"outbox.Returned": outbox.Returned}},
	{model.ActListNotice,
		map[string]any{"notice.GiveList": notice.GiveList, "notice.GiveLetters": notice.GiveLetters,
			"notice.WithoutEffect": notice.WithoutEffect}},
	{model.ActAnswerNotice,
		map[string]any{"notice.Answer": notice.Answer, "notice.AnswerFile": notice.AnswerFile,
			"notice.AnswerReply": notice.AnswerReply}},
	{model.ActEditMail, map[string]any{"outbox.ReadSettings": outbox.ReadSettings,
		"outbox.SaveSettings": outbox.SaveSettings, "outbox.Try": outbox.Try, "outbox.TryGateway": outbox.TryGateway}},
	{model.ActReadRequest, map[string]any{"outbox.Of": outbox.Of}},
	{model.ActReadNotice,
		map[string]any{"notice.FindPeople": notice.FindPeople, "notice.List": notice.List, "notice.Read": notice.Read,
			"notice.Preview": notice.Preview, "notice.Receipts": notice.Receipts, "notice.Needing": notice.Needing,
			"notice.ReadReply": notice.ReadReply, "notice.ShownFile": notice.ShownFile,
			"notice.Unshown": notice.Unshown}},
	{model.ActWriteNotice,
		map[string]any{"notice.Begin": notice.Begin, "notice.BeginUpdate": notice.BeginUpdate,
			"notice.Save": notice.Save, "notice.TakeBack": notice.TakeBack}},
	{model.ActAudience, map[string]any{"notice.AudienceFile": notice.AudienceFile,
		"notice.AudienceSource": notice.AudienceSource, "notice.AudienceIncident": notice.AudienceIncident,
		"incident.EachAffected": incident.EachAffected}},
	{model.ActApproveNotice, map[string]any{"notice.Approve": notice.Approve}},
	{model.ActSendNotice,
		map[string]any{"notice.ResultFile": notice.ResultFile, "notice.Send": notice.Send, "notice.Pause": notice.Pause,
			"notice.Stop": notice.Stop, "notice.Settle": notice.Settle, "notice.Show": notice.Show}},
	{model.ActClose, map[string]any{"fulfil.Close": fulfil.Close}},
	{model.ActLetter, map[string]any{"fulfil.WriteLetter": fulfil.WriteLetter,
		"fulfil.WriteTogether": fulfil.WriteTogether, "fulfil.DraftLetter": fulfil.DraftLetter,
		"fulfil.ReadTyped": fulfil.ReadTyped, "fulfil.KeepTyped": fulfil.KeepTyped}},
	{model.ActApproveText, map[string]any{"fulfil.ApproveLetter": fulfil.ApproveLetter}},
	{model.ActReturnText, map[string]any{"fulfil.ReturnLetter": fulfil.ReturnLetter}},
	{model.ActCorrect, map[string]any{"change.Correct": change.Correct,
		"change.DropCorrection": change.DropCorrection}},
	{model.ActScope, map[string]any{"change.SetScope": change.SetScope}},
	{model.ActPurposes, map[string]any{"change.SetPurposes": change.SetPurposes}},
	{model.ActConfirm, map[string]any{"change.Confirm": change.Confirm}},
	{model.ActWaive, map[string]any{"change.Waive": change.Waive}},
	{model.ActAgreeWaiver, map[string]any{"change.AgreeWaiver": change.AgreeWaiver}},
	{model.ActAskPerson, map[string]any{"fulfil.AskPerson": fulfil.AskPerson}},
	{model.ActPersonAnswered, map[string]any{"change.PersonAnswered": change.PersonAnswered}},
	{model.ActRefuse, map[string]any{"change.Refuse": change.Refuse, "change.TakeBackRefusal": change.TakeBackRefusal}},
	{model.ActApproveRefusal, map[string]any{"change.ApproveRefusal": change.ApproveRefusal}},
	{model.ActFollowUp, map[string]any{"result.FollowUp": result.FollowUp}},
	{model.ActApproveFollowUp, map[string]any{"result.ApproveFollowUp": result.ApproveFollowUp}},
	{model.ActPlan, map[string]any{"change.MakePlan": change.MakePlan, "change.PreviewAgain": change.PreviewAgain,
		"result.ResidueNow": result.ResidueNow}},
	{model.ActSignPlan, map[string]any{"change.SignPlan": change.SignPlan}},
	{model.ActWritePlan, map[string]any{"change.WritePlan": change.WritePlan}},
	{model.ActHandOver, map[string]any{"change.HandOver": change.HandOver}},
	{model.ActTask, map[string]any{"change.EndTask": change.EndTask, "change.CorrectTask": change.CorrectTask}},
	{model.ActSettleRemain, map[string]any{"result.SettleRemain": result.SettleRemain}},
	{model.ActCertify, map[string]any{"result.MeasureSearch": result.MeasureSearch, "result.Certify": result.Certify}},
	{model.ActPurge, map[string]any{"upkeep.Purge": upkeep.Purge}},
	{model.ActTryPrint, map[string]any{"upkeep.ReadRecovery": upkeep.ReadRecovery,
		"upkeep.TryRecovery": upkeep.TryRecovery}},
	{model.ActBackUp, map[string]any{"upkeep.BackUp": upkeep.BackUp, "upkeep.BackUpWhenDue": upkeep.BackUpWhenDue,
		"upkeep.ReadBackups": upkeep.ReadBackups,
		"upkeep.Record":      upkeep.Record, "upkeep.RecordOutside": upkeep.RecordOutside}},
	{model.ActSetBackUps, map[string]any{"upkeep.SaveBackups": upkeep.SaveBackups}},
	{model.ActCompareLedger,
		map[string]any{"erased.Compare": erased.Compare, "upkeep.EraseAgain": upkeep.EraseAgain}},
}

func TestPermissionComesBeforeEverythingElse(t *testing.T) {
	d := desktest.New(t, "sqlite")
	// The one source cannot even be opened: an action that turned to the sources first would say so.
	if err := datamap.Save(context.Background(), d.Admin,
		model.Source{Key: "shop", Owner: "IT", Address: "mysql://u:secret@h:notaport/shop", Dataset: shopMap}); err !=
		nil {
		t.Fatal(err)
	}
	if m, err := datamap.Open(context.Background(), d.Admin); err == nil {
		t.Fatalf("the source opens: %v", m)
	}
	sessions := map[model.Role]*desk.Session{model.RoleAdmin: d.Admin,
		model.RoleAgent: d.Add(t, "fang", model.RoleAgent),
		model.RoleLead:  d.Add(t, "jing", model.RoleLead), model.RoleAuditor: d.Add(t, "wei", model.RoleAuditor)}
	every := func(model.Action) bool { return true }
	for role, s := range sessions {
		t.Run("what a "+string(role)+" may not", func(t *testing.T) {
			refuses(t, d, s, desk.ErrForbidden, func(a model.Action) bool { return !role.May(a) })
		})
	}
	lead := d.Add(t, "disabled", model.RoleLead)
	admin := d.Add(t, "former", model.RoleAdmin)
	for _, s := range []*desk.Session{lead, admin} {
		if err := d.Admin.DisableStaff(context.Background(), s.Staff().ID); err != nil {
			t.Fatal(err)
		}
		t.Run("a disabled "+string(s.Staff().Role), func(t *testing.T) {
			refuses(t, d, s, desk.ErrDisabled, s.Staff().Role.May)
			if err := call(s, (*desk.Session).Request); errors.Is(err, desk.ErrForbidden) == s.Staff().
				Role.May(model.ActReadRequest) {
				t.Error(err)
			}
		})
	}
	locked := d.SignInAs(t, "jing")
	if err := locked.Lock(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Run("behind the lock", func(t *testing.T) { refuses(t, d, locked, desk.ErrLocked, locked.Staff().Role.May) })
	t.Run("nobody", func(t *testing.T) { refuses(t, d, &desk.Session{}, desk.ErrForbidden, every) })
}

func TestAJobOfADisabledMemberOfStaffStops(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	s := d.Add(t, "fang", model.RoleAgent)
	job := s.Job()
	if err := job.Progress(ctx, model.ActCollect, func(*store.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := d.Admin.DisableStaff(ctx, s.Staff().ID); err != nil {
		t.Fatal(err)
	}
	if err := job.Progress(ctx, model.ActCollect, func(*store.Tx) error {
		t.Error("went on")
		return nil
	}); !errors.Is(err, desk.ErrDisabled) {
		t.Error(err)
	}
}

func TestSourceAddressesAreHandedOnlyToThoseWhoEditThem(t *testing.T) {
	ctx := context.Background()
	d := desktest.New(t, "sqlite")
	if err := datamap.Save(ctx, d.Admin,
		model.Source{Key: "shop", Owner: "IT", Address: "mysql://u:secret@h/shop",
			WriteAddress: "mysql://w:secret@h/shop", Dataset: shopMap}); err != nil {
		t.Fatal(err)
	}
	for _, role := range model.Roles {
		s := d.Admin
		if role != model.RoleAdmin {
			s = d.Add(t, string(role), role)
		}
		list, err := datamap.List(ctx, s)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %v %v", role, list, err)
		}
		if handed := list[0].Address+list[0].WriteAddress != ""; handed != role.May(model.ActEditMap) ||
			!list[0].Writable {
			t.Errorf("%s: addresses handed: %v, writable %v", role, handed, list[0].Writable)
		}
	}
}
