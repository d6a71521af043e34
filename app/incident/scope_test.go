package incident_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/affected"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	app "orangelab.cn/rightsdesk/app/incident"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/storetest"
)

// shopMap is a data map of accounts, what is told of them, and messages that lead to them over tickets.
const shopMap = `dataset:
  - fides_key: shop
    collections:
      - name: account
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true, data_type: integer}}
          - {name: account_no, data_categories: [user.account.user_id], fides_meta: {identity: account}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number}}
      - name: profile
        fields:
          - {name: account_id, data_categories: [system.operations], fides_meta: {primary_key: true, references: [{dataset: shop, field: account.id, direction: from}]}}
          - {name: name, data_categories: [user.name]}
          - {name: birth_date, data_categories: [user.demographic.date_of_birth]}
          - {name: country, data_categories: [user.contact.address.country]}
          - {name: id_number, data_categories: [user.government_id.national_identification_number]}
      - name: ticket
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: account_id, data_categories: [system.operations], fides_meta: {references: [{dataset: shop, field: account.id, direction: from}]}}
          - {name: contact_email, data_categories: [user.contact.email], fides_meta: {identity: email}}
      - name: message
        fields:
          - {name: ticket_id, data_categories: [system.operations], fides_meta: {primary_key: true, references: [{dataset: shop, field: ticket.id, direction: from}]}}
          - {name: seq, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: channel, data_categories: [system.operations]}
          - {name: body, data_categories: [user.content.private]}
      - name: purchase
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: account_id, data_categories: [system.operations], fides_meta: {references: [{dataset: shop, field: account.id, direction: from}]}}
          - {name: product_id, data_categories: [user.behavior.purchase_history], fides_meta: {references: [{dataset: shop, field: product.id, direction: to}]}}
      - name: product
        fields:
          - {name: id, data_categories: [system.operations], fides_meta: {primary_key: true}}
          - {name: title, data_categories: [system.operations]}
`

// withShop gives a desk a source with five accounts: 1 is a child, 2 lives in Germany and wrote, 3 wrote twice, 4 never
// did, and 5 has no address but a number.
func withShop(t testing.TB, d *desktest.Desk) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE account (id INTEGER PRIMARY KEY, account_no TEXT, email TEXT, phone TEXT);
		CREATE TABLE profile (account_id INTEGER PRIMARY KEY, name TEXT, birth_date TEXT, country TEXT, id_number TEXT);
		CREATE TABLE ticket (id INTEGER PRIMARY KEY, account_id INTEGER, contact_email TEXT);
		CREATE TABLE message (ticket_id INTEGER, seq INTEGER, channel TEXT, body TEXT, PRIMARY KEY (ticket_id, seq));
		CREATE TABLE purchase (id INTEGER PRIMARY KEY, account_id INTEGER, product_id INTEGER);
		CREATE TABLE product (id INTEGER PRIMARY KEY, title TEXT);
		INSERT INTO purchase VALUES (1, 1, 7), (2, 2, 7), (3, 3, 7), (4, 3, 8);
		INSERT INTO product VALUES (7, 'Lamp'), (8, 'Chair');
		INSERT INTO account VALUES (1, 'A-1', 'mei@person.test', '13812340001'), (2, 'A-2', 'max@person.test', NULL), (3, 'A-3', 'li@person.test', '13812340003'),
			(4, 'A-4', 'wu@person.test', NULL), (5, 'A-5', NULL, '13812340005');
		INSERT INTO profile VALUES (1, 'Mei', '2016-05-01', NULL, NULL), (2, 'Max', '1980-01-01', 'DE', NULL), (3, 'Li', NULL, NULL, '110105199003070017');
		INSERT INTO ticket VALUES (10, 1, NULL), (20, 2, 'MAX@person.test'), (30, 3, NULL), (31, 3, 'li@person.test'), (40, NULL, 'stranger@person.test'), (50, NULL, NULL);
		INSERT INTO message VALUES (10, 1, 'web', 'x'), (20, 1, 'web', 'y'), (30, 1, 'web', 'z'), (30, 2, 'mail', 'z'), (31, 1, 'mail', 'z'), (40, 1, 'mail', 'z'), (50, 1, 'mail', 'z')`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := datamap.Save(ctx, d.Admin,
		model.Source{Key: "crm", Name: "CRM", Address: "sqlite:" + path, Dataset: shopMap}); err != nil {
		t.Fatal(err)
	}
}

// scoped opens an incident of which counts can be made.
type scoped struct {
	testing.TB
	desk *desktest.Desk
	at   string // its folder
	by   *desk.Session
	st   incident.Standing
}

func newScoped(t testing.TB, engine string, drill bool) *scoped {
	at := storetest.Migrated(t, engine)
	d := desktest.NewAt(t, at)
	withShop(t, d)
	s := &scoped{TB: t, desk: d, at: at, by: d.Add(t, "fang", model.RoleAgent)}
	var err error
	if s.st, err = app.Open(ctx, s.by, facts(d), drill); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *scoped) must(st incident.Standing, err error) incident.Count {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	s.st = st
	total, _ := st.Scope()
	return total
}

func (s *scoped) source(collection string, where map[string][]string) incident.Count {
	s.Helper()
	return s.must(app.CountSource(ctx, s.by, app.SeenOf(s.st.Incident), "crm", collection, where, false))
}

func kept(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhoseRowsAreAffectedIsCountedByTheDataMap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		s := newScoped(t, engine, false)
		// The messages lead over tickets to three accounts and to a stranger; one leads to nobody, who may be any of
		// them or somebody else.
		n := s.source("shop:message", nil)
		if n.People != (incident.Range{Known: true, Least: 4, Most: 5}) || n.Categories["user.content.private"] != 5 ||
			n.Sensitive != 5 {
			t.Fatalf("by messages: %+v", n)
		}
		if n.Minors != (incident.Ages{Under14: 1, Adult: 2, Unknown: 2}) {
			t.Errorf("ages: %+v", n.Minors)
		}
		if n.Regimes["eu"] != 1 || n.Regimes["cn"] != 2 || n.Nowhere != 2 {
			t.Errorf("places: %v, nowhere %d", n.Regimes, n.Nowhere)
		}
		if n.Email != 4 || n.Phone != 2 || n.Unreached != 1 {
			t.Errorf("reached: %d by mail, %d by phone, %d not", n.Email, n.Phone, n.Unreached)
		}
		m := s.st.Measures()[0]
		if m.Lines != 7 || m.Nameless != 0 || len(m.Unread) != 0 || m.Digest == "" {
			t.Errorf("%+v", m)
		}
		// Another count that overlaps adds whom the first did not have.
		if n = s.source("shop:account", nil); n.People != (incident.Range{Known: true, Least: 6, Most: 7}) ||
			n.Categories["user.contact.email"] != 4 {
			t.Errorf("with the accounts: %+v", n)
		}
		// Who bought the same is not the same, and a product is nobody.
		if n = s.source("", nil); n.People != (incident.Range{Known: true, Least: 6, Most: 7}) ||
			n.Categories["user.government_id.national_identification_number"] != 1 {
			t.Errorf("with the whole source: %+v", n)
		}
	})
}

func TestOnlyTheRowsThatMeetTheConditionCount(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	if n := s.source("shop:message", map[string][]string{"channel": {"web"}}); n.People != incident.Exactly(3) ||
		s.st.Measures()[0].Lines != 3 {
		t.Errorf("%+v of %d lines", n.People, s.st.Measures()[0].Lines)
	}
	seen := app.SeenOf(s.st.Incident)
	if _, err := app.CountSource(ctx, s.by, seen, "crm", "shop:message", map[string][]string{"shoe": {"43"}},
		false); !errors.Is(err, affected.ErrField) {
		t.Errorf("by a column that is not there: %v", err)
	}
	if _, err := app.CountSource(ctx, s.by, seen, "crm", "shop:shoe", nil, false); !errors.Is(err,
		affected.ErrCollection) {
		t.Errorf("of a collection that is not there: %v", err)
	}
	if _, err := app.CountSource(ctx, s.by, seen, "crm", "shop:product", nil, false); !errors.Is(err,
		affected.ErrNobodys) {
		t.Errorf("of a collection that is nobody's: %v", err)
	}
	if _, err := app.CountSource(ctx, s.by, seen, "crm", "shop:message", map[string][]string{"channel": {"fax"}},
		false); !errors.Is(err, incident.ErrNoPeople) {
		t.Errorf("nobody was counted: %v", err)
	}
}

func TestListsAndLogsThatOverlapCountNobodyTwice(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	list := func(text, of string) (incident.Standing, error) {
		return app.CountList(ctx, s.by, app.SeenOf(s.st.Incident), kept(t, "list.csv", text), of, false)
	}
	n := s.must(list("name,email\nMax,MAX@Person.test\nMax M.,max@person.test\nMei,mei@person.test\n,\nnobody,none\n",
		""))
	if n.People != (incident.Range{Known: true, Least: 2, Most: 3}) || s.st.Measures()[0].Nameless != 1 {
		t.Errorf("by the list: %+v, %+v", n.People, s.st.Measures()[0])
	}
	if n.Minors.Under14 != 1 || n.Regimes["eu"] != 1 {
		t.Errorf("the source was not asked who they are: %+v", n)
	}
	// The number of Mei's account, and a stranger.
	if n = s.must(list("手机\n138 1234 0001\n13900000000\n", "")); n.People !=
		(incident.Range{Known: true, Least: 3, Most: 4}) {
		t.Errorf("with a list of numbers: %+v", n.People)
	}
	log := kept(t, "access.log", "10:42 GET /export uid=1 ok\n10:43 uid=\"4\"\n10:43 uid=1\n10:44 no one here\n")
	n = s.must(app.CountLog(ctx, s.by, app.SeenOf(s.st.Incident), log, "uid", "row:shop:account:id", "shop:message",
		false))
	if n.People != (incident.Range{Known: true, Least: 4, Most: 5}) {
		t.Errorf("with the log: %+v", n.People)
	}
	// The messages of account 1 are affected by the log; account 4 has none.
	if m := s.st.Measures()[2]; m.Count.People != incident.Exactly(2) || m.Lines != 3 ||
		m.Count.Categories["user.content.private"] != 1 {
		t.Errorf("the log by itself: %+v", m)
	}
	n = s.must(app.CountLog(ctx, s.by, app.SeenOf(s.st.Incident),
		kept(t, "mail.log", "to=<wu@person.test>, 13812340005; 1732323232323\n"), "", "", "", false))
	if n.People != (incident.Range{Known: true, Least: 5, Most: 6}) {
		t.Errorf("with addresses and numbers of a log: %+v", n.People)
	}
	if _, err := list("shoe size\n43\n", ""); !errors.Is(err, affected.ErrColumns) {
		t.Errorf("a list that names nobody: %v", err)
	}
}

func TestACountThatIsTakenOutLeavesTheOthers(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	s.source("shop:message", nil)
	s.must(app.CountList(ctx, s.by, app.SeenOf(s.st.Incident), kept(t, "list.csv", "email\nsomebody@else.test\n"), "",
		false))
	first := s.st.Measures()[0]
	seen := app.SeenOf(s.st.Incident)
	if _, err := app.DropCount(ctx, s.by, seen, first, " "); !errors.Is(err, incident.ErrReason) {
		t.Errorf("taken out without a reason: %v", err)
	}
	if n := s.must(app.DropCount(ctx, s.by, seen, first, "the wrong table")); n.People != incident.Exactly(1) ||
		len(s.st.Measures()) != 1 {
		t.Errorf("%+v", n)
	}
	if _, err := app.DropCount(ctx, s.by, seen, first, "again"); !errors.Is(err, app.ErrMovedOn) {
		t.Errorf("by an older version: %v", err)
	}
	if _, err := app.DropCount(ctx, s.by, app.SeenOf(s.st.Incident), first, "again"); !errors.Is(err,
		incident.ErrMeasure) {
		t.Errorf("taken out twice: %v", err)
	}
	if _, err := app.CountSource(ctx, s.by, seen, "crm", "", nil, false); !errors.Is(err, app.ErrMovedOn) {
		t.Errorf("counted by an older version: %v", err)
	}
	if err := s.by.Read(ctx, model.ActCountIncident, func(v *store.View) error {
		_, left, err := incidents.PeopleDigest(v, s.st.ID, first.ID)
		if left != 0 {
			t.Errorf("%d lines about people of the count that was taken out are kept", left)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestTheFactsTakeACountOfEverybody(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	before := len(s.st.Due())
	s.must(app.CountSource(ctx, s.by, app.SeenOf(s.st.Incident), "crm", "shop:profile", nil, true))
	f := s.st.Facts
	if f.People != incident.Exactly(3) || f.Answers["minors"] != incident.Yes ||
		f.Answers["unique_ids"] != incident.Yes || f.Answers["sensitive"] != incident.Yes {
		t.Errorf("%+v", f)
	}
	if f.Places["eu"] != incident.Exactly(1) || f.Places["jp"] != incident.Exactly(0) {
		t.Errorf("places %+v", f.Places)
	}
	if len(s.st.Turned[s.st.Version]) == 0 || len(s.st.Due()) == before {
		t.Error("the count turned no clock")
	}
}

func TestPeopleOfAnIncidentLieSealed(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	s.source("shop:account", nil)
	s.must(app.CountList(ctx, s.by, app.SeenOf(s.st.Incident), kept(t, "list.csv", "email\nsomebody@else.test\n"), "",
		false))
	files, err := filepath.Glob(filepath.Join(s.at, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		for _, secret := range []string{"person.test", "else.test", "13812340001"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q in the clear", filepath.Base(path), secret)
			}
		}
	}
}

func TestAnAudienceComesOutOfAScopeAndNoneOutOfADrill(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	s.source("shop:message", nil)
	s.must(app.CountList(ctx, s.by, app.SeenOf(s.st.Incident), kept(t, "list.csv", "phone\n13812340003\n13812340005\n"),
		"", false))
	audience := func(about incident.Standing, whom campaign.Whom) (notice.Notice, error) {
		n, err := campaign.Begin(ctx, s.by, notice.Breach)
		if err != nil {
			t.Fatal(err)
		}
		return campaign.AudienceIncident(ctx, s.by, n.Seen(), app.SeenOf(about.Incident), whom)
	}
	for whom, want := range map[campaign.Whom][3]int64{campaign.Everybody: {5, 4, 3}, campaign.Children: {1, 1, 1},
		campaign.Others: {4, 3, 2}} {
		n, err := audience(s.st, whom)
		if err != nil || n.Audience.Count != want[0] || n.Audience.Email != want[1] || n.Audience.SMS != want[2] ||
			n.Audience.From != s.st.Reference {
			t.Errorf("%s: %+v, %v", whom, n.Audience, err)
		}
	}
	drill := newScoped(t, "sqlite", true)
	drill.source("shop:message", nil)
	s = drill
	if _, err := audience(drill.st, campaign.Everybody); !errors.Is(err, campaign.ErrDrillAudience) {
		t.Errorf("a drill has an audience: %v", err)
	}
}

// What people can do is begun with by the data that the count found, and left to its writer where nothing was counted.
func TestANoticeBeginsWithWhatPeopleCanDo(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	advice := func() string {
		n, err := campaign.BeginIncident(ctx, s.by, app.SeenOf(s.st.Incident), campaign.Everybody)
		if err != nil {
			t.Fatal(err)
		}
		if s.st, err = app.Read(ctx, s.by, s.st.ID); err != nil {
			t.Fatal(err)
		}
		return n.Content.Passages["selfhelp"]["en"]
	}
	if text := advice(); text != "" {
		t.Errorf("nobody knows what leaked, and people are told %q", text)
	}
	s.source("shop:account", nil)
	if text := advice(); !strings.Contains(text, "Change your password") || strings.Contains(text, "bank") {
		t.Errorf("of accounts that leaked people are told %q", text)
	}
}

func TestACountGoesOnThoughTheRecordGrowsMeanwhile(t *testing.T) {
	s := newScoped(t, "sqlite", false)
	seen := app.SeenOf(s.st.Incident)
	began := s.st
	s.must(app.Note(ctx, s.by, seen, "Link closed", s.desk.Now().Add(-time.Minute)))
	if _, err := app.CountSource(ctx, s.by, app.SeenOf(began.Incident), "crm", "", nil, false); !errors.Is(err,
		app.ErrMovedOn) {
		t.Errorf("begun by an older version: %v", err)
	}
}
