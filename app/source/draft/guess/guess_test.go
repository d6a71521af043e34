package guess

import (
	"slices"
	"testing"
)

func TestOnlyALineMarkedAsAGuessIsOne(t *testing.T) {
	for line, want := range map[string]bool{
		"data_categories: [user.name] # confirm: the column's name":     true,
		"  identity: email # confirm: the search begins here":           true,
		"name: owner's # confirm: a key":                                true,
		`name: "a \" # b" # confirm: a key`:                             true,
		"# confirm: a whole line":                                       true,
		"data_categories: [user.name]":                                  false,
		`name: "a # confirm: b"`:                                        false,
		`name: 'a # confirm: b'`:                                        false,
		"# Every line marked \"confirm\" is a guess: keep or change it": false,
		"a: b#confirm: c":                                               false,
	} {
		if got := len(Lines(line)) == 1; got != want {
			t.Errorf("%q is a guess: %t", line, got)
		}
	}
}

func TestConfirmingALineKeepsWhatItSays(t *testing.T) {
	const text = "a: 1 # confirm: x\r\nb: \"2 # confirm: y\" # confirm: z\nc: 3 # confirm: w\nd: 4 # a remark\n"
	got := Confirm(text, 1, 2, 4)
	if want := "a: 1\r\nb: \"2 # confirm: y\"\nc: 3 # confirm: w\nd: 4 # a remark\n"; got != want {
		t.Errorf("%q", got)
	}
	if left := Lines(got); !slices.Equal(left, []int{3}) {
		t.Errorf("guesses left in %v", left)
	}
}
