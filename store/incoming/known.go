package incoming

import (
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// knownAtOnce is how many hashes are looked up by one query.
const knownAtOnce = 500

// RecordsKnown returns those of some records that were taken in before, and those of some numbers that an earlier
// record carried: a record's text and its number are told apart by what they are.
func RecordsKnown(v *store.View, records []string) (there map[string]bool, err error) {
	there = map[string]bool{}
	for len(records) > 0 {
		part := records[:min(len(records), max(1, knownAtOnce/len(v.Keys().RecordHashes(""))))]
		records = records[len(part):]
		of := make(map[string]string, len(part))
		var hashes [][]byte
		for _, r := range part {
			for _, h := range v.Keys().RecordHashes(r) {
				hashes, of[string(h)] = append(hashes, h), r
			}
		}
		var found [][]byte
		err := v.DB().
			Raw("SELECT intake_hash FROM request WHERE intake_hash IN ? UNION SELECT record_hash FROM automatic_mail WHERE record_hash IN ? UNION SELECT hash FROM record_number WHERE hash IN ?",
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
