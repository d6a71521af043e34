package intake

import (
	"slices"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// byHand is what the form of a new request has besides its fields: an earlier one that was not finished, and the files
// that came with what is typed in.
type byHand struct {
	frame  *frame.Frame
	dialog *part.Dialog
	offer  *fyne.Container
	list   *fyne.Container
	files  []record.Attachment
}

func newByHand(f *frame.Frame) *byHand {
	h := &byHand{frame: f, offer: part.VBox(0), list: part.VBox(4)}
	h.offer.Hide()
	h.list.Hide()
	return h
}

// body is the button by which a file is put to the request, with those that were.
func (h *byHand) body() fyne.CanvasObject {
	return part.VBox(6, h.list, part.HBox(8, part.NewButton(frame.L("Attach a file…"), h.attach).AsSmall(),
		part.Grow(part.NewCaption(
			frame.L("What the person sent or handed over: it is kept sealed with the request.")))))
}

func (h *byHand) attach() {
	h.frame.AskFile(intake.MaxFile+1, func(name, mime string, data []byte) {
		if len(data) > intake.MaxFile {
			h.dialog.SetProblem(frame.L("The file is too large"),
				frame.L("{{.A}} has more than {{.B}}: it was not attached.", name, frame.Bytes(intake.MaxFile)))
			return
		}
		h.dialog.SetProblem("", "")
		h.files = append(h.files, record.Attachment{Name: name, Type: mime, Data: data})
		h.draw()
	})
}

func (h *byHand) draw() {
	h.list.RemoveAll()
	for i, file := range h.files {
		h.list.Add(part.HBox(8, part.Grow(part.NewCaption(frame.And(file.Name, frame.Bytes(len(file.Data)))).Short()),
			part.NewLink(frame.L("Take out"), func() {
				h.files = slices.Delete(h.files, i, i+1)
				h.draw()
			}).AsSmall()))
	}
	h.list.Hidden = len(h.files) == 0
	h.dialog.Refresh()
}
