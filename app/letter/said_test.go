package letter

import (
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// TestALetterIsTickedForWhatItSays: an item that the letter says nothing of, or only part of, was ticked like one that
// it says whole.
func TestALetterIsTickedForWhatItSays(t *testing.T) {
	for _, c := range []struct {
		item   string
		kind   Kind
		about  model.Kind
		change func(*Data)
		extent Extent
		says   string // of the item, where it is not its name
		letter string // in the letter, or not in it where a - stands before
	}{
		{"recipients", Fulfilled, model.Correction, func(d *Data) { d.Told, d.NobodyTold = nil, false }, Silent, "",
			"-received"},
		{"recipients", Fulfilled, model.Correction, func(d *Data) { d.Told, d.NobodyTold = nil, true }, Whole,
			"nobody else", "nobody else"},
		{"recipients", Fulfilled, model.Correction, func(d *Data) {}, Whole, "", "We told those"},
		{"withheld", Fulfilled, model.Export, func(d *Data) { d.Withheld, d.WholeCopy = nil, true }, Whole,
			"leaves nothing out", "Nothing of what we found"},
		{"corrected", PartlyFulfilled, model.Correction, func(d *Data) { d.Supplements = nil }, Whole,
			"what was corrected where", "-What we added"},
		{"corrected", PartlyFulfilled, model.Correction, func(d *Data) { d.Corrected = nil }, Whole, "what was added",
			"-What we corrected"},
		{"remains", PartlyFulfilled, model.Deletion,
			func(d *Data) { d.Remains, d.Unsearched, d.Searched = nil, nil, time.Time{} }, Silent, "", "-still holds"},
		{"kept", PartlyFulfilled, model.Deletion, func(d *Data) { d.Kept, d.NothingKept = nil, true }, Whole,
			"nothing has to be kept", "nothing that we have to keep"},
		{"stopped", PartlyFulfilled, model.Deletion, func(d *Data) { d.Stopped = nil }, Silent, "", "-no longer use"},
		{"logins", PartlyFulfilled, model.Cancellation, func(d *Data) { d.Logins, d.NoLogins = nil, false }, Silent, "",
			"-log-in"},
		{"disabled", PartlyFulfilled, model.Cancellation, func(d *Data) { d.Disabled = time.Time{} }, Partly,
			"not closed yet", "is closed yet"},
		{"pending", PartlyFulfilled, model.Deletion,
			func(d *Data) { d.Pending = []Pending{{What: "archive", Why: "It does not answer."}} }, Partly,
			"not of all", "-settle it by"},
		{"pending", PartlyFulfilled, model.Deletion, func(d *Data) { d.Pending = nil }, Silent, "", "-not done yet"},
		{"certificate", PartlyFulfilled, model.Deletion, func(d *Data) { d.Certificate, d.NothingErased = "", true },
			Silent, "", "-Certificate"},
		{"linked", PartlyFulfilled, model.Withdrawal, func(d *Data) { d.Linked = "" }, Silent, "",
			"-opened the request"},
		{"ended", PartlyFulfilled, model.Withdrawal,
			func(d *Data) { d.Ended, d.Ending, d.NotFound = nil, nil, []string{"marketing"} }, Partly, "no record",
			"Nothing found"},
		{"grounds", PartlyFulfilled, model.Deletion, func(d *Data) { d.Grounds = nil }, Silent, "",
			"-What we do not do"},
		{"still_done", Refused, model.Deletion, func(d *Data) { d.StillDone, d.NothingDone = nil, true }, Whole,
			"nothing was changed", "we changed nothing"},
		{"due", Acknowledgement, model.Deletion, func(d *Data) {}, Whole, "", "at the latest"},
	} {
		d := Specimen(c.kind, c.about, English)
		c.change(&d)
		if c.kind == Fulfilled {
			d.Outcome = model.Fulfilled
		}
		l, err := Render(c.kind, English, d)
		if err != nil {
			t.Errorf("%s of %s about %s: %v", c.item, c.kind, c.about, err)
			continue
		}
		if text := l.Text(); strings.HasPrefix(c.letter, "-") == strings.Contains(text,
			strings.TrimPrefix(c.letter, "-")) {
			t.Errorf("%s of %s about %s: %q in\n%s", c.item, c.kind, c.about, c.letter, text)
		}
		found := false
		for _, s := range Says(c.kind, d) {
			if s.ID != c.item {
				continue
			}
			found = true
			if s.Extent != c.extent || !strings.Contains(s.English, c.says) {
				t.Errorf("%s of %s about %s: extent %d, %q; want %d, %q", c.item, c.kind, c.about, s.Extent, s.English,
					c.extent, c.says)
			}
		}
		if !found {
			t.Errorf("%s about %s has no item %s", c.kind, c.about, c.item)
		}
	}
}
