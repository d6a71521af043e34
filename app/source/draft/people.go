package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/letters"
)

// findPeople marks the tables whose rows are people, and those that are about the organisation itself.
func (l *lexicon) findPeople(tables []*table) {
	const several = 2 // rows; an organisation has one of its own settings
	prefix := commonPrefix(tables)
	l.findTenants(tables)
	for _, t := range tables {
		named, employed := l.called(t, "people"), l.called(t, "staff")
		if n := l.wordsOf(t, "people"); named && n > 0 &&
			(l.wordsOf(t, "organisation") > n || l.wordsOf(t, "machine") > n || l.keepsMoney(t)) {
			named = false // the clients of OAuth, the accounts of a ledger
		}
		t.people = (named || employed) && t.means("email", "phone", "first_name", "last_name", "person_name", "name",
			"username", "login", "password", "birth_date", "national_id", "gender") && !joins(t)
		t.staff = t.people && employed && !(named && !l.tables["staff"][t.ends[len(t.ends)-1]])
		t.people = (t.people || l.isParty(t, tables)) && !t.tenant && !l.keepsPairs(t) && !l.isOfSomebody(t) &&
			!labels(t) && !l.ofUsers(t) &&
			!(l.holdsMachines(t) && !t.means("email", "phone", "first_name", "last_name", "person_name")) &&
			!t.logsInElsewhere()
		t.ours = !t.people && (l.called(t, "organisation") || t.tenant ||
			l.tables["mailbox"][strings.Join(letters.WithoutFirst(t.words, prefix), " ")] && !pointsAtPeople(l, t) ||
			l.isFirm(t) && !named)
		if t.ours && l.called(t, "settings") &&
			slices.ContainsFunc(t.fields, func(f *field) bool { return namesPeople(l, f) }) {
			t.ours = false // somebody's own
		}
		t.own = t.ours && l.called(t, "own") && t.rows < several
		t.machine = !t.people && !pointsAtPeople(l, t) &&
			(l.called(t, "machine") || l.holdsMachines(t) || t.logsInElsewhere())
	}
	anybody := slices.ContainsFunc(tables, func(t *table) bool { return t.people })
	for _, t := range tables {
		if t.people || t.ours || t.machine || l.mentions(t, "log") || pointsAtPeople(l, t) {
			continue
		}
		switch {
		case t.means("password") && t.means("username", "login", "email") &&
			!(t.means("text") && t.means("ip_address")) &&
			(!anybody || t.means("email", "phone", "first_name", "last_name", "person_name", "portrait", "gender")),
			t.means("national_id") && t.means("person_name", "name", "first_name"),
			t.means("birth_date") && t.means("person_name", "name", "first_name", "last_name") &&
				t.means("gender", "phone", "email", "address"),
			!anybody && t.means("first_name", "last_name", "person_name", "name") && t.means("email", "phone"):
			t.people = true
		}
	}
	// A program that keeps its customers apart calls those who run it users.
	runs := func(t *table) bool { return isCalled(t, "user") || isCalled(t, "member") || isCalled(t, "account") }
	customers := func(t *table) bool { return t.people && !t.staff && !runs(t) }
	for _, t := range tables {
		if t.people && runs(t) && t.means("password") && slices.ContainsFunc(tables, func(o *table) bool {
			return customers(o) && o.means("password") && l.called(o, "people") && !l.called(o, "staff")
		}) {
			t.staff = true
		}
	}
}

// findTenants marks the tables of those who use the program beside each other, and the keys of them everywhere.
func (l *lexicon) findTenants(tables []*table) {
	for _, t := range tables {
		if t.tenant = l.isTenant(t, tables); !t.tenant {
			continue
		}
		for _, o := range tables {
			for _, f := range o.fields {
				said, explicit := identified(f)
				f.tenant = f.tenant || explicit && o != t && said == letters.Singular(t.words[len(t.words)-1])
			}
		}
	}
}

// isTenant reports whether rows of a table are organisations that use the program beside each other: most tables have a
// key of it, people too, and it has nothing that people alone have.
func (l *lexicon) isTenant(t *table, tables []*table) bool {
	const several = 5
	if t.key() == nil || !l.tables["tenant"][letters.Last(strings.Join(t.words, " "))] &&
		!l.tables["tenant"][letters.Singular(letters.Last(strings.Join(t.words, " ")))] ||
		t.means("first_name", "last_name", "person_name", "username", "password", "birth_date", "national_id",
			"gender") {
		return false
	}
	name := letters.Singular(letters.Last(strings.Join(t.words, " ")))
	n, people := 0, false
	for _, o := range tables {
		if o == t || !slices.ContainsFunc(o.fields,
			func(f *field) bool { said, explicit := identified(f); return explicit && said == name }) {
			continue
		}
		n++
		people = people || (l.called(o, "people") || l.called(o, "staff")) &&
			o.means("email", "phone", "first_name", "last_name", "person_name", "password")
	}
	return people && n >= several && n*2 >= len(tables)
}

// keepsMoney reports whether a table called as accounts has nothing that people have: what stands there are sums, or
// firms.
func (l *lexicon) keepsMoney(t *table) bool {
	return isCalled(t, "account") && !l.called(t, "staff") &&
		!t.means("email", "first_name", "last_name", "person_name", "username", "login", "password", "birth_date",
			"national_id", "gender", "secret")
}

// isOfSomebody reports whether the key of a table says whose its rows are, and counts those of each: the children of an
// employee.
func (l *lexicon) isOfSomebody(t *table) bool {
	return len(t.PrimaryKey()) > 1 && slices.ContainsFunc(t.fields, func(f *field) bool {
		return f.Primary > 0 && slices.ContainsFunc(f.refs, func(r ref) bool {
			return l.called(r.to.table, "people") || l.called(r.to.table, "staff")
		})
	})
}

// ofUsers reports whether a table called as people has a name alone and the key of somebody: the coupons that a user
// has.
func (l *lexicon) ofUsers(t *table) bool {
	return !t.means("email", "phone", "first_name", "last_name", "person_name", "username", "login", "password",
		"birth_date", "national_id", "gender", "address", "street") &&
		slices.ContainsFunc(t.fields, func(f *field) bool {
			return f.Primary == 0 && len(f.said) == 1 && f.said[0] == "uid" || f.Primary == 0 && namesPeople(l, f)
		})
}

// labels reports whether rows have a name and say what it stands for, and nothing that people have.
func labels(t *table) bool {
	kinds := slices.ContainsFunc(t.fields, func(f *field) bool {
		s := strings.Join(f.said, "")
		return s == "datatype" || s == "fieldtype"
	})
	if t.field("label") != nil && t.field("type") != nil &&
		!t.means("email", "phone", "first_name", "last_name", "person_name", "password", "birth_date") {
		return true
	}
	return t.means("name") && (kinds || t.means("description")) &&
		!t.means("email", "phone", "first_name", "last_name", "person_name", "username", "login", "password",
			"birth_date", "national_id", "gender", "address", "street", "title", "portrait", "social", "job_title")
}

// keepsPairs reports whether rows are names with values, not people, whatever the table is called: user_settings.
func (l *lexicon) keepsPairs(t *table) bool {
	return t.means("value") && !t.means("email", "phone", "first_name", "last_name", "person_name", "password",
		"username", "birth_date", "national_id", "gender")
}

// isFirm reports whether a table has what firms alone have, the number in a register or the name they trade under, and
// nothing that people alone have.
func (l *lexicon) isFirm(t *table) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool { return l.firms[strings.Join(f.words, " ")] }) &&
		!t.means("first_name", "last_name", "birth_date", "gender", "national_id", "password")
}

// holdsMachines reports whether a column speaks of what machines alone have: the name of a host, a net mask.
func (l *lexicon) holdsMachines(t *table) bool {
	speaks := func(w string) bool { return l.machines[w] }
	return slices.ContainsFunc(t.words, speaks) || slices.ContainsFunc(t.fields, func(f *field) bool {
		return slices.ContainsFunc(f.said, speaks)
	})
}

// logsInElsewhere reports whether rows are accounts of the program itself at another server, as of a mailbox: beside
// the password stand the server and its port.
func (t *table) logsInElsewhere() bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(t.fields, func(f *field) bool {
			return len(f.said) > 0 && slices.Contains(words, f.said[len(f.said)-1])
		})
	}
	return t.means("password") && has("server", "host", "hostname") && has("port")
}

func isCalled(t *table, word string) bool {
	return len(t.words) > 0 && letters.Singular(t.words[len(t.words)-1]) == word
}

// isParty reports whether the rows of a table called as an organisation are those with whom business is done, firms and
// people alike: it holds their contacts, its columns speak of customers, and other tables point at it.
func (l *lexicon) isParty(t *table, tables []*table) bool {
	const several = 3
	if !t.means("email", "phone") || !slices.ContainsFunc(t.fields, func(f *field) bool {
		return f.Primary == 0 && slices.ContainsFunc(f.said, func(w string) bool {
			return w == "client" || w == "customer" || w == "kunde" || w == "cliente"
		})
	}) {
		return false
	}
	pointing := 0
	for _, o := range tables {
		if o != t && slices.ContainsFunc(o.fields, func(f *field) bool {
			said, explicit := identified(f)
			return explicit && (slices.Contains(t.ends, said) || shortFor(said, t)) ||
				slices.ContainsFunc(f.refs, func(r ref) bool { return r.to.table == t })
		}) {
			pointing++
		}
	}
	return pointing >= several && l.called(t, "organisation")
}

// shortFor reports whether one word begins the last of a table's: soc for societe.
func shortFor(said string, t *table) bool {
	return len(t.words) > 0 && said != "" && !strings.Contains(said, " ") &&
		letters.Abbreviates(said, t.words[len(t.words)-1:])
}

// joins reports whether a table has nothing but keys and bookkeeping.
func joins(t *table) bool {
	return len(t.fields) <= 2
}

// pointsAtPeople reports whether a column of the table is named as the key of people, so that a row belongs to one and
// is none.
func pointsAtPeople(l *lexicon, t *table) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool { return f.Primary == 0 && namesPeople(l, f) })
}

// namesPeople reports whether a column is named as the key of people.
func namesPeople(l *lexicon, f *field) bool {
	words := f.said
	n := len(words)
	return !f.tenant && n > 1 && (words[n-1] == "id" || words[0] == "id" || words[0] == "fk") &&
		slices.ContainsFunc(words, func(w string) bool { return l.tables["people"][letters.Singular(w)] })
}

// measure finds what is about a person: people, what carries somebody's contact, what belongs to them by any number of
// references, and what they point at of their own, such as addresses.
func (l *lexicon) measure(tables []*table) {
	for _, t := range tables {
		for _, f := range t.fields {
			for _, r := range f.refs {
				r.to.table.pointing = append(r.to.table.pointing, t)
			}
		}
	}
	// what leads to others than the organisation's own people is about these
	for _, staff := range []bool{false, true} {
		for _, t := range tables {
			if t.people && t.serves() == staff && t.distance < 0 {
				t.distance, t.personal, t.ofStaff = 0, true, staff
			}
		}
		spread(tables, staff)
	}
	for _, t := range tables {
		if !t.personal && (l.guests(t) || l.pointedAt(t, tables)) {
			t.personal = true
		}
	}
}

// serves reports whether people of the organisation are in a table as those who do its work, and not as those it keeps
// records of: then what leads to them alone is the organisation's.
func (t *table) serves() bool {
	return t.staff && !t.means("birth_date", "national_id", "marital", "salary")
}

// spread counts the references away from people that the tables are which none leads to yet.
func spread(tables []*table, staff bool) {
	for depth, more := 0, true; more; depth++ {
		more = false
		for _, t := range tables {
			if t.distance < 0 && (!t.people || staff == t.serves()) && !(staff && t.ours) && pointsAtDepth(t, depth) {
				t.distance, t.personal, t.ofStaff, more = depth+1, true, staff, true
			}
		}
	}
}

// depth is how far a table is from people where what only carries on its parent's rows is as near as these.
func (t *table) depth() int {
	if k := t.key(); k != nil && t.distance > 1 {
		for _, r := range k.refs {
			if r.to.table.distance == t.distance-1 {
				return t.distance - 1
			}
		}
	}
	return t.distance
}

// pointsAtDepth reports whether a column of the table refers to one that is so many references away from people.
func pointsAtDepth(t *table, depth int) bool {
	return slices.ContainsFunc(t.fields, func(f *field) bool {
		return slices.ContainsFunc(f.refs, func(r ref) bool {
			return r.to.table != t && !r.to.table.ours && r.to.table.distance == depth && !(t.ours && r.part)
		}) // what a shop sells is not its keeper's
	})
}

// guests reports whether a table carries somebody's contact or name though nothing leads to it: orders of guests,
// mailing lists.
func (l *lexicon) guests(t *table) bool {
	if t.ours || t.machine {
		return false
	}
	named := t.means("first_name", "last_name", "person_name", "national_id", "birth_date")
	switch {
	case l.called(t, "catalogue") && !named && !t.means("username") && !t.means("ip_address"):
		return false
	case t.means("email") && !t.sells(), named && t.means("phone", "street", "address"):
		return true
	case t.means("username") && t.means("text", "ip_address"), // what somebody wrote or did under a name
		t.means("person_name") && t.means("text") && !l.mentions(t, "catalogue"),
		l.called(t, "address") && t.means("street", "address") && t.means("city", "postal_code"):
		return true
	case t.means("phone"): // with an address and nobody's name it is a shop
		return !t.means("street", "address") || t.means("name")
	}
	return false
}

// sells reports whether rows are goods: they have a price, and what goods alone have.
func (t *table) sells() bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(t.fields, func(f *field) bool {
			return len(f.said) > 0 && slices.Contains(words, f.said[len(f.said)-1]) && len(f.refs) == 0
		})
	}
	return has("price") && has("maker", "manufacturer", "brand", "sku", "stock", "origin", "barcode", "ean", "gtin") &&
		!t.means("first_name", "last_name", "person_name")
}

// pointedAt reports whether people or what is theirs points at the table, and it holds an address or a contact.
func (l *lexicon) pointedAt(t *table, tables []*table) bool {
	if t.ours || t.machine || t.sells() || l.called(t, "catalogue") ||
		!t.means("street", "address", "postal_code", "phone", "email", "bank_account", "ip_address") {
		return false
	}
	onlyMoney := !t.means("street", "address", "postal_code", "phone", "email", "ip_address")
	return slices.ContainsFunc(tables, func(o *table) bool {
		return o.distance >= 0 && (o.distance == 0 || !onlyMoney) && slices.ContainsFunc(o.fields, func(f *field) bool {
			return slices.ContainsFunc(f.refs, func(r ref) bool { return r.to.table == t })
		})
	})
}

// bookkeeping reports whether a column only keeps who wrote the row, as every table of the database does.
func (l *lexicon) keepsBooks(f *field) bool {
	said, _ := stem(f.said)
	return l.bookkeeping[strings.Join(f.said, " ")] || l.bookkeeping[strings.Join(said, " ")]
}
