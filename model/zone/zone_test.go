package zone

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

// TestAZoneIsReadAsPeopleTypeItAndNeverGuessed: "Shanghai" was refused, and whoever set a desk up had to know the name
// that a database of time zones has for it.
func TestAZoneIsReadAsPeopleTypeItAndNeverGuessed(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Shanghai": "Asia/Shanghai", "shanghai ": "Asia/Shanghai", "上海": "Asia/Shanghai", "北京": "Asia/Shanghai",
		"Beijing": "Asia/Shanghai", "Asia/shanghai": "Asia/Shanghai", "ASIA/SHANGHAI": "Asia/Shanghai",
		"Ａｓｉａ／Ｓｈａｎｇｈａｉ": "Asia/Shanghai", "Asia/Shanghai": "Asia/Shanghai", "New York": "America/New_York",
		"Hong Kong": "Asia/Hong_Kong", "香港": "Asia/Hong_Kong", "PRC": "Asia/Shanghai",
		"Port-au-Prince": "America/Port-au-Prince",
		"UTC":            "UTC", "Etc/GMT-8": "Etc/GMT-8",
		"UTC+8": "Etc/GMT-8", "utc+08:00": "Etc/GMT-8", "GMT+8": "Etc/GMT-8", "+8": "Etc/GMT-8", "UTC＋8": "Etc/GMT-8",
		"UTC +9": "Etc/GMT-9", "+0530": "", "UTC+5:45": "Asia/Kathmandu",
		"UTC+1": "", "UTC-5": "", "CST": "", "Local": "", "local": "", "": "", " ": "", "Shanghia": "", "8": "",
		"UTC+25": "", "America": "", "../etc/passwd": "",
	} {
		got, offers := Read(text, now)
		if got != want {
			t.Errorf("%q: %q (%v), want %q", text, got, offers, want)
		}
		if got != "" {
			if _, err := time.LoadLocation(got); err != nil {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
	for text, among := range map[string]string{"UTC+1": "Europe/Berlin", "America": "America/Adak",
		"+0530": "Asia/Kolkata"} {
		if _, offers := Read(text, now); len(offers) == 0 || text != "UTC+1" && !slices.Contains(offers, among) {
			t.Errorf("%q offers %v", text, offers)
		}
	}
	eight := time.FixedZone("", 8*3600)
	loc, err := time.LoadLocation("Etc/GMT-8")
	if err != nil || !time.Date(2026, 1, 1, 0, 0, 0, 0, loc).Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, eight)) {
		t.Error("UTC+8 lies on the other side", err)
	}
}
