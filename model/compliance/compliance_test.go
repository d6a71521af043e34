package compliance_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
)

func kinds(tb testing.TB) *compliance.Kinds {
	tb.Helper()
	k, err := compliance.Read(assets.Compliance)
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

func kind(tb testing.TB, id string) compliance.Kind {
	tb.Helper()
	k, ok := kinds(tb).Kind(id)
	if !ok {
		tb.Fatal("no kind", id)
	}
	return k
}

func day(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestKindsThatCannotBeAreRefused(t *testing.T) {
	whole := string(assets.Compliance)
	for name, change := range map[string][2]string{
		"an unknown key":             {"second: true", "secund: true"},
		"a name of no field":         {"name: [country, recipient]", "name: [country, nobody]"},
		"a day that is no day field": {"due: [{field: until,", "due: [{field: number,"},
		"a comma without quotes":     {"title: {en: Products, ", "title: {en: Products, and more, "},
		"a title without Chinese":    {"title: {en: Recipients, zh-Hans: 接收方}", "title: {en: Recipients}"},
		"a gate without a member":    {"    member: member\n    gates: bars", "    gates: bars"},
		"a home that is no country":  {"home: CN", "home: XX"},
	} {
		if !strings.Contains(whole, change[0]) {
			t.Fatalf("%s: %q does not stand in the kinds", name, change[0])
		}
		if _, err := compliance.Read([]byte(strings.Replace(whole, change[0], change[1], 1))); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func TestACountryIsReadInBothLanguagesAndAsItsLetters(t *testing.T) {
	for text, want := range map[string]string{"Germany": "DE", " 德国 ": "DE", "de": "DE", "中国": "CN", "新加坡": "SG",
		"Atlantis": "", "": "", "EU": ""} {
		if got := compliance.CountryOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if compliance.CountryName("HK", "zh-Hans") == "HK" || compliance.IsCountry("de") {
		t.Error("a region has no name, or small letters are a code")
	}
}

func TestAValueIsKeptAsItsFieldHoldsIt(t *testing.T) {
	k := kind(t, "transfer")
	whole := map[string]string{"country": " Germany", "instrument": "contract", "categories": "order contact",
		"from": "2026-01-01", "number": "  A  1 "}
	got, err := k.Tidy(whole)
	if err != nil || got["country"] != "DE" || got["categories"] != "contact order" || got["number"] != "A 1" {
		t.Fatal(got, err)
	}
	for name, tt := range map[string]struct {
		field, value string
		want         error
	}{
		"a country that is none":            {"country", "Atlantis", compliance.ErrCountry},
		"nothing where something is needed": {"from", " ", compliance.ErrRequired},
		"a day that is none":                {"until", "2026-02-30", compliance.ErrDay},
		"another choice":                    {"instrument", "handshake", compliance.ErrChoice},
		"a category twice":                  {"categories", "order order", compliance.ErrChoice},
		"too much":                          {"consent", strings.Repeat("x", 10_001), compliance.ErrLong},
	} {
		values := map[string]string{}
		for id, v := range whole {
			values[id] = v
		}
		values[tt.field] = tt.value
		_, err := k.Tidy(values)
		var wrong *compliance.ValueError
		if !errors.As(err, &wrong) || wrong.Field.ID != tt.field || !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := k.Tidy(map[string]string{"nobody": "x"}); !errors.Is(err, compliance.ErrField) {
		t.Errorf("a field that is not there: %v", err)
	}
}

func TestNothingGoesAbroadWithoutAnAuthorisationThatHolds(t *testing.T) {
	k, today := kinds(t), day(t, "2026-11-27")
	sound := compliance.Record{Kind: "transfer", By: "jing",
		Values: map[string]string{"country": "SG", "categories": "contact order", "from": "2026-01-01",
			"until": "2026-11-27"}}
	with := func(change func(*compliance.Record)) []compliance.Record {
		r := sound
		r.Values = map[string]string{}
		for id, v := range sound.Values {
			r.Values[id] = v
		}
		change(&r)
		return []compliance.Record{r}
	}
	same := func(*compliance.Record) {}
	for name, tt := range map[string]struct {
		transfers  []compliance.Record
		country    string
		categories []string
		lacks      []string
	}{
		"at home":             {nil, "CN", []string{"contact"}, nil},
		"none":                {nil, "SG", []string{"contact"}, []string{"contact"}},
		"Hong Kong is abroad": {nil, "HK", []string{"contact"}, []string{"contact"}},
		"one that holds":      {with(same), "SG", []string{"contact", "order"}, nil},
		"a further category":  {with(same), "SG", []string{"contact", "health"}, []string{"health"}},
		"another country":     {with(same), "US", []string{"contact"}, []string{"contact"}},
		"not approved": {with(func(r *compliance.Record) { r.By = "" }), "SG", []string{"contact"},
			[]string{"contact"}},
		"ended": {with(func(r *compliance.Record) { r.Ended = "withdrawn" }), "SG", []string{"contact"},
			[]string{"contact"}},
		"expired": {with(func(r *compliance.Record) { r.Values["until"] = "2026-11-26" }), "SG",
			[]string{"contact"}, []string{"contact"}},
		"not yet": {with(func(r *compliance.Record) { r.Values["from"] = "2026-11-28" }), "SG",
			[]string{"contact"}, []string{"contact"}},
		"without an end": {with(func(r *compliance.Record) { delete(r.Values, "until") }), "SG",
			[]string{"contact"}, nil},
		"a record of no grant": {with(func(r *compliance.Record) { r.Kind = "recipient" }), "SG", []string{"contact"},
			[]string{"contact"}},
	} {
		if got := k.LacksAbroad(tt.transfers, "CN", tt.country, tt.categories, today); !slices.Equal(got, tt.lacks) {
			t.Errorf("%s: lacks %v, want %v", name, got, tt.lacks)
		}
	}
}

func TestWhatIsWrongWithARecordIsSaidTheWorstFirst(t *testing.T) {
	k, today := kinds(t), day(t, "2026-11-27")
	r := compliance.Record{Kind: "recipient",
		Values: map[string]string{"name": "A", "country": "SG", "categories": "contact", "expires": "2026-11-26",
			"review": "2026-12-20"}}
	var got []compliance.FlawKind
	for _, f := range k.Flaws(r, nil, "CN", today) {
		got = append(got, f.Kind)
	}
	if want := []compliance.FlawKind{compliance.FlawAbroad, compliance.FlawOverdue,
		compliance.FlawUnapproved}; !slices.Equal(got[:3], want) || got[len(got)-1] != compliance.FlawSoon ||
		!slices.Contains(got, compliance.FlawMissing) {
		t.Errorf("%v", got)
	}
	r.Ended = "no more"
	if flaws := k.Flaws(r, nil, "CN", today); len(flaws) > 0 {
		t.Errorf("an ended record: %v", flaws)
	}
	drill := compliance.Record{Kind: "drill", Values: map[string]string{"planned": "2026-11-01"}}
	if flaws := k.Flaws(drill, nil, "CN", today); len(flaws) != 1 || flaws[0].Kind != compliance.FlawOverdue {
		t.Errorf("a drill that was not held: %v", flaws)
	}
	drill.Values["held"] = "2026-11-02"
	if flaws := k.Flaws(drill, nil, "CN", today); len(flaws) != 0 {
		t.Errorf("a drill that was held: %v", flaws)
	}
}

func TestWhoLacksWhatIsDemandedIsTold(t *testing.T) {
	k, today := kinds(t), day(t, "2026-11-27")
	training := func(member, result, until string) compliance.Record {
		return compliance.Record{Kind: "training",
			Values: map[string]string{"member": member, "result": result, "expires": until}}
	}
	violation := compliance.Record{Kind: "violation", Values: map[string]string{"member": "fang"}}
	ended := violation
	ended.Ended = "nothing in it"
	for name, tt := range map[string]struct {
		of      map[string]compliance.Whom
		role    model.Role
		records []compliance.Record
		lacks   []string
	}{
		"nothing is demanded": {nil, model.RoleAgent, nil, nil},
		"none": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			nil, []string{"training"}},
		"one that holds": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{training("fang", "passed", "2026-11-27")}, nil},
		"somebody else's": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{training("jing", "passed", "2027-11-27")}, []string{"training"}},
		"not passed": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{training("fang", "failed", "2027-11-27")}, []string{"training"}},
		"expired": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{training("fang", "passed", "2026-11-26")}, []string{"training"}},
		"expired and passed again": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{training("fang", "passed", "2026-11-26"), training("fang", "passed", "2027-01-01")},
			nil},
		"of leads alone, an agent": {map[string]compliance.Whom{"assessment": compliance.Leads}, model.RoleAgent,
			nil, nil},
		"of leads alone, a lead": {map[string]compliance.Whom{"assessment": compliance.Leads}, model.RoleLead,
			nil, []string{"assessment"}},
		"of everyone, an admin": {map[string]compliance.Whom{"training": compliance.Everyone}, model.RoleAdmin,
			nil, nil},
		"a violation that is open": {map[string]compliance.Whom{"violation": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{violation}, []string{"violation"}},
		"a violation that was settled": {map[string]compliance.Whom{"violation": compliance.Everyone}, model.RoleAgent,
			[]compliance.Record{ended}, nil},
	} {
		var got []string
		for _, l := range k.Lacks(compliance.Demands{Of: tt.of}, "fang", tt.role, tt.records, today) {
			got = append(got, l.Kind)
		}
		if !slices.Equal(got, tt.lacks) {
			t.Errorf("%s: lacks %v, want %v", name, got, tt.lacks)
		}
	}
}
