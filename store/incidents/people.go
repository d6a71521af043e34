package incidents

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// peopleAtOnce is how many lines about people a row holds.
const peopleAtOnce = 2000

type peopleRow struct {
	IncidentID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Measure      int64 `gorm:"primaryKey;autoIncrement:false"`
	Seq          int64 `gorm:"primaryKey;autoIncrement:false"`
	People       int64
	Sum          string
	PeopleSealed seal.Sealed
}

func (peopleRow) TableName() string { return "incident_people" }

// place names the row for what is sealed in it.
func (r peopleRow) place() string {
	return strconv.FormatInt(r.IncidentID, 10) + "/" + strconv.FormatInt(r.Measure, 10) + "/" +
		strconv.FormatInt(r.Seq, 10)
}

func peopleSum(v *store.View, people []byte) string {
	h := v.Digest("incident_people")
	h.Write(people)
	return hex.EncodeToString(h.Sum(nil))
}

// NewMeasure returns the number for a new count of an incident, and drops the people of counts that its record does not
// name: they were never finished.
func NewMeasure(tx *store.Tx, i incident.Incident) (id int64, err error) {
	var begun []int64
	if err := tx.DeskRows().Model(&peopleRow{}).Where("incident_id = ?", i.ID).Distinct().Order("measure").
		Pluck("measure", &begun).Error; err != nil {
		return 0, database.MapError(err)
	}
	standing := map[int64]bool{}
	for _, e := range i.Record {
		if s := e.Body.Scope; s != nil && s.Measure != nil {
			standing[s.Measure.ID], id = true, max(id, s.Measure.ID)
		}
	}
	for _, m := range slices.DeleteFunc(begun, func(m int64) bool { return standing[m] }) {
		if err := DropPeople(tx, i.ID, m); err != nil {
			return 0, err
		}
		id = max(id, m)
	}
	return id + 1, nil
}

// DropPeople forgets whom a count found.
func DropPeople(tx *store.Tx, incidentID, measure int64) error {
	return database.MapError(tx.DeskRows().Where("incident_id = ? AND measure = ?", incidentID, measure).
		Delete(&peopleRow{}).Error)
}

// AddPeople adds lines about people to a count, behind those that it has.
func AddPeople(tx *store.Tx, incidentID, measure int64, people []incident.Affected) error {
	var last int64
	if err := tx.DeskRows().Model(&peopleRow{}).Where("incident_id = ? AND measure = ?", incidentID, measure).
		Select("COALESCE(MAX(seq), 0)").Scan(&last).Error; err != nil {
		return database.MapError(err)
	}
	var rows []peopleRow
	for some := range slices.Chunk(people, peopleAtOnce) {
		raw, err := json.Marshal(some)
		if err != nil {
			return fmt.Errorf("keep who is affected: %w", err)
		}
		last++
		row := peopleRow{IncidentID: incidentID, Measure: measure, Seq: last, People: int64(len(some)),
			Sum: peopleSum(tx.View, raw)}
		if row.PeopleSealed, err = tx.Keys().SealDesk("incident_people", "people", row.place(), raw); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return database.MapError(tx.DB().CreateInBatches(rows, 50).Error)
}

// PeopleDigest names exactly the people that are kept of a count, and returns how many lines about them there are.
func PeopleDigest(v *store.View, incidentID, measure int64) (digest string, lines int64, err error) {
	var rows []peopleRow
	if err := v.DeskRows().Select("seq", "people", "sum").Where("incident_id = ? AND measure = ?", incidentID, measure).
		Order("seq").Find(&rows).Error; err != nil {
		return "", 0, database.MapError(err)
	}
	h := v.Digest("incident_measure")
	for n, r := range rows {
		if r.Seq != int64(n)+1 {
			return "", 0, fmt.Errorf("%w: the people of a count have a gap", store.ErrTampered)
		}
		lines += r.People
		fmt.Fprintf(h, "%d %s\n", r.People, r.Sum)
	}
	return hex.EncodeToString(h.Sum(nil)), lines, nil
}

// CheckPeople fails where the people that are kept of a measure are not those that it counted.
func CheckPeople(v *store.View, incidentID int64, m incident.Measure) error {
	digest, _, err := PeopleDigest(v, incidentID, m.ID)
	if err == nil && digest != m.Digest {
		err = fmt.Errorf("%w: the people of a count are not those that it found", store.ErrTampered)
	}
	return err
}

// People reads one part of the lines about people of a count, by its number from 1; ErrNotFound behind the last.
func People(v *store.View, incidentID, measure, seq int64) (people []incident.Affected, err error) {
	var row peopleRow
	if err := v.DeskRows().Where("incident_id = ? AND measure = ? AND seq = ?", incidentID, measure, seq).First(&row).
		Error; err != nil {
		return nil, database.MapError(err)
	}
	raw, err := v.Keys().OpenDesk("incident_people", "people", row.place(), row.PeopleSealed)
	if err != nil {
		return nil, fmt.Errorf("who is affected by an incident: %w", err)
	}
	if !hmac.Equal([]byte(peopleSum(v, raw)), []byte(row.Sum)) {
		return nil, fmt.Errorf("%w: who is affected by an incident", store.ErrTampered)
	}
	if err := json.Unmarshal(raw, &people); err != nil {
		return nil, fmt.Errorf("who is affected by an incident: %w", err)
	}
	return people, nil
}
