package sample

import (
	"context"
	"fmt"
	"time"

	library "orangelab.cn/rightsdesk/app/policy"
	assets "orangelab.cn/rightsdesk/assets/sample"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
)

// statementSince is the day from which the organisation's statement is in force, as Organisation says.
var statementSince = calendar.Date{Year: 2026, Month: time.March, Day: 1}

// statement lets a member of staff draft a version of the statement in both languages.
func (st *stage) statement(ctx context.Context, login, label string,
	from calendar.Date) (saved policy.Version, err error) {
	session := st.staff[login]
	for i, lang := range model.Languages {
		name := "statement-" + label + "." + lang + ".md"
		data, err := assets.Statements.ReadFile(name)
		if err != nil {
			return saved, fmt.Errorf("%s: %w", name, err)
		}
		in := library.Import{Label: label, From: from, Language: lang, Beside: i > 0, Name: name, Data: data}
		v, seen, _, err := library.Look(ctx, session, in)
		if err != nil {
			return saved, fmt.Errorf("%s: %w", name, err)
		}
		if saved, err = library.Draft(ctx, session, v, seen); err != nil {
			return saved, fmt.Errorf("%s: %w", name, err)
		}
	}
	return saved, nil
}

// publishedStatement is the version that people read now.
func (st *stage) publishedStatement(ctx context.Context) error {
	v, err := st.statement(ctx, "fang", "3.2", statementSince)
	if err != nil {
		return err
	}
	return library.Publish(ctx, st.staff["jing"], v.Ref())
}

// draftedStatement is the next version: order records are kept for longer, there is a new purpose, and a clause moved.
func (st *stage) draftedStatement(ctx context.Context) error {
	today := calendar.DateOf(st.staff["fang"].Now(), st.staff["fang"].Rules().Location())
	first := calendar.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(2)
	_, err := st.statement(ctx, "fang", "3.3", first)
	return err
}
