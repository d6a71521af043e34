package frame

import (
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// steps are the sentences of the next step: what to do, and why.
var steps = map[model.Step][2]string{
	model.StepTriage: {"Settle what is asked, and by whom",
		"Read the request, correct kind and person, then prove identity."},
	model.StepProve:     {"Prove who asks", "Nothing can be seen or handed out before the level is reached."},
	model.StepCheckCode: {"Check the code you sent", "Ask for the six digits; three tries, ten minutes."},
	model.StepCollect: {"Collect from the sources",
		"Identity is proven. Everything the sources hold is read now."},
	model.StepCollecting: {"Collecting from the sources", "This runs by itself; you can do something else."},
	model.StepRetrySources: {"A source did not answer: collect again",
		"The answer would not be whole. A lead can accept with a reason that a source is missing."},
	model.StepManualSources: {"Get the answer of a source’s owner",
		"A source is answered by hand: attach what its owner sends, or record that there is nothing."},
	model.StepSettleCarried: {"Settle by what else the person is to be searched",
		"The rows found carry identifiers that the request lacks: take each up, or say why nothing is searched by it."},
	model.StepDecideShared: {"Decide the rows that are also other people’s",
		"Each needs a decision of its own, with a reason."},
	model.StepSendToReview: {"Send it to review", "A second person looks at exactly what goes out, or is written."},
	model.StepAgreeShared: {"Agree with the choices for shared rows",
		"Agree with each, or send it back with a comment."},
	model.StepRelease:     {"Release the copy", "A second person looks at every row that goes out."},
	model.StepBuildPacket: {"Build the packet", "One sealed file, and a password that travels another way."},
	model.StepDeliver:     {"Send packet and password", "By two different ways; record each."},
	model.StepAnswer: {"Write the letter",
		"It says what was done and how to complain; the request is closed after it."},
	model.StepClose: {"Close the request", "The letter is written; save and send it, then close."},
	model.StepWaitPerson: {"Wait for the person",
		"The person must do something first. When they have, the sources are read anew."},

	model.StepClearBlockers: {"Something stands in the way of cancelling",
		"The person settles it or gives it up; a letter tells how. It delays the cancellation, never prevents it."},
	model.StepConfirm: {"Let the person confirm the consequences",
		"Each is read out; the person chooses between deleting and anonymising."},
	model.StepCorrect: {"Say what is wrong and what is right",
		"With what shows it; every other place that holds the same value is offered too."},
	model.StepScope: {"Say what happens with each kind of data",
		"Proposed by the data map and the duties to keep; go through it line by line."},
	model.StepPurposes: {"Say what ends",
		"Tick the consents withdrawn or the uses that stop; the services that go with them are named."},
	model.StepMakePlan: {"Preview every row that is written",
		"Before and after, row by row. Nothing is written yet."},
	model.StepMakingPlan: {"The rows are being previewed", "This runs by itself; nothing is written."},
	model.StepMendPlan: {"The plan cannot be written as it is",
		"A source would refuse it: change what is settled, or the data map, and preview again."},
	model.StepSignPlan:       {"Approve exactly this plan", "A second person looks at every row that is written."},
	model.StepApproveRefusal: {"Approve the refusal", "A second person reads grounds, facts and evidence."},
	model.StepWritePlan: {"Write the approved plan",
		"One transaction per source; each row is compared with the preview first."},
	model.StepWriting: {"The plan is being written",
		"This runs by itself; a source that fails keeps what it held."},
	model.StepRetryWrite: {"A source refused the plan",
		"A database holds what it held before; of a system that is changed by requests the plan says how far it came. The others stand."},
	model.StepPreviewAgain: {"A row changed since the preview",
		"That source holds what it held before. It needs a new preview and a new signature."},
	model.StepTasks: {"Somebody outside the desk must do something",
		"Take down what was done, and how you know."},
	model.StepCertify: {"Search for what remains, and certify",
		"Every text of every source is searched for the person; the certificate says what was found."},
	model.StepFollowUp: {"Look into it, and write down what was done",
		"A second person reads it; then the letter says it to the person."},
	model.StepApproveLetter: {"A letter waits for a second person",
		"It has words in it that no computed fact stands behind. It goes out once exactly this text is approved."},
	model.StepApproveExtension: {"The extension waits for approval",
		"A second person approves exactly this reason and this day. Nothing was told to the person yet."},
	model.StepTellExtension: {"The extension is not told yet",
		"The clock moves once the letter has gone out: send it, and record how and to whom."},
	model.StepApproveAnswer: {"Approve the answer", "A second person reads what goes into the letter."},
}

// StepTitle is the sentence of a next step.
func StepTitle(s model.Step) string { return L(steps[s][0]) }

// StepWhy says why a next step is there.
func StepWhy(s model.Step) string { return L(steps[s][1]) }

// StateChip is the chip of a status.
func StateChip(s model.Status) part.ChipState {
	return map[model.Status]part.ChipState{model.Received: part.ChipReceived, model.Verifying: part.ChipVerifying,
		model.Working: part.ChipWorking,
		model.Waiting: part.ChipWaiting, model.Review: part.ChipReview, model.Running: part.ChipRunning,
		model.Answering: part.ChipAnswering,
		model.Closed:    part.ChipClosed}[s]
}
