package lists

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
)

// complete adds to the rows of a queue what is read only where it is needed: what a person without a name is known by,
// and who passed on what nobody has settled yet, and what may be one with it. It asks a few times however many rows
// there are.
func complete(v *store.View, rows []model.QueueRow, keys map[int64][]byte) error {
	nameless, unsettled, open := map[int64]*model.QueueRow{}, map[int64]*model.QueueRow{}, map[int64]*model.QueueRow{}
	for i := range rows {
		if rows[i].Name == "" {
			nameless[rows[i].ID] = &rows[i]
		}
		if rows[i].Status == model.Received || rows[i].Status == model.Verifying {
			open[rows[i].ID] = &rows[i]
		}
		if rows[i].Status == model.Received {
			unsettled[rows[i].ID] = &rows[i]
		}
	}
	err := sealedOf(v, "SELECT id AS request_id, person_sealed AS value_sealed FROM request WHERE id IN ?", nameless,
		func(row *model.QueueRow, sealed seal.Sealed) error {
			var p requests.Person
			err := unsealJSON(keys[row.ID], seal.Place("request", "person", row.Reference), sealed, &p)
			row.KnownBy = p.Subject.Masked()
			return err
		})
	if err != nil {
		return err
	}
	err = sealedOf(v,
		"SELECT request_id, value_sealed FROM part WHERE request_id IN ? AND name = '"+casefile.PartArrival+"'",
		unsettled, func(row *model.QueueRow, sealed seal.Sealed) error {
			var a model.Arrival
			err := unsealJSON(keys[row.ID], seal.Place("part", casefile.PartArrival, strconv.FormatInt(row.ID, 10)),
				sealed,
				&a)
			row.ForwardedBy, row.Amount.N = a.ForwardedBy, int64(len(a.Doubts))
			return err
		})
	if err != nil {
		return err
	}
	twins := map[int64][]model.TwinMark{}
	err = sealedOf(v,
		"SELECT request_id, value_sealed FROM part WHERE request_id IN ? AND name = '"+casefile.PartTwins+"'", open,
		func(row *model.QueueRow, sealed seal.Sealed) error {
			var marks []model.TwinMark
			err := unsealJSON(keys[row.ID], seal.Place("part", casefile.PartTwins, strconv.FormatInt(row.ID, 10)),
				sealed,
				&marks)
			for _, m := range marks {
				if m.ApartBy == "" {
					twins[row.ID] = append(twins[row.ID], m)
				}
			}
			return err
		})
	if err != nil || len(twins) == 0 {
		return err
	}
	return openTwins(v, open, twins)
}

// openTwins names in the rows of a queue the other requests that may be the same, where one of them is open still:
// those that are open first.
func openTwins(v *store.View, rows map[int64]*model.QueueRow, twins map[int64][]model.TwinMark) error {
	var others, open []int64
	for _, marks := range twins {
		for _, m := range marks {
			others = append(others, m.Request)
		}
	}
	if err := v.DB().Raw("SELECT id FROM request WHERE id IN ? AND status <> 'closed'", others).Scan(&open).
		Error; err != nil {
		return database.MapError(err)
	}
	for id, marks := range twins {
		var first, then []string
		for _, m := range marks {
			if slices.Contains(open, m.Request) {
				first = append(first, m.Reference)
			} else {
				then = append(then, m.Reference)
			}
		}
		if len(first) > 0 {
			rows[id].Twins = append(first, then...)
		}
	}
	return nil
}

// sealedOf reads one sealed value of some of the rows of a queue.
func sealedOf(v *store.View, query string, of map[int64]*model.QueueRow,
	each func(row *model.QueueRow, sealed seal.Sealed) error) error {
	if len(of) == 0 {
		return nil
	}
	var values []struct {
		RequestID   int64
		ValueSealed seal.Sealed
	}
	if err := v.DB().Raw(query, slices.Collect(maps.Keys(of))).Scan(&values).Error; err != nil {
		return database.MapError(err)
	}
	for _, value := range values {
		if row := of[value.RequestID]; row != nil {
			if err := each(row, value.ValueSealed); err != nil {
				return fmt.Errorf("request %s: %w", row.Reference, err)
			}
		}
	}
	return nil
}

// unsealJSON opens a sealed value that holds JSON.
func unsealJSON(key, at []byte, sealed seal.Sealed, into any) error {
	plain, err := seal.Unseal(key, at, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
