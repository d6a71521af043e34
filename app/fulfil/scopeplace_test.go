package fulfil_test

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// The e-mail stands where the data map has no field: inside a document, or in a column that it does not name.
func TestWhatTheDataMapDoesNotNameIsSettledWithTheRest(t *testing.T) {
	const inside = "          - {name: doc, fides_meta: {data_type: object}}\n"
	for _, tt := range []struct {
		name, declared, value, column string
		stays                         string // of the value beside it
	}{
		{"a place inside a document", inside, `{"contact": {"mail": "wang.ming@163.com"}, "colour": "blue"}`,
			"doc.contact.mail", "blue"},
		{"a place inside a list of a document", inside,
			`{"seen": [{"by": "wang.ming@163.com"}, {"by": "nobody"}], "colour": "blue"}`, "doc.seen.by", "blue"},
		{"a column that is not declared", "", "ask wang.ming@163.com", "doc", ""},
		{"text that looks like a document and is not declared as one", "", `{"mail": "wang.ming@163.com"}`, "doc", ""},
	} {
		for _, leave := range []bool{false, true} {
			name := tt.name + ", erased"
			if leave {
				name = tt.name + ", left with a reason"
			}
			t.Run(name, func(t *testing.T) {
				o := newOffice(t, "sqlite")
				o.remap(t, func(src *model.Source) {
					src.Dataset = strings.Replace(src.Dataset, "          - {name: newsletter,",
						tt.declared+"          - {name: newsletter,", 1)
					o.exec(t,
						"ALTER TABLE customer ADD COLUMN doc TEXT; UPDATE customer SET doc = '"+tt.value+"' WHERE id = 1; UPDATE customer SET doc = '"+tt.value+"' WHERE id = 2")
				})
				var lines []string
				_, cert := o.erased(t, func(l *model.ScopeLine) {
					eraseHeld(l)
					if l.Column == "" {
						return
					}
					lines = append(lines, l.Column)
					if leave {
						l.Way, l.Party = model.WayRedirect, "the carrier"
					}
				}, nil)
				if len(lines) != 1 || lines[0] != tt.column {
					t.Fatalf("lines for %v, want %s", lines, tt.column)
				}
				own, other := o.dump(t)["customer"][0], o.dump(t)["customer"][1]
				if strings.Contains(own, "wang.ming@163.com") != leave || !strings.Contains(own, tt.stays) {
					t.Errorf("wrote %s", own)
				}
				if !strings.HasSuffix(other, tt.value) {
					t.Errorf("another person's row: %s", other)
				}
				for _, r := range cert.Result.Search.Remains {
					if r.Rows != 1 || !strings.HasPrefix(r.Column, "doc") {
						// the other person's row holds the value too, and nothing excuses that
						t.Errorf("remains %+v", r)
					}
				}
				named := false
				for _, l := range cert.Result.Stays {
					named = named || l.Column == tt.column
				}
				if named != leave {
					t.Errorf("stays %+v", cert.Result.Stays)
				}
			})
		}
	}
}

// A place that stays is not swept away with the document that it lies in.
func TestAPlaceThatStaysOutlivesTheDocumentAroundIt(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.remap(t, func(src *model.Source) {
		src.Dataset = strings.Replace(src.Dataset, "          - {name: newsletter,",
			"          - {name: doc, fides_meta: {data_type: object}}\n          - {name: newsletter,", 1)
		o.exec(t,
			`ALTER TABLE customer ADD COLUMN doc TEXT; UPDATE customer SET doc = '{"a": {"mail": "wang.ming@163.com"}, "list": ["wang.ming@163.com", {"b": "wang.ming@163.com"}]}' WHERE id = 1`)
	})
	o.erased(t, func(l *model.ScopeLine) {
		eraseHeld(l)
		if l.Column == "doc.list.b" {
			l.Way, l.Party = model.WayRedirect, "the carrier"
		}
	}, nil)
	if own := o.dump(t)["customer"][0]; strings.Count(own, "wang.ming@163.com") != 1 ||
		!strings.Contains(own, `"b":"wang.ming@163.com"`) {
		t.Errorf("wrote %s", own)
	}
}

func TestAPlaceInsideWhatMayNotBeWrittenIsAnObstacle(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.remap(t, func(src *model.Source) {
		src.Dataset = strings.Replace(src.Dataset, "          - {name: newsletter,",
			"          - {name: doc, fides_meta: {data_type: object, read_only: true}}\n          - {name: newsletter,",
			1)
		o.exec(t,
			`ALTER TABLE customer ADD COLUMN doc TEXT; UPDATE customer SET doc = '{"mail": "wang.ming@163.com"}' WHERE id = 1`)
	})
	r := o.working(t, model.Deletion)
	o.settle(t, r.ID, eraseHeld)
	o.leaveShared(t, r.ID)
	if err := change.MakePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil); err != nil {
		t.Fatal(err)
	}
	plan, err := change.ReadPlan(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, ob := range plan.Notes.Obstacles {
		told = told || ob.Column == "doc.mail" && ob.Reason == "read_only"
	}
	if !told {
		t.Errorf("obstacles %+v", plan.Notes.Obstacles)
	}
}
