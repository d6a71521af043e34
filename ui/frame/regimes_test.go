package frame

import (
	"testing"

	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/model/rule"
)

func TestTheRegimesInForceAreThoseThatEveryRequestFallsUnder(t *testing.T) {
	text, err := rule.WithDefaults(rules.Carried(), []string{"seed", "cn", "eu"})
	if err != nil {
		t.Fatal(err)
	}
	pack, err := rule.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := RegimesInForce(pack); got != "Our own promises, China, European Union" {
		t.Errorf("%q", got)
	}
}
