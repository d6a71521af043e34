package datamap

import (
	"context"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/draft/guess"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// GuessError says that a dataset file was kept as a draft, because lines of it are guesses of its draft that nobody has
// confirmed; what was in use stays in use.
type GuessError struct {
	// Source is the source as it stands since: its Draft holds the guesses.
	Source model.Source
	// Lines are the numbers of the lines, from 1.
	Lines []int
}

// Error names the number of the guesses and the first.
func (e *GuessError) Error() string {
	return fmt.Sprintf(
		"the dataset file is kept as a draft, not in use: %d lines of it are unconfirmed guesses, the first is line %d",
		len(e.Lines), e.Lines[0])
}

// Text is the dataset file of a source that somebody is at work on: its draft, or else what is in use.
func (e Entry) Text() string {
	if e.Draft != "" {
		return e.Draft
	}
	return e.Dataset
}

// Guesses returns the numbers of the lines of Text that are guesses nobody has confirmed.
func (e Entry) Guesses() []int { return guess.Lines(e.Text()) }

// guessedOf puts the dataset file of a source aside as its draft where it would bring guesses into use that nobody has
// confirmed. A file that is in use already, with its guesses, stays so.
func guessedOf(sources []model.Source, src *model.Source) *GuessError {
	lines := guess.Lines(src.Dataset)
	if len(lines) == 0 || src.Dataset == inForce(sources, src.Key) {
		return nil
	}
	*src = keptAside(sources, *src)
	seen := *src
	seen.Version++
	return &GuessError{seen, lines}
}

// ConfirmGuesses confirms all guesses that are left in a source's dataset file, of which seen is what the administrator
// looked at, and puts it into use; store.ErrConflict where it was changed since. A file with which the data map would
// have errors stays a draft, its guesses confirmed, and *DraftError says so.
func ConfirmGuesses(ctx context.Context, s *desk.Session, seen model.Source) error {
	var kept error
	if err := s.Write(ctx, model.ActConfirmMap, func(tx *store.Tx, entry *model.Entry) error {
		sources, err := setup.Sources(tx.View)
		if err != nil {
			return err
		}
		for _, src := range sources {
			if src.Key != seen.Key || src.Version != seen.Version {
				continue
			}
			text := Entry{Source: src}.Text()
			lines := guess.Lines(text)
			src.Dataset = guess.Confirm(text, lines...)
			kept = aside(sources, &src)
			entry.Detail["source"], entry.Detail["lines"], entry.Detail["draft"] = src.Key, len(lines), kept != nil
			return errors.Join(noteWritten(tx, s, sources, src), setup.SaveSource(tx, src))
		}
		return store.ErrConflict
	}); err != nil {
		return err
	}
	return kept
}
