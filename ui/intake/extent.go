package intake

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// extentWords are what the window calls how far a copy reaches.
var extentWords = map[model.Extent]string{
	model.ExtentAll:     "everything, with sensitive data",
	model.ExtentWithout: "without sensitive data: the person said so",
	model.ExtentUnsaid:  "the person did not say: without sensitive data for now"}

// ExtentWord says how far a copy reaches, and who said so.
func ExtentWord(e model.Extent) string { return frame.L(extentWords[e]) }

// ExtentField asks how far a copy reaches; what is current is chosen.
func ExtentField(current model.Extent, changed func(model.Extent)) *part.Field {
	names := make([]string, len(model.Extents))
	for i, e := range model.Extents {
		names[i] = ExtentWord(e)
	}
	return part.NewField(frame.L("How far the copy reaches"),
		part.NewSelect(names, slices.Index(model.Extents, current), func(i int) { changed(model.Extents[i]) })).
		WithHint(
			frame.L("Everything needs a higher identity level. Whoever sets no limit asks for everything; the letter says “you asked for” only of what the person said."))
}
