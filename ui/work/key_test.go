package work_test

import (
	"testing"

	"orangelab.cn/rightsdesk/ui/work"
)

func TestAKeyThatIsAnAddressOrANumberOfAPersonIsMasked(t *testing.T) {
	for key, want := range map[string]string{"O260004001": "O260004001", "1004": "1004",
		"anna.weber@example.org": "a***@example.org", "13812340001": "138****0001",
		"20260001004123": "20260001004123"} {
		if got := work.Key(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	if got := work.Key("110101199003070018"); got == "110101199003070018" {
		t.Error("an identity number stands in the clear")
	}
}
