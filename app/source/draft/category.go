package draft

import (
	"strings"

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
			if c == nil || f.isKey() || !l.counts(t, f, c) {
				continue
			}
			f.category, f.why = l.categoryOf(t, c), f.source
			if c.name == "name" && t.people {
				f.why = "name in a table of people"
			}
			if c.Identity != "" && !t.ours {
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

// inherit gives a column that holds names of accounts, or keys of people as text, what it says of them.
func (l *lexicon) inherit(f *field) {
	for _, r := range f.refs {
		if !r.guessed || f.meaning.concept != nil {
			continue
		}
		if to := r.to.meaning.concept; to != nil && to.Group == "account" {
			f.meaning, f.source = meaning{concept: l.concepts["username"]}, "holds what "+r.to.table.Name+"."+r.to.Name+" holds"
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
	if t.machine {
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
		return t.people || t.personal && !t.ours && t.means("phone", "street", "address", "postal_code", "email") && !t.means("first_name")
	case "pictured":
		return t.people || t.distance >= 0 && l.called(t, "picture")
	case "linked":
		return t.people || t.personal && (l.mentions(t, "social") || t.means("ip_address") && l.mentions(t, "log"))
	case "beside_ip":
		return t.means("ip_address")
	case "searched":
		return t.personal && l.mentions(t, "search")
	case "written":
		return written || l.mentions(t, "session") && !t.ours || t.distance >= 0 && l.mentions(t, "log")
	case "authored":
		return written && t.distance == 1 && t.means("text", "description")
	case "described":
		const long = 200 // characters; less is a label
		return written && t.distance == 1 && (f.Limit == 0 || f.Limit >= long) && !l.called(t, "goods") && !l.called(t, "token")
	case "keyed":
		return written && l.keyed(t, f) || l.mentions(t, "session") || t.distance >= 0 && l.called(t, "token")
	case "session":
		if t.personal && f.Limit == 0 && f.Class == value.ClassText && !l.mentions(t, "session") {
			return true // kept beside an order that is not made yet
		}
		return l.mentions(t, "session") && !strings.Contains(strings.Join(t.words, " "), "api")
	case "token":
		return t.distance >= 0 && l.mentions(t, "token") && !t.means("value") || t.distance >= 0 && l.mentions(t, "session")
	}
	return false
}

// traces reports whether rows of a table are what somebody did.
func (l *lexicon) traces(t *table) bool {
	return l.mentions(t, "log") || l.mentions(t, "session") || l.mentions(t, "trace") || t.means("username", "user_agent")
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
