package store

import (
	"runtime"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"orangelab.cn/rightsdesk/model"
)

// Fill writes what CreateRequest would write for each of list, so that a desk of a million requests is ready within
// minutes: sealed on every core, then inserted many rows a statement. Only benchmarks need this; a desk takes its requests
// one by one. TestAFilledDeskIsLikeOneThatTookItsRequestsIn holds it to CreateRequest.
func (tx *Tx) Fill(list []model.Request) error {
	var last int64
	if err := tx.db.Raw("SELECT COALESCE(MAX(id), 0) FROM request").Scan(&last).Error; err != nil {
		return err
	}
	rows, keys, lookups := make([]requestRow, len(list)), make([]requestKeyRow, len(list)), make([][]lookupRow, len(list))
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	const part = 256
	for from := 0; from < len(list); from += part {
		group.Go(func() error {
			for i := from; i < min(from+part, len(list)); i++ {
				r := list[i]
				r.ID, r.Version = last+1+int64(i), 1
				key := randomKey()
				sealed, err := tx.keys.sealDesk("request_key", "key", strconv.FormatInt(r.ID, 10), key)
				if err != nil {
					return err
				}
				rows[i], keys[i] = requestToRow(r), requestKeyRow{r.ID, sealed, tx.keys.current}
				if err := sealPerson(&rows[i], r, key); err != nil {
					return err
				}
				rows[i].Mac = rows[i].decisionMAC(tx.keys)
				for _, l := range r.Subject.Lookups() {
					lookups[i] = append(lookups[i], lookupRow{string(l.Kind), tx.keys.hash(l.Kind, l.Value), r.ID})
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	const rowsAStatement = 100
	if err := tx.db.CreateInBatches(&rows, rowsAStatement).Error; err != nil {
		return err
	}
	if err := tx.db.CreateInBatches(&keys, rowsAStatement).Error; err != nil {
		return err
	}
	all := slices.Concat(lookups...)
	return tx.db.CreateInBatches(&all, rowsAStatement).Error
}
