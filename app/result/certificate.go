package result

import (
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// issue writes a certificate in every language for which the organisation's facts are known, as it is kept from then
// on.
func issue(c *desk.Change, out *Certified) error {
	org, err := setup.Organisation(c.Tx.View)
	if err != nil {
		return err
	}
	staff, err := c.Tx.StaffList()
	if err != nil {
		return err
	}
	people := map[string]string{}
	for _, s := range staff {
		people[s.ID] = s.Name
	}
	reg, err := change.RegisterOf(org)
	if err != nil {
		return err
	}
	out.Papers = map[string]letter.Forms{}
	var lacking []error
	for _, lang := range letter.Languages {
		if err := org.Require(lang, naming.CertificateNeeds...); err != nil {
			lacking = append(lacking, err)
			continue
		}
		called, err := naming.NamesIn(c.Tx.View, reg, lang)
		if err != nil {
			return err
		}
		l, err := certificateIn(called, *out, org, c.Request.Reference, c.Session.Rules(), people)
		if err != nil {
			return err
		}
		if out.Papers[lang], err = l.Forms(); err != nil {
			return err
		}
	}
	if len(out.Papers) == 0 {
		return errors.Join(lacking...)
	}
	return nil
}

func certificateIn(n naming.Names, c Certified, org model.Organisation, reference string, rules *rule.Pack,
	staff map[string]string) (letter.Letter, error) {
	lang := n.Lang
	w, err := naming.WriterOf(org, lang)
	if err != nil {
		return letter.Letter{}, err
	}
	d := letter.CertificateData{Organisation: w.Organisation, Contact: w.Contact, Number: c.Number,
		Reference: reference, Issued: c.At, Zone: w.Zone,
		PreparedBy: staff[c.MadeBy], ApprovedBy: staff[c.SignedBy], Plan: c.Plan[:min(12, len(c.Plan))],
		Residue: letter.CertificateResidue{At: c.Residue.At, Tables: c.Residue.Tables, Texts: c.Residue.Texts,
			Passed:   c.Result.Certifies(),
			Searched: n.Sources(c.Result.Search.Searched), Unsearched: n.Sources(c.Result.Search.Unsearched),
			ByHand: n.Sources(c.Result.Search.ByHand)}}
	for _, sys := range c.Result.Systems {
		out := letter.CertificateSystem{Name: n.System(sys.Source), Found: sys.Found(),
			Records: certificateRecords(n, sys), State: systemWord(sys, lang)}
		if sys.State == model.SystemWritten {
			out.When = sys.EndedAt
		}
		d.Systems = append(d.Systems, out)
	}
	for _, l := range c.Result.Stays {
		if l.Way == model.WayHold {
			rule, _ := rules.Hold(l.Hold)
			d.Kept = append(d.Kept, letter.Kept{What: n.Line(l), Law: rule.Law.In(lang), Until: l.Until, Rows: l.Rows})
		}
	}
	for _, r := range c.Result.Search.Open() {
		d.Residue.Remains = append(d.Residue.Remains,
			naming.Say(lang, n.Place(r.Source, r.Collection, r.Column)+": "+naming.Counted(r.Rows, "record", "records"),
				fmt.Sprintf("%s：%d 条", n.Place(r.Source, r.Collection, r.Column), r.Rows)))
	}
	for _, u := range c.Result.Unsought {
		if kind := naming.UnsoughtKind(u, lang); !slices.Contains(d.Residue.Unsought, kind) {
			d.Residue.Unsought = append(d.Residue.Unsought, kind)
		}
	}
	for _, s := range c.Result.Holding() {
		d.Residue.Holding = append(d.Residue.Holding,
			letter.CertificateHolding{System: n.System(s.Source), Until: s.Until})
	}
	for _, o := range c.Result.Under(model.FateOthers) {
		d.Shared = append(d.Shared,
			letter.CertificateShared{System: n.Place(o.Source, o.Collection, ""), Rows: o.Rows[model.FateOthers],
				Why: naming.Phrase(lang, "left_unchanged")})
	}
	d.NothingKept, d.NothingShared = len(d.Kept) == 0, len(d.Shared) == 0
	return letter.RenderCertificate(lang, d)
}

func systemWord(sys model.SystemResult, lang string) string {
	switch sys.State {
	case model.SystemWritten:
		return naming.Phrase(lang, "done")
	case model.SystemNothing:
		return naming.Phrase(lang, "nothing_to_be_changed")
	case model.SystemByOwner:
		return naming.Phrase(lang, "done_as_its_department_says")
	case model.SystemNotDone:
		return naming.Phrase(lang, "not_done_as_its_department")
	case model.SystemNotTheirs:
		return naming.Phrase(lang, "unchanged_the_department_that_was")
	case model.SystemLeft:
		return naming.Phrase(lang, "left_unchanged_the_desk_has")
	}
	return naming.Phrase(lang, "not_done")
}

// Paper is the certificate as it was issued, in a language or, where it was not issued in that, in another.
func (c Certified) Paper(lang string) (letter.Forms, error) {
	for _, l := range append([]string{lang}, letter.Languages...) {
		if f, ok := c.Papers[l]; ok {
			return f, nil
		}
	}
	return letter.Forms{}, fmt.Errorf("certificate %s: %w", c.Number, store.ErrNotFound)
}
