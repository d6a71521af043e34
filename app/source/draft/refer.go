package draft

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/draft/shape"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// refer finds what points at what: by foreign keys, by names and comments, by values, and by the kind that a row names.
func (l *lexicon) refer(ctx context.Context, ask *asker, tables []*table) error {
	r := &referrer{lexicon: l, ask: ask, tables: tables, sameName: map[string]*field{}, names: namesOf(tables),
		prefix: commonPrefix(tables), alike: map[string]*field{}, found: map[string]*field{}}
	if len(r.names.people) == 1 {
		r.only = r.names.people[0]
	}
	for _, t := range tables {
		for _, f := range t.fields {
			for _, ref := range f.refs {
				r.sameName[strings.ToLower(f.Name)] = ref.to
			}
			if t.people {
				if k := t.key(); k != nil {
					r.peopleKeys = append(r.peopleKeys, k)
				}
			}
		}
	}
	r.peopleKeys = slices.Compact(r.peopleKeys)
	for i, find := range []func(context.Context, *field) error{r.byName, r.byName, r.byExtension, r.byLikeness,
		r.byRole, r.byDeed, r.byAccount, r.byKind, r.byValue} {
		if i == 1 { // what the names say by themselves is known
			r.findOtherKeys()
		}
		for _, t := range tables {
			for _, f := range t.fields {
				if len(f.refs) > 0 || f.within {
					continue
				}
				if err := find(ctx, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// declared takes over the foreign keys.
func declared(tables []*table) {
	byName := map[sqldb.TableName]*table{}
	for _, t := range tables {
		byName[sqldb.TableName{Schema: t.Schema, Name: t.Name}] = t
	}
	for _, t := range tables {
		for _, fk := range t.ForeignKeys {
			to := byName[sqldb.TableName{Schema: cmp.Or(fk.RefSchema, t.Schema), Name: fk.RefTable}]
			if to == t {
				if f := t.field(fk.Columns[0]); f != nil {
					f.within = true
				}
			}
			if to == nil || to == t {
				continue
			}
			target := fk.RefColumns
			if len(target) == 0 {
				target = to.PrimaryKey()
			}
			f := t.field(fk.Columns[0])
			if f == nil || len(target) == 0 || to.field(target[0]) == nil {
				continue
			}
			why := because.Reason{Code: because.ForeignKeyDeclared}
			if len(fk.Columns) > 1 {
				why = because.Reason{Code: because.CompositeKey}
			}
			f.refs = append(f.refs, ref{to: to.field(target[0]), why: why})
		}
	}
}

// referrer finds references that no foreign key declares.
type referrer struct {
	*lexicon
	ask        *asker
	tables     []*table
	sameName   map[string]*field // what columns of a name refer to where a foreign key says it
	peopleKeys []*field
	names      *names
	prefix     string // the word that most tables' names begin with
	// what columns refer to that are called so behind the prefix of their table, where values said it
	alike  map[string]*field
	found  map[string]*field // what columns of a name were found to refer to
	only   *table            // the only table of people; nil where there are several
	others []*field          // keys of people beside the primary ones
}

// commonPrefix returns the word that most tables' names begin with; empty where there is none.
func commonPrefix(tables []*table) string {
	counts := map[string]int{}
	for _, t := range tables {
		if len(t.words) > 1 {
			counts[t.words[0]]++
		}
	}
	for word, n := range counts {
		if n > 2 && n*2 > len(tables) {
			return word
		}
	}
	return ""
}

// candidate is what a column may refer to.
type candidate struct {
	key      *field
	why      because.Reason
	cost     int  // how far the names are apart
	needs    bool // only the values can tell
	included float64
	asked    bool
	mostly   bool // most of the values are enough
}

var keyWords = value.WordSet("id uid oid no sn code key nr fk pk ref num number")

// stem returns what a column's name says it identifies, and whether it says that it identifies something at all:
// customer for customer_id, id_customer and fk_customer.
func stem(words []string) (rest []string, explicit bool) {
	if len(words) > 1 && (words[0] == "fk" || words[0] == "id" || words[0] == "ref") {
		words, explicit = words[1:], true
	}
	for len(words) > 1 && keyWords[words[len(words)-1]] {
		words, explicit = words[:len(words)-1], true
	}
	return words, explicit
}

// identified is stem for a column, in the singular.
func identified(f *field) (said string, explicit bool) {
	rest, explicit := stem(f.said)
	rest = slices.Clone(rest)
	for i := range rest {
		rest[i] = letters.Singular(rest[i])
	}
	return strings.Join(rest, " "), explicit
}

func (r *referrer) byName(ctx context.Context, f *field) error {
	if f.Class == value.ClassDate || f.Class == value.ClassTimestamp || f.Class == value.ClassBoolean ||
		f.Class == value.ClassJSON || f.Class == value.ClassBytes || f.Class == value.ClassDecimal ||
		f.Class == value.ClassFloat || r.keepsBooks(f) || r.bounded(f) {
		return nil
	}
	var list []candidate
	said, explicit := identified(f)
	within := false
	if at := slices.Index(f.said, "id"); !explicit && at > 0 { // customer_id_sent
		said, explicit, within = strings.Join(letters.Tails(f.said[:at])[:1], " "), true, true
	}
	if k := r.sameName[strings.ToLower(f.Name)]; k != nil && r.tellsItsTable(f) && k.table != f.table &&
		r.compatible(f, k) {
		list = append(list, candidate{key: k, why: because.Reason{Code: because.LikeForeignKeys}})
	}
	if slices.Contains(f.said, "tenant") && (r.everywhere(f) || len(r.names.byEnd["tenant"]) == 0) {
		return nil // whose installation it is, not who lives there
	}
	if c, ok := r.another(f); ok {
		list = append(list, c)
	}
	list = append(list, r.byOtherKeys(f, said, explicit)...)
	for _, t := range r.near(f, said, explicit) {
		k := t.key()
		if t == f.table || k == nil || !r.compatible(f, k) {
			continue
		}
		if c, ok := r.named(f, said, explicit, t, k); ok {
			c.needs = c.needs || within
			list = append(list, c)
		}
	}
	return r.choose(ctx, f, list)
}

// compatible reports whether a column can hold what a key holds.
func (r *referrer) compatible(f, key *field) bool {
	whole := func(c value.Class) bool { return c == value.ClassInteger || c == value.ClassDecimal }
	text := func(c value.Class) bool {
		return c == value.ClassText || c == value.ClassUntyped || c == value.ClassUUID
	}
	return whole(f.Class) && whole(key.Class) || text(f.Class) && text(key.Class) ||
		f.Class == value.ClassText && whole(key.Class) && shape.Numbers(f.distinct())
}

// named returns a table's key as a candidate where a column's name or comment fits the table.
func (r *referrer) named(f *field, said string, explicit bool, t *table, k *field) (candidate, bool) {
	c := candidate{key: k, why: because.Reason{Code: because.NamedLikeTable}}
	dropped, shortened := -1, false
	for _, ends := range [][]string{t.ends, t.shortEnds} {
		for i, end := range ends {
			if said == end || strings.HasSuffix(said, " "+end) {
				if said != end {
					c.cost += 2
				}
				dropped, shortened = i, len(ends) < len(t.ends)
				break
			}
		}
		if dropped >= 0 {
			break
		}
	}
	if f.Primary > 0 && len(f.table.PrimaryKey()) == 1 && slices.Contains(f.table.ends, said) {
		return c, false // its own key, called like the table
	}
	const usual = 3 // tables; a name that the keys of more have says nothing of any
	const long = 8  // letters; a name that stands in no comment by chance
	sameKey := strings.EqualFold(f.Name, k.Name) && len(k.said) > 0 && said != "id" &&
		!keyWords[strings.ToLower(f.Name)] &&
		(len(r.names.byKey[strings.ToLower(k.Name)]) <= usual ||
			t.people && alone(r.names.byKey[strings.ToLower(k.Name)], t))
	if dropped > 0 && t.words[0] == r.prefix {
		dropped--
	}
	remark := strings.TrimSpace(t.remark)
	switch {
	case dropped >= 0 && !explicit && behindPrefix(f, end(t, f)) && r.plain(f):
		// rev_actor of actor: where values say so, or where it is the only thing that it can be
		c.cost, c.needs = 2, !(t == r.only && f.Class == value.ClassInteger && len(f.samples) == 0)
		return c, true
	case dropped >= 0 && (!shortened || t.people || sameKey) && (explicit || said == t.shortEnds[0] ||
		said == strings.Join(r.lexicon.bareName(t, r.prefix), " ")):
		c.cost += 2 * dropped
		if shortened {
			c.cost += 3
		}
		if sameKey {
			c.cost -= 2
		}
		// A key may be one of a program's own, and the key of a session is whatever somebody calls so.
		if !explicit || f.Class == value.ClassText && f.said[len(f.said)-1] == "key" ||
			r.called(t, "session") && c.cost > 1 {
			c.needs = true
		}
		if last := f.said[len(f.said)-1]; f.Class == value.ClassInteger && (last == "num" || last == "number") {
			c.needs = true // a place or a count
		}
		// each has a word of its own: local_graph_id, aggregate_graphs
		if said != strings.Join(t.shortEnds[:1], "") && c.cost > 2*dropped && dropped > 0 {
			c.needs = true
		}
		// member_id leads to people, not to the members of a group
		if !t.people && said != strings.Join(r.lexicon.bareName(t, r.prefix), " ") && len(r.names.people) > 0 &&
			r.lexicon.tables["people"][letters.Last(said)] {
			c.needs = true
		}
		if len(f.samples) > 0 && f.Primary > 0 && len(f.table.PrimaryKey()) == 1 && !sameKey ||
			f.Class == value.ClassText && k.Class == value.ClassInteger {
			c.needs = true
		}
		return c, true
	case sameKey && t.people && (!(f.Primary > 0 && len(f.table.PrimaryKey()) == 1) ||
		k.meaning.concept != nil && k.meaning.Group == "account"):
		c.why, c.needs = because.Reason{Code: because.LikeKeyOfPeople}, f.Primary > 0 &&
			len(f.table.PrimaryKey()) == 1 &&
			len(f.samples) > 0
		return c, true
	case t.people && k.Class == value.ClassText && strings.EqualFold(f.Name, k.Name) && said != "id" &&
		f.Primary == 0 && keyWords[strings.ToLower(f.Name)] &&
		alone(r.names.byKey[strings.ToLower(k.Name)], t): // the uid of users who are keyed by their accounts
		c.why, c.needs = because.Reason{Code: because.LikeKeyOfPeople}, true
		return c, true
	case sameKey && k.meaning.concept == nil && len(r.names.byKey[strings.ToLower(k.Name)]) == 1 && f.Primary == 0:
		c.cost = 3
		return c, true
	case explicit && len([]rune(remark)) > 2 && strings.HasSuffix(remark, "表") && strings.HasPrefix(f.remark, remark),
		strings.Contains(strings.ToLower(f.remark), strings.ToLower(t.Name)) &&
			(len(t.words) > 1 || len(t.Name) >= long) && explicit:
		c.why, c.cost = because.Reason{Code: because.CommentNamesTable}, 1
		return c, true
	case (explicit || bareKey(f)) && namesSubject(f.remark, t.remark):
		c.why, c.cost = because.Reason{Code: because.CommentNamesSubject}, 2
		return c, true
	case r.isHead(f, t):
		c.why, c.cost = because.Reason{Code: because.HeadOfRows}, 2
		return c, true
	case r.synonymous(said, t):
		c.why, c.cost, c.needs = because.Reason{Code: because.AnotherWord}, 7, true
		return c, true
	case explicit && t.people && len(t.ends) > 0 && strings.HasPrefix(said, t.ends[len(t.ends)-1]+" "):
		c.cost, c.needs = 7, true // contact_created_by_id
		return c, true
	case t.people && r.plain(f) && f.Primary == 0 && initialKey(f, t) && r.aloneWithInitial(t):
		c.why, c.cost, c.needs = because.Reason{Code: because.NamedForShort}, 6, true
		return c, true
	case explicit && r.plain(f) && (said+" address" == t.shortEnds[0] || said+" number" == t.shortEnds[0]):
		c.why, c.cost, c.needs = because.Reason{Code: because.NamedForShort}, 5, true // ip_id
		return c, true
	case explicit && shortFor(said, t) && r.plain(f) && !(f.Primary > 0 && calledLike(f, f.table)):
		c.why, c.cost, c.needs = because.Reason{Code: because.NamedForShort}, 5, r.sameName[strings.ToLower(f.Name)] !=
			k
		return c, true
	case explicit && t.people && r.lexicon.tables["people"][letters.Last(said)] && !r.generic[letters.Last(said)] &&
		!(f.Primary > 0 && f.table.hasNames() && !t.hasNames()): // who they are is not kept beside them
		c.why, c.cost, c.needs = because.Reason{Code: because.LikePeopleAndKeys}, 6, t != r.only || len(f.samples) > 0
		return c, true
	}
	return c, false
}

// byRole takes columns that name a part which people play, post_author, where every value is a key of people.
func (r *referrer) byRole(ctx context.Context, f *field) error {
	words, _ := stem(f.said)
	values := f.distinct()
	keys := r.plain(f) || f.Class == value.ClassText && shape.Identifiers(values) || accounts(f, values)
	if !keys || r.keepsBooks(f) || r.bounded(f) || !r.plays(words[len(words)-1]) ||
		r.counted(f, words) || f.Primary > 0 && len(f.table.PrimaryKey()) == 1 ||
		typed(f, words) && len(values) > 0 && r.kindsTell(f, words) {
		return nil
	}
	if len(values) == 0 { // an empty table says nothing, but there may be nobody else
		if k := onlyKey(r.only); k != nil && k.table != f.table && r.compatible(f, k) && len(f.samples) == 0 &&
			!r.everywhere(f) && r.has(r.persons, words[len(words)-1]) && !typed(f, words) {
			f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.LikeDeeds}, guessed: true, part: true})
		}
		return nil
	}
	if len(values) < 2 && (r.everywhere(f) || len(values[0]) == 1) { // a flag is no key
		return nil
	}
	people := slices.Clone(r.peopleKeys)
	slices.SortStableFunc(people, func(a, b *field) int {
		return staffLast(a.table, words) - staffLast(b.table, words)
	})
	return r.byValues(ctx, f, values, people)
}

// plays reports whether a word says what part people play, or what people are called: author, kunde. Children and other
// relatives are counted as often as named.
func (r *referrer) plays(word string) bool {
	return r.has(r.roles, word) || r.has(r.lexicon.tables["people"], word) &&
		!r.has(r.lexicon.tables["relatives"], word)
}

// staffLast orders people of the organisation behind others, but where a word is about them.
func staffLast(t *table, words []string) int {
	about := slices.ContainsFunc(words, func(w string) bool { return language().tables["staff"][letters.Singular(w)] })
	if t.staff == about {
		return 0
	}
	return 1
}
