package collect

import (
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/proven"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// childAge is the age below which a guardian's consent is needed (PIPL 31; statement, "Minors").
const childAge = 14

// strictly is no kind of request: what nobody has decided yet is the person's for none.
const strictly model.Kind = ""

// Child reports whether somebody is known to be under fourteen on a day: all that is found of them is sensitive then
// (PIPL 28).
func Child(who model.Subject, day model.Day) bool {
	age := who.AgeOn(day)
	return age >= 0 && age < childAge
}

// openForChild opens a priority deletion when a collect shows that the person is under 14 and no guardian has consented
// (statement MIN-4). The sources tell, where the data map says which column records the consent; else what the guardian
// said at the desk.
func openForChild(c *desk.Change, run string, datasets []*dataset.Dataset) error {
	if c.Request.Cause == model.CauseMinor {
		return nil
	}
	born, consented, err := childInFindings(c.Tx.View, c.Request, run, datasets, c.Session.Rules().Location())
	if err != nil {
		return err
	}
	subject, _, err := proven.Subject(c.Tx.View, c.Request)
	if err != nil {
		return err
	}
	if subject.BirthDate == "" {
		subject.BirthDate = born
	}
	if !Child(subject, c.Session.Today()) || consented {
		return nil
	}
	if recordsConsent(datasets) {
		return OpenLinked(c, model.CauseMinor, nil)
	}
	evidence, err := casefile.EvidenceOf(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for _, e := range evidence {
		if e.Kind == model.EvidenceGuardianYes && e.Result == model.Passed {
			return nil
		}
	}
	return OpenLinked(c, model.CauseMinor, nil)
}

// childInFindings reads the birth date that the sources hold, and whether a guardian's consent stands there.
func childInFindings(v *store.View, r model.Request, run string, datasets []*dataset.Dataset,
	zone *time.Location) (born string, consented bool, err error) {
	for _, d := range datasets {
		for _, col := range d.Collections {
			dates, consents := fieldsOf(col)
			if len(dates)+len(consents) == 0 {
				continue
			}
			err = eachOf(v, r, run, strictly, model.FindingFilter{Dataset: d.Key, Collection: col.Name},
				func(f Finding) error {
					if !f.Theirs() {
						return nil // may be somebody else's
					}
					for _, name := range dates {
						if day, ok := dayOf(f.Text(name), zone); ok && born == "" {
							born = day.String()
						}
					}
					for _, name := range consents {
						consented = consented || f.Text(name) != ""
					}
					return nil
				})
			if err != nil {
				return born, consented, err
			}
		}
	}
	return born, consented, nil
}

// recordsConsent reports whether the data map names a column that records a guardian's consent.
func recordsConsent(datasets []*dataset.Dataset) bool {
	for _, d := range datasets {
		for _, c := range d.Collections {
			if _, consents := fieldsOf(c); len(consents) > 0 {
				return true
			}
		}
	}
	return false
}

// fieldsOf are the columns of a collection that hold a birth date, and those that record a guardian's consent.
func fieldsOf(c *dataset.Collection) (dates, consents []string) {
	for _, f := range c.Fields {
		for _, category := range f.EffectiveCategories() {
			if dataset.Covers("user.demographic.date_of_birth", category) {
				dates = append(dates, f.Name)
			}
		}
		if f.GuardianConsent {
			consents = append(consents, f.Name)
		}
	}
	return dates, consents
}
