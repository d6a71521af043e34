package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// keyedMap adds a list whose key is the address itself, and visits of which the data map calls nothing personal.
func keyedMap(o office, t *testing.T) {
	o.exec(t,
		`CREATE TABLE mailing (email TEXT PRIMARY KEY, since TEXT); INSERT INTO mailing VALUES ('wang.ming@163.com', '2024-01-01'), ('mary@example.com', '2024-01-01');
CREATE TABLE visit (id INTEGER PRIMARY KEY, customer_id INTEGER, what TEXT); INSERT INTO visit VALUES (70, 1, 'massage'), (71, 2, 'sauna')`)
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: mailing
        fields:
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, primary_key: true}}
          - {name: since}
      - name: visit
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: what}
`
	})
}

func TestAnAddressThatIsTheKeyGoesWithItsRow(t *testing.T) {
	o := newOffice(t, "sqlite")
	keyedMap(o, t)
	_, cert := o.erased(t, eraseHeld, nil)
	if got := rowsUnder(cert.Result, model.FateDeleted, "mailing"); got != 1 {
		t.Errorf("%d rows of the list are deleted", got)
	}
	if len(cert.Result.Fixed()) != 0 || len(cert.Result.Search.Open()) != 0 {
		t.Errorf("still there: %+v, %+v", cert.Result.Fixed(), cert.Result.Search.Open())
	}
}

func TestALetterNeverDeniesWhatARecordStillHolds(t *testing.T) {
	o := newOffice(t, "sqlite")
	keyedMap(o, t)
	r, cert := o.erased(t, func(l *model.ScopeLine) {
		eraseHeld(l)
		if l.Collection == "mailing" {
			l.Way = model.WayAnonymise // in vain: the address is the key
		}
	}, nil)
	if fixed, unnamed := rowsUnder(cert.Result, model.FateFixed, "mailing"), rowsUnder(cert.Result, model.FateUnnamed,
		"visit"); fixed != 1 || unnamed != 1 {
		t.Fatalf("%d rows fixed, %d unnamed: %+v", fixed, unnamed, cert.Result.Systems)
	}
	if !strings.Contains(shortfalls(cert.Result), string(model.ShortFixed)) ||
		cert.Result.Outcome() != model.PartlyFulfilled {
		t.Errorf("%s: %s", cert.Result.Outcome(), shortfalls(cert.Result))
	}
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(),
			[]string{"(?i)mailing", "(?i)visit", "That field is still there|该字段仍然保留",
				"registered with us as personal information|未登记为个人信息"},
			[]string{"in full", "hold no personal information", "没有您的请求所涉及的个人信息"})
	}
}

func rowsUnder(r model.Result, fate model.Fate, collection string) (n int64) {
	for _, c := range r.Under(fate) {
		if c.Collection == collection {
			n += c.Rows[fate]
		}
	}
	return n
}

func shortfalls(r model.Result) string {
	var list []string
	for _, s := range r.Shortfalls() {
		list = append(list, string(s))
	}
	return strings.Join(list, " ")
}
