package frame

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/bulk"
	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/identity"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/app/withhold"
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

// sentences map the errors that people meet to what happened and what to do. Order matters: the first that fits wins.
var sentences = []sentence{
	{desk.ErrNotAHead, "Not a head of the audit log",
		"Choose a file that “Export head” or rightsdesk audit head wrote. Nothing was compared."},
	{desk.ErrNoHead, "No head yet", "Nobody has signed in to this desk yet, so nothing is signed."},
	{desk.ErrSignIn, "Sign-in failed", "Login or password is wrong. Check the keyboard layout and Caps Lock."},
	{desk.ErrDisabled, "Account disabled", "This account is disabled. Turn to an administrator."},
	{desk.ErrLocked, "The window is locked", "Enter your password to go on; nothing was lost."},
	{desk.ErrForbidden, "Not allowed", "Your role may not do this. Turn to a lead or an administrator."},
	{desk.ErrHeld, "Held by somebody else",
		"Another member of staff holds this request. Nothing was changed. A lead can assign it to you."},
	{desk.ErrCannotHold, "They cannot hold it",
		"Only an agent or a lead whose account is not disabled can hold a request. Nothing was changed."},
	{intake.ErrAlso, "What else?",
		"Choose at least one kind of request that this person’s requests are not yet. Nothing was opened."},
	{remark.ErrEmpty, "What is the remark?",
		"Write what colleagues should know, in at most some pages. Nothing was kept."},
	{desk.ErrAbsence, "Until when?", "Give the last day away as 2026-12-31; it must not be over. Nothing was noted."},
	{desk.ErrOwnWork, "A second person is needed", "You prepared this yourself. Somebody else must look at it."},
	{desk.ErrPasswordShort, "Password too short", "Use at least 10 characters; four words are easy to remember."},
	{desk.ErrPasswordCommon, "Easy to guess",
		"This password is a common one, repeats itself, or is close to your name or login. Four words that do not belong together are hard to guess and easy to remember."},
	{desk.ErrPasswordSame, "The same password", "The new password is the old one; choose another."},
	{code.ErrDigits, "Six digits", "A code has six digits. Nothing was counted as a try."},
	{code.ErrWrong, "Wrong code",
		"It is not the code of now. Look whether the clocks of this computer and of the authenticator are right, and type the one that it shows."},
	{code.ErrUsed, "Used already", "Each code serves once. Wait for the next one, half a minute at most."},
	{code.ErrSpent, "Too many wrong codes",
		"Twenty wrong codes in a row were typed for this account. An administrator can reset its second factor; the recovery key does it, too."},
	{code.ErrChanged, "Changed outside the program",
		"The second factor of this account was changed outside Rightsdesk, or put back to an older state. An administrator can reset it; let them run the doctor too."},
	{code.ErrNone, "Nothing to reset", "They have no second factor."},
	{desk.ErrFactorDemanded, "Set up the second factor first",
		"This desk demands one of everybody. Sign in anew in the window, which leads you through it."},
	{desk.ErrOwnFactor, "Somebody else resets it",
		"Your own second factor is reset by another administrator, or with the recovery key."},
	{desk.ErrNameMissing, "Something is missing", "Fill in name and login."},
	{desk.ErrAlreadySetUp, "Already set up", "This desk exists: sign in instead."},
	{desk.ErrLastAdmin, "The last administrator", "Make somebody else administrator first."},
	{desk.ErrNewer, "Saved meanwhile",
		"A colleague saved a newer version while you worked on this one. Nothing of yours was saved: open it again and enter your change anew."},
	{desk.ErrConflict, "Changed meanwhile",
		"Somebody else changed this request while you looked at it. Nothing of yours was saved; it is shown anew now."},
	{desk.ErrTampered, "Changed outside the program",
		"This request was changed outside Rightsdesk. It stays closed; tell an administrator to run the doctor."},
	{desk.ErrLogBroken, "The audit log does not match",
		"The desk is an older copy or was changed outside the program. Do not work in it; tell an administrator, who can accept a restored backup."},
	{desk.ErrGivenPassword, "Choose your own password first",
		"You were given a new password, which whoever gave it knows. Change it, then approve: until then your approval would not be yours alone. Nothing was changed."},
	{desk.ErrNotApproved, "Not what was approved",
		"What stands here is not what a second person approved: it was changed outside Rightsdesk, or nobody approved it. Nothing leaves the desk; tell an administrator to run the doctor."},
	{desk.ErrRosterOld, "An older roster",
		"The list of staff in the database is older than one that was seen before. Do not work in this desk; tell an administrator, who can accept a restored backup."},
	{desk.ErrRoster, "The roster was changed",
		"The list of staff in the database was changed outside Rightsdesk, and its signatures do not hold. Do not work in this desk; tell an administrator to run the doctor and to restore a backup."},
	{desk.ErrStaffRow, "Changed outside the program",
		"What the database says of this account is not what the roster of the staff says. An administrator can give it a new password, which writes it anew; let them run the doctor too."},
	{desk.ErrNeverSigned, "The roster was never signed",
		"This desk is older than its roster. Let an administrator sign in once, which signs it."},
	{desk.ErrNoKey, "It opens nothing here",
		"This recovery key is another desk’s, or was renewed since. Ask for the newest print."},
	{desk.ErrOneShare, "One share is not enough", "Type a second share of the recovery key below the first."},
	{desk.ErrOtherShares, "These shares do not belong together",
		"They are one share twice, or of two recovery keys. Take two of the newest prints."},
	{desk.ErrRecoveryKey, "Not a recovery key", "Compare it with the print, group by group."},
	{desk.ErrTaken, "Not written",
		"The database holds another row under this number already. Nothing was written; tell an administrator to run the doctor."},
	{desk.ErrSchema, "Changed outside the program",
		"The tables of the desk are not those that it was made with. Do not work in it; tell an administrator to restore a backup."},
	{desk.ErrDamaged, "The file is damaged",
		"It is damaged, or no database of a desk. Tell an administrator to restore the newest backup."},
	{desk.ErrDuplicate, "Already there", "Something of this name exists already; choose another."},
	{desk.ErrNoDesk, "No desk here", "There is no desk at this place yet: set one up."},
	{desk.ErrPassword, "The name or the password is refused",
		"The server of the shared desk asks for a password, or refuses the one it was given. Ask its administrator."},
	{upkeep.ErrFolder, "No such folder", "Name a folder of this computer that is there, by its whole path."},
	{upkeep.ErrEvery, "How often?", "Give 1 to 744 hours from one back-up to the next."},
	{upkeep.ErrKeep, "How many?", "Keep 1 to 1,000 back-ups."},
	{desk.ErrNotGranted, "Not allowed on the server",
		"Your login on the server of the shared desk has not the right for this. Perhaps your role there is another than at the desk; its administrator can set it right."},
	{desk.ErrOlder, "An older desk",
		"The tables of the shared desk are of an older Rightsdesk. Let the administrator of the server run rightsdesk team init with this version."},
	{desk.ErrUncertain, "Not known whether it was saved",
		"The server of the shared desk went away in the moment of saving. Once it answers again, look whether your change is there before you make it anew."},
	{desk.ErrAway, "The server does not answer",
		"The server of the shared desk does not answer at the moment. Nothing was changed, and what you typed stays. Try again once the window says that it is back."},
	{desk.ErrUnreachable, "The server does not answer",
		"The server of the shared desk does not answer. Nothing was lost. Check host and port in the address, and whether it runs; then try again."},
	{desk.ErrNoDatabase, "No such database",
		"The server of the shared desk has no database of this name. Check the end of the address."},
	{desk.ErrUnencrypted, "Not encrypted",
		"The server of the shared desk takes no encrypted connections. Let its administrator turn TLS on, or write sslmode=disable into the address where the network between is trusted."},
	{desk.ErrCertificate, "Who answers is not certain",
		"The certificate of the shared desk’s server is not trusted. Name the root it comes from with sslrootcert=FILE in the address, or write sslmode=require to encrypt without checking who answers."},
	{desk.ErrDiskFull, "The disk is full",
		"There is no room left where the desk is kept. Nothing of yours was saved and nothing was lost; free some space there and try again."},
	{desk.ErrEngineOld, "Engine too old",
		"The database engine is too old and could damage the desk. Install a newer Rightsdesk."},
	{desk.ErrEngineParts, "Engine does not fit",
		"The database engine was built with parts that it was not made for and could damage the desk. Install another Rightsdesk."},
	{identity.ErrCodeDigits, "Six digits", "A code has six digits. Nothing was counted as a try."},
	{identity.ErrCodeWrong, "Wrong code", "The code does not match. Ask for the six digits again."},
	{identity.ErrPointSpent, "Not compared",
		"Three answers about this data point were wrong, so no more are compared for this request. Nothing was told of this one. Ask for another data point, or prove it another way."},
	{identity.ErrAnswersSpent, "Not compared",
		"Six answers were wrong, so no more are compared for this request. Nothing was told of this one. Prove it another way: a code, a sign-in, a document."},
	{identity.ErrCodeVoid, "The code is void", "Three wrong tries: send another code."},
	{identity.ErrCodeExpired, "The code has expired", "It was older than ten minutes: send another code."},
	{identity.ErrNoCode, "No code is waiting", "Send a code first."},
	{identity.ErrNotOnFile, "Not on file",
		"The sources do not hold this contact for the person. A code to it proves nothing; use another way."},
	{identity.ErrNoContact, "No such contact", "The request names no such contact. Correct it under What."},
	{identity.ErrOtherHeld, "Read for another request",
		"What the sources hold was read for another request. Nothing was compared; open this one again."},
	{identity.ErrPicture, "Picture too large", "It is larger than 16 MiB: make it smaller. Nothing was kept."},
	{collect.ErrLevel, "Identity first", "Nothing can be seen or released before the identity level is reached."},
	{collect.ErrNoRun, "Nothing collected yet", "Collect from the sources first."},
	{collect.ErrReason, "A reason is needed", "Say why; the second person and the log need it."},
	{collect.ErrShared, "Shared rows are open",
		"Every row that may be somebody else’s must be decided, and agreed by the second person."},
	{collect.ErrMissing, "A source has not answered",
		"Collect again, or have a lead accept with a reason that it is missing."},
	{change.ErrReviewChanged, "It changed since you looked at it",
		"What you approve is what you saw: look at it again first."},
	{collect.ErrChanged, "The findings changed",
		"They changed since you looked at them. Look again before you release."},
	{collect.ErrSameWay, "Two different ways", "The password must travel another way than the packet."},
	{collect.ErrNoCarried, "Nothing to take", "No row that is surely this person’s carries a further identifier."},
	{collect.ErrNoPacket, "No packet yet", "Build the packet first."},
	{fulfil.ErrNoWay, "How did it go out?", "Choose the way that it went."},
	{fulfil.ErrElsewhere, "Not a contact of the request",
		"It goes to a place that the request does not name. Say why, as a kind of reason and in words. Nothing was recorded for it."},
	{fulfil.ErrNoAddressee, "To whom did it go out?", "Write the address or the number, or who took it."},
	{fulfil.ErrWay, "This way does not lead there",
		"A message or a call goes to a telephone number, post to a postal address, and at the counter somebody takes it."},
	{fulfil.ErrMailed, "The desk sent it", "It recorded by itself how it went: there is nothing to put right."},
	{fulfil.ErrAddressee, "That is no address",
		"Write the whole address or number: nobody could tell later where it went."},
	{collect.ErrNoDelivery, "Not sent yet", "Record first how packet and password went out."},
	{collect.ErrBusy, "Another desktop is at it", "Another desktop is collecting this request right now."},
	{change.ErrScopeMoved, "The sources hold something else now",
		"Go through the scope again; what was settled before is kept where it still fits."},
	{change.ErrWholeRow, "A row goes whole or not at all",
		"Choose to delete for every kind of data of the collection, or for none."},
	{change.ErrHold, "The duty to keep is incomplete", "Name the law and a last day that is still to come."},
	{change.ErrParty, "Who holds it?", "Name who holds the data, so that the letter can say where to turn."},
	{change.ErrEvidence, "What shows it?", "Say what shows that the new value is right."},
	{change.ErrValue, "The right value is missing", "Enter it; it must differ from the one held."},
	{change.ErrOtherRow, "Perhaps somebody else’s row",
		"Decide first, among the findings, that the row is the person’s own."},
	{change.ErrNoKey, "The row has no key",
		"Nothing tells it apart from others like it. Let the owner of the source correct it."},
	{change.ErrPlaceGone, "Not among the findings any more", "Collect again and point the value out anew."},
	{change.ErrPurpose, "Nothing is chosen", "Tick at least one consent that is withdrawn, or use that stops."},
	{change.ErrNoBlocker, "Nothing stands in the way", "It is gone or has changed; look again."},
	{change.ErrWaiver, "How was it given up?",
		"Write down by which means, when and in which words the person gave it up."},
	{change.ErrChoice, "The person chooses", "Deleting or anonymising is the person’s choice; take it down."},
	{change.ErrClauses, "Read out every consequence", "The person confirms each of them."},
	{change.ErrHow, "How was it confirmed?", "Write down how: a recorded call, a mail, at the counter."},
	{change.ErrNoRefusal, "Nothing is refused", "It was taken back or never written."},
	{change.ErrNoPlan, "No plan yet", "Preview the rows first."},
	{change.ErrPlanChanged, "The plan changed", "It changed since you looked at it. Look again before you approve it."},
	{change.ErrPlanBlocked, "The plan cannot be written",
		"A source would refuse it. The panel of the plan says why and what to do."},
	{change.ErrNotSettled, "Not settled yet", "Settle first what is to be changed."},
	{change.ErrPlanning, "Another desktop is at it",
		"Another desktop is previewing or writing this request right now."},
	{change.ErrNotSigned, "Not approved", "Nothing is written before a second person has approved the plan."},
	{change.ErrNotFailed, "Nothing to hand over", "Only a source that refused the plan can be handed to its owner."},
	{change.ErrNothingLeft, "Everything is settled", "No source is left to preview again."},
	{change.ErrNoWriter, "No address for writing",
		"The desk may only read this source now. Add the address for writing in the data map, or hand the source to its owner."},
	{change.ErrNoOwner, "No owner", "The source has no owner in the data map: name one there first."},
	{change.ErrKnown, "How do you know?", "Write down by whom, when and by which means you know what came of it."},
	{change.ErrResult, "What is the person told?", "Write the reason as the person reads it in the letter."},
	{change.ErrNoLetter, "No letter yet", "Write the letter that tells the person what to do first."},
	{result.ErrVerdict, "What did the complaint come to?",
		"Say whether it is upheld and put right, upheld in part, not upheld, or could not be settled."},
	{result.ErrNoFollowUp, "What was done?", "Write down what was looked into and done."},
	{collect.ErrNotShared, "It goes out",
		"A row that is nobody else’s goes out, unless a reason of its own stands against it: a trade secret, an investigation, another person named in it."},
	{withhold.ErrNoColumn, "No such column", "The findings have no such column; look again."},
	{withhold.ErrNoReason, "Why is it left out?",
		"Choose a trade secret, an investigation under way or another person named in it, and write down what it is."},
	{packet.ErrSensitive, "Sensitive data",
		"The copy was released without sensitive data, and something in it is sensitive. Collect again; nothing was handed out."},
	{change.ErrTaskEnd, "What came of it?", "Say whether it is done, not done, or not theirs to do."},
	{change.ErrDone, "Done, or not?", "A reason or a day belongs to what is not done: choose that, or take them away."},
	{change.ErrTaskOpen, "Not recorded yet", "Nothing was recorded of this task: record what came of it."},
	{change.ErrAnswered, "The answer went out", "What it tells the person can no longer be recorded otherwise."},
	{change.ErrUntil, "Until when?", "Say by which day it will be done: a day that is still to come."},
	{result.ErrNoRemain, "The search found something else", "Look at the newest certificate again."},
	{fulfil.ErrOldAnswer, "The letter is behind",
		"Something was done or found since it was written. Write it again, so that it says what is so."},
	{fulfil.ErrOwnWords, "Too many words", "Your own words may have about 8,000 characters."},
	{fulfil.ErrExtension, "Not an extension",
		"Give a reason, and a day after the one first promised, within what the rules allow; it must be told before that one is over."},
	{desk.ErrNoRegime, "Which rules apply?", "Choose at least one set of rules."},
	{desk.ErrRegimeKind, "No day follows from these",
		"None of these rules says by when such a request is answered. Keep the home law beside them."},
	{desk.ErrSameRegimes, "Nothing to change", "The request falls under these rules already."},
	{desk.ErrNoTwin, "Not the same request",
		"The two share no identifier, ask for something else, or came in too far apart."},
	{desk.ErrLaterMerges, "The first stays",
		"The clock of the request that came in first runs already: close the later one."},
	{desk.ErrProofDiffers, "Prove it first",
		"One of the two is proven and the other is not. A request that nobody has proven neither swallows a proven one nor rides on it."},
	{desk.ErrOtherAsker, "Somebody else asks", "In the other request somebody else asks: each is answered for itself."},
	{desk.ErrOtherClosed, "The other is closed", "What is asked again after an answer is answered for itself."},
	{desk.ErrNoComplaint, "No complaint", "Only an open complaint can be about another request."},
	{desk.ErrOtherPerson, "Not known to be one person",
		"The complaint and the request share no phone, e-mail, account or identity number, or no such request was found."},
	{desk.ErrNotAbout, "Not linked", "Link the complaint to the request first."},
	{desk.ErrAboutAlready, "Linked already", "The complaint and the request are linked."},
	{desk.ErrStillOpen, "It is open", "There is nothing to reopen."},
	{desk.ErrWhyReopen, "Why again?", "Say what was wrong with the answer, in up to about 4,000 characters."},
	{register.ErrViewName, "This name cannot be kept", "Give the view a name of up to 60 characters."},
	{register.ErrOwnView, "Not yours", "A view is changed and deleted by who keeps it; a shared one by a lead."},
	{register.ErrNeedsSecond, "A second person gives it",
		"A register that names people is asked for by one person and given by another."},
	{register.ErrNoReason, "What is it for?", "Whoever gives the register decides by that."},
	{register.ErrGiven, "It waits no more", "The register was given or withdrawn meanwhile."},
	{bulk.ErrNotBegun, "Not begun", "It was stopped before its turn; nothing was done to it."},
	{bulk.ErrStillTime, "There is time left", "The day by which the person must prove who they are is not over."},
	{bulk.ErrUnwritten, "Its letter is missing", "It was given up as not proven; write the letter on the request."},
	{bulk.ErrWritten, "It has this letter already",
		"Nothing was written to it; another one is written on the request."},
	{bulk.ErrProofOver, "The day for proving is over",
		"The letter would name a day that has passed: close it as not proven, or ask on the request."},
	{bulk.ErrNoDeed, "Nothing to do", "Choose what is to be done."},
	{bulk.ErrTooMany, "Too many at once", "One run takes 500 requests; select fewer."},
	{desk.ErrSameLabels, "Nothing to change", "The request has this product and these tags already."},
	{model.ErrUnknownLabel, "No such word",
		"The desk has no such product or tag any more. A lead or an administrator names them on the screen Organisation."},
	{desk.ErrRegimesClosed, "The request is closed", "Its dates stay what they were."},
	{rules.ErrWhy, "Why?", "Say why the rules are changed: the next one who reads them wants to know."},
	{rules.ErrSameText, "Nothing to save", "The text is the one in force."},
	{rules.ErrMoved, "Changed meanwhile",
		"Somebody else changed the rules while you looked at them. Nothing of yours was saved: copy what you wrote, look at the rules again, and change them anew."},
	{rules.ErrNoTable, "No day in it", "The file names no day. Nothing was imported."},
	{fulfil.ErrNoExtension, "No more time is allowed",
		"No rule that this request falls under lets its answer be put off, or it was put off before. An answer that comes late says why in its own letter."},
	{fulfil.ErrRedirect, "Something is missing",
		"Say who holds the data, why not you, how to reach them, and what you hold yourselves."},
	{change.ErrMasked, "Reveal the values first",
		"What this plan writes is masked on the screen. Whoever approves it sees the values first, with a reason."},
	{fulfil.ErrNoProposal, "It waits for nobody any more",
		"The letter was approved, taken back or written anew meanwhile."},
	{fulfil.ErrAnswerCloses, "Close the request", "How the answer went out is recorded when the request is closed."},
	{fulfil.ErrAlone, "Answer it by itself",
		"Nothing that was asked for together with it can be answered now by you: it is not finished, its copy is not sent yet, or a colleague holds it."},
	{fulfil.ErrTogether, "It went out already",
		"This letter answers several requests, and is on its way or went out from another of them. It goes out once."},
	{fulfil.ErrUntold, "Has the letter gone out?",
		"Record first how the letter that tells the person what to do went out."},
	{outbox.ErrNoMail, "The desk sends no mail",
		"A lead or an administrator names the mail server on the screen Mail servers. Until then record how it went out."},
	{outbox.ErrNoGateway, "The desk sends no text messages",
		"A lead or an administrator names the gateway on the screen Gateways. Until then record how it went out."},
	{fulfil.ErrLetterLong, "Too long for a text message",
		"It would be more than twenty short messages. Send it another way."},
	{outbox.ErrOnTheWay, "On its way already", "It goes out once. Look at what became of it before it is sent again."},
	{outbox.ErrNoMessage, "Changed meanwhile", "The message does not stand any more as it was shown. Look again."},
	{fulfil.ErrPacketLarge, "Too large for a mail", "Hand the copy over another way and record it."},
	{fulfil.ErrPacketChanged, "Another file",
		"This is not the newest copy as it was built. Build the packet again, or choose its file."},
	{mail.ErrAddress, "That is no address",
		"Write the whole address or number: nobody could tell later where it went."},
	{fulfil.ErrNoAnswer, "No letter yet", "Write the letter that answers the request first."},
	{fs.ErrExist, "There is a file of this name",
		"Nothing was written over. Choose another folder, or take the file away first."},
	{fs.ErrPermission, "Not allowed in this folder", "Choose a folder that is your own."},
	{result.ErrNotWritten, "Not finished yet",
		"Something is still to be written, or an owner has not answered. The search comes after."},
	{intake.ErrAgentKey, "Not a public key", "A key is 32 bytes of Ed25519, as base64 or hexadecimal digits."},
	{intake.ErrAgentID, "Something is missing", "Fill in the ID the agent signs with and its name."},
	{intake.ErrWhyAgain, "A reason is needed", "Say why it was settled wrongly; whoever looks at it later needs it."},
	{intake.ErrSameKind, "Nothing would change", "The request is settled as this already."},
	{intake.ErrWritten, "Too late to settle it again",
		"Something was approved, written or sent for this request already. Take in a new request for what is really asked."},
	{intake.ErrNotSettledYet, "Not possible here",
		"Only a request that was settled, and is not in review, can be settled again."},
	{intake.ErrFileChanged, "The file has changed",
		"It is no longer what was shown, so nothing more of it was taken in. Open it again and look at what it holds now."},
	{intake.ErrAsideGone, "Done already", "Somebody else took this mail in or dismissed it. The list is read again."},
	{intake.ErrNotWaiting, "Decided already",
		"Somebody else decided about what waited of this file. The list is read again."},
	{intake.ErrNoAttachment, "Not there", "The request has no such attachment any more."},
	{intake.ErrNotJoined, "Not there", "This record is not part of the request any more."},
	{intake.ErrJoinedText, "Nothing but its text was kept", "Take it in by hand as a request of its own."},
	{app.ErrMovedOn, "Changed meanwhile",
		"Somebody else wrote to this incident while you looked at it. Nothing of yours was written; look at it again, then act anew."},
	{incident.ErrTitle, "What happened?", "Say it in a few words; more can follow later."},
	{incident.ErrFinder, "Who found it?", "Name the person or the system that found it."},
	{incident.ErrAware, "When was it found?", "Give day and time as 2026-11-23 08:12; it cannot be in the future."},
	{incident.ErrOrder, "The times do not fit",
		"It cannot have happened after it was found, nor have been contained, assessed or ended before that or in the future."},
	{incident.ErrRange, "Not a number",
		"Give a number, or the least and the most with a hyphen between, as 200-500. Leave it empty where it is not known."},
	{incident.ErrLong, "Too many words", "A text of an incident may have 4,000 characters."},
	{incident.ErrWord, "Not one of the rules",
		"The rules of incidents know no such word. Look at it again, then choose anew."},
	{incident.ErrFactors, "Not every factor is chosen",
		"Choose the kind of data, how easily people are identified, and each circumstance."},
	{incident.ErrText, "What was done?", "Write it down in a sentence."},
	{incident.ErrDone, "When was it done?", "Give day and time as 2026-11-23 08:12; it cannot be in the future."},
	{incident.ErrSeat, "Who takes the seat?", "Name the person, or say why the seat stays empty."},
	{incident.ErrEmpty, "A seat of the response team is empty",
		"Fill every seat, or say why it stays empty. Then report or close."},
	{incident.ErrReason, "A reason is needed", "A decision is written down with its reason."},
	{incident.ErrChannel, "How and when was it reported?",
		"Give the way and the time: not before it was found, not in the future."},
	{incident.ErrLate, "It is late: why?", "The time was over. Give the reason, which the report states too."},
	{incident.ErrClosing, "Something is missing",
		"Closing an incident needs its cause, what was lost, and the lessons."},
	{incident.ErrClosed, "The incident is closed",
		"Nothing more is written into its record. Open another incident where something new is found."},
	{incident.ErrOpenDuty, "A clock still runs", "Report it, or let a lead decide with a reason not to. Then close."},
	{incident.ErrDrill, "This is a drill", "Nothing of a drill leaves the desk."},
	{incident.ErrForm, "No form is known",
		"The rules of incidents know no form of report for this clock. Write it as its authority asks."},
	{incident.ErrDraft, "There is a newer draft", "It was written anew, or approved already. Look at it again."},
	{incident.ErrOwn, "A second person approves",
		"Whoever wrote any version of the draft does not approve it. Ask another lead."},
	{incident.ErrSame, "Nothing was changed", "The newest draft says just this."},
	{incident.ErrNoClock, "This clock does not run", "By what is known it does not apply. Look at the clocks again."},
	{record.ErrDuplicate, "Already taken in", "This very record was taken in before; no second request was made."},
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
		return L("Kept as a draft"),
			L("{{.A}} lines of it are guessed and not confirmed; line {{.B}} is the first. Confirm under “Edit…”, or let an administrator confirm what is left. What worked before stays in use.", len(guess.Lines), guess.Lines[0])
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
