package frame

import (
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/charset"
	"orangelab.cn/rightsdesk/app/desk"
	library "orangelab.cn/rightsdesk/app/policy"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/model/policy"
)

// defectWords say what is wrong with a text, defectRemedies what to do about it.
var (
	defectWords = map[policy.DefectKind]string{
		policy.NotBold:         "an important clause without a bold sentence",
		policy.NothingBold:     "the text promises bold terms, and no clause is marked as important",
		policy.EmptyList:       "a list is announced that does not come",
		policy.EmptyItem:       "an item that says nothing",
		policy.DoubledItem:     "the same paragraph twice",
		policy.RepeatedClause:  "nearly the same is said in another clause",
		policy.BreaksOff:       "a sentence that breaks off",
		policy.StrayMark:       "a mark that belongs to nothing",
		policy.SaidTwice:       "the same word twice",
		policy.Seam:            "a capital in the middle of a sentence",
		policy.AgesContradict:  "an age range with two upper ends",
		policy.SeveralNames:    "the organisation under another name",
		policy.NoDeadline:      "nowhere a day by which a request is answered",
		policy.NoLegalName:     "registered name or address is missing",
		policy.MissingLanguage: "the clause lacks this language",
		policy.DoubledID:       "two clauses under one number",
	}
	defectRemedies = map[policy.DefectKind]string{
		policy.NotBold:         "Put its most important sentence between ** and **.",
		policy.NothingBold:     "Mark the clauses that concern people’s interests as important, or take the promise out.",
		policy.EmptyList:       "Write the list, or take the sentence out.",
		policy.EmptyItem:       "Take the item out, or write what it should say.",
		policy.DoubledItem:     "Keep one of them.",
		policy.RepeatedClause:  "Keep one, and refer to it: two texts drift apart.",
		policy.BreaksOff:       "Finish the sentence.",
		policy.StrayMark:       "Take the mark out.",
		policy.SaidTwice:       "Take one out, or find the word that was meant.",
		policy.Seam:            "Look for a wrong word, or for a piece that is missing.",
		policy.AgesContradict:  "Say from which age and under which age.",
		policy.SeveralNames:    "Call the organisation by one name throughout.",
		policy.NoDeadline:      "Say within how many days people are answered.",
		policy.NoLegalName:     "Name the organisation as registered, with its address (PIPL 17(1)(1)).",
		policy.MissingLanguage: "Import the text in this language beside the other.",
		policy.DoubledID:       "Give each clause a number of its own.",
	}
	triggerWords = map[policy.Trigger]string{
		policy.ServiceModel: "1 service model", policy.Ownership: "2 ownership", policy.Recipients: "3 recipients",
		policy.Rights:  "4 your rights",
		policy.Contact: "5 contact and complaints", policy.HighRisk: "6 high risk found",
		policy.OtherTrigger: "7 other reason", policy.NoteOnly: "wording only",
	}
	effectWords = map[policy.Effect]string{
		policy.ReducesRights: "reduces rights", policy.ChangesPurpose: "another purpose",
		policy.ChangesMethod: "another way of use", policy.ChangesKinds: "other kinds of data",
	}
	policyStates = map[policy.State]string{
		policy.Draft: "draft", policy.OldDraft: "older draft", policy.Coming: "coming", policy.InForce: "in force",
		policy.Superseded: "replaced",
	}
	classFaults = map[policy.ClassFault]string{
		policy.NoTrigger:      "Choose under which trigger it comes.",
		policy.WordingAndMore: "“Wording only” stands alone: what changes something for people comes under a trigger.",
		policy.NoWords:        "Say in plain words what changes, in each language of the text.",
		policy.UnknownChange:  "The texts are others by now. Look at the comparison again.",
	}
)

// Defect says what is wrong with a text, and DefectRemedy what to do about it.
func Defect(k policy.DefectKind) string { return L(defectWords[k]) }

// DefectRemedy says what to do about something wrong in a text.
func DefectRemedy(k policy.DefectKind) string { return L(defectRemedies[k]) }

// Trigger names why a change must be told to people.
func Trigger(t policy.Trigger) string { return L(triggerWords[t]) }

// Effect names what people must agree to.
func Effect(e policy.Effect) string { return L(effectWords[e]) }

// PolicyState names how a version stands.
func PolicyState(s policy.State) string { return L(policyStates[s]) }

// DefectPlace says where in a text something is wrong.
func DefectPlace(d policy.Defect) string {
	switch {
	case d.Clause == "":
		return L("the whole text")
	case d.Other != "" && d.Other != d.Clause:
		return L("clauses {{.A}} and {{.B}}", d.Other, d.Clause)
	case d.Line > 0:
		return L("clause {{.A}}, line {{.B}}", d.Clause, d.Line)
	}
	return L("clause {{.A}}", d.Clause)
}

// policySentences say what errors of the library mean and what to do.
var policySentences = []struct {
	err         error
	title, text string
}{
	{library.ErrNoVersion, "No such version", "The library has no such version any more. The list is read again."},
	{library.ErrMoved, "Changed meanwhile",
		"Somebody else saved a version or classed changes while you looked at them. Nothing of yours was saved: look at it again, then act anew."},
	{library.ErrNotNewest, "There is a newer draft", "Read the newer one before you publish."},
	{library.ErrPublished, "Published already", "Somebody published this version before you."},
	{library.ErrOwnDraft, "Your own draft", "Whoever drafted a version does not publish it: ask a second person."},
	{library.ErrNoLabel, "No name to be cited by", "Give the version one, such as 3.2, and save it as the next draft."},
	{library.ErrLabelTaken, "The name is taken",
		"Another published version has the same name: give this one its own, and save it as the next draft."},
	{library.ErrNoDay, "From which day?",
		"Fill in the day from which the version is in force, and save it as the next draft."},
	{library.ErrDayPast, "Choose a later day",
		"A version takes effect after it is published, and after the one before it. Save the next draft with a later day."},
	{library.ErrSame, "Nothing to save", "The text is that of the newest version."},
	{library.ErrEmpty, "No text", "The version has no clause: import a text first."},
	{library.ErrSameVersion, "Choose two", "A version is compared with another one."},
	{paper.ErrTooLarge, "Too large",
		"The file is too large for a privacy statement: at most 20 MB, and 8 MB of text. Nothing was imported."},
	{paper.ErrNoText, "No text in it", "No text was found in the file. Nothing was imported."},
	{paper.ErrFormat, "Another kind of file",
		"A statement is read from Markdown (.md), plain text (.txt), HTML (.html) and Word (.docx): save it as one of these."},
	{paper.ErrDamaged, "The file is damaged",
		"It is damaged, or no Word document. Open it in Word and save it anew as .docx."},
	{paper.ErrTooMany, "Too many clauses",
		"The file has more than 2,000 clauses, so it is no privacy statement. Nothing was imported."},
	{desk.ErrNoRoster, "Whose signature is it?",
		"An administrator signs in once first, so that the desk knows whose signature is whose."},
}

// policySentence is Sentence for the library of statements.
func policySentence(err error) (title, text string) {
	var flaws *library.DefectsError
	var class *library.ClassError
	var count *paper.CountError
	var bytes *charset.Error
	switch {
	case errors.As(err, &flaws):
		var list []string
		for _, d := range flaws.Defects[:min(3, len(flaws.Defects))] {
			list = append(list, L("{{.A}}: {{.B}}", DefectPlace(d), Defect(d.Kind)))
		}
		return L("The text is not ready"), L("Put right first what keeps it back: {{.A}}.", strings.Join(list, L("; ")))
	case errors.As(err, &class):
		return L("The change is not classed yet"), L(classFaults[class.Fault])
	case errors.As(err, &count):
		return L("The two languages do not fit"),
			L("One has {{.A}} clauses and the other {{.B}}: give both the same headings. Nothing was imported.",
				count.Here, count.There)
	case errors.As(err, &bytes):
		return L("The letters cannot be read for certain"),
			L("Save the file as UTF-8 and import it again. Nothing was imported.")
	}
	for _, s := range policySentences {
		if errors.Is(err, s.err) {
			return L(s.title), L(s.text)
		}
	}
	return "", ""
}

// LanguageName is what a language of the texts is called.
func LanguageName(lang string) string {
	if lang == Chinese {
		return "中文"
	}
	return "English"
}
