package naming

import (
	"strings"

	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model/policy"
)

// StatementOf is what a letter says of the privacy statement; nil where it cites none.
func StatementOf(c *policy.Citation, lang string) *letter.Statement {
	if c == nil {
		return nil
	}
	s := &letter.Statement{Title: c.Title.In(lang), Label: c.Label}
	for _, clause := range c.Clauses {
		s.Clauses = append(s.Clauses, clauseOf(clause, lang))
	}
	for _, t := range c.Terms {
		if meaning := policy.Plain(t.Meaning[lang]); meaning != "" && t.Word[lang] != "" {
			s.Terms = append(s.Terms, letter.Term{Word: t.Word[lang],
				Meaning: strings.Join(strings.Fields(meaning), " "), Link: t.Link})
		}
	}
	return s
}

// clauseOf names a clause by its number and its heading.
func clauseOf(c policy.Clause, lang string) string {
	heading := policy.Plain(c.Heading.In(lang))
	if heading == "" {
		return Phrase(lang, "clause", c.ID)
	}
	return Phrase(lang, "clause_of_heading", c.ID, heading)
}
