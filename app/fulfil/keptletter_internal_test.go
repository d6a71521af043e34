package fulfil

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

// A letter that an earlier version kept has its facts only, without authorities, court and zone.
func TestALetterOfAnEarlierVersionIsStillShown(t *testing.T) {
	facts := letter.Specimen(letter.Refused, model.Deletion, letter.English)
	facts.Authorities, facts.Court, facts.ReviewDays, facts.Signature, facts.Address = nil, "", 0, nil, ""
	facts.Request = "to delete your personal data."
	facts.Received = time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC) // the next day in Shanghai
	raw, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	w, err := openLetter(papers.Letter{ID: "1", Kind: string(letter.Refused), Lang: letter.English, Data: raw},
		time.FixedZone("UTC+8", 8*60*60))
	if err != nil {
		t.Fatal(err)
	}
	text := string(w.Plain)
	if !strings.Contains(text, "On Tue 24 Nov 2026 you asked us to delete your personal data.") ||
		strings.Contains(text, "..") {
		t.Errorf("the letter reads:\n%s", text)
	}
}

func TestTheDeskLooksAgainBeforeTheDayOfTheAnswer(t *testing.T) {
	rules, err := rulebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	fortnight := 14*24*time.Hour + 12*time.Hour + 59*time.Minute + 59*time.Second // to the end of the day in China
	for _, tt := range []struct {
		name             string
		due              time.Duration
		wantLook, wantBy time.Duration
	}{
		{"a month ahead", 30 * 24 * time.Hour, fortnight, 30 * 24 * time.Hour},
		{"twelve days ahead", 12 * 24 * time.Hour, 11 * 24 * time.Hour, 12 * 24 * time.Hour},
		{"tomorrow", 20 * time.Hour, fortnight, fortnight},
		{"over", -48 * time.Hour, fortnight, fortnight},
	} {
		t.Run(tt.name, func(t *testing.T) {
			look, hear := recheck(rules, now, now.Add(tt.due))
			if look.Sub(now) != tt.wantLook || hear.Sub(now) != tt.wantBy {
				t.Errorf("looks again after %s and tells by %s", look.Sub(now), hear.Sub(now))
			}
		})
	}
}
