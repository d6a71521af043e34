package fulfil_test

import (
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/fulfil"
	"orangelab.cn/rightsdesk/app/letter"
)

func TestADraftNamesWhereEachPassageComesFromAndKeepsNothing(t *testing.T) {
	o := newOffice(t, "sqlite")
	r, cert := o.erased(t, nil, func() { o.exec(t, "UPDATE note SET body = '王小明 rang'") })
	for _, lang := range letter.Languages {
		d, err := fulfil.DraftLetter(ctx, o.agent, r.ID,
			fulfil.Ask{Kind: letter.Fulfilled, Lang: lang, Own: "my own words"})
		if err != nil {
			t.Fatal(err)
		}
		from, own := map[fulfil.Origin]string{}, 0
		for _, p := range d.Passages {
			text := p.Title + "\n" + strings.Join(p.Lines, "\n")
			if p.Own {
				own++
				if text != "\nmy own words" {
					t.Errorf("the own words are %q", text)
				}
				continue
			}
			from[p.From] += text
		}
		for origin, want := range map[fulfil.Origin]string{fulfil.FromRequest: "王小明", fulfil.FromPlan: "office",
			fulfil.FromHolds:  "2",
			fulfil.FromSearch: cert.Number, fulfil.FromOrganisation: "support@orangelab.cn"} {
			if !strings.Contains(from[origin], want) {
				t.Errorf("%s: what comes from the %s lacks %q: %q", lang, origin, want, from[origin])
			}
		}
		if own != 1 || len(d.Required) == 0 || d.Kind != letter.PartlyFulfilled || d.Organisation == 0 {
			t.Errorf("%d passages of own words in %+v", own, d)
		}
		whole := strings.Builder{}
		for _, p := range d.Passages {
			whole.WriteString(strings.Join(append([]string{p.Title}, p.Lines...), "\n"))
		}
		for _, b := range d.Blocks {
			if !strings.Contains(whole.String(), b.Text) {
				t.Errorf("%s: no passage has %q", lang, b.Text)
			}
		}
	}
	kept, err := fulfil.Letters(ctx, o.agent, r.ID)
	if err != nil || slices.ContainsFunc(kept,
		func(w fulfil.Written) bool { return w.Kind == letter.PartlyFulfilled }) {
		t.Errorf("a draft was kept: %v", err)
	}
}
