package part

import "fyne.io/fyne/v2"

// NewNothing fills a place where there is nothing yet: what would be here, and what to do so that it is. A button that
// does it may follow.
func NewNothing(icon, what, next string, buttons ...*Button) fyne.CanvasObject {
	text := NewParagraph(next)
	text.Color = ColorText3
	column := VBox(6, HBox(8, NewIcon(icon, ColorText3, iconSize), newText(what, SizeSubHeading, ColorText2, true)),
		text)
	if len(buttons) > 0 {
		row := HBox(8)
		for _, b := range buttons {
			row.Add(b)
		}
		row.Add(Gap())
		column.Add(Space(1, 4))
		column.Add(row)
	}
	return VBox(0, Space(1, 32), HBoxTop(0, Gap(), Fixed(nothingWidth, 0, column), Gap()))
}

const nothingWidth float32 = 380
