package affected_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/affected"
	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model/incident"
)

const bigMap = `dataset:
  - fides_key: shop
    collections:
      - name: account
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true, data_type: integer}}
          - {name: account_no, data_categories: [user.account.user_id], fides_meta: {identity: account}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
`

// people is how many accounts the source of the benchmark has.
const people = 200_000

// bigShop is the path of a source of as many accounts.
func bigShop(b testing.TB, people int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "shop.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec(
		fmt.Sprintf(`CREATE TABLE account (id INTEGER PRIMARY KEY, account_no TEXT, email TEXT, phone TEXT);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO account SELECT i, 'A-' || i, 'person' || i || '@person.test', '138' || printf('%%08d', i) FROM n`, people)); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkCountSource counts whose rows a source holds, beside the bare reading of the same columns.
func BenchmarkCountSource(b *testing.B) {
	path := bigShop(b, people)
	rules, err := incident.Read(assets.Incident)
	if err != nil {
		b.Fatal(err)
	}
	datasets, problems := dataset.Parse("shop.yml", []byte(bigMap))
	if err := problems.Err(); err != nil {
		b.Fatal(err)
	}
	if err := dataset.Link(datasets).Err(); err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	b.Run("bare", func(b *testing.B) {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		for b.Loop() {
			rows, err := db.Query("SELECT id, account_no, email, phone FROM account")
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for rows.Next() {
				var id int64
				var no, mail, phone string
				if err := rows.Scan(&id, &no, &mail, &phone); err != nil {
					b.Fatal(err)
				}
				n++
			}
			if err := rows.Close(); err != nil || n != people {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("count", func(b *testing.B) {
		src, err := source.Open(ctx, "sqlite:"+path)
		if err != nil {
			b.Fatal(err)
		}
		defer src.Close()
		for b.Loop() {
			c := affected.New(rules, time.Now(), time.UTC, incident.NewCrowd(), func([]incident.Affected) error {
				return nil
			})
			m := affected.Map{Datasets: datasets, Sources: map[string]*sqldb.Source{"shop": src},
				Keys: map[string]string{"shop": "shop"}}
			if err := c.Source(ctx, m, "shop", "", nil); err != nil {
				b.Fatal(err)
			}
			if own, _ := c.Count(); own.People != incident.Exactly(people) {
				b.Fatal(own.People)
			}
		}
	})
}
