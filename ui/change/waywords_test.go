package change

import (
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/work/worktest"
)

func TestALineOfTheScopeNamesItsCategoryInWords(t *testing.T) {
	worktest.New(t)
	for _, category := range []string{"user.contact.email", "user.contact", "user.financial.bank_account", "user.health", "user.unheard_of"} {
		if text := aboutLine(model.ScopeLine{Source: "shop", Collection: "orders", Category: category}); text == "" || strings.Contains(text, "user.") || strings.Contains(text, "_") {
			t.Errorf("%s is called %q", category, text)
		}
	}
}
