package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/mailwork"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/drafts"
	"orangelab.cn/rightsdesk/store/factor"
	"orangelab.cn/rightsdesk/store/guesses"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/keptfiles"
	"orangelab.cn/rightsdesk/store/lists"
	"orangelab.cn/rightsdesk/store/mailing"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/runs"
	"orangelab.cn/rightsdesk/store/setup"
)

// everyRow gives a request a row in every table that decides about it. Whoever makes another such table writes a row of
// it here.
func everyRow(tx *store.Tx, r model.Request, opened int64) error {
	later := start.Add(time.Hour)
	blob, blobErr := casefile.SaveBlob(tx, r.ID, bytes.NewReader([]byte("a picture")))
	_, evidenceErr := casefile.AddEvidence(tx, r.ID,
		model.Evidence{Kind: model.EvidencePhoneCode, Result: model.Pending, Point: "phone", At: start, By: "staff"},
		later, "123456", blob)
	run, runErr := runs.StartRun(tx, r.ID, "staff", start, later,
		[]model.RunSource{{Source: "shop", State: model.SourceRunning, Reason: "a reason"}})
	plan, planErr := runs.StartPlan(tx, r.ID, "staff", start, later,
		[]model.PlanSource{{Source: "shop", State: model.WriteWaiting, Updates: 3}})
	_, commentErr := casefile.AddComment(tx, r.ID, "staff", start, "a comment")
	_, taskErr := casefile.AddTask(tx, r.ID,
		model.Task{Kind: model.TaskErase, Who: "shop", DueAt: later, What: "erase"})
	return errors.Join(blobErr, evidenceErr, runErr, planErr, commentErr, taskErr,
		runs.AddFindings(tx, r.ID, run,
			[]model.Finding{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account", Decision: model.Undecided,
				Row: []byte("{}")}}),
		runs.AddPlanLines(tx, r.ID, plan.ID,
			[]model.PlanLine{{Seq: 1, Source: "shop", Dataset: "shop", Collection: "account", Row: []byte("{}")}}),
		incoming.SaveRecordNumber(tx, r.ID, "7"),
		papers.SavePacket(tx, r.ID,
			papers.Packet{ID: fmt.Sprint("packet ", r.ID), Form: "zip", Manifest: []byte(`{}`), CreatedAt: start,
				By: "staff", ExpiresAt: later}),
		papers.AddDelivery(tx, r.ID,
			model.Delivery{What: "letter", Channel: "email", To: "wang@163.com", At: start, By: "staff"}),
		papers.SaveLetter(tx, r.ID,
			papers.Letter{ID: fmt.Sprint("letter ", r.ID), Kind: "fulfilled", Lang: "en", At: start, By: "staff",
				Data: []byte(`{}`)}),
		requests.AddMovedDue(tx,
			model.MovedDue{Request: r.ID, Count: 1, Clock: model.ClockAnswer, Was: start, Is: later, Why: "cn/2027"}),
		casefile.AddLink(tx, r.ID, opened, model.CauseMinor),
		mailing.Add(tx, dispatch.Outgoing{ID: fmt.Sprint("message ", r.ID), Request: r.ID, What: "letter",
			State: dispatch.Queued, MessageID: fmt.Sprint(r.ID, "@desk.test"), At: start, By: "staff", Due: later}),
		casefile.SavePart(tx, r.ID, casefile.PartScope, model.Scope{}),
		casefile.AddHold(tx,
			casefile.Hold{RequestID: r.ID, Reference: r.Reference, Rule: "orders", Until: later, ConfirmedBy: "staff",
				What: []byte(`{}`)}),
		requests.AddErased(tx, r.Subject, r.Reference, start),
		casefile.AddConsent(tx, r.ID, r.Subject,
			model.Consent{Purpose: "news", Event: model.ConsentGiven, Channel: "phone", At: start, By: "staff"}),
		papers.AddCertificate(tx, r.ID,
			papers.Certificate{Number: r.Reference + "-1", At: start, By: "staff", Data: []byte(`{}`)}),
		tx.Approve(r.ID, model.ActSignRoster, "", "digest", start))
}

// everyDeskRow gives a desk a row in every table that is no request's.
func everyDeskRow(tx *store.Tx) error {
	if err := everyPolicyRow(tx); err != nil {
		return err
	}
	_, mailErr := incoming.AddAutomatic(tx, model.AutomaticMail{Kind: "bounce", At: start, By: "staff"}, "a record",
		[]byte("a mail"))
	_, secondErr := incoming.AddAutomatic(tx, model.AutomaticMail{Kind: "reply", At: start.Add(time.Hour), By: "staff"},
		"another record", []byte("another mail"))
	_, fileErr := incoming.KeepFile(tx, model.WaitingFile{At: start, By: "staff"}, []byte("a file"), []int{1, 2, 5})
	_, factsErr := setup.SaveOrganisation(tx,
		model.Organisation{Name: model.Text{"en": "Orangelab"}, SavedAt: start, SavedBy: "staff"})
	_, holidaysErr := setup.AddRuleChange(tx,
		model.RuleChange{Kind: model.HolidaysImported, Calendar: "cn", Year: 2027, Body: `{"days":["2027-02-05"]}`,
			Why: "published", At: start, By: "staff"}, 0)
	_, rosterErr := incidents.SaveResponseRoster(tx,
		incident.Roster{Seats: []incident.Standby{{Seat: "legal", Person: "Somebody"}}, SavedAt: start,
			SavedBy: "staff"})
	_, serversErr := setup.SaveMailSettings(tx,
		dispatch.Settings{From: "support@desk.test", SavedAt: start, SavedBy: "staff"})
	_, viewErr := lists.SaveView(tx,
		model.SavedView{Owner: "staff", At: start, Name: "Mine", List: model.ListAsk{Queue: "all"}})
	_, askErr := lists.AskRegister(tx,
		model.RegisterAsk{By: "staff", At: start, List: model.ListAsk{Queue: "all"}, Form: "csv", Reason: "the audit"})
	draftErr := drafts.Save(tx, "staff",
		drafts.Form{Name: "a form", At: start, Words: map[string]string{"0": "a word"}})
	n, factorErr := factor.Set(tx, factor.Factor{Secret: []byte("a secret of twenty bt")}, start)
	e := entry("staff.second_factor")
	e.Detail = map[string]any{factor.Detail: n}
	tx.Append(e)
	return errors.Join(factorErr, everyNoticeRow(tx), everyIncidentRow(tx), everyComplianceRow(tx), viewErr, askErr,
		draftErr,
		mailErr, secondErr, fileErr, factsErr, holidaysErr, serversErr, rosterErr,
		mailing.SaveState(tx, mailwork.State{Work: mailwork.Out, Holder: "a", Till: start}),
		mailing.SaveState(tx, mailwork.State{Work: mailwork.In, UID: 7}),
		guesses.Save(tx, "staff", guesses.Guesses{Failed: 2, LockedTill: start}),
		lists.SaveAbsence(tx,
			model.Absence{Staff: "staff", From: start, Until: start.Add(48 * time.Hour), NotedBy: "staff",
				NotedAt: start}),
		tx.DB().Exec("INSERT INTO restored (what, id) VALUES ('outgoing', 'gone'), ('notice', '77')").Error,
		setup.SetBusinessID(tx, "orangelab"), setup.KeepRulePack(tx, "2026-01-01", "id: old", start),
		setup.SaveAgent(tx, model.DRPAgent{ID: "a", Name: "Agent", PublicKey: make([]byte, 32)}),
		setup.SaveAgent(tx, model.DRPAgent{ID: "b", Name: "Bgent", PublicKey: bytes.Repeat([]byte{1}, 32)}),
		setup.SaveReview(tx,
			mapreview.Table{Source: "crm", Name: "person", Columns: []mapreview.Column{{Name: "id", Type: "INTEGER"}},
				Settled: []mapreview.Settled{{By: "staff",
					Marks: []mapreview.Mark{{Column: "id", State: mapreview.NotPersonal}}}}}),
		setup.SaveReview(tx, mapreview.Table{Source: "crm", Name: "visit", Program: "WordPress"}),
		setup.SaveSource(tx,
			model.Source{Key: "shop", Name: "Shop", Engine: "manual", Dataset: "dataset: []", Days: 5}),
		setup.SaveSource(tx,
			model.Source{Key: "crm", Name: "CRM", Engine: "sqlite", Dataset: "dataset: [1]", Address: "sqlite:x",
				Days: 6}))
}

// everyNoticeRow is a notice that goes out, with a receipt, and one that is a draft.
func everyNoticeRow(tx *store.Tx) error {
	_, draftErr := notices.Add(tx, notice.Notice{Content: notice.Content{Kind: notice.Breach}}, start, time.UTC)
	n, err := notices.Add(tx, notice.Notice{Content: notice.Content{Kind: notice.Cessation}}, start, time.UTC)
	if err != nil {
		return err
	}
	err = notices.AddAudience(tx, n.ID,
		[]notice.Recipient{{Name: "Wang", Email: "wang@person.test"}, {Phone: "13812341234"}})
	run := notices.Run{Notice: n.ID, Progress: notice.Progress{Round: 1, Due: start}}
	return errors.Join(draftErr, err,
		notices.AddReceipt(tx, &run,
			notice.Receipt{Recipient: 1, Round: 1, Channel: notice.Email, Result: notice.Handed, At: start,
				Said: "taken"}),
		notices.AddReceipt(tx, &run,
			notice.Receipt{Recipient: 2, Round: 1, Channel: notice.Email, Result: notice.Later, At: start,
				Why: "busy"}), notices.SaveRun(tx, run), notices.Mark(tx, run),
		everyShownRow(tx, n.ID), everyShownRow(tx, n.ID),
		tx.ApproveDeskAnew(model.ActMakeTallies, n.Reference, "a digest", start))
}

// everyShownRow is that a notice stood on a page, with what shows it.
func everyShownRow(tx *store.Tx, id int64) error {
	f, err := keptfiles.OfNotice.Add(tx, id, "page.png", []byte("a picture"))
	if err != nil {
		return err
	}
	return notices.AddShown(tx, id, notice.Shown{At: start, Since: start, Address: "shop.test", File: f})
}
