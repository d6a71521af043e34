package draft

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/source/value"
)

// makers are the words that say who made a row, and not who changed it last.
var makers = value.WordSet("create created creator creat author add added enter entered insert inserted")

// byDeed takes the column that keeps who made a row where the row is what somebody wrote and nothing else says who: the
// entry of a guest book.
func (r *referrer) byDeed(ctx context.Context, f *field) error {
	const several = 2
	if !r.plain(f) || f.Primary > 0 || !slices.ContainsFunc(f.said, func(w string) bool { return makers[w] }) ||
		!f.table.isWritten() {
		return nil
	}
	values := f.distinct()
	if len(values) < several {
		return nil
	}
	keys := r.peopleKeys
	if !r.keepsBooks(f) {
		keys = slices.DeleteFunc(slices.Clone(keys), func(k *field) bool { return !saysKey(f, k) })
	}
	return r.byValues(ctx, f, values, keys)
}

// isWritten reports whether rows are what somebody wrote under a name or from an address, and no column leads to people
// yet.
func (t *table) isWritten() bool {
	return t.means("text", "heading") && t.means("ip_address", "email", "person_name") &&
		!slices.ContainsFunc(t.fields, func(f *field) bool {
			return slices.ContainsFunc(f.refs, func(r ref) bool { return r.to.table.people })
		})
}

// saysKey reports whether a column's name has in it what a key of people is called: gbo_usr_id_create and usr_id.
func saysKey(f, key *field) bool {
	n := len(key.said)
	if n < 2 {
		return false
	}
	for i := 0; i+n <= len(f.said); i++ {
		if slices.Equal(f.said[i:i+n], key.said) {
			return true
		}
	}
	return false
}
