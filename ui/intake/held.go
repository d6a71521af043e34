package intake

import (
	"strings"

	"orangelab.cn/rightsdesk/model/identifier"
	"orangelab.cn/rightsdesk/ui/part"
)

// heldEntry is an entry for a value that the desk may hold already. What it holds shows masked, like everywhere else;
// it stays as it is unless something else is typed, which takes its place as a whole.
type heldEntry struct {
	*part.Entry
	held, masked string
}

// newHeldEntry makes one; values that belong together are several telephone numbers or addresses of a person.
func newHeldEntry(mask func(string) string, values ...string) heldEntry {
	const several = "; "
	shown := make([]string, len(values))
	for i, v := range values {
		if v != "" {
			shown[i] = mask(v)
		}
	}
	e := heldEntry{part.NewEntry(""), strings.Join(values, several), strings.Join(shown, several)}
	e.Masked = e.masked != ""
	e.SetText(e.masked)
	return e
}

// value is what was typed, or what is held where nothing was.
func (e heldEntry) value() string {
	if e.Text == e.masked {
		return e.held
	}
	return strings.TrimSpace(e.Text)
}

// maskDate hides a date of birth.
func maskDate(date string) string {
	return identifier.MaskCategory("user.demographic.date_of_birth", date)
}
