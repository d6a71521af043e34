package fulfil_test

import (
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/datamap"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// A source that no program can read is never said to be searched, and what its owner has not done is not certified.
func TestASourceDoneByHandIsCertifiedAsFarAsItsOwnerSays(t *testing.T) {
	for _, tt := range []struct {
		name           string
		end            model.TaskEnd
		certifies      bool
		want, wantNone []string
	}{
		{"done", model.TaskDone, true,
			[]string{"passed in the systems that were searched|已检查的系统通过",
				"no program can read them.*: Paper archive\\.|未作检查.*：纸质档案。"},
			[]string{"Result: passed\\.", "结果：通过", "hold what they held", "仍保持原状"}},
		{"not done", model.TaskNotDone, false,
			[]string{"not passed as a whole|整体未通过",
				"hold what they held:\\s+(• |- )?Paper archive: to be settled by .*20 Dec 2026|仍保持原状：\\s+(• |- )?纸质档案：预计于2026年12月20日（周日）前办理"},
			[]string{"Result: passed", "结果：通过", "系统通过"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, "sqlite")
			if err := datamap.Save(ctx, o.lead,
				model.Source{Key: "archive", Engine: "manual", Owner: "Archive", Dataset: `dataset:
  - fides_key: archive
    fides_meta: {title: {en: Paper archive, zh-Hans: 纸质档案}}
    collections:
      - name: files
        fields:
          - {name: file, data_categories: [user.content]}
`}); err != nil {
				t.Fatal(err)
			}
			r := o.working(t, model.Deletion)
			o.settle(t, r.ID, eraseHeld)
			o.leaveShared(t, r.ID)
			o.signed(t, r.ID)
			o.write(t, r.ID)
			tasks, err := change.Tasks(ctx, o.agent, r.ID)
			if err != nil || len(tasks) != 1 {
				t.Fatal(tasks, err)
			}
			ending := change.TaskEnding{End: tt.end, Known: "he said so on the telephone"}
			if tt.end != model.TaskDone {
				ending.Told = "after the migration"
			}
			if tt.end == model.TaskNotDone {
				ending.Until = o.Clock.Now().AddDate(0, 0, 27)
			}
			if _, err := change.EndTask(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), tasks[0].ID,
				ending); err != nil {
				t.Fatal(err)
			}
			cert, err := result.Certify(ctx, o.agent, desktest.Seen(t, o.agent, r.ID), nil)
			if err != nil {
				t.Fatal(err)
			}
			if cert.Result.Certifies() != tt.certifies {
				t.Errorf("certifies: %t", cert.Result.Certifies())
			}
			for _, lang := range letter.Languages {
				paper, err := cert.Paper(lang)
				if err != nil {
					t.Fatal(err)
				}
				says(t, "the certificate", paper.Text(),
					append(tt.want, "Systems searched: [^\n]*[Oo]ffice\\.|已检查的系统：[^\n]*[Oo]ffice。"),
					append(tt.wantNone, "(: |, |：|、|- )archive", "None were left"))
			}
		})
	}
}
