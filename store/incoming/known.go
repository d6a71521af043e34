package incoming

import (
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// knownAtOnce is how many records are looked up by one query.
const knownAtOnce = 500

// RecordsKnown returns those of some records that were taken in before, and those of some numbers that an earlier record
// carried: a record's text and its number are told apart by what they are.
func RecordsKnown(v *store.View, records []string) (there map[string]bool, err error) {
	there = map[string]bool{}
	for len(records) > 0 {
		part := records[:min(len(records), knownAtOnce)]
		records = records[len(part):]
		of, hashes := make(map[string]string, len(part)), make([][]byte, len(part))
		for i, r := range part {
			hashes[i] = v.Keys().RecordHash(r)
			of[string(hashes[i])] = r
		}
		var found [][]byte
		err := v.DB().Raw("SELECT intake_hash FROM request WHERE intake_hash IN ? UNION SELECT record_hash FROM automatic_mail WHERE record_hash IN ? UNION SELECT hash FROM record_number WHERE hash IN ?",
			hashes, hashes, hashes).Scan(&found).Error
		if err != nil {
			return nil, database.MapError(err)
		}
		for _, hash := range found {
			there[of[string(hash)]] = true
		}
	}
	return there, nil
}
