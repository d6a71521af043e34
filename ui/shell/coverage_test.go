package shell

import (
	"database/sql"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/mapreview"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestTheRailSaysHowMuchOfTheDataMapIsSettled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "club.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = db.Exec(
		"CREATE TABLE member (id INTEGER PRIMARY KEY, email VARCHAR(80), full_name VARCHAR(60), status TINYINT)"); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	a := frametest.New(t)
	s := desktest.New(t, "sqlite").Add(t, "jing", model.RoleLead)
	f := &frame.Frame{Session: s}
	row := part.NewRailRow("db", "Data map", nil)
	m := &mainView{frame: f, rail: part.NewRail([][]*part.RailRow{{row}}, nil, nil)}
	for _, p := range places {
		if p.icon == "db" {
			m.places = append(m.places, p)
		}
	}
	if err := datamap.Save(t.Context(), s,
		model.Source{Key: "club", Address: "sqlite:" + path, Owner: "somebody"}); err != nil {
		t.Fatal(err)
	}
	if err := datamap.TakeStock(t.Context(), s, model.Source{Key: "club", Version: 1}, "en"); err != nil {
		t.Fatal(err)
	}
	m.readCoverage()
	a.Until(t, "nothing is settled", func() bool { return row.Count == "0 %" })
	r, err := datamap.ReadReview(t.Context(), s, "club")
	if err != nil {
		t.Fatal(err)
	}
	var all []datamap.Settling
	for _, table := range r.Tables {
		for _, c := range table.Columns {
			all = append(all, datamap.Settling{Table: table.Name, Column: c.Name, Said: c.Said,
				State: mapreview.Accepted})
		}
	}
	if _, err := datamap.Settle(t.Context(), s, "club", all[:1]); err != nil {
		t.Fatal(err)
	}
	m.readCoverage()
	a.Until(t, "a quarter is settled", func() bool { return row.Count == "25 %" })
	if _, err := datamap.Settle(t.Context(), s, "club", all[1:]); err != nil {
		t.Fatal(err)
	}
	m.readCoverage()
	a.Until(t, "all is settled", func() bool { return row.Count == "" })
}
