package dataset

import (
	"go.yaml.in/yaml/v3"
)

// The keys of fides_meta that are our own. They say what the published format has no word for: what stands in the way
// of cancelling an account, on which consent rows were collected, which value stops a use, what stays as first
// registered.

// Blocker marks a collection whose rows can stand in the way of cancelling an account (statement, "Logout rights").
type Blocker struct {
	Kind  string   // wallet_balance, game_role, undivided_share
	Field string   // what is looked at; empty: that there is a row at all
	When  string   // positive, or present
	Show  []string // fields that tell the person which it is
	// Currency and Per make an amount of the field: 3620 at 100 to one CNY is 36.20 CNY. Per 0 means it is no amount.
	Currency string
	Per      int
}

// Stop is the value of a field that stops a use, as a withdrawal of consent or an objection writes it.
type Stop struct {
	Purpose string
	Value   any
}

const (
	// WhenPositive blocks while the field is a number above zero.
	WhenPositive = "positive"
	// WhenPresent blocks while the field is filled, or a row is there.
	WhenPresent = "present"
)

func (r *NodeReader) blocker(n *yaml.Node) *Blocker {
	b := &Blocker{When: WhenPresent}
	for _, p := range r.Mapping(n, "blocker") {
		switch p.Key {
		case "kind":
			b.Kind = r.Text(p.Value, "kind")
		case "field":
			b.Field = r.Text(p.Value, "field")
		case "when":
			if b.When = r.Text(p.Value, "when"); b.When != WhenPositive && b.When != WhenPresent {
				r.Report(p.Value, Error, "bad-blocker", `write "positive" or "present"`,
					"%q is no condition of a blocker", b.When)
			}
		case "show":
			b.Show = r.texts(p.Value, "show")
		case "currency":
			b.Currency = r.Text(p.Value, "currency")
			b.Per = max(b.Per, 1)
		case "per":
			b.Per = max(1, r.number(p.Value, "per"))
		default:
			r.Report(p.KeyNode, Warning, "unknown-key", "remove it, or check its spelling and indentation",
				"%q means nothing in %s and is ignored", p.Key, "a blocker")
		}
	}
	if b.Kind == "" {
		r.Report(n, Error, "bad-blocker", "say which kind it is: wallet_balance, game_role or undivided_share",
			"a blocker has no kind")
	}
	return b
}

// stops reads one stop or a list of them.
func (r *NodeReader) stops(n *yaml.Node) []Stop {
	nodes := []*yaml.Node{n}
	if d := r.Deref(n); d != nil && d.Kind == yaml.SequenceNode {
		nodes = r.List(n, "stop")
	}
	var out []Stop
	for _, e := range nodes {
		var s Stop
		has := false
		for _, p := range r.Mapping(e, "stop") {
			switch p.Key {
			case "purpose":
				s.Purpose = r.Text(p.Value, "purpose")
			case "value":
				s.Value, has = r.Plain(p.Value, 0), true
			}
		}
		if s.Purpose == "" || !has {
			r.Report(e, Error, "bad-stop", "write {purpose: location, value: 0}",
				"a stop needs a purpose and the value that stops it")
			continue
		}
		out = append(out, s)
	}
	return out
}

// reason reads "immutable": true, or the reason in words.
func (r *NodeReader) reason(n *yaml.Node) string {
	d := r.Deref(n)
	if d != nil && d.Tag == "!!bool" {
		if r.Flag(n, "immutable") {
			return "security and identification"
		}
		return ""
	}
	return r.Text(n, "immutable")
}

// marked checks that what a collection's marks name is there.
func (r *NodeReader) marked(c *Collection) {
	missing := func(name string) bool { return name != "" && c.Field(name) == nil }
	var names []string
	if c.Blocker != nil {
		names = append(append(names, c.Blocker.Field), c.Blocker.Show...)
	}
	for _, name := range append(names, c.Logins) {
		if missing(name) {
			r.Add(c.Pos.Problem(Error, "no-such-field", "declare the field, or correct the name",
				"collection %q has no field %q", c.Name, name))
		}
	}
}
