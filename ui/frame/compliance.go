package frame

import (
	"errors"
	"strings"

	records "orangelab.cn/rightsdesk/app/compliance"
	"orangelab.cn/rightsdesk/app/gate"
	"orangelab.cn/rightsdesk/app/naming"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/compliance"
)

// complianceSentences say what errors of the records mean and what to do.
var complianceSentences = []struct {
	err         error
	title, text string
}{
	{records.ErrMoved, "Changed meanwhile",
		"Somebody else changed this record while you looked at it. Nothing of yours was kept: look at it again, then act anew."},
	{records.ErrNoRecord, "No such record", "The desk has no such record. The list is read again."},
	{records.ErrSame, "Nothing to keep", "Nothing was changed."},
	{records.ErrEnded, "The record was ended", "It is of no more use. Begin a new one."},
	{records.ErrOwnRecord, "A second person is needed",
		"You prepared this record. A lead or an administrator who did not looks at it and approves."},
	{records.ErrApproved, "Approved already", "Somebody approved this record before you."},
	{records.ErrNoApproval, "Nothing to approve", "Records of this kind are not approved."},
	{records.ErrTooEarly, "Not approved yet",
		"What was handed over or done is filled in after a second person has approved the record."},
	{records.ErrTicked, "Tick it off",
		"Who does it ticks it off where the record shows; it is not written into the form."},
	{records.ErrWhy, "Say why", "Say why the record is of no more use."},
	{records.ErrNothingMade, "The tasks are there", "Every source has its tasks for this notice already."},
	{records.ErrNoCessation, "No approved notice",
		"Tasks are made from a notice that a service ends, once a second person has approved it."},
	{records.ErrStopLate, "Too late", "Collecting stops on the day on which the service ends, or before it."},
	{records.ErrEraseEarly, "Too early",
		"What was collected is deleted on or after the day on which collecting stops."},
	{records.ErrNoSources, "Which sources?", "Choose the sources of the service that ends."},
	{compliance.ErrCountry, "Which country?", "Write the name of a country or region, or its two letters."},
	{naming.ErrFeeWaits, "A fee waits",
		"A second person approves it, or it is ended, under Compliance before a letter is written."},
	{compliance.ErrField, "Not possible here", "The record has no such field. Read it again."},
}

// valueFaults say what is wrong with a value.
var valueFaults = []struct {
	err  error
	text string
}{
	{compliance.ErrRequired, "Fill this in."},
	{compliance.ErrDay, "This is no day."},
	{compliance.ErrCountry, "Write the name of a country or region, or its two letters."},
	{compliance.ErrRequest, "No request has this reference."},
	{compliance.ErrChoice, "Choose one of the list."},
	{compliance.ErrLong, "This is too long: 10,000 bytes are kept."},
}

// flawWords say in short what is wrong with a record.
var flawWords = map[compliance.FlawKind]string{
	compliance.FlawAbroad: "no authorisation", compliance.FlawOverdue: "overdue",
	compliance.FlawUnapproved: "to be approved", compliance.FlawFailed: "not passed",
	compliance.FlawMissing: "incomplete", compliance.FlawSoon: "due soon",
}

// ValueFault says what is wrong with the value of a field; empty where err is about no value.
func ValueFault(err error) string {
	for _, f := range valueFaults {
		if errors.Is(err, f.err) {
			return L(f.text)
		}
	}
	return ""
}

// complianceSentence is Sentence for the records of compliance and what they keep back.
func complianceSentence(err error) (title, text string) {
	var lacking *gate.LackingError
	var abroad *gate.AbroadError
	var value *compliance.ValueError
	switch {
	case errors.As(err, &lacking):
		return L("Your access waits for a record"), LacksText(lacking.Lacks)
	case errors.As(err, &abroad):
		return L("No authorisation for {{.A}}", CountryName(abroad.Country)),
			L("Nothing may go there of: {{.A}}. Record an authorisation under Compliance, “Authorisations abroad”, and let a second person approve it.", CategoryNames(abroad.Lacks))
	case errors.As(err, &value):
		return L("Please correct: {{.A}}", value.Field.Title.In(Language())), ValueFault(value.Err)
	}
	for _, s := range complianceSentences {
		if errors.Is(err, s.err) {
			return L(s.title), L(s.text)
		}
	}
	return "", ""
}

// LacksText says what somebody lacks and who records it.
func LacksText(lacks []compliance.Lack) string {
	var names []string
	for _, l := range lacks {
		title := l.Title.In(Language())
		switch {
		case l.Bars:
			title = L("{{.A}}: one is open", title)
		case l.Ended != (calendar.Date{}):
			title = L("{{.A}}: ended on {{.B}}", title, Date(l.Ended))
		}
		names = append(names, title)
	}
	return L("Your organisation demands it before you see personal data or act on it: {{.A}}. An administrator records it under Compliance; what waits in Next can be read meanwhile.", strings.Join(names, L("; ")))
}

// Flaw says in short what is wrong with a record.
func Flaw(k compliance.FlawKind) string { return L(flawWords[k]) }

// FlawText says what is wrong with a record, or will be.
func FlawText(f compliance.Flaw) string {
	says, title := f.Says.In(Language()), f.Field.Title.In(Language())
	switch f.Kind {
	case compliance.FlawAbroad:
		return L("No authorisation that holds lets it go there: {{.A}}", CategoryNames(f.Lacks))
	case compliance.FlawOverdue:
		return L("Overdue since {{.B}}: {{.A}}", says, Date(f.Day))
	case compliance.FlawSoon:
		return L("By {{.B}}: {{.A}}", says, Date(f.Day))
	case compliance.FlawMissing:
		return L("Missing: {{.A}}", title)
	case compliance.FlawFailed:
		return L("{{.A}}: not passed", title)
	}
	return L("A second person has not approved it")
}

// CountryName is what a country or region is called.
func CountryName(code string) string { return compliance.CountryName(code, Language()) }

// CategoryNames are the categories of data that records name.
func CategoryNames(ids []string) string {
	var names []string
	for _, id := range ids {
		name := id
		for _, o := range gate.Kinds().Lists["categories"] {
			if o.ID == id {
				name = o.Title.In(Language())
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, L(", "))
}

// Date writes a day of the calendar.
func Date(d calendar.Date) string { return DayYear(Noon(d.Year, d.Month, d.Day)) }

// RecordWords are how records of compliance are told, with the names of staff and of sources.
func (f *Frame) RecordWords(sources map[string]string) records.Words {
	return records.Words{Lang: Language(), Number: L("No."), Version: L("Version"), Prepared: L("Prepared by"),
		Approved: L("Approved by"), Ended: L("Ended: why"), Flaws: L("What is open"),
		Nobody: L("nobody yet"), Flaw: FlawText, Staff: f.StaffName, Source: func(key string) string {
			if name := sources[key]; name != "" {
				return name
			}
			return key
		}}
}
