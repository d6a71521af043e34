package frame

import (
	"errors"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// The screens that something is filled in on, as the rail calls them.
const (
	PlaceOrganisation = "Organisation"
	PlaceMail         = "Mail servers"
	PlaceGateways     = "Gateways"
	PlaceMap          = "Data map"
)

// mended says where what an error lacks is filled in, and who may.
func mended(err error) (place string, may model.Action) {
	var facts *model.MissingFactsError
	switch {
	case errors.As(err, &facts):
		return PlaceOrganisation, model.ActEditOrganisation
	case errors.Is(err, datamap.ErrNone):
		return PlaceMap, model.ActEditMap
	case errors.Is(err, outbox.ErrNoMail):
		return PlaceMail, model.ActEditMail
	case errors.Is(err, outbox.ErrNoGateway):
		return PlaceGateways, model.ActEditMail
	}
	return "", ""
}

// Way is the button that leads to a screen; nil where this member of staff cannot do there what is asked, or the window
// has no rail.
func (f *Frame) Way(place string, may model.Action) *part.Button {
	show := f.Places[place]
	if show == nil || !f.May(may) {
		return nil
	}
	return part.NewButton(L("Open {{.A}}", L(place)), show).WithIcon("arrow")
}

// Mend is the button that leads to where what an error lacks is filled in; nil where somebody else does that.
func (f *Frame) Mend(err error) *part.Button {
	place, may := mended(err)
	if place == "" {
		return nil
	}
	return f.Way(place, may)
}

// Lacking is a notice of what is missing before something can be done, with the button that leads to where it is filled
// in.
func (f *Frame) Lacking(err error) *part.Banner {
	title, text := Sentence(err)
	b := part.NewBanner(part.BannerAmber, "warn", title, text)
	if mend := f.Mend(err); mend != nil {
		b.Actions = append(b.Actions, mend.AsSmall())
	}
	return b
}
