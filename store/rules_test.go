package store_test

import (
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/storetest"
)

// A rule that somebody adds to the database writes in the transaction of whoever works, and their tally would vouch for it.
func TestNothingIsWrittenWhereTheDatabaseHasRulesOfItsOwn(t *testing.T) {
	postgres := func(rule string) []string {
		return []string{"CREATE FUNCTION forged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM part; RETURN NULL; END $$", rule}
	}
	for _, tt := range []struct {
		what, engine string
		forge, back  []string
	}{
		{"a trigger", "sqlite", []string{"CREATE TRIGGER zz AFTER INSERT ON comment BEGIN DELETE FROM part; END"}, []string{"DROP TRIGGER zz"}},
		{"a guard that does something else", "sqlite", []string{"DROP TRIGGER entry_stays", "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT 1; END"}, nil},
		{"a view", "sqlite", []string{"CREATE VIEW letters AS SELECT * FROM letter"}, []string{"DROP VIEW letters"}},
		{"a trigger", "postgres", postgres("CREATE TRIGGER zz AFTER INSERT ON comment FOR EACH ROW EXECUTE FUNCTION forged()"), []string{"DROP TRIGGER zz ON comment"}},
		{"a trigger of replicas", "postgres", append(postgres("CREATE TRIGGER zz AFTER INSERT ON comment FOR EACH ROW EXECUTE FUNCTION forged()"), "ALTER TABLE comment ENABLE ALWAYS TRIGGER zz"), nil},
		{"a guard whose function does something else", "postgres", []string{"CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"}, nil},
		{"a rewrite rule", "postgres", []string{"CREATE RULE zz AS ON INSERT TO comment DO ALSO DELETE FROM part"}, []string{"DROP RULE zz ON comment"}},
	} {
		t.Run(tt.engine+": "+tt.what, func(t *testing.T) {
			address := storetest.Migrated(t, tt.engine)
			s, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			d := setUp(t, s)
			r := d.add(t, nil)
			comment := func() error {
				return d.write(func(tx *store.Tx) error {
					_, err := casefile.AddComment(tx, r.ID, "staff", start, "a comment")
					return err
				})
			}
			if err := comment(); err != nil {
				t.Fatal(err)
			}
			for _, statement := range tt.forge {
				d.raw(t, statement)
			}
			if tt.engine == "postgres" { // a shared desk is looked at once, by each desktop
				if d.Store, err = store.Open(ctx, address); err != nil {
					t.Fatal(err)
				}
				defer s.Close()
			}
			defer func() { d.Close() }()
			if err := comment(); !errors.Is(err, database.ErrSchema) {
				t.Errorf("a comment was written: %v", err)
			}
			if names := sick(doctor.Examine(ctx, address)); len(names) == 0 || names[0] != "guards" {
				t.Errorf("the doctor finds %v", names)
			}
			if tt.back == nil {
				return
			}
			for _, statement := range tt.back {
				d.raw(t, statement)
			}
			if err := comment(); err != nil {
				t.Errorf("once it is gone: %v", err)
			}
		})
	}
}

func TestADeskThatSkippedAMigrationIsRefusedInOurWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		address := storetest.Address(t, engine)
		s, err := store.Open(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		d := setUp(t, s)
		d.raw(t, "DELETE FROM goose_db_version WHERE version_id = 34")
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = store.Open(ctx, address); err == nil {
			t.Fatal("it is opened", s.Close())
		}
		if !errors.Is(err, database.ErrSchema) || strings.Contains(err.Error(), "out-of-order") {
			t.Errorf("refused with %v", err)
		}
	})
}
