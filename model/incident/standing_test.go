package incident_test

import (
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model/incident"
)

func TestHowAnIncidentStandsFollowsFromItsRecord(t *testing.T) {
	o := newTold(t, false)
	r, p := rules(t)
	facts := o.Facts
	facts.Places = map[string]incident.Range{"eu": incident.Exactly(0)}
	o.must(incident.Stated, incident.Body{Facts: &facts})
	s, err := r.Stand(p, o.Incident)
	if err != nil || len(s.Empty) != len(r.Seats) || len(s.Turned[2]) != 2 ||
		s.Turned[2][0].After.Applies != incident.No {
		t.Fatalf("%d seats empty, the second entry turned %+v, %v", len(s.Empty), s.Turned, err)
	}
	if _, told := s.FirstNotice(); told {
		t.Error("somebody was told")
	}
	o.seat()
	o.now = aware.Add(5 * time.Hour)
	o.must(incident.Reported,
		incident.Body{Report: &incident.Report{Clock: "cn_authority", At: aware.Add(time.Hour), Channel: "12387"}})
	o.must(incident.Reported,
		incident.Body{Report: &incident.Report{Clock: "cn_people", At: aware.Add(3 * time.Hour), Channel: "SMS"}})
	if s, err = r.Stand(p, o.Incident); err != nil {
		t.Fatal(err)
	}
	if took, told := s.FirstNotice(); !told || took != 3*time.Hour {
		t.Errorf("people were told after %s, %v", took, told)
	}
	due := s.Due()
	for n, c := range due {
		if c.ID == "cn_authority" || c.ID == "cn_people" || c.Applies == incident.No {
			t.Errorf("%s is still due", c.ID)
		}
		if n > 0 && (due[n-1].Due.IsZero() && !c.Due.IsZero() || !c.Due.IsZero() && c.Due.Before(due[n-1].Due)) {
			t.Errorf("%s comes after %s", c.ID, due[n-1].ID)
		}
	}
}
