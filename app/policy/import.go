package policy

import (
	"context"
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/policy/paper"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Import is where a text goes that is read.
type Import struct {
	Document string // "statement" where it is empty
	// Supplements and Service are of a supplement; both empty for a statement.
	Supplements, Service string
	Label                string
	From                 calendar.Date
	Language             string // of model.Languages
	// Beside puts the text beside that of the newest version in another language, and changes nothing else.
	Beside bool
	// Name is that of the file, and Format that of a text which was pasted; one of them is empty.
	Name   string
	Format paper.Format
	Data   []byte
}

// Look reads a text and writes nothing: the version with its clauses, as Draft takes it, the newest one that it comes
// after, and what is wrong with its text.
func Look(ctx context.Context, s *desk.Session,
	in Import) (v policy.Version, seen policy.Ref, defects []policy.Defect, err error) {
	if err := s.Allow(ctx, model.ActDraftPolicy); err != nil {
		return v, seen, nil, err
	}
	title, clauses, err := in.read()
	if err != nil {
		return v, seen, nil, err
	}
	l, err := Read(ctx, s)
	if err != nil {
		return v, seen, nil, err
	}
	if in.Document == "" {
		in.Document = Statement
	}
	newest := policy.Newest(l.Of(in.Document))
	newest.Document = in.Document
	if v, err = in.version(newest.Version, title, clauses); err != nil {
		return v, seen, nil, err
	}
	defects, err = Check(ctx, s, v)
	return v, newest.Ref(), defects, err
}

// Statement is the document of the organisation's privacy statement.
const Statement = "statement"

func (in Import) read() (title string, clauses []policy.Clause, err error) {
	if !slices.Contains(model.Languages, in.Language) {
		in.Language = model.Languages[0]
	}
	if in.Format != "" {
		return paper.ReadAs(in.Format, in.Data, in.Language)
	}
	return paper.Read(in.Name, in.Data, in.Language)
}

// version is what is read as the version after the newest one.
func (in Import) version(newest policy.Version, title string, clauses []policy.Clause) (v policy.Version, err error) {
	v = policy.Version{Document: in.Document, Label: strings.TrimSpace(in.Label), Supplements: in.Supplements,
		Service: in.Service, From: in.From,
		Title: model.Text{}, Clauses: policy.ProposeGrants(clauses)}
	if title != "" {
		v.Title[in.Language] = title
	}
	if in.Beside && newest.Number > 0 {
		beside := newest
		if beside.Clauses, err = paper.Merge(newest.Clauses, clauses); err != nil {
			return v, err
		}
		beside.Title = v.Title
		v = policy.Carry(newest, beside)
		v.Number = 0
		return v, nil
	}
	if newest.Number == 0 {
		return v, nil
	}
	if v.Supplements == "" {
		v.Supplements, v.Service = newest.Supplements, newest.Service
	}
	return policy.Carry(newest, v), nil
}

// Check finds what is wrong with a text, by what the desk knows of the organisation.
func Check(ctx context.Context, s *desk.Session, v policy.Version) (defects []policy.Defect, err error) {
	err = s.Read(ctx, model.ActReadPolicy, func(view *store.View) error {
		o, err := setup.Organisation(view)
		if err != nil {
			return err
		}
		defects = v.Check(policy.Facts{Name: o.Name, Address: o.Address})
		return nil
	})
	return defects, err
}

// Supplement names the document of the supplement for a service.
func Supplement(service string) string {
	return "supplement/" + strings.ToLower(strings.Join(strings.Fields(service), "-"))
}
