package incident

import (
	"context"
	"strings"
	"time"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// countTime is how long somebody waits for a count.
const countTime = 30 * time.Minute

// counting makes a write of what counts, which may take longer than other calls.
func counting(count writing) writing {
	return func(ctxt) (incident.Standing, error) {
		ctx, end := context.WithTimeout(context.Background(), countTime)
		defer end()
		return count(ctx)
	}
}

// whole asks whether everybody affected is counted with it.
func whole(set func(bool)) *part.Field {
	return part.NewClaim(frame.L("Is everybody affected counted now?"),
		[]part.Option{{Text: frame.L("Yes: the facts take these numbers")},
			{Text: frame.L("No, or not known: the facts stay")}}, func(i int) { set(i == 0) })
}

// withData reads what can be counted, and goes on.
func (s *screen) withData(then func([]app.Data, []app.DataKind)) {
	session := s.frame.Session
	var data []app.Data
	var kinds []app.DataKind
	s.frame.Prepare(func(ctx context.Context) (err error) {
		data, kinds, err = app.Countable(ctx, session)
		return err
	}, func() { then(data, kinds) })
}

// tableName is what a collection is called, with its address.
func tableName(of app.Data, t app.DataTable) string {
	if title := t.Title.In(frame.Language()); title != "" {
		return frame.L("{{.A}}: {{.B}} ({{.C}})", of.Name, title, t.Address)
	}
	return frame.L("{{.A}}: {{.B}}", of.Name, t.Address)
}

// countSource asks which source, which of its collections and which rows are affected, and counts whose they are.
func (s *screen) countSource(st incident.Standing) {
	s.withData(func(data []app.Data, _ []app.DataKind) {
		type choice struct {
			source, collection string
			columns            []string
		}
		var choices []choice
		var names []string
		for _, of := range data {
			choices, names = append(choices, choice{source: of.Source}), append(names,
				frame.L("{{.A}}: everything", of.Name))
			for _, t := range of.Tables {
				choices, names = append(choices, choice{of.Source, t.Address, t.Columns}), append(names,
					tableName(of, t))
			}
		}
		var chosen choice
		column, everybody := -1, false
		columns := part.NewSelect(nil, -1, func(i int) { column = i })
		values := part.NewEntry("")
		what := part.NewClaimAmong(frame.L("Which data is affected?"), names, func(i int) {
			chosen, column = choices[i], -1
			columns.SetOptions(chosen.columns)
		})
		form := part.NewForm(what, part.NewField(frame.L("Only rows whose column"), columns).
			WithHint(frame.L("Leave it where every row is affected.")),
			part.NewField(frame.L("holds one of"), values).
				WithHint(frame.L("Values as the source holds them, with commas between")), whole(func(is bool) {
				everybody = is
			}))
		session := s.frame.Session.Job()
		s.askOf(st, frame.L("Count from a source"), form, form, frame.L("Count"), func() writing {
			picked, all := chosen, everybody
			var where map[string][]string
			if column >= 0 && column < len(picked.columns) {
				where = map[string][]string{picked.columns[column]: frame.Listed(values.Text)}
			}
			return counting(func(ctx ctxt) (incident.Standing, error) {
				return app.CountSource(ctx, session, app.SeenOf(st.Incident), picked.source, picked.collection, where,
					all)
			})
		})
	})
}

// ofTheirs asks which data of the people is affected, besides what names them.
func ofTheirs(data []app.Data, set func(string)) *part.Field {
	addresses, names := []string{""}, []string{frame.L("Only what names them")}
	for _, of := range data {
		for _, t := range of.Tables {
			addresses, names = append(addresses, t.Address), append(names, tableName(of, t))
		}
	}
	return part.NewClaimAmong(frame.L("Which data of theirs is affected?"), names, func(i int) { set(addresses[i]) })
}

// countList counts the people of a table.
func (s *screen) countList(st incident.Standing) {
	s.frame.ChooseFile(frame.L("File of people"), []string{".csv", ".tsv", ".xlsx", ".txt"}, func(path string) {
		s.withData(func(data []app.Data, _ []app.DataKind) {
			collection, everybody := "", false
			form := part.NewForm(ofTheirs(data, func(address string) { collection = address }),
				whole(func(is bool) { everybody = is }))
			session := s.frame.Session.Job()
			s.askOf(st, frame.L("Count from a list"), form, form, frame.L("Count"), func() writing {
				of, all := collection, everybody
				return counting(func(ctx ctxt) (incident.Standing, error) {
					return app.CountList(ctx, session, app.SeenOf(st.Incident), path, of, all)
				})
			})
		})
	})
}

// countLog counts the people whom an extract of a log names.
func (s *screen) countLog(st incident.Standing) {
	s.frame.ChooseFile(frame.L("Extract of a log"), []string{".log", ".txt", ".csv", ".json", ".jsonl"},
		func(path string) {
			s.withData(func(data []app.Data, kinds []app.DataKind) {
				collection, everybody, kind := "", false, -1
				var names []string
				for _, k := range kinds {
					names = append(names, k.Place)
				}
				mark := part.NewEntry("")
				form := part.NewForm(part.NewField(frame.L("What stands before each person?"), mark).
					WithHint(frame.L("As uid= or account_id. Empty: every e-mail address and mobile number in it")),
					part.NewField(frame.L("What stands behind it?"), part.NewSelect(names, -1, func(i int) {
						kind = i
					})),
					ofTheirs(data, func(address string) { collection = address }),
					whole(func(is bool) { everybody = is }))
				session := s.frame.Session.Job()
				s.askOf(st, frame.L("Count from a log"), form, form, frame.L("Count"), func() writing {
					before, of, all, id := strings.TrimSpace(mark.Text), collection, everybody, ""
					if kind >= 0 && before != "" {
						id = kinds[kind].ID
					}
					return counting(func(ctx ctxt) (incident.Standing, error) {
						return app.CountLog(ctx, session, app.SeenOf(st.Incident), path, before, id, of, all)
					})
				})
			})
		})
}

// dropCount asks why a count is taken out.
func (s *screen) dropCount(st incident.Standing, m incident.Measure) {
	why := part.NewMultiLine("", 3)
	form := part.NewForm(part.NewField(frame.L("Why is it taken out?"), why).Required().
		WithHint(frame.L("The people that are kept of it are forgotten; what it counted stays in the record.")))
	s.askOf(st, frame.L("Take out: {{.A}}", m.Of), form, form, frame.L("Take out"), func() writing {
		reason := strings.TrimSpace(why.Text)
		return counting(func(ctx ctxt) (incident.Standing, error) {
			return app.DropCount(ctx, s.frame.Session, app.SeenOf(st.Incident), m, reason)
		})
	})
}
