package source_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/mirror/mirrortest"
	"orangelab.cn/rightsdesk/app/source/residue"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/trial"
)

// Keys of the documents of the tests.
var (
	wangID = bson.ObjectID{11: 1}
	liID   = bson.ObjectID{11: 2}
	born   = time.Date(1990, 5, 17, 0, 0, 0, 0, time.UTC)
)

// newDocuments is a shop: two customers, orders with addresses and lines, and a log.
func newDocuments(t *testing.T) *mirrortest.Documents {
	t.Helper()
	d := mirrortest.NewDocuments(t)
	address := func(s, at string) bson.D { return bson.D{{Key: "address", Value: s}, {Key: "since", Value: at}} }
	d.Add(t, "users",
		bson.D{{Key: "_id", Value: wangID}, {Key: "name", Value: bson.D{{Key: "first", Value: "Ming"},
			{Key: "last", Value: "Wang"}}}, {Key: "emails", Value: bson.A{address("Wang@b.cn", "2020"),
			address("li@b.cn", "2021")}}, {Key: "born", Value: born}, {Key: "visits", Value: int32(7)},
			{Key: "balance", Value: 12.5}, {Key: "photo", Value: []byte{1, 0, 255}}, {Key: "vip", Value: true}},
		bson.D{{Key: "_id", Value: liID}, {Key: "emails", Value: bson.A{address("li2@b.cn", "2019")}},
			{Key: "visits", Value: int64(1) << 40}})
	d.Add(t, "orders",
		bson.D{{Key: "_id", Value: int32(1)}, {Key: "user", Value: wangID}, {Key: "ship", Value: bson.D{
			{Key: "zone", Value: int64(3)}, {Key: "placed", Value: born}, {Key: "to", Value: "Wang Ming"},
			{Key: "street", Value: "Main 1"}}}, {Key: "tags", Value: bson.A{"gift", int32(3), nil}}},
		bson.D{{Key: "_id", Value: int32(2)}, {Key: "user", Value: liID}, {Key: "ship", Value: nil}})
	d.Add(t, "log", bson.D{{Key: "_id", Value: "a"}, {Key: "who", Value: bson.A{wangID, liID}},
		{Key: "text", Value: "Wang Ming came"}})
	return d
}

const documentsData = `dataset:
  - fides_key: shop
    collections:
      - name: users
        fields:
          - {name: _id, fides_meta: {primary_key: true}}
          - {name: name, fides_meta: {data_type: object}, fields: [{name: first, data_categories: [user.name.first]}, {name: last, data_categories: [user.name.last]}]}
          - name: emails
            fides_meta: {data_type: "object[]"}
            fields: [{name: address, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}, {name: since}]
          - {name: phone, data_categories: [user.contact.phone_number], fides_meta: {identity: phone_number, data_type: string}}
          - {name: born, data_categories: [user.demographic.date_of_birth]}
          - {name: visits, data_categories: [user.behavior]}
          - {name: photo, data_categories: [user.biometric]}
      - name: orders
        fields:
          - {name: _id, fides_meta: {primary_key: true}}
          - {name: user, data_categories: [user.unique_id], fides_meta: {references: [{dataset: shop, field: users._id, direction: from}]}}
          - {name: ship, fides_meta: {data_type: object}, fields: [{name: to, data_categories: [user.name], fides_meta: {data_type: string, masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: 删除}}}}, {name: street, data_categories: [user.contact.address.street]}, {name: zone}]}
      - name: log
        fields:
          - {name: _id, fides_meta: {primary_key: true}}
          - {name: who, data_categories: [user.unique_id], fides_meta: {data_type: "string[]", references: [{dataset: shop, field: users._id, direction: from}]}}
`

func TestAPersonIsFoundInDocuments(t *testing.T) {
	d := newDocuments(t)
	got := mapTried(t, documentsData, "shop="+d.Address, "--access", "--spellings", "--identity", "email=WANG@B.CN",
		"--identity", "phone_number=13800138000").rows(t)
	want := map[string][]map[string]any{
		"shop:users": {{"_id": wangID.Hex(), "name": map[string]any{"first": "Ming", "last": "Wang"},
			"emails": []any{map[string]any{"address": "Wang@b.cn", "since": "2020"}}, "phone": nil,
			"born":   "1990-05-17T00:00:00.000Z",
			"visits": 7, "photo": "base64:AQD/"}},
		"shop:orders": {{"_id": 1, "user": wangID.Hex(), "ship": map[string]any{"to": "Wang Ming", "street": "Main 1",
			"zone": 3, "placed": "1990-05-17T00:00:00.000Z"}}},
		"shop:log": {{"_id": "a", "who": []any{wangID.Hex()}}},
	}
	for name := range want {
		if fmt.Sprint(got[name]) != fmt.Sprint(want[name]) {
			t.Errorf("%s: %v\nwant %v", name, got[name], want[name])
		}
	}
}

func TestDocumentsAreErasedAsPlannedAndKeepTheFormOfTheRest(t *testing.T) {
	d := newDocuments(t)
	others := []string{d.Held(t, "users")[1], d.Held(t, "orders")[1]}
	got := mapTried(t, documentsData, "shop="+d.Address, "--erase", "--strategy", "null_rewrite", "--identity",
		"email=Wang@b.cn", "--write")
	if got.status != 0 || !strings.Contains(got.out, `"apart"`) {
		t.Fatalf("%+v", got)
	}
	id := func(o bson.ObjectID) string { return fmt.Sprintf(`{"$oid":%q}`, o.Hex()) }
	for collection, want := range map[string][]string{
		"users": {`{"_id": ` + id(wangID) + `,"name": {"first": null,"last": null},"emails": [{"address": null,"since": "2020"},` +
			`{"address": "li@b.cn","since": "2021"}],"born": null,"visits": null,"balance": {"$numberDouble":"12.5"},` +
			`"photo": null,"vip": true}`, others[0]},
		"orders": {`{"_id": {"$numberInt":"1"},"user": null,"ship": {"zone": {"$numberLong":"3"},` +
			`"placed": {"$date":{"$numberLong":"642902400000"}},"to": "删除","street": null},` +
			`"tags": ["gift",{"$numberInt":"3"},null]}`, others[1]},
		"log": {`{"_id": "a","who": [null,` + id(liID) + `],"text": "Wang Ming came"}`},
	} {
		if held := d.Held(t, collection); !slices.Equal(held, want) {
			t.Errorf("%s holds\n%s\nwant\n%s", collection, strings.Join(held, "\n"), strings.Join(want, "\n"))
		}
	}
	if got := mapTried(t, documentsData, "shop="+d.Address, "--erase", "--strategy", "delete", "--identity",
		"email=li2@b.cn", "--write"); got.status != 0 || len(d.Held(t, "users")) != 1 || len(d.Held(t, "orders")) != 1 {
		t.Errorf("%+v\n%v", got, d.Held(t, "orders"))
	}
}

func TestADocumentThatWasChangedSinceThePlanIsNotWritten(t *testing.T) {
	d := newDocuments(t)
	src, err := source.Open(t.Context(), d.Address)
	if err != nil {
		t.Fatal(err)
	}
	datasets, sources := linked(t, documentsData), map[string]*sqldb.Source{"shop": src}
	erasing := trial.NewErasing(search.Options{Datasets: datasets, Sources: sources,
		Identities: dataset.Identities{"email": {"Wang@b.cn"}}}, map[string]string{"shop": d.Address},
		dataset.Masking{Strategy: dataset.NullRewrite})
	if _, err := erasing.Preview(t.Context()); err != nil {
		t.Fatal(err)
	}
	report, err := residue.Search(t.Context(), residue.SearchOptions{Datasets: datasets, Sources: sources,
		Identities: dataset.Identities{"email": {"li@b.cn"}}, Names: []string{"Wang Ming"}})
	if err != nil || len(report.Failed) > 0 || len(report.Hits) != 3 {
		t.Errorf("what remains: %+v, %v", report, err)
	}
	closed(t, src)
	if _, err := d.DB.Collection("users").UpdateByID(t.Context(), wangID,
		bson.D{{Key: "$set", Value: bson.D{{Key: "city", Value: "Beijing"}}}}); err != nil {
		t.Fatal(err)
	}
	before := d.Held(t, "users")
	if err := erasing.Write(t.Context()); err == nil || !slices.Equal(d.Held(t, "users"), before) {
		t.Errorf("%v, %v", err, d.Held(t, "users"))
	}
}

func TestAFieldThatNoDocumentHasIsEmptyAndSaidByTheCheck(t *testing.T) {
	d := newDocuments(t)
	src, err := source.Open(t.Context(), d.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, src)
	problems, err := search.CheckColumns(t.Context(), linked(t, documentsData), map[string]*sqldb.Source{"shop": src})
	if err != nil || len(problems) != 1 || problems[0].Severity != dataset.Warning ||
		!strings.Contains(problems[0].Message, `"phone"`) {
		t.Errorf("%v, %v", problems, err)
	}
}

func TestNoErrorOfDocumentsTellsThePassword(t *testing.T) {
	for address, wrong := range map[string]string{
		"mongodb://x:s3same@127.0.1:1/shop":                             "does not answer",
		"mongodb://x:s3same@127.0.1:1/":                                 "cannot be read",
		"mongodb://x:s3same@documents.example/shop?tls=false":           "no encryption",
		"mongodb://x:s3same@documents.example/shop?tlsInsecure=true":    "tlsInsecure",
		"mongodb://x:s3same@127.0.1/s?authMechanism=MONGODB-AWS":        "MONGODB-AWS",
		"mongodb://x:s3%same@127.0.1/s":                                 "cannot be read",
		"mongodb+srv://x:s3same@documents.invalid/shop?collections=a,b": "cannot be found",
		"mongodb://x:s3same@127.0.1/s?ca=/nowhere.pem":                  "cannot be used",
	} {
		src, err := source.Open(t.Context(), address)
		if err == nil {
			err = src.Ping(t.Context())
			closed(t, src)
		}
		if err == nil || !strings.Contains(err.Error(), wrong) || strings.Contains(err.Error(), "s3same") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestDocumentsAreDrafted(t *testing.T) {
	d := newDocuments(t)
	var out, errOut bytes.Buffer
	if status := trial.Draft(t.Context(), []string{"shop=" + d.Address}, &out, &errOut); status != 0 {
		t.Fatalf("%d: %s", status, errOut.String())
	}
	for _, want := range []string{"users", "orders", "primary_key", "users._id"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the draft does not name %q:\n%s", want, out.String())
		}
	}
}
