package model_test

import (
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/identifier"
)

func TestAnAgeIsNeverLostOrNegative(t *testing.T) {
	day := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		subject model.Subject
		age     int
	}{
		{"birth date", model.Subject{BirthDate: "2016-01-01"}, 10},
		{"identity number", model.Subject{IDNumber: "110105201601010006"}, 10},
		{"identity number with blanks", model.Subject{IDNumber: "110105 20160101 0006"}, 10},
		{"full-width identity number", model.Subject{IDNumber: "１１０１０５２０１６０１０１０００６"}, 10},
		{"born today", model.Subject{BirthDate: "2026-11-26"}, 0},
		{"birth date in the future", model.Subject{BirthDate: "2106-05-31"}, -1},
		{"identity number of the future", model.Subject{IDNumber: "110101209901010009"}, -1},
		{"older than anybody", model.Subject{BirthDate: "1850-01-01"}, -1},
		{"a child by the number and an adult by the date",
			model.Subject{BirthDate: "1990-03-07", IDNumber: "110105201601010006"}, 10},
		{"an adult by the number and a child by the date",
			model.Subject{BirthDate: "2016-01-01", IDNumber: "11010519900307001X"}, 10},
		{"nothing known", model.Subject{}, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.subject.AgeOn(model.DayIn(day, time.UTC)); got != tt.age {
				t.Errorf("age %d, want %d", got, tt.age)
			}
		})
	}
}

// At four in the morning in Shanghai it is still yesterday in UTC.
func TestAnAgeIsCountedOnTheDayWhereTheOrganisationIs(t *testing.T) {
	at := time.Date(2026, 11, 26, 20, 13, 0, 0, time.UTC)
	china := time.FixedZone("UTC+8", 8*60*60)
	for _, tt := range []struct {
		birth string
		zone  *time.Location
		age   int
	}{
		{"2012-11-26", china, 14}, {"2012-11-26", time.UTC, 13}, {"2012-11-27", china, 13}, {"2026-11-27", china, 0},
		{"2026-11-27", time.UTC, -1},
	} {
		if got := (model.Subject{BirthDate: tt.birth}).AgeOn(model.DayIn(at, tt.zone)); got != tt.age {
			t.Errorf("born %s, in %s: %d, want %d", tt.birth, tt.zone, got, tt.age)
		}
	}
}

func TestAPersonIsFoundByEveryAddressNumberAndAccount(t *testing.T) {
	s := model.Subject{IDNumber: "11010519491231002X"}.WithContacts([]string{"a@x.cn", " ", "B@y.cn", "a@x.cn"},
		[]string{"13800000001", "13800000002"}, []string{"C-1", "C-2"})
	want := []model.Lookup{{Kind: identifier.LookupEmail, Value: "a@x.cn"},
		{Kind: identifier.LookupEmail, Value: "b@y.cn"},
		{Kind: identifier.LookupPhone, Value: "+8613800000001"},
		{Kind: identifier.LookupPhone, Value: "+8613800000002"},
		{Kind: identifier.LookupAccount, Value: "c-1"}, {Kind: identifier.LookupAccount, Value: "c-2"},
		{Kind: identifier.LookupIDNumber, Value: "11010519491231002X"}}
	if got := s.Lookups(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	seeds := s.Identities()
	for kind, value := range map[string]string{"email": "B@y.cn", "phone_number": "13800000002", "account": "C-2"} {
		if !slices.Contains(seeds[kind], value) {
			t.Errorf("the search starts from no %s %s: %v", kind, value, seeds[kind])
		}
	}
}
