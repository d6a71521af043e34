package setup

import (
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

type policyVersionRow struct {
	Document string `gorm:"primaryKey"`
	Number   int64  `gorm:"primaryKey;autoIncrement:false"`
	Body     string
	SavedAt  int64 `gorm:"autoCreateTime:false"`
	SavedBy  string
	Mac      []byte
}

func (policyVersionRow) TableName() string { return "policy_version" }

func (r policyVersionRow) sum(k *store.Keys) []byte {
	return k.MAC("policy_version", r.Document, strconv.FormatInt(r.Number, 10), r.Body,
		strconv.FormatInt(r.SavedAt, 10), r.SavedBy)
}

func (r policyVersionRow) model(k *store.Keys, whole bool) (v policy.Version, err error) {
	if !hmac.Equal(r.Mac, r.sum(k)) {
		return v, fmt.Errorf("version %d of %s: %w", r.Number, r.Document, store.ErrTampered)
	}
	if whole {
		if err := json.Unmarshal([]byte(r.Body), &v); err != nil {
			return v, fmt.Errorf("version %d of %s: %w", r.Number, r.Document, err)
		}
	}
	v.Document, v.Number, v.SavedAt, v.SavedBy = r.Document, r.Number, database.Moment(r.SavedAt), r.SavedBy
	return v, nil
}

// PolicyVersions lists every version of every document, the oldest of each first; ErrTampered where one is not as it
// was written.
func PolicyVersions(v *store.View) ([]policy.Version, error) {
	return PolicyVersionsOf(v, func(string, int64) bool { return true })
}

// PolicyVersionsOf is PolicyVersions with the text of those alone that are wanted. Of the others, of which a desk may
// have many, only the number and who saved it when are told.
func PolicyVersionsOf(v *store.View, wanted func(document string, number int64) bool) ([]policy.Version, error) {
	var rows []policyVersionRow
	if err := v.DeskRows().Order("document, number").Find(&rows).Error; err != nil {
		return nil, database.MapError(err)
	}
	list := make([]policy.Version, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.model(v.Keys(), wanted(r.Document, r.Number)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// AddPolicyVersion keeps a version as the next of its document. Seen is the newest that whoever saves it knows:
// ErrNewer where there is a newer one.
func AddPolicyVersion(tx *store.Tx, p policy.Version, seen int64) (policy.Version, error) {
	var last int64
	err := tx.DeskRows().Model(&policyVersionRow{}).Where("document = ?", p.Document).
		Select("COALESCE(MAX(number), 0)").Scan(&last).Error
	if err != nil {
		return p, database.MapError(err)
	}
	if last != seen {
		return p, store.ErrNewer
	}
	body, err := json.Marshal(p)
	if err != nil {
		return p, fmt.Errorf("keep a version of %s: %w", p.Document, err)
	}
	p.Number = last + 1
	row := policyVersionRow{Document: p.Document, Number: p.Number, Body: string(body),
		SavedAt: database.Millis(p.SavedAt), SavedBy: p.SavedBy}
	row.Mac = row.sum(tx.Keys())
	return p, tx.CreateNext(&row)
}

type policyClassingRow struct {
	Document   string `gorm:"primaryKey"`
	FromNumber int64  `gorm:"primaryKey;autoIncrement:false"`
	ToNumber   int64  `gorm:"primaryKey;autoIncrement:false"`
	Version    int64  `gorm:"primaryKey;autoIncrement:false"`
	Body       string
	SavedAt    int64 `gorm:"autoCreateTime:false"`
	SavedBy    string
	Mac        []byte
}

func (policyClassingRow) TableName() string { return "policy_classing" }

func (r policyClassingRow) sum(k *store.Keys) []byte {
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	return k.MAC("policy_classing", r.Document, n(r.FromNumber), n(r.ToNumber), n(r.Version), r.Body, n(r.SavedAt),
		r.SavedBy)
}

// PolicyClassing reads how the changes between two versions of a document were classed last; version 0 where nobody
// did.
func PolicyClassing(v *store.View, document string, from, to int64) (c policy.Classing, err error) {
	c = policy.Classing{Document: document, From: from, To: to}
	var row policyClassingRow
	err = database.MapError(v.DeskRows().Where("document = ? AND from_number = ? AND to_number = ?", document, from,
		to).Order("version DESC").First(&row).Error)
	if errors.Is(err, store.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if !hmac.Equal(row.Mac, row.sum(v.Keys())) {
		return c, fmt.Errorf("how the changes from version %d of %s to %d were classed: %w", from, document, to,
			store.ErrTampered)
	}
	if err := json.Unmarshal([]byte(row.Body), &c); err != nil {
		return c, fmt.Errorf("how the changes from version %d of %s to %d were classed: %w", from, document, to, err)
	}
	c.Document, c.From, c.To, c.Version, c.SavedAt, c.SavedBy =
		row.Document, row.FromNumber, row.ToNumber, row.Version, database.Moment(row.SavedAt), row.SavedBy
	return c, nil
}

// AddPolicyClassing keeps how the changes between two versions are classed. Seen is the version of the classing that
// whoever saves it knows: ErrNewer where there is a newer one.
func AddPolicyClassing(tx *store.Tx, c policy.Classing, seen int64) (policy.Classing, error) {
	last, err := PolicyClassing(tx.View, c.Document, c.From, c.To)
	if err != nil {
		return c, err
	}
	if last.Version != seen {
		return c, store.ErrNewer
	}
	body, err := json.Marshal(c)
	if err != nil {
		return c, fmt.Errorf("keep how changes of %s are classed: %w", c.Document, err)
	}
	c.Version = seen + 1
	row := policyClassingRow{Document: c.Document, FromNumber: c.From, ToNumber: c.To, Version: c.Version,
		Body: string(body), SavedAt: database.Millis(c.SavedAt), SavedBy: c.SavedBy}
	row.Mac = row.sum(tx.Keys())
	return c, tx.CreateNext(&row)
}
