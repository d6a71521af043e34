// Package incidents keeps incidents and drills, each as a record that only grows, and who responds to one.
package incidents

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

type incidentRow struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	Reference string
	Drill     int64 // 0 or 1
}

func (incidentRow) TableName() string { return "incident" }

type incidentEntryRow struct {
	IncidentID int64 `gorm:"primaryKey;autoIncrement:false"`
	Number     int64 `gorm:"primaryKey;autoIncrement:false"`
	At         int64
	ByStaff    string
	Kind       string
	BodySealed seal.Sealed
}

func (incidentEntryRow) TableName() string { return "incident_entry" }

// place names the row for what is sealed in it.
func (r incidentEntryRow) place() string {
	return strconv.FormatInt(r.IncidentID, 10) + "/" + strconv.FormatInt(r.Number, 10)
}

func (r incidentEntryRow) model(k *store.Keys) (e incident.Entry, body []byte, err error) {
	e = incident.Entry{Number: r.Number, At: database.Moment(r.At), By: r.ByStaff, Kind: incident.EntryKind(r.Kind)}
	if body, err = k.OpenDesk("incident_entry", "body", r.place(), r.BodySealed); err != nil {
		return e, nil, err
	}
	if err := json.Unmarshal(body, &e.Body); err != nil {
		return e, nil, fmt.Errorf("entry %s of an incident: %w", r.place(), err)
	}
	return e, body, nil
}

// signedIncidentActions are those whose entries somebody vouches for to others: the record tells nobody's approval and
// nobody's decision not to report that they did not sign.
var signedIncidentActions = []model.Action{model.ActApproveIncident, model.ActWaiveIncident}

// signedAction is the action in which an entry is signed; empty for what is not.
func signedAction(e incident.Entry) model.Action {
	switch {
	case e.Body.Approval != nil:
		return model.ActApproveIncident
	case e.Body.Decision != nil && e.Body.Decision.Clock != "":
		return model.ActWaiveIncident
	}
	return ""
}

// incidentDigest names what is signed with an entry: the entry as it is kept and, of an approval, the draft.
func incidentDigest(r incidentEntryRow, body, draft []byte) string {
	h := sha256.New()
	fmt.Fprintf(h, "incident entry %s %q %q %d %d\n", r.place(), r.ByStaff, r.Kind, r.At, len(body))
	h.Write(body)
	h.Write(draft)
	return hex.EncodeToString(h.Sum(nil))
}

// checkSigned refuses an entry that somebody vouches for and did not sign as it stands; bodies are those of its
// incident by number.
func checkSigned(r incidentEntryRow, e incident.Entry, bodies map[int64][]byte,
	signed map[model.Action]map[string]store.DeskApproval) error {
	action := signedAction(e)
	if action == "" {
		return nil
	}
	a, is := signed[action][r.place()]
	if !is || a.By != e.By || a.Digest != incidentDigest(r, bodies[e.Number], draftOf(e, bodies)) {
		return fmt.Errorf("%w: entry %s of an incident is not signed by whom it names", store.ErrTampered, r.place())
	}
	return nil
}

func draftOf(e incident.Entry, bodies map[int64][]byte) []byte {
	if e.Body.Approval == nil {
		return nil
	}
	return bodies[e.Body.Approval.Draft]
}

// All reads every incident with its record, the newest first.
func All(v *store.View) ([]incident.Incident, error) { return read(v, 0) }

// Read reads one incident with its record; ErrNotFound where there is none.
func Read(v *store.View, id int64) (incident.Incident, error) {
	list, err := read(v, id)
	if err != nil {
		return incident.Incident{}, err
	}
	if len(list) == 0 {
		return incident.Incident{}, store.ErrNotFound
	}
	return list[0], nil
}

// read reads one incident, or every one where id is zero.
func read(v *store.View, id int64) ([]incident.Incident, error) {
	found, entries := v.DeskRows().Order("id DESC"), v.DeskRows().Order("incident_id, number")
	if id != 0 {
		found, entries = found.Where("id = ?", id), entries.Where("incident_id = ?", id)
	}
	var rows []incidentRow
	var lines []incidentEntryRow
	if err := errors.Join(found.Find(&rows).Error, entries.Find(&lines).Error); err != nil {
		return nil, database.MapError(err)
	}
	signed := map[model.Action]map[string]store.DeskApproval{}
	for _, action := range signedIncidentActions {
		var err error
		if signed[action], err = v.DeskApprovals(action); err != nil {
			return nil, err
		}
	}
	records, bodies := map[int64][]incident.Entry{}, map[int64]map[int64][]byte{}
	for _, line := range lines {
		e, body, err := line.model(v.Keys())
		if err != nil {
			return nil, err
		}
		if bodies[line.IncidentID] == nil {
			bodies[line.IncidentID] = map[int64][]byte{}
		}
		bodies[line.IncidentID][e.Number] = body
		if err := checkSigned(line, e, bodies[line.IncidentID], signed); err != nil {
			return nil, err
		}
		records[line.IncidentID] = append(records[line.IncidentID], e)
	}
	list := make([]incident.Incident, len(rows))
	for n, row := range rows {
		i, err := incident.Of(row.ID, row.Reference, row.Drill == 1, records[row.ID])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", store.ErrTampered, err)
		}
		list[n] = i
	}
	return list, nil
}

// OfRequest lists the incidents and drills that a request is linked to, as they are called and no more of them, oldest
// first.
func OfRequest(v *store.View, request int64) (list []incident.Incident, err error) {
	var lines []incidentEntryRow
	if err := v.DeskRows().Where("kind = ?", string(incident.Linked)).Order("incident_id, number").Find(&lines).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	var ids []int64
	for _, line := range lines {
		e, _, err := line.model(v.Keys())
		if err != nil {
			return nil, err
		}
		if e.Body.Link != nil && e.Body.Link.Request == request {
			ids = append(ids, line.IncidentID)
		}
	}
	if ids == nil {
		return nil, nil
	}
	var rows []incidentRow
	if err := v.DeskRows().Where("id IN ?", ids).Order("id").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	for _, row := range rows {
		list = append(list, incident.Incident{ID: row.ID, Reference: row.Reference, Drill: row.Drill == 1})
	}
	return list, nil
}

// Open keeps a new incident with the first entry of its record. Its reference counts on within the year, drills for
// themselves.
func Open(tx *store.Tx, drill bool, year int, first incident.Entry) (i incident.Incident, err error) {
	prefix := fmt.Sprintf("I-%d-", year)
	row := incidentRow{}
	if drill {
		prefix, row.Drill = fmt.Sprintf("%s%d-", incident.DrillReference, year), 1
	}
	var rows []incidentRow
	if err := tx.DeskRows().Order("id").Find(&rows).Error; err != nil {
		return i, database.MapError(err)
	}
	last := 0
	for _, r := range rows {
		row.ID = r.ID
		if number, is := strings.CutPrefix(r.Reference, prefix); is {
			if last, err = strconv.Atoi(number); err != nil {
				return i, fmt.Errorf("%w: the reference %q of an incident", store.ErrTampered, r.Reference)
			}
		}
	}
	row.ID++
	row.Reference = fmt.Sprintf("%s%04d", prefix, last+1)
	if err := database.MapError(tx.DB().Create(&row).Error); err != nil {
		return i, err
	}
	i = incident.Incident{ID: row.ID, Reference: row.Reference, Drill: drill}
	return AddEntry(tx, i, first)
}

// incidentDraft reads the draft that an approval approves, as it is kept.
func incidentDraft(tx *store.Tx, i incident.Incident, e incident.Entry) ([]byte, error) {
	if e.Body.Approval == nil {
		return nil, nil
	}
	var row incidentEntryRow
	if err := database.MapError(tx.DeskRows().Where("incident_id = ? AND number = ?", i.ID, e.Body.Approval.Draft).
		First(&row).Error); err != nil {
		return nil, err
	}
	_, body, err := row.model(tx.Keys())
	return body, err
}

// AddEntry writes the next entry into the record of an incident and returns the incident as it is then. It fails with
// incident.ErrDrill where the entry says that something of a drill left the desk, and with ErrConflict where another
// entry was written meanwhile. An approval, and the decision not to report, are signed by whoever writes them, and
// refused when they are read where they name somebody else.
func AddEntry(tx *store.Tx, i incident.Incident, e incident.Entry) (incident.Incident, error) {
	var row incidentRow
	if err := database.MapError(tx.DeskRows().Where("id = ?", i.ID).First(&row).Error); err != nil {
		return i, err
	}
	if row.Drill == 1 && e.Kind.Outward() {
		return i, incident.ErrDrill
	}
	var last int64
	if err := tx.DeskRows().Model(&incidentEntryRow{}).Where("incident_id = ?", i.ID).
		Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return i, database.MapError(err)
	}
	if last != i.Version || e.Number != last+1 {
		return i, store.ErrConflict
	}
	body, err := json.Marshal(e.Body)
	if err != nil {
		return i, fmt.Errorf("keep an entry of %s: %w", i.Reference, err)
	}
	line := incidentEntryRow{IncidentID: i.ID, Number: e.Number, At: database.Millis(e.At), ByStaff: e.By,
		Kind: string(e.Kind)}
	if line.BodySealed, err = tx.Keys().SealDesk("incident_entry", "body", line.place(), body); err != nil {
		return i, err
	}
	if err := database.MapError(tx.DB().Create(&line).Error); err != nil {
		return i, err
	}
	if action := signedAction(e); action != "" {
		draft, err := incidentDraft(tx, i, e)
		if err != nil {
			return i, err
		}
		if err := tx.ApproveDesk(action, line.place(), incidentDigest(line, body, draft), e.At); err != nil {
			return i, err
		}
	}
	return incident.Of(i.ID, i.Reference, i.Drill, append(i.Record[:len(i.Record):len(i.Record)], e))
}

// Named returns the number of the incident with a reference; store.ErrNotFound where none has it.
func Named(v *store.View, reference string) (int64, error) {
	var row incidentRow
	err := v.DeskRows().Where("reference = ?", reference).First(&row).Error
	return row.ID, database.MapError(err)
}
