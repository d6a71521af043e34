package frame

import (
	"orangelab.cn/rightsdesk/model"
)

// stepLines are the second lines of a list that say more than the sentence of the step: how much it is about, since
// when, whose work it looks at. A line that comes out empty is the sentence itself.
var stepLines = map[model.Step]func(f *Frame, r model.QueueRow) string{
	model.StepTriage: func(_ *Frame, r model.QueueRow) string {
		if r.Amount.N > 0 {
			return L("Settle what is asked: {{.A}} points are doubtful", r.Amount.N)
		}
		return L("Settle what is asked · {{.A}}, {{.B}}", W(r.Requester), W(r.Channel))
	},
	model.StepProve: func(_ *Frame, r model.QueueRow) string {
		switch {
		case r.Amount.N > 0:
			return L("Prove who asks: {{.A}} proofs count so far, of {{.B}} tried", r.Amount.N, r.Amount.Total)
		case r.Amount.Total > 0:
			return L("Prove who asks: nothing that was tried counts")
		}
		return L("Prove who asks: nothing was tried yet")
	},
	model.StepCheckCode: func(f *Frame, r model.QueueRow) string {
		now := f.Session.Now()
		if now.After(r.Amount.Till) {
			return L("The code has expired: send another")
		}
		return L("Check the code you sent at {{.A}}", Clock(r.Amount.At, now))
	},
	model.StepCollect: func(*Frame, model.QueueRow) string { return L("Identity is proven: collect from the sources") },
	model.StepRetrySources: func(_ *Frame, r model.QueueRow) string {
		return L("{{.A}} sources did not answer: collect again", r.Amount.N)
	},
	model.StepManualSources: func(f *Frame, r model.QueueRow) string {
		if r.Amount.Till.IsZero() {
			return L("Get the answer of {{.A}} sources from their owners", r.Amount.N)
		}
		return L("Get the answer of {{.A}} sources from their owners, due {{.B}}", r.Amount.N, Day(r.Amount.Till))
	},
	model.StepScope: settleRows(func(n int64) string {
		return L("Say what happens with each of {{.A}} rows found", n)
	}),
	model.StepCorrect: settleRows(func(n int64) string {
		return L("Say what is wrong and what is right: {{.A}} rows found", n)
	}),
	model.StepPurposes: settleRows(func(n int64) string { return L("Say what ends: {{.A}} rows found", n) }),
	model.StepMakePlan: settleRows(func(n int64) string {
		return L("Settled: preview what is written, of {{.A}} rows found", n)
	}),
	model.StepDecideShared: func(_ *Frame, r model.QueueRow) string {
		return L("Decide {{.A}} rows that are also other people’s", r.Amount.N)
	},
	model.StepAgreeShared: func(f *Frame, r model.QueueRow) string {
		return L("Check what {{.A}} chose for {{.B}} rows that are also other people’s", f.StaffWithin(r.PreparedBy),
			r.Amount.N)
	},
	model.StepSignPlan: func(f *Frame, r model.QueueRow) string {
		return L("Check what {{.A}} prepared: {{.B}} rows to be written in {{.C}} sources", f.StaffWithin(r.PreparedBy),
			r.Amount.Total, r.Amount.N)
	},
	model.StepRelease: func(f *Frame, r model.QueueRow) string {
		return L("Check the copy that {{.A}} prepared, then release it", f.StaffWithin(r.PreparedBy))
	},
	model.StepApproveRefusal: func(f *Frame, r model.QueueRow) string {
		return L("Read the refusal that {{.A}} prepared: grounds, facts, evidence", f.StaffWithin(r.PreparedBy))
	},
	model.StepApproveAnswer: func(f *Frame, r model.QueueRow) string {
		return L("Read the answer that {{.A}} prepared", f.StaffWithin(r.PreparedBy))
	},
	model.StepWritePlan: func(_ *Frame, r model.QueueRow) string {
		return L("Signed: write {{.A}} rows in {{.B}} sources", r.Amount.Total, r.Amount.N)
	},
	model.StepRetryWrite: func(_ *Frame, r model.QueueRow) string {
		return L("{{.A}} sources refused the write: write again, or hand it to the owner", r.Amount.N)
	},
	model.StepPreviewAgain: func(_ *Frame, r model.QueueRow) string {
		return L("Rows changed in {{.A}} sources since the preview: preview again", r.Amount.N)
	},
	model.StepTasks: func(_ *Frame, r model.QueueRow) string {
		return L("{{.A}} tasks are with somebody outside the desk, the nearest due {{.B}}", r.Amount.N,
			Day(r.Amount.Till))
	},
	model.StepBuildPacket: func(*Frame, model.QueueRow) string { return L("The copy is released: build the packet") },
	model.StepDeliver: func(_ *Frame, r model.QueueRow) string {
		if r.Amount.N > 0 {
			return L("Send packet and password by two ways: one of them is still to go")
		}
		return L("The packet is built: send it, and the password by another way")
	},
	model.StepAnswer: func(_ *Frame, r model.QueueRow) string {
		if r.Outcome == model.NoOutcome {
			return ""
		}
		return L("Write the letter: {{.A}}", W(r.Outcome))
	},
	model.StepClose: func(*Frame, model.QueueRow) string {
		return L("The letter is written: send it, then close the request")
	},
}

// settleRows says what is to be settled about the rows that a collect found; where it found none, the sentence of the
// step.
func settleRows(say func(n int64) string) func(*Frame, model.QueueRow) string {
	return func(_ *Frame, r model.QueueRow) string {
		if r.Amount.Total == 0 {
			return ""
		}
		return say(r.Amount.Total)
	}
}

// QueueLine is the second line of a request in a list: what is to be done now and why, or how the request ended.
func (f *Frame) QueueLine(r model.QueueRow) string {
	line := f.stepLine(r)
	if r.HolderAway && line != "" {
		return L("{{.A}} is away, take over: {{.B}}", f.StaffName(r.Holder), line)
	}
	return line
}

func (f *Frame) stepLine(r model.QueueRow) string {
	switch {
	case r.Step == model.StepNone:
		return W(r.Outcome)
	case r.Status == model.Review && r.PreparedBy == f.Session.Staff().ID:
		if r.Holder != "" && r.Holder != r.PreparedBy {
			return L("You prepared it: waiting for {{.A}} to look at it", f.StaffName(r.Holder))
		}
		return L("You prepared it: a second person looks")
	case r.LetterBy == f.Session.Staff().ID && r.Meanwhile == model.StepNone:
		return L("You wrote a letter: a second person reads it")
	case r.LetterBy == f.Session.Staff().ID:
		return L("{{.A}} (your letter waits for a second person)", StepTitle(r.Meanwhile))
	}
	text := StepTitle(r.Step)
	if line := stepLines[r.Step]; line != nil {
		if more := line(f, r); more != "" {
			text = more
		}
	}
	if r.Clock.Name == model.ClockTell && r.Status != model.Review {
		return L("Acknowledge: nothing has gone out to the person yet · {{.A}}", text)
	}
	return text
}
