// Package proven tells which identifiers of a request are proven to be its person's.
package proven

import (
	"slices"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// Named is an identifier by which a request names its person.
type Named struct {
	Kind  string `json:"kind"` // as the data map names it
	Value string `json:"value"`
}

// NamesOf lists the identifiers by which a request names its person, in a stable order.
func NamesOf(s model.Subject) (list []Named) {
	ids := s.Identities()
	for _, kind := range []string{"email", "phone_number", "account", "id_number"} {
		for _, v := range ids[kind] {
			list = append(list, Named{kind, v})
		}
	}
	return list
}

// Spoken is what a piece of evidence speaks for: a record on file, which is a row that an identifier led to with what
// hangs on it, and the identifiers of the request that this record holds.
type Spoken struct {
	Record string  `json:"record"`
	Names  []Named `json:"names"`
}

// Proofs are what the pieces of evidence of a request speak for, by their IDs; a piece that is about whoever asks, as a
// signed statement or an authority, is not among them. Taken are identifiers that were taken from the rows found.
type Proofs struct {
	Of    map[string][]Spoken `json:"of"`
	Taken []Named             `json:"taken,omitempty"`
}

// ProofsOf reads what the evidence of a request speaks for.
func ProofsOf(v *store.View, request int64) (p Proofs, err error) {
	_, err = casefile.Part(v, request, casefile.PartProofs, &p)
	if p.Of == nil {
		p.Of = map[string][]Spoken{}
	}
	return p, err
}

// Records lists the records that evidence speaks for.
func (p Proofs) Records() (list []string) {
	for _, of := range p.Of {
		for _, s := range of {
			if !slices.Contains(list, s.Record) {
				list = append(list, s.Record)
			}
		}
	}
	slices.Sort(list)
	return list
}

// For lists the evidence that speaks for a record: what was proven of one person proves nothing of another.
func (p Proofs) For(record string, all []model.EvidenceRecord) (list []model.Evidence) {
	for _, e := range all {
		of, some := p.Of[e.ID]
		if !some || slices.ContainsFunc(of, func(s Spoken) bool { return s.Record == record }) {
			list = append(list, e.Evidence)
		}
	}
	return list
}

// names lists the identifiers of a record.
func (p Proofs) names(record string) (list []Named) {
	for _, of := range p.Of {
		for _, s := range of {
			if s.Record == record {
				list = append(list, s.Names...)
			}
		}
	}
	return list
}

// Subject returns the person of a request with those identifiers alone that are proven to be theirs, and lists the
// others: nothing is searched, shown or written by these. A request that needs no proof, and one that the desk opened
// itself, has no others.
func Subject(v *store.View, r model.Request) (who model.Subject, others []Named, err error) {
	proofs, err := ProofsOf(v, r.ID)
	if err != nil || len(proofs.Of) == 0 || r.LevelNeeded <= 0 {
		return r.Subject, nil, err
	}
	evidence, err := casefile.EvidenceOf(v, r.ID)
	if err != nil {
		return r.Subject, nil, err
	}
	named := slices.Clone(proofs.Taken)
	for _, record := range proofs.Records() {
		// What a guardian or an agent owes besides is about whoever asks, and was asked before the level was reached.
		own := model.Proof{Requester: model.Self, Age: -1, Evidence: proofs.For(record, evidence)}
		if len(own.Lacks(r.LevelNeeded)) == 0 {
			named = append(named, proofs.names(record)...)
		}
	}
	kept := map[string][]string{}
	for _, n := range NamesOf(r.Subject) {
		if slices.Contains(named, n) {
			kept[n.Kind] = append(kept[n.Kind], n.Value)
		} else {
			others = append(others, n)
		}
	}
	if len(others) == 0 {
		return r.Subject, nil, nil
	}
	who = r.Subject.WithContacts(kept["email"], kept["phone_number"], kept["account"])
	if len(kept["id_number"]) == 0 {
		who.IDNumber = ""
	}
	return who, others, nil
}
