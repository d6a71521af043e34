// Package papers keeps what leaves the desk for a person: sealed copies, their deliveries, letters and certificates.
package papers

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"

	"github.com/google/uuid"
)

type packetRow struct {
	ID             string `gorm:"primaryKey"`
	RequestID      int64
	Form           string
	Manifest       string // in the clear where an older program wrote it, until SealManifests
	ManifestSealed seal.Sealed
	PasswordSealed seal.Sealed
	CreatedAt      int64 `gorm:"autoCreateTime:false"`
	CreatedBy      string
	ExpiresAt      int64
}

func (packetRow) TableName() string { return "packet" }

type deliveryRow struct {
	ID        string `gorm:"primaryKey"`
	RequestID int64
	What      string
	Letter    string
	Channel   string
	At        int64
	ByStaff   string
	ToSealed  seal.Sealed
	Mail      string
	// ReturnedAt is when it was known that it did not reach the person; 0 while nothing says so.
	ReturnedAt int64
}

func (deliveryRow) TableName() string { return "delivery" }

type letterRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	Kind       string
	Lang       string
	At         int64
	ByStaff    string
	TextSealed seal.Sealed
}

func (letterRow) TableName() string { return "letter" }

// Packet is the record of a sealed copy: its manifest and its password, not the copy itself, which can be built again
// from the findings while they are kept.
type Packet struct {
	ID        string
	Form      string // html or zip
	Manifest  json.RawMessage
	Password  string
	CreatedAt time.Time
	By        string
	ExpiresAt time.Time
}

// SavePacket records a packet.
func SavePacket(tx *store.Tx, request int64, p Packet) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("packet", "password", p.ID), []byte(p.Password))
	if err != nil {
		return err
	}
	manifest, err := seal.Seal(key, 0, seal.Place("packet", "manifest", p.ID), p.Manifest)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().
		Create(&packetRow{ID: p.ID, RequestID: request, Form: p.Form, ManifestSealed: manifest, PasswordSealed: sealed,
			CreatedAt: database.Millis(p.CreatedAt), CreatedBy: p.By, ExpiresAt: database.Millis(p.ExpiresAt)}).Error)
}

// SealManifests seals the manifests that an older program left in the clear.
func SealManifests(tx *store.Tx) error {
	var rows []packetRow
	if err := tx.RowsAcross().Where("manifest <> ''").Find(&rows).Error; err != nil {
		return database.MapError(err)
	}
	for _, r := range rows {
		key, err := tx.RequestKey(r.RequestID)
		if err != nil {
			return err
		}
		sealed, err := seal.Seal(key, 0, seal.Place("packet", "manifest", r.ID), []byte(r.Manifest))
		if err != nil {
			return err
		}
		if err := tx.RowsOf(r.RequestID).Model(&packetRow{}).Where("id = ?", r.ID).
			Updates(map[string]any{"manifest": "", "manifest_sealed": sealed}).Error; err != nil {
			return database.MapError(err)
		}
	}
	return nil
}

// Packets lists a request's packets, newest first.
func Packets(v *store.View, request int64) ([]Packet, error) {
	rows, key, err := store.OpenRows[packetRow](v, request, v.RowsOf(request).Order("created_at DESC, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]Packet, len(rows))
	for i, r := range rows {
		password, err := seal.Unseal(key, seal.Place("packet", "password", r.ID), r.PasswordSealed)
		if err != nil {
			return nil, err
		}
		manifest := []byte(r.Manifest)
		if len(r.ManifestSealed) > 0 {
			if manifest, err = seal.Unseal(key, seal.Place("packet", "manifest", r.ID), r.ManifestSealed); err != nil {
				return nil, err
			}
		}
		out[i] = Packet{r.ID, r.Form, manifest, string(password), database.Moment(r.CreatedAt), r.CreatedBy,
			database.Moment(r.ExpiresAt)}
	}
	return out, nil
}

// AddDelivery records a delivery.
func AddDelivery(tx *store.Tx, request int64, d model.Delivery) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	row := deliveryRow{ID: uuid.NewString(), RequestID: request, What: d.What, Letter: d.Letter, Channel: d.Channel,
		At: database.Millis(d.At), ByStaff: d.By, Mail: d.Mail}
	if row.ToSealed, err = seal.Seal(key, 0, seal.Place("delivery", "to", row.ID), []byte(d.To)); err != nil {
		return err
	}
	return database.MapError(tx.DB().Create(&row).Error)
}

// CorrectDelivery keeps another way and addressee of a delivery that somebody recorded; ErrConflict where there is
// none.
func CorrectDelivery(tx *store.Tx, request int64, d model.Delivery) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("delivery", "to", d.ID), []byte(d.To))
	if err != nil {
		return err
	}
	return database.One(tx.RowsOf(request).Model(&deliveryRow{}).Where("id = ? AND mail = ''", d.ID).
		Updates(map[string]any{"channel": d.Channel, "to_sealed": sealed}))
}

// ReturnDelivery writes down that what went out as a message did not reach the person.
func ReturnDelivery(tx *store.Tx, request int64, mail string, now time.Time) error {
	return database.MapError(tx.RowsOf(request).Model(&deliveryRow{}).Where("mail = ? AND mail <> ''", mail).
		Update("returned_at", database.Millis(now)).Error)
}

// Deliveries lists what went out for a request and did not come back, oldest first.
func Deliveries(v *store.View, request int64) ([]model.Delivery, error) {
	rows, key, err := store.OpenRows[deliveryRow](v, request,
		v.RowsOf(request).Where("returned_at = 0").Order("at, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]model.Delivery, len(rows))
	for i, r := range rows {
		out[i] = model.Delivery{ID: r.ID, What: r.What, Letter: r.Letter, Channel: r.Channel, At: database.Moment(r.At),
			By: r.ByStaff, Mail: r.Mail}
		if len(r.ToSealed) == 0 {
			continue
		}
		to, err := seal.Unseal(key, seal.Place("delivery", "to", r.ID), r.ToSealed)
		if err != nil {
			return nil, fmt.Errorf("delivery %s: %w", r.ID, err)
		}
		out[i].To = string(to)
	}
	return out, nil
}

// Letter is a letter as it was written: its facts, from which every form of it can be made again.
type Letter struct {
	ID   string
	Kind string
	Lang string
	At   time.Time
	By   string
	Data json.RawMessage
}

// SaveLetter keeps a letter.
func SaveLetter(tx *store.Tx, request int64, l Letter) error {
	key, err := tx.RequestKey(request)
	if err != nil {
		return err
	}
	sealed, err := seal.Seal(key, 0, seal.Place("letter", "text", l.ID), l.Data)
	if err != nil {
		return err
	}
	return database.MapError(tx.DB().
		Create(&letterRow{l.ID, request, l.Kind, l.Lang, database.Millis(l.At), l.By, sealed}).Error)
}

// LetterKinds lists the kinds of the letters of a request since it was last opened again, without opening them.
func LetterKinds(v *store.View, request int64) (kinds []string, err error) {
	reopened, err := reopenedAt(v, request)
	if err != nil {
		return nil, err
	}
	err = v.RowsOf(request).Model(&letterRow{}).Where("at >= ?", reopened).Distinct().Pluck("kind", &kinds).Error
	return kinds, database.MapError(err)
}

// Untold reports whether neither a letter nor a copy went out to the person about a request that somebody outside made.
// What is only written, waits to be handed over or came back tells nobody, and so does a password alone.
func Untold(v *store.View, r model.Request) (bool, error) {
	if r.Cause != model.ByPerson {
		return false, nil
	}
	var out int64
	err := v.RowsOf(r.ID).Model(&deliveryRow{}).Where("returned_at = 0 AND what IN ?",
		[]string{model.DeliveredLetter, model.DeliveredPacket}).Count(&out).Error
	return out == 0, database.MapError(err)
}

// ReadLetter reads a letter of a request.
func ReadLetter(v *store.View, request int64, id string) (Letter, error) {
	all, err := Letters(v, request)
	for _, l := range all {
		if l.ID == id {
			return l, nil
		}
	}
	return Letter{}, errors.Join(err, store.ErrNotFound)
}

// Letters lists a request's letters, newest first.
func Letters(v *store.View, request int64) ([]Letter, error) {
	rows, key, err := store.OpenRows[letterRow](v, request, v.RowsOf(request).Order("at DESC, id"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]Letter, len(rows))
	for i, r := range rows {
		data, err := seal.Unseal(key, seal.Place("letter", "text", r.ID), r.TextSealed)
		if err != nil {
			return nil, fmt.Errorf("letter %s: %w", r.ID, err)
		}
		out[i] = Letter{r.ID, r.Kind, r.Lang, database.Moment(r.At), r.ByStaff, data}
	}
	return out, nil
}
