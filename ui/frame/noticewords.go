package frame

import (
	"orangelab.cn/rightsdesk/app/affected"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/app/intake/sheet"
	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
	announced "orangelab.cn/rightsdesk/model/notice"
)

// sentence is what an error says to people: what happened, and what to do.
type sentence struct {
	err         error
	title, text string
}

// noticeSentences are those of notices.
var noticeSentences = []sentence{
	{notice.ErrOwn, "A second person is needed",
		"You wrote a text of this notice. A lead who did not looks at it and approves."},
	{notice.ErrNotNow, "Nothing of it changes any more",
		"The notice was approved or went out. Make it a draft again first, where nobody has it yet."},
	{notice.ErrState, "Not possible here",
		"The notice does not stand where this can be done. Look at it again, then act anew."},
	{notice.ErrChanged, "Not what was approved",
		"The text, to whom it goes, what Organisation says or the address that mail is sent from is another than when it was approved. Put that back, or let it be approved anew."},
	{notice.ErrPromise, "Too late for what was promised",
		"Less time is left before the day of effect than was promised. Choose a later day, and let it be approved anew."},
	{notice.ErrNoAddress, "No addresses",
		"No column of the file is one of e-mail addresses, telephone numbers or postal addresses. Name them in the first line: name, email, phone, post, language."},
	{sheet.ErrListFile, "The file is too large",
		"A workbook, or a text in an encoding that is read whole, may have 128 MB. Split it, or save it as CSV in UTF-8, which may have any size."},
	{sheet.ErrChanged, "The file was changed meanwhile",
		"Somebody wrote to it while it was read. Read it once more."},
	{notice.ErrDrillAudience, "This is a drill", "Nobody is told of a drill."},
	{notice.ErrNotCounted, "Nobody was counted", "Count who is affected on the page of the incident first."},
	{incident.ErrMeasure, "It was taken out already", "The count does not stand any more. Look at the scope again."},
	{incident.ErrNoPeople, "Nobody was found",
		"Nothing was counted. Look at the source, the column and its values, or at the file."},
	{incident.ErrTask, "What is to be done?", "Say it in a sentence; who does it and until when may follow."},
	{incident.ErrTick, "It is done already", "Somebody else ticked it off meanwhile. Look at it again."},
	{incident.ErrEvidence, "What does it show?", "Say in a sentence what the file shows about the incident."},
	{kept.ErrSize, "It cannot be kept", "The file is empty, or larger than 32 MiB: split it."},
	{announced.ErrShownAt, "Where was it shown?", "Give the address of the page, or say which page of the app it is."},
	{announced.ErrShownTime, "When was it shown?", "It was shown since a time that is over, and until one that is later and not in the future."},
	{announced.ErrNotShown, "Nobody saw the announcement yet",
		"The public announcement is enough for somebody once it was shown. Record first where and since when, with a picture of the page."},
	{announced.ErrWasShown, "People saw it already", "What was shown stays as it was approved. Begin another notice."},
	{incident.ErrAnswered, "It is in the record already", "This mail stands in the record of the incident already."},
	{app.ErrNoAnswer, "It does not wait any more", "Somebody else decided about this mail meanwhile. Look at the mailbox again."},
	{incident.ErrLinked, "It is linked already", "The request refers to this incident already."},
	{affected.ErrSource, "This source cannot be counted",
		"It is no database that the desk reads by itself. Ask its owner for a list, and count that."},
	{affected.ErrCollection, "Not in the data map",
		"The data map was changed meanwhile and has no such collection. Choose again."},
	{affected.ErrNobodys, "Whose are they?",
		"The data map does not say whose the rows of this collection are. Add the reference there, or count from another one."},
	{affected.ErrField, "No such column",
		"The collection has no column of this name, or no value was given for it. Choose a column and give its values."},
	{affected.ErrColumns, "Nobody is named",
		"No column of the file names people. Call one email, phone, account or id_number in its first line."},
	{affected.ErrLine, "A line is too long", "A line of the log is longer than 1 MB. Take it apart, then count again."},
	{affected.ErrKind, "What stands behind it?",
		"Say which column of the data map holds what stands behind the mark in the log."},
	{notice.ErrNoSource, "No addresses", "The data map knows no e-mail address of a person in this source."},
	{notice.ErrListOwn, "A second person is needed",
		"You wrote a text of this notice. A lead who did not gives out its people."},
	{notice.ErrListWay, "Not by this way",
		"By this way the desk sends by itself, or it reaches nobody for themselves."},
	{notice.ErrListEarly, "Not yet",
		"The desk is still sending to those it can reach. Give the list out when everybody was tried."},
	{notice.ErrListEmpty, "Nobody is left for this list",
		"Everybody who is to be reached this way stands in a list already, or was reached. No file was kept."},
	{notice.ErrNoLines, "No lines to recognise", "The file needs the column “line” of the list that was given out."},
	{notice.ErrNoResults, "No results", "The file needs the column “result”: sent or failed."},
	{notice.ErrUnknownLine, "Nobody of this notice", "Nobody among those it goes to has this address or number."},
	{notice.ErrNoConsent, "No consent is asked for", "This notice takes effect without anybody’s consent."},
	{notice.ErrNoAnswers, "No answers", "The file needs the column “answer”: yes or no."},
	{notice.ErrWho, "Who answered?", "Type the person’s e-mail address or telephone number."},
	{notice.ErrNoReply, "Changed meanwhile", "This mail does not wait any more as it was shown. Look again."},
	{notice.ErrOtherSender, "From another address",
		"It is not where the notice went to. Ask the person, and record by hand what they answer, on the screen Notices."},
	{notice.ErrLaterAnswer, "An answer is recorded already",
		"It is not older than this mail. Where this is their last word, record it by hand on the screen Notices."},
	{notice.ErrAnswerNoted, "How did the person answer?", "Say it: whoever reads the record later wants to know."},
	{outbox.ErrNoReason, "Why is it enough?", "Say why the public announcement is enough for this person."},
}
