package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/draft/shape"
	"orangelab.cn/rightsdesk/app/source/value"
)

// generic are the concepts whose words say little by themselves, so that a comment or the values may say it better.
var generic = strings.Fields(
	"name value code text heading title url image person login keyword container address description")

// readTables fills in what the names, the comments and the values of all columns say.
func (l *lexicon) readTables(tables []*table) {
	var columns, names []string
	for _, t := range tables {
		names = append(names, t.Name)
		for _, f := range t.fields {
			columns = append(columns, f.Name)
		}
	}
	glued, gluedTables := letters.Shared(columns, l.knows), letters.Shared(names, l.knows)
	if gluedTables == "" {
		gluedTables = letters.Letter(names, l.knows)
	}
	for _, t := range tables {
		t.words = letters.Split(letters.Without(t.Name, gluedTables), l.knows)
		t.ends, t.shortEnds = letters.Tails(t.words), letters.Tails(l.withoutSuffixes(t.words))
		t.roles = map[string]bool{}
	}
	called := map[string]string{} // what tables are called for short, by its beginning
	for _, t := range tables {
		if n := len(t.ends); n > 0 && len(t.ends[n-1]) > 0 {
			called[letters.Beginning(t.ends[n-1])] = t.ends[n-1]
		}
	}
	for _, t := range tables {
		l.readColumns(t, glued, called)
	}
}

func (l *lexicon) readColumns(t *table, glued string, tables map[string]string) {
	all := make([][]string, len(t.fields))
	for i, f := range t.fields {
		f.said = l.splitColumn(t, letters.Without(f.Name, glued), tables)
		all[i] = f.said
	}
	first, last := l.common(all, 0, t), l.common(all, -1, t)
	for i, f := range t.fields {
		words := all[i]
		if len(words) > 1 && words[0] == first {
			words = words[1:]
		}
		if len(words) > 1 && words[len(words)-1] == last {
			words = words[:len(words)-1]
		}
		f.words = words
		if whole := strings.Join(all[i], " "); len(words) < len(all[i]) && l.phrases[whole].concept != nil {
			f.words = all[i] // user_name of user is more than a name
		}
		l.readColumn(f)
		f.words = words
	}
	for _, f := range t.fields { // kept beside it in small letters, to search in: lnickname of nickname
		const letter = 1
		if of := f.shadowed(letter); of != nil && f.Class == of.Class {
			f.meaning, f.source = of.meaning, because.Reason{Code: because.CopyToSearchIn, About: of.Name}
		}
	}
	for _, f := range t.fields { // ambiguous words count only beside another column of the group
		if !f.meaning.ambiguous {
			continue
		}
		beside := slices.ContainsFunc(t.fields, func(o *field) bool {
			return o != f && o.meaning.concept != nil && related(o.meaning, f.meaning)
		})
		if !beside {
			f.meaning, f.source = meaning{}, because.Reason{}
		}
	}
	if t.means("city", "street", "postal_code", "state", "address") && !t.means("ip_address") {
		for _, f := range t.fields {
			if f.meaning.concept != nil && f.meaning.name == "whereabouts" && f.meaning.phrase == "area" {
				f.meaning.concept = l.concepts["district"] // the area of an address
			}
		}
	}
	l.readAccounts(t)
	if t.means("first_name") && !l.called(t, "organisation") {
		for _, f := range t.fields {
			if f.meaning.concept != nil && f.meaning.name == "name" {
				f.meaning.concept = l.concepts["last_name"]
			}
		}
	}
}

// readAccounts takes what people log in by and the numbers of their cards for what they are, where the name could say
// another thing: a userid beside the password, the number of a card that is no payment card's.
func (l *lexicon) readAccounts(t *table) {
	const digits = 12 // the fewest of a payment card
	for _, f := range t.fields {
		switch said := strings.Join(f.said, ""); {
		case said == "userid" && f.Class == value.ClassText && f.Primary == 0 && t.means("password") &&
			!t.means("username"):
			f.meaning, f.source = meaning{concept: l.concepts["username"],
				phrase: "userid"}, because.Reason{Code: because.NamedLike,
				About: "userid"}
		case said == "uid" && f.Class == value.ClassText && f.Primary == 0 && t.field("provider") != nil:
			f.meaning, f.source = meaning{concept: l.concepts["external_id"], phrase: "uid"},
				because.Reason{Code: because.NamedLike, About: "uid"}
		case (said == "contactno" || said == "contactnumber") && slices.ContainsFunc(t.words,
			func(w string) bool { return strings.HasPrefix(w, "contact") }):
			f.meaning.concept = l.concepts["account_number"]
		case said == "deliveryname" && t.delivers():
			f.meaning, f.source = meaning{concept: l.concepts["person_name"], phrase: "delivery name"},
				because.Reason{Code: because.NamedLike, About: "delivery name"}
		case l.called(t, "people") && f.meaning.concept != nil && f.meaning.name == "card" &&
			shape.Numbers(f.distinct()) && !slices.ContainsFunc(f.samples,
			func(s string) bool { return len(s) >= digits || strings.Contains(s, "*") }):
			f.meaning.concept = l.concepts["account_number"]
		}
		if len(f.said) == 1 && l.discriminators[f.said[0]] && f.meaning.concept != nil && f.meaning.Group == "text" &&
			slices.ContainsFunc(t.fields, func(o *field) bool {
				rest, explicit := stem(o.said)
				return explicit && slices.Equal(rest, f.said)
			}) {
			f.meaning, f.source = meaning{}, because.Reason{} // objet beside id_objet says of what kind it is
		}
	}
}

// holdsNoNames reports whether all samples of a column are digits, or have some where they are keys: the creator of a
// row by its key is no name, and the name SO-2024-001 of an order is nobody's.
func (f *field) holdsNoNames() bool {
	return len(f.samples) > 0 && !slices.ContainsFunc(f.samples, func(s string) bool {
		return shape.Digits(s) != s && !(f.Primary > 0 && strings.ContainsAny(s, "0123456789"))
	})
}

// canBegin reports whether values can be those of an identity: no e-mail address is without @, no number without a
// digit.
func (f *field) canBegin(identity string) bool {
	signs := map[string]string{"email": "@", "phone_number": "0123456789"}[identity]
	return signs == "" || len(f.samples) == 0 ||
		slices.ContainsFunc(f.samples, func(s string) bool { return strings.ContainsAny(s, signs) })
}

// delivers reports whether rows say where something is delivered to.
func (t *table) delivers() bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool {
		return f.meaning.group() == "address" && len(f.said) > 1 && f.said[0] == "delivery"
	})
}

// sendsFrom reports whether a column says as whom the organisation itself writes to many.
func (l *lexicon) sendsFrom(f *field) bool {
	return l.called(f.table, "mailing") && slices.Contains([]string{"sender", "from", "reply"}, f.said[0])
}

// shadowed returns the column of the same table that a column is called like behind one letter, where several are
// called so; nil where none is.
func (f *field) shadowed(letter int) *field {
	const several = 3
	if f.meaning.concept != nil || len(f.Name) <= letter+1 {
		return nil
	}
	first, copies := strings.ToLower(f.Name[:letter]), 0
	for _, o := range f.table.fields {
		if strings.HasPrefix(strings.ToLower(o.Name), first) && len(o.Name) > letter+1 &&
			f.table.field(o.Name[letter:]) != nil {
			copies++
		}
	}
	if copies < several {
		return nil
	}
	return f.table.field(f.Name[letter:])
}

// related reports whether a column makes another's ambiguous word likely: it is of the same kind of thing, or of the
// same kind of words.
func related(other, ambiguous meaning) bool {
	if ambiguous.phrase == "estado" { // a status elsewhere
		return other.concept != nil &&
			(other.name == "district" || other.name == "city" || other.name == "postal_code") && other.headFirst
	}
	switch ambiguous.phrase {
	case "weight", "height", "temperature": // of goods elsewhere
		return other.Group == "health" && !other.ambiguous
	case "subjective", "objective":
		return other.phrase == "subjective" || other.phrase == "objective" || other.phrase == "assessment"
	}
	// the number of a house stands beside an address, not beside a name
	if ambiguous.name == "street" || ambiguous.name == "state" {
		return other.Group == "address"
	}
	personal := strings.Fields("name contact identity demographic account")
	return other.Group == ambiguous.Group || slices.Contains(personal, other.Group) &&
		slices.Contains(append(personal, "work", "address", "health"), ambiguous.Group)
}

// common returns the word that a good part of a table's columns begins (at 0) or ends (at -1) with, and that says of
// the table and not of the column; empty where there is none.
func (l *lexicon) common(all [][]string, at int, t *table) string {
	const several, many = 3, 8
	counts := map[string]int{}
	for _, words := range all {
		if len(words) > 1 {
			counts[words[(len(words)+at)%len(words)]]++
		}
	}
	for word, n := range counts {
		one := letters.Singular(word)
		named := slices.ContainsFunc(t.words, func(w string) bool { return letters.Singular(w) == one }) ||
			letters.Abbreviates(word, t.words)
		if n >= several && word != "id" &&
			(n*3 >= len(all) && named || n*5 >= len(all)*3 && !l.known[word] ||
				at == 0 && n > several+1 && n*2 >= len(all) && !l.known[word] || at == 0 && n*5 >= len(all)*4 &&
				(n >= many || l.phrases[word].concept == nil && !l.qualifiers[word])) {
			return word
		}
	}
	return ""
}

// readColumn fills in what the name of a column says, else its comment, else its values.
func (l *lexicon) readColumn(f *field) {
	if l.sendsFrom(f) {
		return
	}
	named := l.read(f.words)
	if last := len(f.words) - 1; (named.concept == nil || named.name == "code") && last > 0 &&
		f.words[last] == "code" && f.wordy() {
		if m := l.read(f.words[:last]); m.concept != nil && (m.Group == "address" || m.Group == "demographic") {
			named = m // called a code, but its values are names
		}
	}
	if named.concept != nil && (!f.holds(named.concept) || named.Group == "name" && f.holdsNoNames() ||
		(named.name == "email" || named.name == "health") && shape.Switches(f.samples)) {
		named = meaning{}
	}
	remarked := l.readRemark(withoutSubject(f))
	if remarked.concept != nil &&
		(!f.holds(remarked.concept) || isNamedKey(f) && (remarked.Group == "text" || remarked.Group == "container")) {
		remarked = meaning{}
	}
	switch {
	case named.concept != nil && (remarked.concept == nil || !slices.Contains(generic, named.name)):
		f.meaning, f.source = named, because.Reason{Code: because.NamedLike, About: named.phrase}
	case remarked.concept != nil:
		f.meaning, f.source = remarked, because.Reason{Code: because.CommentSays, About: remarked.phrase}
	}
	l.readValues(f)
}

// withoutSubject is a column's comment without what the comment on its table says that a row is: 会员姓名 in 会员表.
func withoutSubject(f *field) string {
	for _, subject := range strings.FieldsFunc(f.table.remark,
		func(r rune) bool { return strings.ContainsRune("/、,， ", r) }) {
		for _, end := range []string{"表", "信息", "资料", "档案"} {
			subject = strings.TrimSuffix(subject, end)
		}
		rest, is := strings.CutPrefix(f.remark, subject)
		if is && f.table.isPeopleish() && letters.Ideographs(subject) &&
			rest != "" {
			return rest
		}
	}
	return f.remark
}

// isPeopleish reports whether a table may be one of people by its name or its comment.
func (t *table) isPeopleish() bool { return language().called(t, "people") }

// wordy reports whether a column of text holds words and not the letters or digits of a code.
func (f *field) wordy() bool {
	const several, letters = 2, 3
	values := f.distinct()
	return len(values) >= several && len(f.refs) == 0 && f.Class == value.ClassText &&
		!slices.ContainsFunc(values, func(v string) bool {
			return len(v) < letters || strings.ContainsAny(v, "0123456789") || v == strings.ToUpper(v)
		})
}

// isNamedKey reports whether a column is called a key: what its comment says of it is what it leads to.
func isNamedKey(f *field) bool {
	_, explicit := stem(f.said)
	return explicit
}

// readValues takes what values look like where name and comment say nothing, or little; a column full of e-mail
// addresses is one whatever it is called.
func (l *lexicon) readValues(f *field) {
	const plain, telling = 0.9, 2
	looks, part := shape.Of(f.samples)
	if looks == "" || !f.holds(l.concepts[looks]) {
		return
	}
	certain := part >= plain && len(f.distinct()) >= telling && (looks == "email" || looks == "national_id")
	if f.meaning.concept == nil || slices.Contains(generic, f.meaning.name) && f.meaning.Group != "container" &&
		f.meaning.Group != "text" && part >= plain || certain && f.meaning.Group != "money" {
		if f.meaning.concept != nil && f.meaning.name == looks {
			return
		}
		f.meaning, f.source = meaning{concept: l.concepts[looks],
			phrase: looks}, because.Reason{Code: because.LooksLike[looks],
			Part: part}
	}
}
