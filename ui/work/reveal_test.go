package work

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestAsManyColumnsAreRevealedAsAreTicked(t *testing.T) {
	test.NewTempApp(t)
	c := NewTicked([]string{"recipient", "phone", "street"}, []string{"Recipient", "Telephone", "Street"})
	if got := c.Chosen(); got != nil {
		t.Errorf("%v are ticked before anybody ticked one", got)
	}
	c.Checks[2].SetChecked(true)
	c.Checks[0].SetChecked(true)
	if got := c.Chosen(); !slices.Equal(got, []string{"recipient", "street"}) {
		t.Errorf("%v", got)
	}
}
