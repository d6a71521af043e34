package fulfil_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

func TestACorrectionReachesEveryPlaceAndRefusesWhatMustStay(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Correction)
	o.step(t, r.ID, model.StepCorrect)
	place := func(collection, column string) model.Place {
		t.Helper()
		list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: collection}, 0, 10)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		return model.Place{Seq: list[0].Seq, Column: column}
	}
	name := place("customer", "name")
	var immutable *change.ImmutableError
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{place("customer", "id_number")},
			Value: "110101199003070018", Evidence: "ID card"}); !errors.As(err, &immutable) {
		t.Fatalf("an identity number was corrected: %v", err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{name}, Value: "王晓明"}); !errors.Is(err,
		change.ErrEvidence) {
		t.Fatalf("corrected without evidence: %v", err)
	}
	places, err := change.SamePlaces(ctx, o.agent, r.ID, name)
	if err != nil || len(places) != 2 || places[1].Collection != "address" {
		t.Fatalf("the same wrong name elsewhere: %+v %v", places, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{places[0].Place, places[1].Place}, Value: "王晓明",
			Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{place("customer", "id_number")},
			Supplement: "The last digit was misread at registration.", Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	before := o.dump(t)
	o.signed(t, r.ID)
	o.write(t, r.ID)
	want := o.expect(before, map[string][]string{
		"customer": {strings.Replace(before["customer"][0], "王小明", "王晓明", 1), before["customer"][1]},
		"address":  {strings.Replace(before["address"][0], "王小明", "王晓明", 1), before["address"][1]},
	})
	if got := o.dump(t); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("wrote\n%v\nwant\n%v", got, want)
	}
	o.step(t, r.ID, model.StepTasks)
	o.endTasks(t, r.ID) // somebody keeps the supplementary statement
	o.step(t, r.ID, model.StepAnswer)
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(), []string{"Dear 王晓明|尊敬的王晓明", "misread", "is kept beside it|已随附保存"},
			[]string{"Dear 王小明", "尊敬的王小明"})
	}
	if closed := o.closed(t, r.ID); closed.Outcome != model.PartlyFulfilled {
		t.Errorf("closed as %s though a value stays", closed.Outcome)
	}
}

// A statement that nobody keeps is not said to be kept.
func TestAStatementThatIsNotKeptIsSaidToBeWanting(t *testing.T) {
	o := newOffice(t, "sqlite")
	r := o.working(t, model.Correction)
	list, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "customer"}, 0, 10)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{{Seq: list[0].Seq, Column: "id_number"}},
			Supplement: "The last digit was misread at registration.", Evidence: "ID card seen"}); err != nil {
		t.Fatal(err)
	}
	o.signed(t, r.ID)
	o.write(t, r.ID)
	tasks, err := change.Tasks(ctx, o.agent, r.ID)
	if err != nil || len(tasks) != 1 {
		t.Fatal(tasks, err)
	}
	if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
		change.TaskEnding{End: model.TaskNotDone, Known: "by mail", Told: "the field is too short",
			Until: o.Clock.Now().AddDate(0, 0, 20)}); err != nil {
		t.Fatal(err)
	}
	for _, w := range o.letters(t, r.ID, "") {
		says(t, "the letter", w.Text(), []string{"is to be kept beside it|将随附保存", "the field is too short"},
			[]string{"is kept beside it", "We keep your statement", "已随附保存", "已补充的内容", "misread"})
	}
}

func TestARowThatNothingTellsApartIsNotCorrected(t *testing.T) {
	o := newOffice(t, "sqlite")
	o.exec(t, "CREATE TABLE visit (customer_id INTEGER, city TEXT); INSERT INTO visit VALUES (1, '北京'), (1, '上海')")
	o.remap(t, func(src *model.Source) {
		src.Dataset += `      - name: visit
        fields:
          - name: customer_id
            fides_meta: {references: [{dataset: office, field: customer.id, direction: from}]}
          - {name: city, data_categories: [user.location]}
`
	})
	r := o.working(t, model.Correction)
	rows, err := collect.List(ctx, o.agent, r.ID, model.FindingFilter{Collection: "visit"}, 0, 10)
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if _, err := change.Correct(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
		model.CorrectionItem{Run: o.run(t, r.ID), Places: []model.Place{{Seq: rows[0].Seq, Column: "city"}},
			Value: "天津", Evidence: "ticket"}); !errors.Is(err, change.ErrNoKey) {
		t.Fatalf("a row without a key was corrected: %v", err)
	}
}
