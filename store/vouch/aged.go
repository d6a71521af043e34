package vouch

import (
	"bytes"
	"crypto/ed25519"
	"errors"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
)

// Newest reads the newest entry of the log that names a tally of a request, or of the desk; nil where none does. Its
// conditions are those of the indexes, word by word.
func Newest(db *gorm.DB, request int64) (*auditlog.EntryRow, error) {
	q := db.Where("detail LIKE ?", `%"`+DetailOf(request)+`":"%`)
	if request != TheDesk {
		q = q.Where("request_id = ? AND request_id <> 0", request)
	}
	var rows []auditlog.EntryRow
	if err := q.Order("seq DESC").Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, database.MapError(err)
	}
	return &rows[0], nil
}

// Aged says why a tally whose MAC lies under an older desk key is not believed; empty where it is. Whoever was disabled
// has kept that key, so that the MAC alone says nothing: the log must have named the tally before the key was replaced,
// or somebody signed it who is still let in. What those signed who are not is signed anew when they are disabled
// (Stays). The hashes are those of the log that were read before.
func (r Row) Aged(c *roster.Chain, hashes auditlog.Hashes) (why string, err error) {
	next := c.Replaced(r.Epoch)
	if next == nil {
		return "", nil
	}
	if r.Staff != "" {
		if !r.signed(c) || r.Roster >= next.Version || !standing(c, r.Staff, r.Roster, next) {
			return "it lies under an older key, and nobody who is still let in signed how it stands", nil
		}
		return "", nil
	}
	entry, err := Newest(hashes.DB, r.RequestID)
	if err != nil {
		return "", err
	}
	const unnamed = "it lies under an older key, and the log did not tell of it before that was replaced"
	if entry == nil || entry.Seq >= next.LogSize || len(next.LogRoot) != tlog.HashSize {
		return unnamed, nil
	}
	switch named, err := Named(entry.Detail, r.RequestID); {
	case err != nil:
		return "", err
	case named != r.Mark(c.ID()):
		return unnamed, nil
	}
	line, err := entry.Line()
	if err != nil {
		return "", err
	}
	proof, err := tlog.ProveRecord(next.LogSize, entry.Seq, hashes)
	if err == nil {
		err = tlog.CheckRecord(proof, next.LogSize, tlog.Hash(next.LogRoot), entry.Seq, tlog.RecordHash(line))
		if err != nil {
			return unnamed, nil
		}
	}
	if errors.Is(err, database.ErrLogBroken) {
		return unnamed, nil
	}
	return "", database.MapError(err)
}

// Stays reports whether what somebody signed by a version of the roster is still worth something once whoever is
// leaving was disabled.
func Stays(c *roster.Chain, staff string, version int64, leaving string) bool {
	return staff != leaving && standing(c, staff, version, c.Last())
}

// standing reports whether somebody signed by a version of the roster with the key that another still gives them, which
// they made themselves, and whether they are let in today.
func standing(c *roster.Chain, staff string, version int64, still *roster.Roster) bool {
	then := c.Version(version)
	if then == nil {
		return false
	}
	key, err := then.SignerKey(staff)
	if err != nil {
		return false
	}
	for _, r := range []*roster.Roster{still, c.Last()} {
		if m, ok := r.Member(staff); ok && m.DisabledAt != 0 {
			return false
		}
	}
	if m, ok := still.Member(staff); ok && m.Reset {
		return false
	}
	same, err := still.SignerKey(staff)
	if staff == roster.Recovery && err == nil {
		var now ed25519.PublicKey
		if now, err = c.Last().SignerKey(staff); !bytes.Equal(now, key) {
			return false
		}
	}
	return err == nil && bytes.Equal(key, same)
}
