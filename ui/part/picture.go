package part

import (
	"bytes"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Widget = (*Picture)(nil)
	_ heighter    = (*Picture)(nil)
)

// Picture shows a picture in the width that it gets, never larger than it is, in a thin line.
type Picture struct {
	widget.BaseWidget
	file  *fyne.StaticResource
	size  fyne.Size
	width float32
}

// NewPicture returns a picture of the name and bytes of a PNG file.
func NewPicture(name string, data []byte) (*Picture, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	p := &Picture{file: fyne.NewStaticResource(name, data), size: fyne.NewSize(float32(c.Width), float32(c.Height))}
	p.ExtendBaseWidget(p)
	return p, nil
}

// HeightFor is the height of the picture in this width.
func (p *Picture) HeightFor(width float32) float32 {
	p.width = width
	return round(min(width, p.size.Width) * p.size.Height / p.size.Width)
}

// CreateRenderer is called by Fyne.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(p.file)
	img.FillMode, img.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	line := &canvas.Rectangle{}
	return paint(p,
		func() fyne.Size { return fyne.NewSize(40, p.HeightFor(max(p.width, 120))) },
		func(s fyne.Size) {
			w := min(s.Width, p.size.Width)
			h := round(w * p.size.Height / p.size.Width)
			put(img, 0, 0, w, h)
			put(line, 0, 0, w, h)
		},
		func() { setOutline(line, "", ColorLine, 1, 0) },
		img, line)
}
