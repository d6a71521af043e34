package draft

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/draft/shape"
	"orangelab.cn/rightsdesk/app/source/value"
)

// behindPrefix reports whether a column is called so behind what its table's columns begin with: rev_actor, actor.
func behindPrefix(f *field, name string) bool {
	return name != "" && len(f.words) < len(f.said) && strings.Join(f.words, " ") == name &&
		!keyWords[f.words[len(f.words)-1]]
}

// end returns the end of a table's name that a column is called like behind its prefix; empty where it is called
// otherwise.
func end(t *table, f *field) string {
	name := strings.Join(f.words, " ")
	if slices.Contains(t.ends, name) || slices.Contains(t.shortEnds, name) {
		return name
	}
	return ""
}

// plain reports whether a column can be a key by its type alone.
func (r *referrer) plain(f *field) bool {
	return f.Class == value.ClassInteger || f.Class == value.ClassUUID
}

// tellsItsTable reports whether a column's name says enough for others of the name to lead where it does: id and
// reference do not.
func (r *referrer) tellsItsTable(f *field) bool {
	words, explicit := stem(f.said)
	return explicit && !(len(words) == 1 && keyWords[words[0]]) || !explicit && r.plain(f) && len(f.said) > 1
}

// counted reports whether the last of a name's words is a number of something: order_num, max_participants.
func (r *referrer) counted(f *field, words []string) bool {
	last := words[len(words)-1]
	return letters.Singular(last) != last || r.beginnings[f.said[0]]
}

// bareName is a table's name in the singular without the prefix of all tables.
func (l *lexicon) bareName(t *table, prefix string) []string {
	var out []string
	for _, w := range letters.WithoutFirst(t.words, prefix) {
		out = append(out, letters.Singular(w))
	}
	return out
}

// typed reports whether a column beside one of a stem names its kind: author_type beside author_id.
func typed(f *field, words []string) bool {
	return slices.ContainsFunc(f.table.fields, func(o *field) bool {
		return len(o.said) == len(words)+1 && slices.Equal(o.said[:len(words)], words) &&
			language().discriminators[o.said[len(words)]] && !keyWords[o.said[len(words)]]
	})
}

// everywhere reports whether most tables have a column of the name, as where every row keeps who made it: it says whose
// a row is only where several people make them.
func (r *referrer) everywhere(f *field) bool {
	const several = 5
	n := 0
	for _, t := range r.tables {
		if t.field(f.Name) != nil {
			n++
		}
	}
	return n >= several && n*2 >= len(r.tables)
}

func onlyKey(t *table) *field {
	if t == nil {
		return nil
	}
	return t.key()
}

// byLikeness takes columns that are called as others are which refer to a table as values said: img_actor as rev_actor.
func (r *referrer) byLikeness(ctx context.Context, f *field) error {
	name := strings.Join(f.words, " ")
	k := r.alike[name]
	if k == nil || !behindPrefix(f, name) || k.table == f.table || !r.plain(f) || !r.compatible(f, k) ||
		r.keepsBooks(f) {
		return nil
	}
	if values := f.distinct(); len(values) > 0 {
		if n, err := r.ask.included(ctx, k, values); err != nil || n < len(values) {
			return err
		}
	}
	f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.LikeOthers}, guessed: true})
	return nil
}

// kindsTell reports whether another column of the row says what a key is of: one of its values is what a table is
// called.
func (r *referrer) kindsTell(f *field, words []string) bool {
	kind := r.discriminator(f, words)
	return kind != nil && (len(kind.samples) == 0 || slices.ContainsFunc(kind.distinct(), func(name string) bool {
		called := r.kindName(name)
		return slices.ContainsFunc(r.tables, func(t *table) bool {
			k := t.key()
			return t != f.table && k != nil && kindOf(called, t, k, r.prefix)
		})
	}))
}

// byValue takes columns whose name only says that they are a key, of whatever: entity_id, trans_id. Their values must
// all be keys of one table, of people or of what is theirs, and of no other table: keys that count from one are the
// same in many.
func (r *referrer) byValue(ctx context.Context, f *field) error {
	const several = 2
	words, explicit := stem(f.said)
	if !explicit || f.Primary > 0 || !r.generic[words[len(words)-1]] ||
		f.Class == value.ClassInteger && r.kindsTell(f, words) {
		return nil
	}
	values := f.distinct()
	if len(values) < several || f.Class == value.ClassInteger && !shape.Large(values) ||
		f.Class == value.ClassText && !shape.OfOnePiece(values) {
		return nil
	}
	var found *field
	keys := slices.Clone(r.others)
	for _, t := range r.tables {
		keys = append(keys, t.key())
	}
	for _, k := range keys {
		if k == nil || k.table == f.table || !r.compatible(f, k) {
			continue
		}
		n, err := r.ask.included(ctx, k, values)
		if err != nil {
			return err
		}
		if n == len(values) {
			if found != nil {
				return nil
			}
			found = k
		}
	}
	if found != nil && found.table.people {
		f.refs = append(f.refs, ref{to: found, why: because.Reason{Code: because.KeysOfNoOther}, guessed: true})
	}
	return nil
}
