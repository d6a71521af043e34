package compliance_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/opened"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/compliance"
	"orangelab.cn/rightsdesk/store/storetest"
)

var ctx = context.Background()

var (
	recipient = map[string]string{"name": "Wind Express", "role": "processor", "country": "CN", "purposes": "provide",
		"categories": "contact order", "basis": "entrusted"}
	transfer = map[string]string{"country": "SG", "instrument": "contract", "categories": "contact order",
		"from": "2026-01-01", "until": "2026-12-31"}
	training = map[string]string{"course": "Data protection", "taken": "2026-11-01", "result": "passed",
		"expires": "2026-12-31"}
)

func with(values map[string]string, changes ...string) map[string]string {
	next := maps.Clone(values)
	for i := 0; i < len(changes); i += 2 {
		next[changes[i]] = changes[i+1]
	}
	return next
}

func keep(tb testing.TB, s *desk.Session, kind string, values map[string]string) compliance.Record {
	tb.Helper()
	do := records.Keep
	if k, _ := gate.Kinds().Kind(kind); k.Staff() {
		do = records.KeepStaff
	}
	r, err := do(ctx, s, kind, records.Seen{}, values)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// find reads a record as it stands, with what is wrong with it.
func find(tb testing.TB, s *desk.Session, number int64) (compliance.Record, []compliance.FlawKind) {
	tb.Helper()
	st, err := records.Read(ctx, s)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range st.Records {
		if r.Number == number {
			var flaws []compliance.FlawKind
			for _, f := range st.Flaws(r) {
				flaws = append(flaws, f.Kind)
			}
			return r, flaws
		}
	}
	tb.Fatalf("no record %d", number)
	return compliance.Record{}, nil
}

func TestARecordIsApprovedByASecondPersonAndAgainOnceItSaysSomethingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
		r := keep(t, jing, "recipient", recipient)
		if err := records.Approve(ctx, jing, records.SeenOf(r)); !errors.Is(err, records.ErrOwnRecord) {
			t.Errorf("approved by who prepared it: %v", err)
		}
		if err := records.Approve(ctx, fang, records.SeenOf(r)); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("approved by an agent: %v", err)
		}
		next, err := records.Keep(ctx, fang, "recipient", records.SeenOf(r), with(recipient, "agreement", "processing"))
		if err != nil {
			t.Fatal(err)
		}
		if err := records.Approve(ctx, jing, records.SeenOf(r)); !errors.Is(err, records.ErrMoved) {
			t.Errorf("another version was approved: %v", err)
		}
		if err := records.Approve(ctx, jing, records.SeenOf(next)); err != nil {
			t.Fatal(err)
		}
		if got, _ := find(t, fang, r.Number); got.By != jing.Staff().ID {
			t.Errorf("approved by %q", got.By)
		}
		if err := records.Approve(ctx, d.Admin, records.SeenOf(next)); !errors.Is(err, records.ErrApproved) {
			t.Errorf("approved twice: %v", err)
		}
		last, err := records.Keep(ctx, fang, "recipient", records.SeenOf(next),
			with(recipient, "agreement", "standard"))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := find(t, fang, r.Number); got.By != "" {
			t.Error("what was changed counts as approved")
		}
		if err := records.Approve(ctx, jing, records.SeenOf(last)); err != nil {
			t.Errorf("approved anew: %v", err)
		}
		if versions, err := records.Versions(ctx, fang, r.Number); err != nil || len(versions) != 3 ||
			versions[2].Values["agreement"] != "" {
			t.Errorf("versions: %v %v", versions, err)
		}
	})
}

func TestNothingIsApprovedThatLeadsAbroadWithoutAnAuthorisation(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	r := keep(t, fang, "recipient", with(recipient, "country", "Singapore"))
	approve := func() error { return records.Approve(ctx, jing, records.SeenOf(r)) }
	var abroad *gate.AbroadError
	if err := approve(); !errors.As(err, &abroad) || abroad.Country != "SG" || len(abroad.Lacks) != 2 {
		t.Fatalf("approved without an authorisation: %v", err)
	}
	grant := keep(t, fang, "transfer", with(transfer, "categories", "contact"))
	if err := approve(); !errors.As(err, &abroad) {
		t.Errorf("by an authorisation that nobody approved: %v", err)
	}
	if err := records.Approve(ctx, jing, records.SeenOf(grant)); err != nil {
		t.Fatal(err)
	}
	if err := approve(); !errors.As(err, &abroad) || len(abroad.Lacks) != 1 || abroad.Lacks[0] != "order" {
		t.Errorf("by an authorisation for other data: %v", err)
	}
	grant, err := records.Keep(ctx, fang, "transfer", records.SeenOf(grant), transfer)
	if err != nil {
		t.Fatal(err)
	}
	if err := records.Approve(ctx, jing, records.SeenOf(grant)); err != nil {
		t.Fatal(err)
	}
	if err := approve(); err != nil {
		t.Errorf("with an authorisation: %v", err)
	}
	d.Clock.Step(60 * 24 * time.Hour) // the authorisation has ended
	if _, flaws := find(t, fang, r.Number); len(flaws) == 0 || flaws[0] != compliance.FlawAbroad {
		t.Errorf("after the authorisation ended: %v", flaws)
	}
}

func TestWhatIsHandedOverIsWrittenAfterTheApproval(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	values := map[string]string{"who": "District court", "ground": "court", "document": "(2026) 31", "country": "CN",
		"received": "2026-11-20", "asked": "Orders of 2025", "decision": "part",
		"categories": "order", "given": "Orders named in the document"}
	if _, err := records.Keep(ctx, fang, "disclosure", records.Seen{},
		with(values, "given_on", "2026-11-23")); !errors.Is(err, records.ErrTooEarly) {
		t.Errorf("handed over before anybody approved: %v", err)
	}
	r := keep(t, fang, "disclosure", values)
	if _, err := records.Keep(ctx, fang, "disclosure", records.SeenOf(r),
		with(values, "given_on", "2026-11-23")); !errors.Is(err, records.ErrTooEarly) {
		t.Errorf("handed over before the approval: %v", err)
	}
	if err := records.Approve(ctx, jing, records.SeenOf(r)); err != nil {
		t.Fatal(err)
	}
	given, err := records.Keep(ctx, fang, "disclosure", records.SeenOf(r), with(values, "given_on", "2026-11-23"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := find(t, fang, given.Number); got.By == "" {
		t.Error("the approval is lost by what follows it")
	}
	if _, err := records.Keep(ctx, fang, "disclosure", records.SeenOf(given),
		with(given.Values, "given", "Everything")); err != nil {
		t.Fatal(err)
	}
	if got, _ := find(t, fang, given.Number); got.By != "" {
		t.Error("more than was approved counts as approved")
	}
}

func TestTheRecordsOfStaffAreKeptByAnAdministratorAndReadByFew(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	values := with(training, "member", fang.Staff().ID)
	r := keep(t, d.Admin, "training", values)
	for name, err := range map[string]error{
		"a lead keeps one": func() error {
			_, err := records.KeepStaff(ctx, jing, "training", records.Seen{}, values)
			return err
		}(),
		"by the other way": func() error {
			_, err := records.Keep(ctx, jing, "training", records.Seen{}, values)
			return err
		}(),
		"and no recipient": func() error {
			_, err := records.KeepStaff(ctx, d.Admin, "recipient", records.Seen{}, recipient)
			return err
		}(),
		"a lead ends it": func() error {
			_, err := records.End(ctx, jing, records.SeenOf(r), "why")
			return err
		}(),
		"an agent reads it":   func() error { _, err := records.Versions(ctx, fang, r.Number); return err }(),
		"an agent's settings": func() error { _, err := records.Demand(ctx, fang, compliance.Demands{}); return err }(),
	} {
		if !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if st, err := records.Read(ctx, fang); err != nil || len(st.Records) != 0 {
		t.Errorf("an agent sees %v %v", st.Records, err)
	}
	if st, err := records.Read(ctx, jing); err != nil || len(st.Records) != 1 {
		t.Errorf("a lead sees %v %v", st.Records, err)
	}
	var wrong *compliance.ValueError
	if _, err := records.KeepStaff(ctx, d.Admin, "training", records.Seen{},
		with(values, "member", "nobody")); !errors.As(err, &wrong) || wrong.Field.ID != "member" {
		t.Errorf("a record of nobody: %v", err)
	}
}

func TestWhoLacksARecordSignsInReadsNextAndNothingElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := desktest.New(t, engine)
		fang := d.Add(t, "fang", model.RoleAgent)
		request := d.Request(t, fang)
		try := func() error { _, err := opened.Read(ctx, fang, request.ID); return err }
		if err := try(); err != nil {
			t.Fatal("nothing is demanded:", err)
		}
		demands, err := records.Demand(ctx, d.Admin,
			compliance.Demands{Of: map[string]compliance.Whom{"training": compliance.Everyone}})
		if err != nil {
			t.Fatal(err)
		}
		var lacking *gate.LackingError
		if err := try(); !errors.As(err, &lacking) || len(lacking.Lacks) != 1 || lacking.Lacks[0].Kind != "training" {
			t.Fatalf("opened without what is demanded: %v", err)
		}
		if _, err := fang.Release(ctx, request.Revision()); !errors.As(err, &lacking) {
			t.Errorf("acted without what is demanded: %v", err)
		}
		if _, err := fang.Search(ctx, "王小明"); !errors.As(err, &lacking) {
			t.Errorf("searched without what is demanded: %v", err)
		}
		if rows, err := fang.Page(ctx, desk.QueueAll, desk.Narrow{}, model.Cursor{}, 10); err != nil || len(rows) != 1 {
			t.Errorf("the list: %v %v", rows, err)
		}
		again := d.SignInAs(t, "fang")
		if lacks, err := records.Lacks(ctx, again); err != nil || len(lacks) != 1 {
			t.Errorf("after signing in: %v %v", lacks, err)
		}
		r := keep(t, d.Admin, "training", with(training, "member", fang.Staff().ID))
		if err := try(); err != nil {
			t.Errorf("with what is demanded: %v", err)
		}
		d.Clock.Step(39 * 24 * time.Hour) // 1 January
		if err := try(); !errors.As(err, &lacking) || lacking.Lacks[0].Ended.String() != "2026-12-31" {
			t.Errorf("after it ended: %v", err)
		}
		if _, err := records.KeepStaff(ctx, d.Admin, "training", records.SeenOf(r),
			with(r.Values, "expires", "2027-12-31")); err != nil {
			t.Fatal(err)
		}
		if err := try(); err != nil {
			t.Errorf("renewed: %v", err)
		}
		demands.Of["violation"] = compliance.Everyone
		if demands, err = records.Demand(ctx, d.Admin, demands); err != nil {
			t.Fatal(err)
		}
		v := keep(t, d.Admin, "violation",
			map[string]string{"member": fang.Staff().ID, "discovered": "2027-01-01", "what": "Told a friend"})
		if err := try(); !errors.As(err, &lacking) || !lacking.Lacks[0].Bars {
			t.Errorf("with an open violation: %v", err)
		}
		if _, err := records.EndStaff(ctx, d.Admin, records.SeenOf(v), "nothing in it"); err != nil {
			t.Fatal(err)
		}
		if err := try(); err != nil {
			t.Errorf("with a settled violation: %v", err)
		}
		if _, err := records.Demand(ctx, d.Admin, compliance.Demands{}); !errors.Is(err, records.ErrMoved) {
			t.Errorf("over a newer setting: %v", err)
		}
		if _, err := records.Demand(ctx, d.Admin,
			compliance.Demands{Version: demands.Version,
				Of: map[string]compliance.Whom{"recipient": compliance.Everyone}}); err == nil {
			t.Error("a kind that gates nothing is demanded")
		}
	})
}

func TestSomethingIsTickedOffByWhoDoesItOnce(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	values := map[string]string{"member": fang.Staff().ID, "last_day": "2026-11-30"}
	r := keep(t, d.Admin, "leaver", values)
	if _, err := records.KeepStaff(ctx, d.Admin, "leaver", records.SeenOf(r),
		with(values, "access", "2026-11-01 "+fang.Staff().ID)); !errors.Is(err, records.ErrTicked) {
		t.Errorf("written by hand: %v", err)
	}
	ticked, err := records.TickStaff(ctx, d.Admin, records.SeenOf(r), "access")
	if err != nil {
		t.Fatal(err)
	}
	if on, by := ticked.Ticked("access"); on.String() != "2026-11-23" || by != d.Admin.Staff().ID {
		t.Errorf("ticked off on %v by %s", on, by)
	}
	if _, err := records.TickStaff(ctx, d.Admin, records.SeenOf(ticked), "access"); !errors.Is(err, records.ErrSame) {
		t.Errorf("twice: %v", err)
	}
	if _, err := records.TickStaff(ctx, d.Admin, records.SeenOf(ticked), "last_day"); !errors.Is(err,
		compliance.ErrField) {
		t.Errorf("a day: %v", err)
	}
	if _, flaws := find(t, d.Admin, r.Number); len(flaws) != 0 {
		t.Errorf("access has ended: %v", flaws)
	}
}

func TestATableSaysWhatTheRecordsSay(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead)
	keep(t, fang, "recipient", with(recipient, "name", "=cmd()"))
	var out bytes.Buffer
	words := records.Words{Lang: "en", Nobody: "nobody yet", Flaw: func(f compliance.Flaw) string {
		return string(f.Kind)
	},
		Staff: func(id string) string { return "staff" }, Source: func(key string) string { return key }}
	n, err := records.Table(ctx, jing, &out, "recipient", packet.TableCSV, words)
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	for _, want := range []string{"Name and contact; Orders and transactions", "China", "unapproved", "nobody yet"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q does not stand in %s", want, out.String())
		}
	}
	if strings.Contains(out.String(), ",=cmd") || strings.Contains(out.String(), `"=cmd`) {
		t.Errorf("a formula stands in %s", out.String())
	}
	if _, err := records.Table(ctx, fang, &out, "recipient", packet.TableCSV, words); !errors.Is(err,
		desk.ErrForbidden) {
		t.Errorf("an agent takes the table: %v", err)
	}
}
