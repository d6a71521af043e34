package model_test

import (
	"slices"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/model"
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
		{"nothing known", model.Subject{}, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.subject.AgeOn(day); got != tt.age {
				t.Errorf("age %d, want %d", got, tt.age)
			}
		})
	}
}

func TestAPersonIsFoundByEveryAddressNumberAndAccount(t *testing.T) {
	s := model.Subject{IDNumber: "11010519491231002X"}.WithContacts([]string{"a@x.cn", " ", "B@y.cn", "a@x.cn"}, []string{"13800000001", "13800000002"}, []string{"C-1", "C-2"})
	want := []model.Lookup{{Kind: model.LookupEmail, Value: "a@x.cn"}, {Kind: model.LookupEmail, Value: "b@y.cn"},
		{Kind: model.LookupPhone, Value: "+8613800000001"}, {Kind: model.LookupPhone, Value: "+8613800000002"},
		{Kind: model.LookupAccount, Value: "c-1"}, {Kind: model.LookupAccount, Value: "c-2"}, {Kind: model.LookupIDNumber, Value: "11010519491231002X"}}
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
