package dataset_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/dataset"
)

// A file that somebody made to be slow costs seconds at most and is named; its size alone is no fault.
func TestHostileFilesCostSeconds(t *testing.T) {
	long := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"500,000 datasets": "dataset:\n" + strings.Repeat("- {}\n", 500_000),
		"500,000 named datasets": "dataset:\n" + long(500_000, func(i int) string {
			return fmt.Sprintf("- {fides_key: k%d}\n", i)
		}),
		"one key 200,000 times": "dataset:\n" + strings.Repeat("- fides_key: k\n", 200_000),
		"200,000 nulls":         "dataset: [" + strings.Repeat("~,", 200_000) + "~]\n",
		"100,000 collections": "dataset:\n- fides_key: k\n  collections:\n" + long(100_000, func(i int) string {
			return fmt.Sprintf("  - {name: c%d}\n", i)
		}),
		"100,000 wrong keys": "dataset:\n- fides_key: k\n" + long(100_000, func(i int) string {
			return fmt.Sprintf("  k%d: 1\n", i)
		}),
		"a chain of 5,000 tables": "dataset:\n- fides_key: k\n  collections:\n" + long(5_000, func(i int) string {
			return fmt.Sprintf("  - {name: c%d, fields: [{name: id, fides_meta: {identity: email, references: [{dataset: k, field: c%d.id, direction: from}]}}]}\n", i, (i+1)%5_000)
		}),
		"afters of 5,000 tables": "dataset:\n- fides_key: k\n  collections:\n" + long(5_000, func(i int) string {
			return fmt.Sprintf(
				"  - {name: c%d, fides_meta: {after: [k.c%d]}, fields: [{name: id, fides_meta: {identity: email}}]}\n",
				i, (i+1)%5_001)
		}),
		"broken at its end": "dataset:\n- fides_key: k\n  collections:\n" + long(150_000,
			func(i int) string { return fmt.Sprintf("  - {name: c%d, fields: [{name: id}]}\n", i) }) + "  - {name: \n",
		"nested 100,000 deep": "dataset: " + strings.Repeat("[", 100_000),
		"aliases that multiply": "a: &a [x,x,x,x,x,x,x,x,x]\n" + long(12, func(i int) string {
			c := string(rune('a' + i))
			return fmt.Sprintf("%c: &%c [*%s,*%s,*%s,*%s,*%s,*%s,*%s,*%s,*%s]\n", 'b'+i, 'b'+i, c, c, c, c, c, c, c, c,
				c)
		}) + "dataset: *m\n",
		"a mapping in 300,000 braces": "dataset:\n- fides_key: k\n  collections: [" +
			strings.Repeat("{name: c},", 300_000) + "]\n",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			ds, problems := dataset.Parse("hostile.yml", []byte(text))
			problems = append(problems, dataset.Link(ds)...)
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("took %v, %d problems", took.Round(time.Millisecond), len(problems))
			}
			if len(problems) > 4*dataset.MaxProblems {
				t.Errorf("%d problems", len(problems))
			}
		})
	}
}
