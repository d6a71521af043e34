package dataset

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// usualKinds are the kinds of identity that requests carry and that the published format names; the likelier come
// first.
var usualKinds = strings.Fields(`email phone_number account id_number name birth_date
	external_id fides_user_device_id ga_client_id ljt_readerID`)

// identity reads a kind of identity. Another one than the known is kept, since a system may have its own, and named: no
// request would ever be searched for by a mistyped one.
func (r *NodeReader) identity(n *yaml.Node) string {
	kind := r.Text(n, "identity")
	if kind == "" || slices.Contains(usualKinds, kind) {
		return kind
	}
	if near := nearestKind(kind); near != "" {
		r.Report(n, Warning, "unknown-identity", "check the spelling; it is kept as written",
			"%q is not a known kind of identity; %q is near to it", kind, near)
	} else {
		r.Report(n, Warning, "unknown-identity", "check the spelling; it is kept as written",
			"%q is not a known kind of identity", kind)
	}
	return kind
}

// nearestKind returns the known kind of identity that a word is most likely meant for, empty where there is none.
func nearestKind(word string) string {
	const (
		mistyped = 2  // two letters exchanged
		telling  = 4  // letters of a part that can stand for the whole: mail, phone
		longest  = 40 // nothing longer is a slip of the hand
	)
	a := unseparated(word)
	if len(a) > longest {
		return ""
	}
	best, least := "", mistyped+1
	for _, kind := range usualKinds {
		b := unseparated(kind)
		far := editDistance(a, b)
		if min(len(a), len(b)) >= telling && (strings.Contains(a, b) || strings.HasPrefix(b, a)) {
			far = min(far, mistyped)
		}
		if far < least && far < len(a) {
			best, least = kind, far
		}
	}
	return best
}

var separators = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")

// unseparated is a word without what people write differently between its parts.
func unseparated(word string) string { return separators.Replace(strings.ToLower(word)) }

// editDistance returns how many letters must be put in, taken out or replaced to make one word of the other.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			replaced := diagonal
			if r != s {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// DeclaredKinds returns the kinds of identity, and the fields of a request, by which the datasets can be searched.
func DeclaredKinds(datasets []*Dataset) map[string]bool {
	kinds := map[string]bool{}
	for _, d := range datasets {
		for _, c := range d.Collections {
			if c.Skip {
				continue
			}
			c.Walk(func(f *Field) {
				for _, kind := range f.Seeds() {
					kinds[kind] = true
				}
			})
		}
	}
	return kinds
}

// Unsearchable returns the kinds among the identities, sorted, by which no field of the datasets is searched: whatever
// is held under them stays unfound.
func Unsearchable(datasets []*Dataset, identities Identities) (kinds []string) {
	declared := DeclaredKinds(datasets)
	for kind := range identities {
		if !declared[kind] {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}
