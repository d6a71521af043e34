package source_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source/apply"
	"orangelab.cn/rightsdesk/app/source/dataset"
)

// A row that somebody is changing while the plan is written is waited for and not written: the change under way has not
// been committed when the plan begins.
func TestARowThatChangesWhileItIsWrittenStops(t *testing.T) {
	for _, engine := range []string{"PostgreSQL", "MySQL"} {
		t.Run(engine, func(t *testing.T) {
			db := engineNamed(t, engine)
			db.exec(t, `CREATE TABLE p (id INT PRIMARY KEY, mail VARCHAR(9), name VARCHAR(99));
INSERT INTO p VALUES (1, 'a@x', 'A'), (2, 'a@x', 'B'), (3, 'a@x', 'C')`)
			datasets := linked(t, d("m", c("p", "", f("id", pk), f("mail", email), cat("user.name", f("name", "")))))
			changes, _ := plan(t, db, datasets, dataset.Identities{"email": {"a@x"}},
				dataset.Treatment{Set: map[string]any{"name": "Bea"}}, nil)
			w := writer(t, db)
			other, err := db.db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := other.Exec("UPDATE p SET name = 'changed' WHERE id = 2"); err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() {
				_, err := apply.Changes(context.Background(), w, datasets, each(changes), nil)
				done <- err
			}()
			time.Sleep(300 * time.Millisecond)
			if err := other.Commit(); err != nil {
				t.Fatal(err)
			}
			var stopped *apply.ChangedError
			if err := <-done; !errors.As(err, &stopped) {
				t.Errorf("it ends with %v", err)
			}
			if left := db.dump(t, "SELECT name FROM p"); left != "A|C|changed" {
				t.Errorf("left is %s", left)
			}
		})
	}
}
