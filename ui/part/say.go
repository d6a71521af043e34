package part

import "fmt"

// Sentences are the few that the parts say by themselves; the window gives them in its language.
type Sentences struct {
	// TooLong says that an entry takes no more than limit characters.
	TooLong func(limit int) string
	// ChooseOne asks for a choice where none was made.
	ChooseOne string
	// FillIn asks for a text where none was typed.
	FillIn string
	// ThrowAway asks whether what was typed may be lost, ThrowAwayWhy says what would happen.
	ThrowAway, ThrowAwayWhy string
	// Throw agrees, GoOn stays.
	Throw, GoOn string
}

var say = Sentences{
	TooLong:      func(limit int) string { return fmt.Sprintf("No more than %d characters fit here.", limit) },
	ChooseOne:    "Choose one",
	FillIn:       "Fill this in",
	ThrowAway:    "Throw away what was typed?",
	ThrowAwayWhy: "It is kept nowhere else.",
	Throw:        "Throw it away",
	GoOn:         "Go on writing",
}

// Say makes the parts speak these sentences from now on.
func Say(s Sentences) { say = s }
