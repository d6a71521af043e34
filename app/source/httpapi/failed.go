package httpapi

import (
	"bytes"

	"orangelab.cn/rightsdesk/app/source/connector"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/value"
)

// A system may say with the status 200 that it failed: every server of GraphQL does. What it says then is no answer,
// and never that nothing is held or that a change was made.

// failing are the keys at the top of an answer that say so: those of what went wrong by holding anything, those of
// success by being false.
var (
	failing    = []string{"errors", "error"}
	succeeding = []string{"ok", "success"}
)

// saysFailure reports whether an answer says that the system failed. A key that the collection has as a field of its
// own rows means nothing where the answer is a row: c is nil where it is none.
func saysFailure(doc any, c *dataset.Collection) bool {
	held, is := doc.(map[string]any)
	if !is {
		return false
	}
	ours := func(name string) bool {
		f := (*dataset.Field)(nil)
		if c != nil {
			f = c.Field(name)
		}
		return f != nil
	}
	for _, key := range failing {
		if v, there := held[key]; there && !ours(key) && !falsyOrEmpty(v) {
			return true
		}
	}
	for _, key := range succeeding {
		if said, is := held[key].(bool); is && !said && !ours(key) {
			return true
		}
	}
	return false
}

func falsyOrEmpty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return falsy(v)
}

// data returns what an answer has at the data_path of a request; nil where it says that there is nothing. An answer
// that has no such place, or something there that can be no row, is none: the system has another version, or says in
// its own words that it failed.
func (a *asked) data(q *connector.Request, got *answer, doc any) (any, error) {
	c := a.collection
	if len(q.DataPath) > 0 {
		c = nil
	}
	if saysFailure(doc, c) {
		return nil,
			sentence("%s: %s answered that it failed, with the status of a success; see what the system says of this request, and try again later", q.What, got.at.Hostname())
	}
	v, there := placed(doc, q.DataPath)
	if !there {
		return nil,
			sentence("%s: the answer has nothing at %q, so nobody knows what is held; see data_path in the connector file, and what the system says of this request", q.What, q.DataPath.String())
	}
	switch held := v.(type) {
	case nil, []any:
		return v, nil
	case map[string]any:
		if len(q.DataPath) == 0 && len(q.Posts) == 0 && !q.HasOutput && strange(held, a.collection) {
			return nil,
				sentence("%s: the answer has none of the fields of the data map, so nobody knows what is held; see what the system says of this request", q.What)
		}
		return v, nil
	}
	return nil,
		sentence("%s: the answer is no list of objects; see data_path and the postprocessors in the connector file",
			q.What)
}

// strange reports whether an object has none of the fields that a collection's rows have.
func strange(row map[string]any, c *dataset.Collection) bool {
	if len(row) == 0 || len(c.Fields) == 0 {
		return false
	}
	for _, f := range c.Fields {
		if _, is := row[f.Name]; is {
			return false
		}
	}
	return true
}

// placed returns the value at a path. It is nil, and there, where what holds it is empty: {} and {"data": null} say
// that there is nothing. It is not there where what should hold it has other things.
func placed(doc any, path connector.Path) (v any, there bool) {
	v = doc
	for i, step := range path {
		switch held := v.(type) {
		case nil:
			return nil, i > 0
		case map[string]any:
			next, is := held[step]
			if !is {
				return nil, len(held) == 0
			}
			v = next
		case []any:
			at, is := index(step)
			if !is {
				return nil, len(held) == 0
			}
			if at >= len(held) {
				return nil, true
			}
			v = held[at]
		default:
			return nil, false
		}
	}
	return v, true
}

// unfailed is an error where the answer to a change, or to the test, says that it failed.
func (a *answer) unfailed(what string, c *dataset.Collection) error {
	doc, ok := value.ParseDocument(bytes.TrimSpace(a.body))
	if !ok || !saysFailure(doc, c) {
		return nil // a page or a word of thanks says nothing of it
	}
	return sentence("%s: %s answered that it failed, with the status of a success; look in the system what it has done",
		what, a.at.Hostname())
}
