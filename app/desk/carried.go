package desk

import (
	"encoding/json"
	"fmt"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Carried reads what became of the identifiers that the rows found in a run carry: those by which nothing is searched,
// with why, and those about which nobody has said anything. It is the one place from which step, review, letter and
// copy know it.
func Carried(v *store.View, run model.Run) (settled []model.Unsought, open []model.Carried, err error) {
	if len(run.Notes) == 0 {
		return nil, nil, nil
	}
	var notes struct {
		Carried []model.Carried `json:"carried"` // of collect.Notes
	}
	if err := json.Unmarshal(run.Notes, &notes); err != nil {
		return nil, nil, fmt.Errorf("notes of the collect: %w", err)
	}
	return SettledCarried(v, run.RequestID, notes.Carried)
}

// SettledCarried is Carried for whoever has read what the rows carry.
func SettledCarried(v *store.View, request int64,
	carried []model.Carried) (settled []model.Unsought, open []model.Carried, err error) {
	if len(carried) == 0 {
		return nil, nil, nil
	}
	var said []model.Unsought
	if _, err := casefile.Part(v, request, casefile.PartUnsought, &said); err != nil {
		return nil, nil, err
	}
	settled, open = model.SettleCarried(carried, said)
	return settled, open, nil
}
