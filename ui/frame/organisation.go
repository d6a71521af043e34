package frame

import (
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/rule"
)

// factNames are the facts of the organisation as its screen calls them.
var factNames = map[model.OrganisationFact]string{
	model.FactName: "Registered name", "short": "Short name", "address": "Postal address", "officer": "Privacy officer",
	"signature":       "Signature block",
	model.FactContact: "Requests go to", model.FactCourt: "Court", model.FactRoutes: "Complaint routes",
	model.FactReview:    "Days for a review",
	model.FactStatement: "Privacy statement in force", model.FactAutomated: "Automated decisions",
	model.FactAbroad:   "Transfers abroad",
	model.FactRegister: "Register of processing", model.FactZone: "Time zone", model.FactLanguage: "Languages",
	model.FactProducts: "Products", model.FactTags: "Tags", model.FactTwins: "Days between duplicates",
	model.FactKeep: "Months that closed requests are kept",
}

// FactName is a fact of the organisation as its screen calls it.
func FactName(f model.OrganisationFact) string { return L(factNames[f]) }

// FactNames are several facts of the organisation, as a list.
func FactNames(facts []model.OrganisationFact) string {
	names := make([]string, len(facts))
	for i, f := range facts {
		names[i] = FactName(f)
	}
	return strings.Join(names, L(", "))
}

// registerProblems are what can be wrong with a register of processing.
var registerProblems = map[string]string{
	model.RegisterUnreadable: "This is not a list of entries in YAML.",
	model.RegisterKey:        "There is no such key: an entry has category, where, title, purpose, recipients, retention and origin.",
	model.RegisterCategory:   "An entry has no category.", model.RegisterTwice: "The category stands there twice.",
	model.RegisterTitle:    "The entry needs a title in each language.",
	model.RegisterLanguage: "A text of the entry stands in one language only.",
}

// factFault is what is wrong with a fact that was entered.
func factFault(f *model.OrganisationFault) string {
	var register *model.RegisterError
	switch {
	case errors.As(f.Why, &register) && register.Line > 0:
		return L("Line {{.A}}: {{.B}}", register.Line, L(registerProblems[register.Problem]))
	case errors.As(f.Why, &register):
		return strings.TrimSpace(register.Category + " " + L(registerProblems[register.Problem]))
	case errors.Is(f.Why, model.ErrContact):
		return L(
			"Give an e-mail address, a telephone number or the address of a page: letters tell people to write there.")
	case errors.Is(f.Why, model.ErrZone):
		return L("There is no such time zone. Give it as Area/City, for example Europe/Berlin.")
	case errors.Is(f.Why, model.ErrTooLong):
		return L("This is too long.")
	case errors.Is(f.Why, model.ErrLanguage):
		return L("There are no letters in this language.")
	case errors.Is(f.Why, model.ErrReview):
		return L("Give 1 to 365 days.")
	case errors.Is(f.Why, model.ErrKeep):
		return L("Give 1 to 600 months, or nothing.")
	case errors.Is(f.Why, model.ErrLabel):
		return L("Short words, a line each: no comma, no @, no long number, nothing that could name a person.")
	case errors.Is(f.Why, model.ErrRoute):
		return L("Each authority needs its name in every language, and how to reach it.")
	}
	return L("Fill this in")
}

// FactProblem is what an error says of one fact of the organisation; empty where it is about another, or nil.
func FactProblem(err error, fact model.OrganisationFact) string {
	var f *model.OrganisationFault
	if errors.As(err, &f) && f.Fact == fact {
		return factFault(f)
	}
	return ""
}

// RegimesInForce names the regimes that every request falls under.
func RegimesInForce(pack *rule.Pack) string {
	var names []string
	for _, id := range pack.Default {
		if r, there := pack.Regime(id); there {
			names = append(names, r.Name.In(language))
		}
	}
	return strings.Join(names, L(", "))
}
