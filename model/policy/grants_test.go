package policy_test

import (
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
)

// A clause is proposed for the requests that its heading speaks of; where no heading does, for those of which its text
// begins to speak, if it is the only one.
func TestAClauseIsProposedForWhatItsHeadingGrants(t *testing.T) {
	clause := func(id, lang, heading, body string) policy.Clause {
		return policy.Clause{ID: id, Heading: model.Text{lang: heading}, Body: model.Text{lang: body}}
	}
	got := policy.ProposeGrants([]policy.Clause{
		clause("1", "en", "Accessories and accessibility of our shop", "We sell cases."),
		clause("2", "en", "How to **access** your information", "You can see it in your account."),
		clause("3", "en", "Correcting right", "You may correct it."),
		clause("4", "zh-Hans", "删除您的个人信息", "您可以要求我们删除。"),
		clause("5", "en", "Request for rights", "If you need a copy of your personal data, contact us."),
		clause("6", "zh-Hans", "注销账号", "您可以注销账号。"),
		{ID: "7", Heading: model.Text{"en": "Withdrawal"}}, // a heading above others has no text of its own
		clause("7.1", "en", "Withdrawal of consent", "You can withdraw it.\nYou may also complain."),
	})
	want := [][]model.Kind{nil, {model.Access}, {model.Correction}, {model.Deletion}, {model.Export},
		{model.Cancellation}, nil, {model.Withdrawal}}
	for i, c := range got {
		if !slices.Equal(c.Grants, want[i]) {
			t.Errorf("clause %s grants %v, not %v", c.ID, c.Grants, want[i])
		}
	}
}

// What a person settled about a clause holds for the next version, that it grants nothing too. A statement that was
// read before anybody could settle it keeps what is proposed.
func TestWhatAClauseGrantsIsCarriedOn(t *testing.T) {
	clauses := func(grants ...[]model.Kind) policy.Version {
		v := policy.Version{}
		for i, g := range grants {
			v.Clauses = append(v.Clauses, policy.Clause{ID: string(rune('1' + i)), Grants: g,
				Heading: model.Text{"en": []string{"Deletion", "Correction"}[i]},
				Body:    model.Text{"en": []string{"We delete it.", "We correct it."}[i]}})
		}
		return v
	}
	read := clauses([]model.Kind{model.Deletion}, []model.Kind{model.Correction})
	settled := policy.Carry(clauses(nil, []model.Kind{model.Correction, model.Access}), read)
	if got := settled.Clauses; got[0].Grants != nil ||
		!slices.Equal(got[1].Grants, []model.Kind{model.Correction, model.Access}) {
		t.Errorf("settled before: %v and %v", got[0].Grants, got[1].Grants)
	}
	before := policy.Carry(clauses(nil, nil), read)
	if got := before.Clauses; !slices.Equal(got[0].Grants, []model.Kind{model.Deletion}) {
		t.Errorf("never settled: %v", got[0].Grants)
	}
}
