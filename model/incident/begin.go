package incident

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Begin returns what a draft of a form begins with in a language: what was drafted last for the clock, else what the
// record knows, with times in a zone. What nobody knows stays empty.
func (s Standing) Begin(f Form, clock string, o model.Organisation, lang string, zone *time.Location) Draft {
	if last, there := s.Drafted(clock); there {
		return *last.Body.Draft
	}
	d := Draft{Clock: clock, First: f.Staged(), Fields: map[string]string{}}
	for _, x := range f.Fields {
		if text := s.known(x.Known, o, zone).In(lang); text != "" {
			d.Fields[x.ID] = text
		}
	}
	return d
}

func (s Standing) known(k Known, o model.Organisation, zone *time.Location) model.Text {
	moment := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04 -07:00") }
	switch k {
	case KnownOrganisation:
		return o.Name
	case KnownContact:
		return model.Say("%s", "%s", o.Contact)
	case KnownCause:
		return model.Say("%s", "%s", s.Facts.Cause)
	case KnownPeople:
		if !s.Facts.People.Known {
			return nil
		}
		return model.Say("%s people", "%s人", s.Facts.People)
	case KnownEvent:
		text := model.Say("%s. Found %s by %s.", "%s。%s由%s发现。", s.Facts.Title, moment(s.Facts.Aware), s.Facts.FoundBy)
		if !s.Facts.Happened.IsZero() {
			text = model.Say("%s Happened %s.", "%s发生于%s。", text, moment(s.Facts.Happened))
		}
		return text
	case KnownMeasures:
		var list []string
		for _, e := range s.Record {
			if e.Kind == Noted {
				list = append(list, moment(e.Body.Done)+" "+e.Body.Text)
			}
		}
		return model.Say("%s", "%s", strings.Join(list, "\n"))
	}
	return nil
}
