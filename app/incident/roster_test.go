package incident_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestTheRosterFillsTheSeatsThatItNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		agent, lead := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		none, err := app.Roster(ctx, agent)
		if err != nil || none.Version != 0 {
			t.Fatalf("a new desk has the roster %+v, %v", none, err)
		}
		wanted := incident.Roster{
			Seats: []incident.Standby{{Seat: "legal", Person: "Zhao Ming", Phone: "136", Deputy: "Li Jing"},
				{Seat: "technical", Person: "Liu Yang"}, {Seat: "service"}}}
		saved, err := app.SaveRoster(ctx, lead, wanted)
		if err != nil || saved.Version != 1 {
			t.Fatal(saved, err)
		}
		if _, err := app.SaveRoster(ctx, lead, wanted); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a roster that was not seen is replaced: %v", err)
		}
		st, err := app.Open(ctx, agent, facts(d), false)
		if err != nil {
			t.Fatal(err)
		}
		if st, err = app.Seat(ctx, agent, app.SeenOf(st.Incident),
			incident.Seating{Seat: "technical", Person: "Somebody else"}); err != nil {
			t.Fatal(err)
		}
		if _, err := app.SeatRoster(ctx, agent, app.SeenOf(st.Incident), none); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a roster that was not seen takes the seats: %v", err)
		}
		before := len(st.Empty)
		if st, err = app.SeatRoster(ctx, agent, app.SeenOf(st.Incident), saved); err != nil {
			t.Fatal(err)
		}
		seats := map[string]string{}
		for _, s := range st.Seats {
			seats[s.Seat] = s.Person
		}
		if len(st.Empty) != before-1 || seats["legal"] != "Zhao Ming" || seats["technical"] != "Somebody else" {
			t.Errorf("the seats are %v, %d empty", seats, len(st.Empty))
		}
		for name, bad := range map[string]incident.Roster{
			"a seat that is none": {Version: 1, Seats: []incident.Standby{{Seat: "throne", Person: "x"}}},
			"a seat twice": {Version: 1,
				Seats: []incident.Standby{{Seat: "legal", Person: "x"}, {Seat: "legal", Person: "y"}}},
			"a deputy of nobody": {Version: 1, Seats: []incident.Standby{{Seat: "legal", Deputy: "y"}}}} {
			if _, err := app.SaveRoster(ctx, lead, bad); err == nil {
				t.Errorf("%s is kept", name)
			}
		}
	})
}
