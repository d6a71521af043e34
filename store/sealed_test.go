package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"pgregory.net/rapid"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/papers"
	"orangelab.cn/rightsdesk/store/requests"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestPlainTextReachesASealedColumnByNoPath(t *testing.T) {
	plain := "a plain name, long enough to have the length of a sealed one"
	paths := []struct {
		name  string
		write func(db *gorm.DB, r requests.Row) error
	}{
		{"create", func(db *gorm.DB, r requests.Row) error {
			r.ID, r.Reference, r.NameSealed = 0, "R-2026-999999", seal.Sealed(plain)
			return db.Create(&r).Error
		}},
		{"create with a map", func(db *gorm.DB, r requests.Row) error {
			return db.Model(&commentRow{}).
				Create(map[string]any{"id": "c", "request_id": r.ID, "at": 1, "by_staff": "s",
					"text_sealed": []byte(plain)}).Error
		}},
		{"save", func(db *gorm.DB, r requests.Row) error {
			r.NameSealed = seal.Sealed(plain)
			return db.Save(&r).Error
		}},
		{"upsert", func(db *gorm.DB, r requests.Row) error {
			return db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}},
				DoUpdates: clause.Assignments(map[string]any{"name_sealed": []byte(plain)})}).Create(&r).Error
		}},
		{"update one column", func(db *gorm.DB, r requests.Row) error {
			return db.Model(&requests.Row{}).Where("id = ?", r.ID).Update("name_sealed", []byte(plain)).Error
		}},
		{"update one column with text", func(db *gorm.DB, r requests.Row) error {
			return db.Model(&requests.Row{}).Where("id = ?", r.ID).Update("name_sealed", plain).Error
		}},
		{"update by map", func(db *gorm.DB, r requests.Row) error {
			return db.Model(&requests.Row{}).Where("id = ?", r.ID).
				Updates(map[string]any{"person_sealed": []byte(plain)}).Error
		}},
		{"update without hooks", func(db *gorm.DB, r requests.Row) error {
			return db.Model(&requests.Row{}).Where("id = ?", r.ID).UpdateColumn("name_sealed", []byte(plain)).Error
		}},
		{"raw SQL", func(db *gorm.DB, r requests.Row) error {
			return db.Exec("UPDATE request SET name_sealed = ? WHERE id = ?", []byte(plain), r.ID).Error
		}},
		{"raw SQL with a header and nothing behind it", func(db *gorm.DB, r requests.Row) error {
			return db.Exec("UPDATE request SET name_sealed = ? WHERE id = ?", []byte{1, 0, 0, 0, 0}, r.ID).Error
		}},
	}
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		var row requests.Row
		if err := d.Raw().First(&row, r.ID).Error; err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			t.Run(p.name, func(t *testing.T) {
				if err := p.write(d.Raw().WithContext(ctx), row); err == nil {
					t.Error("plain text was taken")
				}
			})
		}
		if _, err := d.request(r.ID); err != nil {
			t.Errorf("after the attempts: %v", err)
		}
	})
}

func TestEverySealedColumnIsCheckedByTheSchema(t *testing.T) {
	column := regexp.MustCompile(`(\w+_sealed) (BLOB|BYTEA).*`)
	for _, dialect := range []string{"sqlite", "postgres"} {
		files, err := filepath.Glob("migrations/" + dialect + "/*.sql")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			sql, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range column.FindAllStringSubmatch(string(sql), -1) {
				if !strings.Contains(m[0], "CHECK") || !strings.Contains(m[0], "length("+m[1]+") >= 46") {
					t.Errorf("%s: %s can hold anything", f, m[1])
				}
			}
		}
	}
}

func TestASealedValueOpensOnlyInItsOwnPlace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		moves := map[string]string{
			"to another row of the same request": "UPDATE comment SET text_sealed = (SELECT text_sealed FROM comment AS c WHERE c.id <> comment.id LIMIT 1)",
			"to another table":                   "UPDATE comment SET text_sealed = (SELECT text_sealed FROM letter LIMIT 1)",
			"to another column":                  "UPDATE request SET person_sealed = name_sealed",
			"with a key of another version":      "",
		}
		for how, move := range moves {
			t.Run(how, func(t *testing.T) {
				d := newDesk(t, engine)
				r := d.add(t, nil)
				d.must(t, func(tx *store.Tx) error {
					for _, text := range []string{"one", "two"} {
						if _, err := casefile.AddComment(tx, r.ID, "staff", start, text); err != nil {
							return err
						}
					}
					return papers.SaveLetter(tx, r.ID,
						papers.Letter{ID: "l", Kind: "fulfilled", Lang: "en", At: start, By: "staff",
							Data: []byte(`{}`)})
				})
				if move == "" {
					sealed := column[[]byte](t, d, "SELECT key_sealed FROM request_key")
					sealed[4]++
					d.raw(t, "UPDATE request_key SET key_sealed = ?", sealed)
				} else {
					d.raw(t, move)
					storetest.FitTallies(t)
				}
				err := d.read(func(v *store.View) error {
					_, commentErr := casefile.Comments(v, r.ID)
					_, requestErr := requests.Read(v, r.ID)
					return errors.Join(commentErr, requestErr)
				})
				if !errors.Is(err, seal.ErrUnseal) {
					t.Errorf("it opened: %v", err)
				}
			})
		}
	})
}

func TestAManifestThatAnOlderProgramLeftInTheClearIsSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		old := `{"attachments":[{"name":"report of Wang.pdf"}]}`
		d.must(t, func(tx *store.Tx) error {
			return papers.SavePacket(tx, r.ID,
				papers.Packet{ID: "p", Form: "zip", Manifest: []byte(`{}`), CreatedAt: start, By: "staff",
					ExpiresAt: start})
		})
		storetest.FitTallies(t)
		d.raw(t, "UPDATE packet SET manifest = ?, manifest_sealed = NULL", old)
		for range 2 {
			d.must(t, func(tx *store.Tx) error { return papers.SealManifests(tx) })
			if left := column[string](t, d, "SELECT manifest FROM packet"); left != "" {
				t.Errorf("still in the clear: %s", left)
			}
			if err := d.read(func(v *store.View) error {
				list, err := papers.Packets(v, r.ID)
				if err == nil && string(list[0].Manifest) != old {
					t.Errorf("it is %s now", list[0].Manifest)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestWhatIsSealedOpensUnchangedAndNothingElseDoes(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		where := seal.Place("table", "column", rapid.String().Draw(t, "row"))
		sealed, err := seal.Seal(key, rapid.Uint32().Draw(t, "version"), where, plain)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sealed.Value(); err != nil {
			t.Fatalf("what was sealed is refused: %v", err)
		}
		opened, err := seal.Unseal(key, where, sealed)
		if err != nil || !bytes.Equal(opened, plain) {
			t.Fatalf("opened %q: %v", opened, err)
		}
		bit := rapid.IntRange(0, 8*len(sealed)-1).Draw(t, "flipped bit")
		sealed[bit/8] ^= 1 << (bit % 8)
		if _, err := seal.Unseal(key, where, sealed); !errors.Is(err, seal.ErrUnseal) {
			t.Fatalf("bit %d flipped, and it opens: %v", bit, err)
		}
	})
}

func FuzzUnseal(f *testing.F) {
	key, where := bytes.Repeat([]byte{7}, 32), seal.Place("t", "c", "r")
	good, err := seal.Seal(key, 1, where, []byte("plain"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(good))
	f.Add([]byte{1})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		// Workers are processes of their own, so the good value is told by what it opens as, not by its bytes.
		if plain, err := seal.Unseal(key, where, data); err == nil && string(plain) != "plain" {
			t.Errorf("%x opened as %q", data, plain)
		}
	})
}

// commentRow is the row of a comment as GORM sees it.
type commentRow struct {
	ID         string `gorm:"primaryKey"`
	RequestID  int64
	At         int64
	ByStaff    string
	TextSealed seal.Sealed
}

func (commentRow) TableName() string { return "comment" }
