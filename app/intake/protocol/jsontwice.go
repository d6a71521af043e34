package protocol

import (
	"encoding/json"
	"strings"
)

// namedTwice returns the first name that an object of JSON, or one inside it, holds twice; empty where none does. A
// reader takes one of the two values, and another reader the other.
func namedTwice(raw json.RawMessage) string {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	type level struct {
		names map[string]bool // nil in an array
		name  bool            // a name comes next
	}
	var open []level
	for {
		token, err := dec.Token()
		if err != nil {
			return ""
		}
		if delim, ok := token.(json.Delim); ok && (delim == '}' || delim == ']') {
			open = open[:len(open)-1]
			if n := len(open); n > 0 && open[n-1].names != nil {
				open[n-1].name = true
			}
			continue
		}
		if n := len(open); n > 0 && open[n-1].names != nil {
			if at := &open[n-1]; at.name {
				name, _ := token.(string)
				folded := strings.ToLower(name) // as encoding/json matches them
				if at.names[folded] {
					return name
				}
				at.names[folded], at.name = true, false
				continue
			}
			open[n-1].name = true
		}
		switch token {
		case json.Delim('{'):
			if n := len(open); n > 0 {
				open[n-1].name = open[n-1].names != nil
			}
			open = append(open, level{map[string]bool{}, true})
		case json.Delim('['):
			open = append(open, level{})
		}
	}
}
