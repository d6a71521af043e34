package datamap_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// guessed is a data map that works, of which two lines are still guesses.
var guessed = strings.NewReplacer("identity: email}}\n", "identity: email}} # confirm: the search begins here\n",
	"primary_key: true}}\n", "primary_key: true}} # confirm: a key\n").Replace(works)

func TestAGuessIsNotPutIntoUseSilently(t *testing.T) {
	for name, before := range map[string]string{"a new source": "", "over a map in use": works} {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t, "sqlite")
			lead := d.Add(t, "jing", model.RoleLead)
			src := model.Source{Key: "shop", Address: shop(t)}
			if before != "" {
				src.Dataset = before
				if err := datamap.Save(ctx, lead, src); err != nil {
					t.Fatal(err)
				}
				src = entryOf(t, lead, "shop").Source
			}
			src.Dataset = guessed
			var kept *datamap.GuessError
			if err := datamap.Save(ctx, lead, src); !errors.As(err, &kept) || !slices.Equal(kept.Lines, []int{6, 7}) {
				t.Fatalf("saved: %v", err)
			}
			e := entryOf(t, lead, "shop")
			if e.Dataset != before || e.Draft != guessed || e.Unused() != (before == "") ||
				!slices.Equal(e.Guesses(), []int{6, 7}) {
				t.Fatalf("%+v", e)
			}
			if kept.Source.Version != e.Version {
				t.Errorf("the error names version %d of %d", kept.Source.Version, e.Version)
			}
			if err := datamap.ConfirmGuesses(ctx, lead, e.Source); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("a lead confirms them all at once: %v", err)
			}
			stale := e.Source
			stale.Version--
			if err := datamap.ConfirmGuesses(ctx, d.Admin, stale); !errors.Is(err, store.ErrConflict) {
				t.Errorf("what was not looked at is confirmed: %v", err)
			}
			if err := datamap.ConfirmGuesses(ctx, d.Admin, kept.Source); err != nil {
				t.Fatal(err)
			}
			if e = entryOf(t, lead, "shop"); e.Dataset != works || e.Draft != "" || len(e.Guesses()) != 0 {
				t.Errorf("confirmed: %+v", e)
			}
			log, err := lead.Log(ctx, 0, 0, 1)
			if err != nil || len(log) != 1 || log[0].Action != model.ActConfirmMap ||
				log[0].Detail["source"] != "shop" || log[0].Detail["lines"] != float64(2) {
				t.Errorf("the log says %+v, %v", log, err)
			}
		})
	}
}

func TestGuessesInUseSinceLongAreCountedAndStopNothing(t *testing.T) {
	d := desktest.New(t, "sqlite")
	src := model.Source{Key: "shop", Address: shop(t), Dataset: guessed}
	if err := d.Admin.Write(ctx, model.ActEditMap, func(tx *store.Tx, _ *model.Entry) error {
		src.Engine, src.Name, src.Days = "sqlite", "shop", 5 // as an older version saved it
		return setup.SaveSource(tx, src)
	}); err != nil {
		t.Fatal(err)
	}
	e := entryOf(t, d.Admin, "shop")
	if len(e.Guesses()) != 2 || e.Unused() {
		t.Fatalf("%+v", e)
	}
	e.Owner = "somebody"
	if err := datamap.Save(ctx, d.Admin, e.Source); err != nil {
		t.Errorf("another owner: %v", err)
	}
	if err := datamap.ConfirmGuesses(ctx, d.Admin, entryOf(t, d.Admin, "shop").Source); err != nil {
		t.Fatal(err)
	}
	if e = entryOf(t, d.Admin, "shop"); e.Dataset != works || len(e.Guesses()) != 0 {
		t.Errorf("confirmed: %+v", e)
	}
}

func TestGuessesOfAFileWithErrorsStayADraft(t *testing.T) {
	d := desktest.New(t, "sqlite")
	src := model.Source{Key: "shop", Address: shop(t),
		Dataset: strings.Replace(guessed, "identity: email", "identity: email, data_type: shoe", 1)}
	var wrong *datamap.DraftError
	if err := datamap.Save(ctx, d.Admin, src); !errors.As(err, &wrong) {
		t.Fatalf("saved: %v", err)
	}
	if err := datamap.ConfirmGuesses(ctx, d.Admin, entryOf(t, d.Admin, "shop").Source); !errors.As(err, &wrong) {
		t.Fatalf("confirmed: %v", err)
	}
	if e := entryOf(t, d.Admin, "shop"); e.Dataset != "" || !e.Unused() {
		t.Errorf("%+v", e)
	}
}
