package requests

import (
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// The ledger of who was erased can be kept outside the desk, beside its back-ups: a desk that was restored from an
// older one learns from it what was erased since. It holds keyed hashes, which nobody without the desk's keys compares
// with anything, references and times.

// ErrLedgerFile says that a text is no ledger of this desk, or was changed.
var ErrLedgerFile = errors.New("this is no ledger of erasures of this desk, or it was changed; choose the file that a back-up of the desk put beside itself")

const (
	ledgerTitle = "rightsdesk erased 1"
	ledgerMark  = "mac "
)

// LedgerText is the ledger as a text, which only somebody with the keys of the desk can make.
func LedgerText(v *store.View) (string, error) {
	var rows []erasedRow
	if err := v.RowsAcross().Order("at, reference, kind, hash").Find(&rows).Error; err != nil {
		return "", database.MapError(err)
	}
	var b strings.Builder
	b.WriteString(ledgerTitle + "\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%d %s %s %s\n", r.At, r.Reference, r.Kind, hex.EncodeToString(r.Hash))
	}
	return b.String() + ledgerMark + hex.EncodeToString(v.Keys().MAC("erased_ledger", b.String())) + "\n", nil
}

// Erased is a request whose erasures the ledger of a file knows and that of the desk does not.
type Erased struct {
	Reference string
	At        time.Time // when the person was erased
	Request   int64     // 0: the desk does not know the request
	rows      []erasedRow
}

// MissingErased compares the ledger of a text with that of the desk: what was erased and the desk does not know, the
// oldest first.
func MissingErased(v *store.View, text string) (missing []*Erased, err error) {
	body, mark, found := strings.Cut(text, ledgerMark)
	mac, err := hex.DecodeString(strings.TrimSpace(mark))
	if !found || err != nil || !strings.HasPrefix(body, ledgerTitle+"\n") ||
		!hmac.Equal(mac, v.Keys().MAC("erased_ledger", body)) {
		return nil, ErrLedgerFile
	}
	ledger, err := OpenLedger(v)
	if err != nil {
		return nil, err
	}
	by := map[string]*Erased{}
	for line := range strings.Lines(strings.TrimPrefix(body, ledgerTitle+"\n")) {
		words := strings.Fields(line)
		if len(words) != 4 {
			return nil, ErrLedgerFile
		}
		at, atErr := strconv.ParseInt(words[0], 10, 64)
		hash, hashErr := hex.DecodeString(words[3])
		if errors.Join(atErr, hashErr) != nil || len(hash) != 32 {
			return nil, ErrLedgerFile
		}
		if _, there := ledger.found[[32]byte(hash)]; there {
			continue
		}
		e := by[words[1]]
		if e == nil {
			e = &Erased{Reference: words[1], At: database.Moment(at)}
			by[words[1]], missing = e, append(missing, e)
		}
		e.rows = append(e.rows, erasedRow{Kind: words[2], Hash: hash, Reference: words[1], At: at})
	}
	for _, e := range missing {
		var ids []int64
		if err := v.RowsAcross().Model(&Row{}).Where("reference = ?", e.Reference).Pluck("id", &ids).Error; err != nil {
			return nil, database.MapError(err)
		}
		if len(ids) == 1 {
			e.Request = ids[0]
		}
	}
	slices.SortStableFunc(missing, func(a, b *Erased) int { return a.At.Compare(b.At) })
	return missing, nil
}

// KeepErased puts into the ledger of the desk what MissingErased found of a request that the desk knows.
func KeepErased(tx *store.Tx, e *Erased) error {
	rows := slices.Clone(e.rows)
	for i := range rows {
		rows[i].RequestID = e.Request
	}
	return database.MapError(tx.DB().Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error)
}
