package runs

import (
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
)

// Why a source failed or refused is in the words of the source, which can repeat a value of a person: it is sealed
// under the key of the request, as everything else that was read for it.

// sealReason seals a reason of a run or a plan, owner in table; no reason is NULL.
func sealReason(tx *store.Tx, request int64, table, owner, source, reason string) (seal.Sealed, error) {
	if reason == "" {
		return nil, nil
	}
	key, err := tx.RequestKey(request)
	if err != nil {
		return nil, err
	}
	return seal.Seal(key, 0, seal.Place(table+"_source", "reason", owner+"|"+source), []byte(reason))
}

// openReason opens the reason of a source of a run or a plan; empty where there is none.
func openReason(v *store.View, request int64, table, owner, source string, s seal.Sealed) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	key, err := v.RequestKey(request)
	if err != nil {
		return "", err
	}
	reason, err := seal.Unseal(key, seal.Place(table+"_source", "reason", owner+"|"+source), s)
	return string(reason), err
}
