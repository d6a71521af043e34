package meant

import (
	"slices"
	"testing"
)

// TestAReferenceIsFoundAsItIsReadOut: without its R-, a reference with its zeros was found nowhere, and no complaint
// could be linked by it.
func TestAReferenceIsFoundAsItIsReadOut(t *testing.T) {
	for text, want := range map[string]string{"R-2026-000130": "R-2026-000130", "2026-000130": "R-2026-000130",
		"r-2026-000130.": "R-2026-000130", "2026-130": "R-2026-000130", "130": "R-2026-000130",
		"2026-0001": "R-2026-0001"} {
		if got := References(text, 2026); !slices.Contains(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
	for _, text := range []string{"2026-11-20", "010-62770001", "138-0013-8000", "王小明", "a-b"} {
		if got := References(text, 2026); len(got) > 0 {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}
