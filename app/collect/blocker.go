package collect

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// findBlockers reads from the findings what stands in the way of cancelling, by the rules of the data map, and which
// log-ins through somebody else are linked.
func findBlockers(v *store.View, s *desk.Session, request int64, run string,
	datasets []*dataset.Dataset) (model.Blockers, error) {
	found := model.Blockers{At: s.Now()}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if c.Blocker == nil && c.Logins == "" {
				continue
			}
			err := EachFinding(v, request, run, model.FindingFilter{Dataset: d.Key, Collection: c.Name},
				func(f Finding) error {
					if f.Hangs || f.Shared > 0 && f.Decision == model.LeaveOut {
						return nil // somebody else's
					}
					if c.Blocker != nil && blocks(*c.Blocker, f) {
						found.List = append(found.List,
							model.OpenBlocker{Kind: c.Blocker.Kind, Collection: d.Key + ":" + c.Name, Key: f.Found.Key,
								Detail: blockerDetail(*c.Blocker, f)})
					}
					if provider := strings.ToLower(f.Text(c.Logins)); c.Logins != "" && provider != "" &&
						!slices.Contains(found.Logins, provider) {
						found.Logins = append(found.Logins, provider)
					}
					return nil
				})
			if err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

func blocks(b dataset.Blocker, f Finding) bool {
	if b.Field == "" {
		return true
	}
	text := strings.TrimSpace(f.Text(b.Field))
	if b.When == dataset.WhenPositive {
		n, ok := new(big.Rat).SetString(text)
		return ok && n.Sign() > 0
	}
	return text != ""
}

func blockerDetail(b dataset.Blocker, f Finding) string {
	var parts []string
	if n, ok := new(big.Rat).SetString(strings.TrimSpace(f.Text(b.Field))); ok && b.Per > 0 {
		places := len(fmt.Sprint(b.Per)) - 1
		parts = append(parts,
			strings.TrimSpace(n.Quo(n, big.NewRat(int64(b.Per), 1)).FloatString(places)+" "+b.Currency))
	}
	for _, name := range b.Show {
		if text := f.Text(name); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " · ")
}

// keepBlockers keeps what stands in the way now; what was waived stays waived while it is the same thing.
func keepBlockers(c *desk.Change, found model.Blockers) error {
	old, err := desk.Blockers(c.Tx.View, c.Request.ID)
	if err != nil {
		return err
	}
	for i, b := range found.List {
		for _, o := range old.List {
			if o.Same(b) && o.Detail == b.Detail {
				found.List[i].Waiver, found.List[i].WaivedBy, found.List[i].AgreedBy = o.Waiver, o.WaivedBy, o.AgreedBy
			}
		}
	}
	c.Detail["blockers"] = found.Open()
	return casefile.SavePart(c.Tx, c.Request.ID, casefile.PartBlockers, found)
}
