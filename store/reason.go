package store

// Why a source failed or refused is in the words of the source, which can repeat a value of a person: it is sealed under
// the key of the request, as everything else that was read for it.

// sealReason seals a reason of a run or a plan, owner in table; no reason is NULL.
func (tx *Tx) sealReason(request int64, table, owner, source, reason string) (Sealed, error) {
	if reason == "" {
		return nil, nil
	}
	key, err := tx.requestKey(request)
	if err != nil {
		return nil, err
	}
	return seal(key, 0, place(table+"_source", "reason", owner+"|"+source), []byte(reason))
}

func (v *View) openReason(request int64, table, owner, source string, s Sealed) (string, error) {
	if len(s) == 0 {
		return "", nil
	}
	key, err := v.requestKey(request)
	if err != nil {
		return "", err
	}
	reason, err := unseal(key, place(table+"_source", "reason", owner+"|"+source), s)
	return string(reason), err
}
