package fulfil

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestAsManyColumnsAreRevealedAsAreTicked(t *testing.T) {
	test.NewTempApp(t)
	c := newTicked([]string{"recipient", "phone", "street"}, []string{"Recipient", "Telephone", "Street"})
	if got := c.chosen(); got != nil {
		t.Errorf("%v are ticked before anybody ticked one", got)
	}
	c.checks[2].SetChecked(true)
	c.checks[0].SetChecked(true)
	if got := c.chosen(); !slices.Equal(got, []string{"recipient", "street"}) {
		t.Errorf("%v", got)
	}
}
