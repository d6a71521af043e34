package draft

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/value"
)

// categorise proposes the categories: what a column's name, comment or values say, where the table is about a person.
func (l *lexicon) categorise(tables []*table) {
	for _, t := range tables {
		for _, f := range t.fields {
			l.inherit(f)
			c := f.meaning.concept
			if c != nil && c.name == "title" && !t.people && !t.means("first_name", "last_name") {
				c = l.concepts["heading"] // of what somebody wrote
			}
			if c == nil && (t.people || t.distance == 1 && l.namesAccount(f)) && f.namesElsewhere() {
				c, f.source = l.concepts["external_id"], because.Reason{Code: because.KeyElsewhere}
			}
			if c == nil && l.ownField(t, f) {
				c, f.source = l.concepts["own_field"], because.Reason{Code: because.KeptField}
			}
			if c != nil && c.Group == "identity" && !t.people && len(t.words) > 0 &&
				labelled(f) == letters.Singular(t.words[len(t.words)-1]) {
				continue // the label of a document
			}
			if f.meaning.phrase == "display name" && !t.people && len(t.words) > 0 &&
				l.has(l.owners, t.words[len(t.words)-1]) {
				continue // of a group
			}
			if c == nil || f.isKey() || !l.counts(t, f, c) {
				continue
			}
			f.category, f.why = l.categoryOf(t, c), f.source
			if c.name == "name" && t.people {
				f.why = because.Reason{Code: because.NameOfPeople}
			}
			if c.Identity != "" && !t.ours && !l.ofAnother(t, f) && f.canBegin(c.Identity) {
				f.identity = c.Identity
			}
		}
	}
	for _, t := range tables { // what leads nowhere near a person is no reference to draft
		for _, f := range t.fields {
			var kept []ref
			for _, r := range f.refs {
				if !r.guessed || (r.to.table.distance >= 0 || r.to.table.personal) && !r.to.table.ours {
					kept = append(kept, r)
				}
			}
			f.refs = kept
		}
	}
}

// labelled returns what a column is the label or the number of.
func labelled(f *field) string {
	rest, _ := stem(f.said)
	return strings.Join(rest, " ")
}

// ownField reports whether a column is one of the fields that an organisation makes for itself: a text that nothing
// says anything of, in a table that keeps more of people beside themselves.
func (l *lexicon) ownField(t *table, f *field) bool {
	const text = 20 // characters; less is a code
	k := t.key()
	if k == nil || t.people || t.distance != 1 || !l.mentions(t, "own_fields") || f.meaning.phrase != "" ||
		len(f.refs) > 0 || len(f.Values) > 0 {
		return false
	}
	_, explicit := stem(f.said)
	return len(k.refs) > 0 && !explicit && f.Class == value.ClassText && (f.Limit == 0 || f.Limit >= text) &&
		!l.vetoed(f.said)
}

// ofAnother reports whether a contact is not of whoever the row is about: of an assistant, a relative, a peer that only
// values show.
func (l *lexicon) ofAnother(t *table, f *field) bool {
	other := func(w string) bool { return l.others[w] && !slices.Contains(t.words, w) }
	if slices.ContainsFunc(f.said, other) || l.mentions(t, "relatives") ||
		hasOther(l, f.remark) {
		return true
	}
	return f.source.ByValues() && !t.people && t.distance > 0 && !l.mentions(t, "mailbox") && f.foundOtherwise()
}

// foundOtherwise reports whether those whom a row is about are found by a column that is called so, of theirs or of
// what refers to them, so that one which only looks so is likely somebody else's: a peer, a friend.
func (f *field) foundOtherwise() bool {
	named := func(t *table) bool {
		return slices.ContainsFunc(t.fields, func(o *field) bool {
			return o.meaning.concept != nil && o.meaning.name == f.meaning.name && !o.source.ByValues()
		})
	}
	for _, own := range f.table.fields {
		for _, r := range own.refs {
			if r.to.table.people && (named(r.to.table) || slices.ContainsFunc(r.to.table.pointing, func(t *table) bool {
				return named(t) && slices.ContainsFunc(t.fields, func(o *field) bool { // a row for each of them
					return o.oneEach() && slices.ContainsFunc(o.refs, func(to ref) bool {
						return to.to.table == r.to.table
					})
				})
			})) {
				return true
			}
		}
	}
	return false
}

// hasOther reports whether a comment that writes no blanks begins with somebody beside whoever the row is about.
func hasOther(l *lexicon, remark string) bool {
	for word := range l.others {
		if letters.Ideographs(word) && strings.HasPrefix(remark, word) {
			return true
		}
	}
	return false
}

// inherit gives a column that holds names of accounts, or keys of people as text, what it says of them.
func (l *lexicon) inherit(f *field) {
	for _, r := range f.refs {
		if !r.guessed || f.meaning.concept != nil {
			continue
		}
		if to := r.to.meaning.concept; to != nil && to.Group == "account" {
			f.meaning, f.source = meaning{concept: l.concepts["username"]}, because.Reason{Code: because.HoldsAs,
				About: r.to.table.Name + "." + r.to.Name}
		}
	}
}

// isKey reports whether a column only identifies rows: numbers do, and texts that lead to such.
func (f *field) isKey() bool {
	if f.kinds()[0] == "number" && (f.Primary > 0 || len(f.refs) > 0) {
		return true
	}
	for _, r := range f.refs {
		if !r.guessed && r.to.meaning.concept == nil {
			return true
		}
	}
	return false
}

// counts reports whether a column of a concept is about a person in this table.
func (l *lexicon) counts(t *table, f *field, c *concept) bool {
	owned := t.distance >= 0 && (t.people || !t.ofStaff)
	written := t.personal && !t.ours && (owned || t.distance < 0)
	contactPerson := !t.own && t.means("first_name", "last_name", "person_name", "person")
	if t.machine || (c.name == "person_name" || c.name == "name") && !t.people && l.ofAThing(t, f) {
		return false
	}
	switch c.Counts {
	case "always":
		switch {
		case !t.personal && c.Group == "account", !t.personal && c.Group == "device" && !l.traces(t):
			return false // of a machine, or of the organisation
		case t.ours && t.distance < 0:
			return c.Group == "name" || contactPerson && c.Group == "contact"
		case t.distance < 0 && !t.personal && c.Group == "contact":
			return false // a shop's own
		}
		return true
	case "personal":
		if t.ours && t.distance < 0 {
			return contactPerson && (c.Group == "work" || c.Group == "name")
		}
		if c.Group == "behaviour" && t.ofStaff {
			return false
		}
		return t.personal || c.name == "person" && l.mentions(t, "log")
	case "people":
		return t.people || t.personal && (c.name == "title" || t.distance == 1 && !t.ours && l.mentions(t, "profile"))
	case "named":
		return t.people || t.personal && !t.ours && !t.means("first_name") &&
			(t.means("phone", "street", "address", "postal_code", "email", "gender") || t.means("birth_date") ||
				t.means("ip_address") && t.means("text"))
	case "pictured":
		return t.people || t.distance >= 0 && l.called(t, "picture")
	case "linked":
		return t.people || t.personal &&
			(l.mentions(t, "social") || t.knowsIP() && (l.mentions(t, "log") || l.mentions(t, "trace")))
	case "beside_ip":
		return t.knowsIP() || t.people && c.name == "whereabouts"
	case "searched":
		return t.personal && l.mentions(t, "search")
	case "written":
		return written || l.mentions(t, "session") && !t.ours || t.distance >= 0 && l.mentions(t, "log")
	case "authored":
		return written && t.depth() == 1 && (t.means("text", "description") || l.called(t, "talk"))
	case "described":
		const long = 200 // characters; less is a label
		if t.people && !t.staff && t.distance == 0 && (f.Limit == 0 || f.Limit >= long) {
			return true // of themselves
		}
		return written && t.depth() == 1 && (f.Limit == 0 || f.Limit >= long) && !l.called(t, "goods") &&
			!l.called(t, "token")
	case "keyed":
		return written && l.keyed(t, f) || l.mentions(t, "session") || t.distance >= 0 && l.called(t, "token")
	case "session":
		if t.personal && f.Limit == 0 && f.Class == value.ClassText && !l.mentions(t, "session") {
			return true // kept beside an order that is not made yet
		}
		return l.mentions(t, "session") && !strings.Contains(strings.Join(t.words, " "), "api")
	case "token":
		return t.distance >= 0 && l.mentions(t, "token") && !t.means("value") ||
			t.distance >= 0 && l.mentions(t, "session")
	}
	return false
}

// ofAThing reports whether a name is what a thing is called: the display_name beside the name of a channel, the
// shipping_name beside the shipping_id of an order.
func (l *lexicon) ofAThing(t *table, f *field) bool {
	said := strings.Join(f.said, " ")
	if strings.Join(f.said, "") == "fullname" &&
		slices.ContainsFunc(t.fields, func(o *field) bool { return strings.Join(o.said, "") == "shortname" }) {
		return true // of a course
	}
	if len(f.words) < len(f.said) && len(f.words) == 1 {
		return false // pc_name of a table whose columns all begin with pc_
	}
	thing, named := strings.CutSuffix(said, " name")
	if !named {
		return false
	}
	if t.foreignTo(f) {
		return true
	}
	if thing == "display" {
		return t.means("name")
	}
	if last := letters.Last(thing); l.tables["people"][last] || l.tables["staff"][last] || l.has(l.roles, last) ||
		l.has(l.persons, last) {
		return false
	}
	return slices.ContainsFunc(t.fields, func(o *field) bool {
		rest, explicit := stem(o.said)
		return explicit && strings.Join(rest, " ") == thing
	})
}

// foreignTo reports whether a column lacks the few letters that most others of its table begin with, and has others in
// their place: it is what another table says, ca_name among wr_subject and wr_content.
func (t *table) foreignTo(f *field) bool {
	const longest = 3 // letters
	if len(f.said) != len(f.words) || len(f.said) < 2 || len(f.said[0]) > longest {
		return false
	}
	cut := 0
	for _, o := range t.fields {
		if len(o.words) < len(o.said) && len(o.said[0]) <= longest {
			cut++
		}
	}
	return cut*2 > len(t.fields)
}

// namesAccount reports whether a column's name says that it is the key of somebody: federated_user_id, identifier.
func (l *lexicon) namesAccount(f *field) bool {
	said, explicit := stem(f.said)
	return !explicit && len(said) == 1 && said[0] == "identifier" ||
		explicit && len(said) > 1 && l.tables["people"][letters.Singular(said[len(said)-1])]
}

// knowsIP reports whether a row says from which address something was done, by itself or by a key: ip_id.
func (t *table) knowsIP() bool {
	return t.means("ip_address") || slices.ContainsFunc(t.fields, func(f *field) bool {
		return slices.ContainsFunc(f.refs, func(r ref) bool {
			return len(r.to.table.fields) <= 4 && r.to.table.means("ip_address")
		})
	})
}

// traces reports whether rows of a table are what somebody did.
func (l *lexicon) traces(t *table) bool {
	return l.mentions(t, "log") || l.mentions(t, "session") || l.mentions(t, "trace") ||
		t.means("username", "user_agent")
}

// keyed reports whether rows of a table are names with values: another column says what a value is of.
func (l *lexicon) keyed(t *table, f *field) bool {
	for _, o := range t.fields {
		if o == f {
			continue
		}
		for _, w := range o.said {
			switch w {
			case "key", "name", "field", "attribute", "attr", "code", "option", "property", "label", "prop":
				return true
			}
		}
	}
	return false
}

// categoryOf is a concept's category, made more exact by where it stands.
func (l *lexicon) categoryOf(t *table, c *concept) string {
	switch {
	case c.name == "url" && !t.people && l.mentions(t, "social"):
		return "user.contact.social_url"
	case c.name == "url" && !t.people && t.means("ip_address"):
		return "user.behavior.browsing_history"
	case c.Group == "account" && c.name != "password" && c.Category == "user.authorization" && l.mentions(t, "payment"):
		return "user.financial"
	}
	return c.Category
}
