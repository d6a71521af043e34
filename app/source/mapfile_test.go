package source_test

import (
	"fmt"
	"strings"
)

// f writes one field of a dataset file; meta is the flow-style content of fides_meta.
func f(name, meta string) string {
	if meta == "" {
		return fmt.Sprintf("          - name: %q\n", name)
	}
	return fmt.Sprintf("          - name: %q\n            fides_meta: {%s}\n", name, meta)
}

// c writes one collection.
func c(name string, meta string, fields ...string) string {
	head := fmt.Sprintf("      - name: %q\n", name)
	if meta != "" {
		head += "        fides_meta: {" + meta + "}\n"
	}
	return head + "        fields:\n" + strings.Join(fields, "")
}

// d writes one dataset.
func d(key string, collections ...string) string {
	return "dataset:\n  - fides_key: " + key + "\n    collections:\n" + strings.Join(collections, "")
}

func ref(dataset, field, direction string) string {
	if direction != "" {
		direction = ", direction: " + direction
	}
	return fmt.Sprintf("references: [{dataset: %s, field: %q%s}]", dataset, field, direction)
}

const (
	email = "identity: email, data_type: string"
	phone = "identity: phone_number, data_type: string"
	pk    = "primary_key: true"
)

// every writes fields that are all fed by one other field.
func every(dataset, from string, names ...string) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(f(n, ref(dataset, from, "from")))
	}
	return b.String()
}

// valuesOf picks one number out of every row of compacted JSON.
func valuesOf(rows, name string) []string {
	var out []string
	for _, part := range strings.Split(rows, `{"`+name+`":`)[1:] {
		out = append(out, part[:strings.IndexAny(part, ",}")])
	}
	return out
}
