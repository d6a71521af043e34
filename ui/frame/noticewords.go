package frame

import (
	"orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
)

// sentence is what an error says to people: what happened, and what to do.
type sentence struct {
	err         error
	title, text string
}

// noticeSentences are those of notices.
var noticeSentences = []sentence{
	{notice.ErrOwn, "A second person is needed", "You wrote a text of this notice. A lead who did not looks at it and approves."},
	{notice.ErrNotNow, "Nothing of it changes any more", "The notice was approved or went out. Make it a draft again first, where nobody has it yet."},
	{notice.ErrState, "Not possible here", "The notice does not stand where this can be done. Look at it again, then act anew."},
	{notice.ErrChanged, "Not what was approved", "The text, to whom it goes, what Organisation says or the address that mail is sent from is another than when it was approved. Put that back, or let it be approved anew."},
	{notice.ErrPromise, "Too late for what was promised", "Less time is left before the day of effect than was promised. Choose a later day, and let it be approved anew."},
	{notice.ErrNoAddress, "No addresses", "No column of the file is one of e-mail addresses or telephone numbers. Name them in the first line: name, email, phone, language."},
	{notice.ErrAudienceFile, "The file is too large", "It may have 128 MB. Split it."},
	{notice.ErrNoSource, "No addresses", "The data map knows no e-mail address of a person in this source."},
	{notice.ErrListOwn, "A second person is needed", "You wrote a text of this notice. A lead who did not gives out its people."},
	{notice.ErrListWay, "Not by this way", "By this way the desk sends by itself, or it reaches nobody for themselves."},
	{notice.ErrListEarly, "Not yet", "The desk is still sending to those it can reach. Give the list out when everybody was tried."},
	{notice.ErrListEmpty, "Nobody is left for this list", "Everybody who is to be reached this way stands in a list already, or was reached. No file was kept."},
	{notice.ErrNoLines, "No lines to recognise", "The file needs the column “line” of the list that was given out."},
	{notice.ErrNoResults, "No results", "The file needs the column “result”: sent or failed."},
	{notice.ErrUnknownLine, "Nobody of this notice", "Nobody among those it goes to has this address or number."},
	{notice.ErrNoConsent, "No consent is asked for", "This notice takes effect without anybody’s consent."},
	{notice.ErrNoAnswers, "No answers", "The file needs the column “answer”: yes or no."},
	{notice.ErrWho, "Who answered?", "Type the person’s e-mail address or telephone number."},
	{notice.ErrAnswerNoted, "How did the person answer?", "Say it: whoever reads the record later wants to know."},
	{outbox.ErrNoReason, "Why is it enough?", "Say why the public announcement is enough for this person."},
}
