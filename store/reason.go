package store

// Why a source failed or refused is in the words of the source, which can repeat a value of a person: it is sealed under
// the key of the request, as everything else that was read for it.

// SealReason seals a reason of a run or a plan, owner in table; no reason is NULL.
func (tx *Tx) SealReason(request int64, table, owner, source, reason string) (Sealed, error) {
	if reason == "" {
		return nil, nil
	}
	key, err := tx.RequestKey(request)
	if err != nil {
		return nil, err
	}
	return Seal(key, 0, Place(table+"_source", "reason", owner+"|"+source), []byte(reason))
}

func (v *View) OpenReason(request int64, table, owner, source string, s Sealed) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	key, err := v.RequestKey(request)
	if err != nil {
		return "", err
	}
	reason, err := Unseal(key, Place(table+"_source", "reason", owner+"|"+source), s)
	return string(reason), err
}
