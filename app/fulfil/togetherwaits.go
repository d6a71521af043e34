package fulfil

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// waitsFor returns the letter that waits for a second person, as it waits with each request that it answers.
func waitsFor(v *store.View, request int64, p model.Proposal) (all map[int64]model.Proposal, k keptLetter, err error) {
	all = map[int64]model.Proposal{request: p}
	if !p.Waits() {
		return all, k, nil
	}
	if k, err = openKept(letterOf(p)); err != nil || k.Shared == nil {
		return all, k, err
	}
	for _, other := range k.Shared.Requests {
		list, err := proposals(v, other)
		if err != nil {
			return nil, k, err
		}
		for _, o := range list {
			if other == request || !o.Waits() {
				continue
			}
			theirs, err := openKept(letterOf(o))
			if err != nil {
				return nil, k, err
			}
			if theirs.Shared != nil && theirs.Shared.ID == k.Shared.ID {
				all[other] = o
			}
		}
	}
	return all, k, nil
}

// waitsByMe reports whether a letter for several requests waits with a request that the one signed in wrote.
func waitsByMe(v *store.View, s *desk.Session, request int64) (bool, error) {
	list, err := proposals(v, request)
	for _, p := range list {
		if p.By != s.Staff().ID || !p.Waits() {
			continue
		}
		if k, err := openKept(letterOf(p)); err != nil || k.Shared != nil {
			return err == nil, err
		}
	}
	return false, err
}

// withEach does something to a letter that waits, with each request that it answers.
func withEach(c *desk.Change, p model.Proposal, action model.Action,
	do func(*desk.Change, model.Proposal) error) error {
	all, _, err := waitsFor(c.Tx.View, c.Request.ID, p)
	if err != nil {
		return err
	}
	for _, request := range slices.Sorted(maps.Keys(all)) { // in one order: each is locked
		if request == c.Request.ID {
			err = do(c, p)
		} else {
			err = c.Other(request, action, func(o *desk.Change) (bool, error) {
				o.Detail["together"], o.Detail["letter"] = len(all), all[request].Kind
				return true, do(o, all[request])
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// seenDigest names exactly the text of a letter that waits; of one that answers several requests, what is kept of it
// with each, so that it is one thing to whoever reads it.
func seenDigest(v *store.View, request int64, p model.Proposal) (string, error) {
	all, k, err := waitsFor(v, request, p)
	if err != nil || k.Shared == nil {
		return textDigest(v, letterOf(p)), err
	}
	h := v.Digest("letter for several requests")
	for _, id := range k.Shared.Requests {
		one, there := all[id]
		if !there {
			return "", nil // one of them was answered by itself meanwhile: there is nothing to approve
		}
		fmt.Fprintf(h, "%d %s\n", id, textDigest(v, letterOf(one)))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
