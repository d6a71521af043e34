package collect

import (
	"strings"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// ownerAnswer is what the owner of a manual source answered, while it is recorded.
type ownerAnswer struct {
	form   *part.Form
	source int // among the keys
	files  []collect.Handed
}

// The answers of an owner, in the order of the choice.
const (
	holdsNothing = iota
	handedFiles
)

// newOwnerAnswer asks which of the sources answered and what: that it holds nothing, or files, which ask takes in.
func newOwnerAnswer(keys []string, ask func(add func(collect.Handed))) *ownerAnswer {
	a, answer := &ownerAnswer{}, -1
	claim := part.NewClaim(frame.L("What the owner answered"), []part.Option{
		{Text: frame.L("The owner holds nothing"),
			Below: frame.L("The letter says that it was searched and nothing was found.")},
		{Text: frame.L("The owner handed over files")}}, func(i int) { answer = i })
	list := part.NewCaption(frame.L("No file yet."))
	attach := part.NewButton(frame.L("Attach a file…"), func() {
		ask(func(h collect.Handed) {
			a.files = append(a.files, h)
			var names []string
			for _, f := range a.files {
				names = append(names, f.Name)
			}
			list.SetText(strings.Join(names, frame.L(", ")))
		})
	})
	files := part.NewField(frame.L("Files"), part.VBox(6, part.HBox(8, attach, part.Gap()), list)).
		WithCheck(func() string {
			switch {
			case answer == holdsNothing && len(a.files) > 0:
				return frame.L("Files are attached: the owner does hold something.")
			case answer == handedFiles && len(a.files) == 0:
				return frame.L("Attach what the owner handed over.")
			}
			return ""
		})
	a.form = part.NewForm(claim, files)
	if len(keys) > 1 {
		sources := make([]string, len(keys))
		for i, key := range keys {
			sources[i] = frame.SourceTitle(key)
		}
		a.form = part.NewForm(part.NewClaimAmong(frame.L("Source"), sources, func(i int) { a.source = i }), claim,
			files)
	}
	return a
}
