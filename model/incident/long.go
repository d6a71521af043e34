package incident

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// long reports whether a text of an entry is too long.
func (b Body) long() bool {
	texts := []string{b.Text}
	if b.Task != nil {
		texts = append(texts, b.Task.What, b.Task.Who)
	}
	if b.Tick != nil {
		texts = append(texts, b.Tick.How)
	}
	if b.Seat != nil {
		texts = append(texts, b.Seat.Person, b.Seat.Phone, b.Seat.Why)
	}
	if b.Decision != nil {
		texts = append(texts, b.Decision.What, b.Decision.Reason)
	}
	if b.Draft != nil {
		texts = slices.AppendSeq(texts, maps.Values(b.Draft.Fields))
	}
	if b.Mail != nil {
		texts = append(texts, b.Mail.To, b.Mail.Said)
	}
	if b.Report != nil {
		texts = append(texts, b.Report.Channel, b.Report.Receipt, b.Report.Late)
	}
	if b.Evidence != nil {
		texts = append(texts, b.Evidence.Name, b.Evidence.Shows)
	}
	if b.Reply != nil {
		texts = append(texts, b.Reply.From, b.Reply.Subject, b.Reply.Text)
	}
	if b.Closing != nil {
		texts = append(append(texts, b.Closing.Cause, b.Closing.Loss, b.Closing.Lessons), b.Closing.Tasks...)
	}
	return slices.ContainsFunc(texts, func(t string) bool { return utf8.RuneCountInString(t) > maxText })
}
