package regulator

import (
	"fmt"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/kept"
)

// sent is a report that went by mail, as it went, by the entry that tells of it.
func (c Case) sent(e incident.Entry) (f kept.File, went bool) {
	if e.Body.Report == nil || e.Body.Report.Mail == "" {
		return f, false
	}
	for _, before := range c.Record {
		if before.Kind == incident.Sent && before.Body.Mail.ID == e.Body.Report.Mail {
			f = before.Body.Mail.PDF
		}
	}
	return f, f.ID != "" // none went with the first reports by mail
}

// sentName is where a report lies in the file, by its entry; empty where none went by mail. No report of a drill does,
// so that no such name has its mark.
func (c Case) sentName(e incident.Entry) string {
	if _, went := c.sent(e); !went {
		return ""
	}
	return fmt.Sprintf("sent/%04d-report.pdf", e.Number)
}

// asSent puts every report that went by mail into the archive, byte by byte as it went.
func (c Case) asSent(a *archive) error {
	for _, e := range c.Record {
		f, went := c.sent(e)
		if !went {
			continue
		}
		data, err := c.Kept(f)
		if err != nil {
			return err
		}
		if err := a.text(c.sentName(e), string(data)); err != nil {
			return err
		}
	}
	return nil
}
