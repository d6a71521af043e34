package store_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store"
	kept "orangelab.cn/rightsdesk/store/compliance"
	"orangelab.cn/rightsdesk/store/storetest"
)

// everyComplianceRow writes a row into every table that records of compliance have.
func everyComplianceRow(tx *store.Tx) error {
	first, firstErr := kept.Add(tx,
		compliance.Record{Kind: "recipient", Values: map[string]string{"name": "A carrier"}, SavedAt: start,
			SavedBy: "staff"})
	_, nextErr := kept.Add(tx,
		compliance.Record{Number: first.Number, Version: first.Version, Kind: "recipient",
			Values: map[string]string{"name": "Another"}, SavedAt: start, SavedBy: "staff"})
	_, demandErr := kept.SaveDemands(tx,
		compliance.Demands{Of: map[string]compliance.Whom{"training": compliance.Leads}, SavedAt: start,
			SavedBy: "staff"})
	return errors.Join(firstErr, nextErr, demandErr)
}

func TestARecordIsKeptAfterTheVersionThatWasSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		add := func(r compliance.Record) (compliance.Record, error) {
			r.Kind, r.SavedAt, r.SavedBy = "recipient", start, "staff"
			var saved compliance.Record
			err := d.write(func(tx *store.Tx) (err error) {
				saved, err = kept.Add(tx, r)
				return err
			})
			return saved, err
		}
		first, err := add(compliance.Record{Values: map[string]string{"name": "one"}})
		if err != nil || first.Number != 1 || first.Version != 1 {
			t.Fatal(first, err)
		}
		other, err := add(compliance.Record{Values: map[string]string{"name": "other"}})
		if err != nil || other.Number != 2 {
			t.Fatal(other, err)
		}
		if _, err := add(compliance.Record{Number: 1, Version: 1, Values: map[string]string{"name": "two"}}); err !=
			nil {
			t.Fatal(err)
		}
		for name, r := range map[string]compliance.Record{"an older version": {Number: 1, Version: 1},
			"a version that is not there": {Number: 1, Version: 5}, "no record": {Number: 9}} {
			if _, err := add(r); !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := d.read(func(v *store.View) error {
			list, err := kept.Records(v, "recipient")
			if err != nil || len(list) != 2 || list[0].Values["name"] != "two" || list[1].Values["name"] != "other" {
				t.Errorf("the newest versions: %+v %v", list, err)
			}
			versions, err := kept.Versions(v, 1)
			if err != nil || len(versions) != 2 || versions[1].Values["name"] != "one" {
				t.Errorf("every version: %+v %v", versions, err)
			}
			if list, err := kept.Records(v, "transfer"); err != nil || len(list) != 0 {
				t.Errorf("another kind: %+v %v", list, err)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}
