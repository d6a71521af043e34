package naming

import (
	"errors"
	"slices"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
)

// LetterNeeds are the facts of the organisation without which a letter of a kind does not go out.
func LetterNeeds(kind letter.Kind, about model.Kind) []model.OrganisationFact {
	needs := []model.OrganisationFact{model.FactName, model.FactContact}
	if kind == letter.Acknowledgement || kind == letter.IdentityNeeded {
		return needs
	}
	needs = append(needs, model.FactReview, model.FactRoutes, model.FactCourt)
	if about == model.Access && (kind == letter.Fulfilled || kind == letter.PartlyFulfilled) {
		needs = append(needs, model.FactAutomated, model.FactAbroad)
	}
	return needs
}

// CopyNeeds are those without which a copy is not made.
var CopyNeeds = []model.OrganisationFact{model.FactName, model.FactContact, model.FactStatement, model.FactReview,
	model.FactRoutes, model.FactCourt}

// CertificateNeeds are those without which a certificate is not shown.
var CertificateNeeds = []model.OrganisationFact{model.FactName, model.FactContact}

// MissingFacts are the facts that some letter or copy in a language needs and the organisation lacks.
func MissingFacts(o model.Organisation, lang string) []model.OrganisationFact {
	needs := slices.Concat(LetterNeeds(letter.Fulfilled, model.Access), CopyNeeds)
	var missing *model.MissingFactsError
	if errors.As(o.Require(lang, needs...), &missing) {
		return missing.Facts
	}
	return nil
}

// WriterOf returns who writes a letter, in its language.
func WriterOf(o model.Organisation, lang string) (letter.Writer, error) {
	zone, err := o.Location()
	if err != nil {
		return letter.Writer{}, err
	}
	w := letter.Writer{OrganisationVersion: o.Version, Organisation: o.Name[lang], Address: o.Address[lang],
		Signature: o.SignatureLines(lang),
		Contact:   o.Contact, ReviewDays: o.ReviewDays, Court: o.Court[lang], Zone: zone}
	for _, r := range o.Routes {
		w.Authorities = append(w.Authorities, letter.Authority{Name: r.Authority[lang], How: r.How})
	}
	return w, nil
}

// FrameOf returns what frames a copy: who made it, and where to turn.
func FrameOf(o model.Organisation, rests Rests, lang string) (packet.Meta, error) {
	zone, err := o.Location()
	if err != nil {
		return packet.Meta{}, err
	}
	m := packet.Meta{Organisation: o.Name[lang], Contact: o.Contact, Language: lang, Statement: o.Statement[lang],
		Zone: zone}
	m.Complaints = rests.Routes(o)
	return m, nil
}
