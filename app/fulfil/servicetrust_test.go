package fulfil_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	sourcechange "orangelab.cn/rightsdesk/app/source/change"
	"orangelab.cn/rightsdesk/model"
)

// asked is a system that answers every read with one text, and keeps the changes that it is sent.
type asked struct {
	mu   sync.Mutex
	sent []string
}

// sourceOver saves a system over HTTP as a source of the desk.
func (o office) sourceOver(t *testing.T, key, dataset, answer string) *asked {
	t.Helper()
	a := &asked{}
	house := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			if _, err := io.WriteString(w, answer); err != nil {
				t.Error(err)
			}
			return
		}
		a.mu.Lock()
		a.sent = append(a.sent, r.Method+" "+r.URL.RequestURI())
		a.mu.Unlock()
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(house.Close)
	if err := datamap.Save(ctx, o.lead,
		model.Source{Key: key, Owner: key, Address: house.URL + "?token=t-r", WriteAddress: house.URL + "?token=t-w",
			Dataset: dataset}); err != nil {
		t.Fatal(err)
	}
	return a
}

// byNumber is the club whose erasure names the member in the query, as many do.
var byNumber = strings.NewReplacer("update:\n          method: PATCH\n          path: /members/<id>\n          body: '{<masked_object_fields>}'\n          param_values: [{name: id, references: [{dataset: <instance_fides_key>, field: member.id}]}]",
	"delete: {method: DELETE, path: /members, query_params: [{name: number, value: <number>}], param_values: [{name: number, references: [{dataset: <instance_fides_key>, field: member.number}]}]}",
	"          - {name: nickname, data_categories: [user.name]}\n",
	"          - {name: number, data_categories: [user.unique_id]}\n").Replace(club)

func TestAChangeWithoutTheValueThatNamesTheMemberNeverLeavesTheDesk(t *testing.T) {
	for answer, want := range map[string][]string{
		`[{"id": 7, "email": "wang.ming@163.com", "number": null}]`: nil,
		`[{"id": 7, "email": "wang.ming@163.com", "number": 12}]`:   {"DELETE /members?number=12"},
	} {
		o := newOffice(t, "sqlite")
		system := o.sourceOver(t, "club", byNumber, answer)
		r := o.working(t, model.Deletion)
		o.settle(t, r.ID, nil)
		o.leaveShared(t, r.ID)
		plan := o.signed(t, r.ID)
		said := slices.ContainsFunc(plan.Notes.Obstacles, func(x sourcechange.Obstacle) bool {
			return x.Reason == "no_value" && x.Collection == "member"
		})
		if said != (want == nil) {
			t.Errorf("%s: obstacles %+v", answer, plan.Notes.Obstacles)
		}
		o.write(t, r.ID)
		if !slices.Equal(system.sent, want) {
			t.Errorf("%s: sent %q", answer, system.sent)
		}
	}
}

func TestARowOfSomebodyElseThatASystemAnswersWithIsNeverWritten(t *testing.T) {
	const both = `[{"id": 7, "email": "wang.ming@163.com", "nickname": "W"}, {"id": 8, "email": "bob@b.example", "nickname": "Bob"}]`
	who := strings.NewReplacer("value: <email>}], param_values: [{name: email,",
		"value: <who>}], param_values: [{name: who,")
	untold := strings.NewReplacer("          - {name: email, data_categories: [user.contact.email]}\n", "")
	for name, c := range map[string]struct {
		dataset string
		left    int64 // rows that are not taken
		trusted bool  // the plan says that nobody but the system says whose the rows are
	}{
		"the field that it was asked by":      {club, 1, false},
		"an address that a person asks about": {who.Replace(club), 0, false},
		"nothing that tells":                  {untold.Replace(who.Replace(club)), 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			system := o.sourceOver(t, "club", c.dataset, both)
			r := o.working(t, model.Deletion)
			res, err := collect.Read(ctx, o.agent, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			var left int64
			for _, other := range res.Notes.Others {
				left += other.Rows
			}
			o.leaveShared(t, r.ID)
			o.settle(t, r.ID, nil)
			plan := o.signed(t, r.ID)
			trusted := slices.ContainsFunc(plan.Notes.Obstacles, func(x sourcechange.Obstacle) bool {
				return x.Reason == "on_trust"
			})
			if left != c.left || trusted != c.trusted {
				t.Errorf("%d rows left, on trust %v: %+v", left, trusted, plan.Notes.Obstacles)
			}
			o.write(t, r.ID)
			if wrote := strings.Contains(strings.Join(system.sent, " "), "/members/8"); wrote && !c.trusted {
				t.Errorf("sent %q", system.sent)
			}
		})
	}
}

func TestASystemThatFailsWithTheStatusOfASuccessIsNotSearched(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.sourceOver(t, "club",
		strings.Replace(club, "param_values: [{name: email, identity: email}]}",
			"param_values: [{name: email, identity: email}], data_path: data.members}", 1),
		`{"errors": [{"message": "throttled"}], "data": null}`)
	r := o.working(t, model.Export)
	res, err := collect.Read(ctx, o.agent, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(res.Run.Sources, func(s model.RunSource) bool {
		return s.Source == "club" && s.State == model.SourceFailed && s.Reason != ""
	}) {
		t.Errorf("the club counts as searched: %+v", res.Run.Sources)
	}
}

// members is the club whose erasure deletes each member it answered with, which are all of the person.
var members = strings.NewReplacer("update:\n          method: PATCH\n          path: /members/<id>\n          body: '{<masked_object_fields>}'\n          param_values: [{name: id, references: [{dataset: <instance_fides_key>, field: member.id}]}]",
	"delete: {method: DELETE, path: /members/<id>, param_values: [{name: id, references: [{dataset: <instance_fides_key>, field: member.id}]}]}").Replace(club)

func TestARequestThatWentOutIsNeverSentAgain(t *testing.T) {
	for name, c := range map[string]struct {
		status   int    // of the second of three, in the first run
		dies     bool   // the program ends after the first
		again    string // what a second run sends
		reason   string // what the plan says of the club between the two
		finished bool
	}{
		"the system refuses one": {status: 403, again: "DELETE /members/2, DELETE /members/3",
			reason: "1 of 3 request(s) were carried out, the others", finished: true},
		"the system fails on one": {status: 500,
			reason: "1 of 3 request(s) were carried out, nobody knows"},
		"a gateway does not wait": {status: 504,
			reason: "1 of 3 request(s) were carried out, nobody knows"},
		"it answers that it failed with a success": {status: 200,
			reason: "1 of 3 request(s) were carried out, nobody knows"},
		"the connection breaks": {status: 0,
			reason: "1 of 3 request(s) were carried out, nobody knows"},
		"the program ends": {dies: true,
			reason: "1 of 3 request(s) were carried out, nobody knows"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			var sent []string
			run := 1
			house := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					if _, err := io.WriteString(w,
						`[{"id": 1, "email": "wang.ming@163.com"}, {"id": 2, "email": "wang.ming@163.com"}, {"id": 3, "email": "wang.ming@163.com"}]`); err != nil {
						t.Error(err)
					}
					return
				}
				sent = append(sent, r.Method+" "+r.URL.Path)
				if run > 1 || len(sent) < 2 {
					w.WriteHeader(http.StatusNoContent)
					return
				}
				switch c.status {
				case 0:
					panic(http.ErrAbortHandler)
				case 200:
					if _, err := io.WriteString(w, `{"errors": ["no"]}`); err != nil {
						t.Error(err)
					}
				default:
					w.WriteHeader(c.status)
				}
			}))
			t.Cleanup(house.Close)
			if err := datamap.Save(ctx, o.lead,
				model.Source{Key: "club", Owner: "Club", Address: house.URL + "?token=t-r",
					WriteAddress: house.URL + "?token=t-w", Dataset: members}); err != nil {
				t.Fatal(err)
			}
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, nil)
			o.leaveShared(t, r.ID)
			o.signed(t, r.ID)
			write := func(progress func(collect.Progress)) {
				defer func() {
					if p := recover(); p != nil && p != "the program ends" {
						panic(p)
					}
				}()
				if err := change.WritePlan(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), progress); err != nil {
					t.Fatal(err)
				}
			}
			write(func(p collect.Progress) {
				if c.dies && p.Source == "club" {
					panic("the program ends")
				}
			})
			first := "DELETE /members/1, DELETE /members/2"
			if c.dies {
				first = "DELETE /members/1"
			}
			if got := strings.Join(sent, ", "); got != first {
				t.Fatalf("the first run sent %q", got)
			}
			if !c.dies {
				o.clubIs(t, r.ID, model.WriteFailed, c.reason)
			}
			sent, run = nil, 2
			o.Clock.Step(2 * collect.Lease)
			write(nil)
			if got := strings.Join(sent, ", "); got != c.again {
				t.Errorf("the second run sent %q", got)
			}
			if c.finished {
				o.clubIs(t, r.ID, model.WriteDone, "")
				return
			}
			o.clubIs(t, r.ID, model.WriteFailed, c.reason)
			if _, err := change.HandOver(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), "club"); err != nil {
				t.Errorf("its owner cannot be asked: %v", err)
			}
		})
	}
}

// clubIs checks how the club stands in the plan, and that what is said of it begins so.
func (o office) clubIs(t *testing.T, request int64, state model.WriteState, reason string) {
	t.Helper()
	plan, err := change.ReadPlan(ctx, o.agent, request)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range plan.Sources {
		if src.Source == "club" && (src.State != state || !strings.HasPrefix(src.Reason, reason)) {
			t.Errorf("the club is %s: %s", src.State, src.Reason)
		}
	}
}
