package request

import (
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// opened tells that another request is open, or none.
func (v *View) opened() {
	v.ShowOthers()
	if v.OnOpened != nil {
		v.OnOpened()
	}
}

// ShowOthers says above the open request which colleagues have it open too. Nothing of the request is drawn anew by it.
func (v *View) ShowOthers() {
	names := ""
	if v.frame.OpenBy != nil && v.id != 0 {
		names = v.frame.OpenBy(v.id)
	}
	v.others.RemoveAll()
	if names != "" {
		v.others.Add(part.Inset(10, part.PageEdge, 0, part.PageEdge,
			part.NewBanner(part.BannerBlue, "eye", frame.L("Also being read by {{.A}}.", names),
				frame.L("Of two who change it at once, the later one is told and sees it anew."))))
	}
	v.others.Refresh()
	v.whole.Refresh()
}
