package fulfil_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/result"
	"orangelab.cn/rightsdesk/model"
)

// A person whose consent stood in a system that nothing leads to was told that it had ended, in full.
func TestAUseOfWhichNoRowWasFoundIsNotSaidToHaveEnded(t *testing.T) {
	for _, found := range []bool{true, false} {
		o := newOffice(t, "sqlite")
		o.remap(t, func(src *model.Source) {
			const stop = "fides_meta: {stop: {purpose: marketing, value: none}}"
			src.Dataset = strings.Replace(src.Dataset, "stop: {purpose: marketing, value: 0}, ", "", 1)
			src.Dataset = strings.Replace(src.Dataset, "{name: provider, data_categories: [user.account]}",
				"{name: provider, data_categories: [user.account], "+stop+"}", 1)
			if !strings.Contains(src.Dataset, stop) || strings.Count(src.Dataset, "marketing") != 1 {
				t.Fatal("the data map of the office is another one")
			}
		})
		if !found {
			o.exec(t, "DELETE FROM login WHERE customer_id = 1")
		}
		r := o.working(t, model.Objection)
		if _, err := change.SetPurposes(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
			[]string{"marketing"}); err != nil {
			t.Fatal(err)
		}
		o.signed(t, r.ID)
		if found {
			o.write(t, r.ID)
		}
		result, err := result.Read(ctx, o.agent, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := model.Fulfilled
		if !found {
			want = model.PartlyFulfilled
		}
		if slices.Contains(result.Unfound, "marketing") == found || result.Outcome() != want {
			t.Errorf("found %t: %s, unfound %v", found, result.Outcome(), result.Unfound)
		}
		for _, lang := range []string{"en", "zh-Hans"} {
			w, err := fulfil.WriteLetter(ctx, o.agent, desktest.Seen(t, o.agent, r.ID),
				fulfil.Ask{Kind: fulfil.LetterKinds(o.request(t, r.ID))[0], Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			text := w.Text()
			for _, claim := range []string{"Ended: ", "in full", "已停止：", "全部办理"} {
				if !found && strings.Contains(text, claim) {
					t.Errorf("nothing was found, and the letter says %q:\n%s", claim, text)
				}
			}
			if says := strings.Contains(text, "Nothing found: ") || strings.Contains(text, "未查到："); says == found {
				t.Errorf("found %t: the letter says that nothing was found: %t\n%s", found, says, text)
			}
		}
	}
}
