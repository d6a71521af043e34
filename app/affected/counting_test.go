package affected_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/affected"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/incident"
)

// TestCountSourceStops counts a source beside which the keeping fails, or the counting is called off, midway: the count
// ends with that very error and the source is free again. Whatever is kept comes in the order of the rows.
func TestCountSourceStops(t *testing.T) {
	const people = 45_000
	path := bigShop(t, people)
	rules, err := incident.Read(assets.Incident)
	if err != nil {
		t.Fatal(err)
	}
	datasets, problems := dataset.Parse("shop.yml", []byte(bigMap))
	if err := errors.Join(problems.Err(), dataset.Link(datasets).Err()); err != nil {
		t.Fatal(err)
	}
	src, err := source.Open(context.Background(), "sqlite:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	full := errors.New("the disk is full")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, x := range []struct {
		name string
		at   func() error // when the first lines are kept
		want error
	}{{"whole", func() error { return nil }, nil}, {"keeping", func() error { return full }, full},
		{"called off", func() error { cancel(); return nil }, context.Canceled}} {
		row := 0
		c := affected.New(rules, time.Now(), time.UTC, incident.NewCrowd(), func(some []incident.Affected) error {
			for _, a := range some {
				if row++; a.Keys[0].Value != fmt.Sprintf("A-%d", row) {
					t.Fatalf("%s: row %d came as %v", x.name, row, a.Keys)
				}
			}
			return x.at()
		})
		m := affected.Map{Datasets: datasets, Sources: map[string]*sqldb.Source{"shop": src},
			Keys: map[string]string{"shop": "shop"}}
		err := c.Source(ctx, m, "shop", "", nil)
		if own, _ := c.Count(); !errors.Is(err, x.want) || (err == nil) != (own.People == incident.Exactly(people)) {
			t.Errorf("%s: %v with %v", x.name, err, own.People)
		}
	}
}
