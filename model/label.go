package model

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Labels are what staff sort a request by: the product that it is about and any tags. Both are words of the desk's own
// lists, see Organisation, and never words of a person: lists are narrowed by them, so they stand in the clear.
type Labels struct {
	Product string   // empty where it is about none, or nobody said
	Tags    []string // in order, each once
}

// maxLabel bounds a label in characters and maxLabels how many of a sort a desk has.
const (
	maxLabel  = 40
	maxLabels = 60
)

// ErrLabel says that a word cannot be a product or a tag of the desk.
var ErrLabel = errors.New(
	"a product or tag is a short word without comma, @ or a long number: nothing that could name a person")

// ErrUnknownLabel says that a request was given a product or tag that the desk does not have.
var ErrUnknownLabel = errors.New("the desk has no such product or tag: add it on the screen Organisation first")

// CheckLabels returns ErrLabel where one of the words cannot be a product or a tag.
func CheckLabels(words []string) error {
	if len(words) > maxLabels {
		return ErrLabel
	}
	for i, w := range words {
		if w == "" || w != strings.TrimSpace(w) || utf8.RuneCountInString(w) > maxLabel ||
			strings.ContainsAny(w, ",@%_\\") ||
			slices.Contains(words[:i], w) || strings.ContainsFunc(w, unicode.IsControl) || longNumber(w) {
			return ErrLabel
		}
	}
	return nil
}

// longNumber reports whether a word has five digits in a row, as telephone, account and identity numbers have.
func longNumber(w string) bool {
	run := 0
	for _, r := range w {
		run++
		if !unicode.IsDigit(r) {
			run = 0
		}
		if run == 5 {
			return true
		}
	}
	return false
}

// Labelled returns the labels with their tags in order, each once; ErrUnknownLabel where the organisation does not have
// one.
func (o Organisation) Labelled(l Labels) (Labels, error) {
	l.Tags = slices.Compact(slices.Sorted(slices.Values(l.Tags)))
	unknown := func(t string) bool { return !slices.Contains(o.Tags, t) }
	if l.Product != "" && !slices.Contains(o.Products, l.Product) || slices.ContainsFunc(l.Tags, unknown) {
		return l, ErrUnknownLabel
	}
	return l, nil
}
