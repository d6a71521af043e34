package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store/database"
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
	BodySealed Sealed
}

func (incidentEntryRow) TableName() string { return "incident_entry" }

// place names the row for what is sealed in it.
func (r incidentEntryRow) place() string {
	return strconv.FormatInt(r.IncidentID, 10) + "/" + strconv.FormatInt(r.Number, 10)
}

func (r incidentEntryRow) model(k *Keys) (e incident.Entry, err error) {
	e = incident.Entry{Number: r.Number, At: database.Moment(r.At), By: r.ByStaff, Kind: incident.EntryKind(r.Kind)}
	body, err := k.OpenDesk("incident_entry", "body", r.place(), r.BodySealed)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(body, &e.Body); err != nil {
		return e, fmt.Errorf("entry %s of an incident: %w", r.place(), err)
	}
	return e, nil
}

// Incidents reads every incident with its record, the newest first.
func (v *View) Incidents() ([]incident.Incident, error) { return v.incidents(0) }

// Incident reads one incident with its record; ErrNotFound where there is none.
func (v *View) Incident(id int64) (incident.Incident, error) {
	list, err := v.incidents(id)
	if err != nil {
		return incident.Incident{}, err
	}
	if len(list) == 0 {
		return incident.Incident{}, ErrNotFound
	}
	return list[0], nil
}

// incidents reads one incident, or every one where id is zero.
func (v *View) incidents(id int64) ([]incident.Incident, error) {
	found, entries := v.DeskRows().Order("id DESC"), v.DeskRows().Order("incident_id, number")
	if id != 0 {
		found, entries = found.Where("id = ?", id), entries.Where("incident_id = ?", id)
	}
	var rows []incidentRow
	var lines []incidentEntryRow
	if err := errors.Join(found.Find(&rows).Error, entries.Find(&lines).Error); err != nil {
		return nil, database.MapError(err)
	}
	records := map[int64][]incident.Entry{}
	for _, line := range lines {
		e, err := line.model(v.Keys())
		if err != nil {
			return nil, err
		}
		records[line.IncidentID] = append(records[line.IncidentID], e)
	}
	list := make([]incident.Incident, len(rows))
	for n, row := range rows {
		i, err := incident.Of(row.ID, row.Reference, row.Drill == 1, records[row.ID])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrTampered, err)
		}
		list[n] = i
	}
	return list, nil
}

// OpenIncident keeps a new incident with the first entry of its record. Its reference counts on within the year, drills for themselves.
func (tx *Tx) OpenIncident(drill bool, year int, first incident.Entry) (i incident.Incident, err error) {
	prefix := fmt.Sprintf("I-%d-", year)
	row := incidentRow{}
	if drill {
		prefix, row.Drill = fmt.Sprintf("D-%d-", year), 1
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
				return i, fmt.Errorf("%w: the reference %q of an incident", ErrTampered, r.Reference)
			}
		}
	}
	row.ID++
	row.Reference = fmt.Sprintf("%s%04d", prefix, last+1)
	if err := database.MapError(tx.DB().Create(&row).Error); err != nil {
		return i, err
	}
	i = incident.Incident{ID: row.ID, Reference: row.Reference, Drill: drill}
	return tx.AddIncidentEntry(i, first)
}

// AddIncidentEntry writes the next entry into the record of an incident and returns the incident as it is then. It fails with
// incident.ErrDrill where the entry says that something of a drill left the desk, and with ErrConflict where another entry was written
// meanwhile.
func (tx *Tx) AddIncidentEntry(i incident.Incident, e incident.Entry) (incident.Incident, error) {
	var row incidentRow
	if err := database.MapError(tx.DeskRows().Where("id = ?", i.ID).First(&row).Error); err != nil {
		return i, err
	}
	if row.Drill == 1 && e.Kind.Outward() {
		return i, incident.ErrDrill
	}
	var last int64
	if err := tx.DeskRows().Model(&incidentEntryRow{}).Where("incident_id = ?", i.ID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return i, database.MapError(err)
	}
	if last != i.Version || e.Number != last+1 {
		return i, ErrConflict
	}
	body, err := json.Marshal(e.Body)
	if err != nil {
		return i, fmt.Errorf("keep an entry of %s: %w", i.Reference, err)
	}
	line := incidentEntryRow{IncidentID: i.ID, Number: e.Number, At: database.Millis(e.At), ByStaff: e.By, Kind: string(e.Kind)}
	if line.BodySealed, err = tx.Keys().SealDesk("incident_entry", "body", line.place(), body); err != nil {
		return i, err
	}
	if err := database.MapError(tx.DB().Create(&line).Error); err != nil {
		return i, err
	}
	return incident.Of(i.ID, i.Reference, i.Drill, append(i.Record[:len(i.Record):len(i.Record)], e))
}
