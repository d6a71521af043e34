package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
)

// CheckColumns compares a data map with the tables of its sources: collections without a table, fields without a
// column, and identities that their column cannot hold. Datasets without a source are left out.
func CheckColumns(ctx context.Context, datasets []*dataset.Dataset,
	sources map[string]*sqldb.Source) (dataset.Problems, error) {
	if err := dataset.EnsureLinked(datasets); err != nil {
		return nil, err
	}
	var problems dataset.Problems
	columns := map[*dataset.Field]sqldb.Column{}
	for _, s := range DatasetsBySource(datasets, sources) {
		found, err := s.checkColumns(ctx, columns)
		if err != nil {
			return problems, err
		}
		problems = append(problems, found...)
	}
	return append(problems, unplaced(datasets, columns)...), nil
}

// unplaced says which references join moments and times of day: nothing is found by those, see [value.Placed].
func unplaced(datasets []*dataset.Dataset, columns map[*dataset.Field]sqldb.Column) (problems dataset.Problems) {
	for _, e := range dataset.NewGraph(datasets).Edges {
		from, to := columns[e.From], columns[e.To]
		if from.Class != value.ClassTimestamp || to.Class != value.ClassTimestamp || from.Zoned == to.Zoned {
			continue
		}
		f := e.To
		problems = append(problems, dataset.Problem{File: f.Pos.File, Line: f.Pos.Line, Column: f.Pos.Column,
			Severity: dataset.Warning, Code: "time-zone",
			Message: fmt.Sprintf("dataset %q, collection %q: field %q is linked to %s.%s, and one of the two holds moments and the other times without a zone, so nothing is found by it; link columns of one type, or by another field",
				f.Collection.Dataset.Key, f.Collection.Name, f.Dotted(), e.From.Collection.Address(), e.From.Dotted())})
	}
	return problems
}

// checkColumns also writes down the columns of the fields that name one whole.
func (s *SourceDatasets) checkColumns(ctx context.Context,
	columns map[*dataset.Field]sqldb.Column) (problems dataset.Problems, err error) {
	session, err := s.Source.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.End()) }()
	for _, d := range s.Datasets {
		tables, err := s.Source.Resolve(ctx, session.Tx, d.Collections)
		if err != nil {
			return problems, err
		}
		for _, c := range d.Collections {
			say := func(at dataset.Position, code string, err error) {
				problems = append(problems,
					dataset.Problem{File: at.File, Line: at.Line, Column: at.Column, Severity: dataset.Error,
						Code: code, Message: err.Error()})
			}
			switch {
			case c.Skip:
				continue
			case tables[c] == nil:
				say(c.Pos, "no-table", s.Source.NoTableError(c))
				continue
			}
			rd, err := NewReading(c, tables[c], s.Source.Dialect, false)
			if err != nil {
				say(c.Pos, "no-column", err)
				continue
			}
			for i, f := range c.Fields {
				if !s.Source.Dialect.Capabilities().Lenient { // where a column may hold either
					columns[f] = rd.Columns[i]
				}
				if rd.Columns[i].Absent {
					problems = append(problems, absent(f))
				}
			}
			c.Walk(func(f *dataset.Field) {
				if err := rd.fits(f); err != nil {
					say(f.Pos, "identity-type", err)
				}
			})
		}
	}
	return problems, nil
}

// absent says that no row has a field at the moment, where the source keeps no list of them: it may be misspelled.
func absent(f *dataset.Field) dataset.Problem {
	return dataset.Problem{File: f.Pos.File, Line: f.Pos.Line, Column: f.Pos.Column, Severity: dataset.Warning,
		Code: "no-document", Message: fmt.Sprintf("dataset %q, collection %q: no document has the field %q now; correct the name if it is misspelled",
			f.Collection.Dataset.Key, f.Collection.Name, f.Name)}
}

// numbers reports whether all values are short numbers, which any column may hold, whatever the kind is called. A
// longer one is a telephone number or the like, and no date or address of a network is.
func numbers(values []string) bool {
	const long = 10
	return !slices.ContainsFunc(values, func(v string) bool { return !value.IsNumber(v) || len(v) >= long })
}

// fits returns why the column of a field cannot hold the identity that the data map says it holds; nil where it can.
func (r *Reading) fits(f *dataset.Field) error {
	if f.Identity == "" {
		return nil
	}
	for i, top := range r.Collection.Fields {
		if top != f.Column() {
			continue
		}
		column := r.Columns[i]
		class := column.Class
		if class == value.ClassArray {
			class = column.Elem
		}
		lenient := r.Dialect.Capabilities().Lenient
		why := ""
		switch digits, bounded := digitsKept(column, class, lenient); {
		case !dataset.CanHold(class, f.Identity) && class == value.ClassFloat && dataset.DigitsOf(f.Identity) > 0,
			dataset.CanHold(class, f.Identity) && bounded && digits < max(dataset.DigitsOf(f.Identity), leastOf(class)):
			why =
				fmt.Sprintf("is of type %s, which does not keep every digit of the identity %q, so that it would not be found by it, or another with it", column.Type, f.Identity)
		case dataset.CanHold(class, f.Identity):
			continue
		case lenient:
			why =
				fmt.Sprintf("is declared as %s, which is no type for the identity %q, so it is not searched for it, though the database keeps any value in it", column.Type, f.Identity)
		default:
			why = fmt.Sprintf("is of type %s, which cannot hold the identity %q, so nothing would be found by it",
				column.Type, f.Identity)
		}
		return fmt.Errorf("dataset %q, collection %q: the column of field %q %s; give the column a type of text, or in %s, line %d, move the identity to the field that holds it",
			r.Collection.Dataset.Key, r.Collection.Name, f.Dotted(), why, f.Pos.File, f.Pos.Line)
	}
	return nil
}

// leastOf is how many digits of any identity a column of a class must keep: a short account is none that a
// floating-point number of 32 bits tells from its neighbours.
func leastOf(class value.Class) int {
	if class == value.ClassFloat {
		return 8
	}
	return 0
}

var (
	numericType = pattern.New(`(?i)^(?:numeric|decimal|dec|number)\s*\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\)`)
	// integerDigits are the digits that every number of a type may have.
	integerDigits = map[string]int{"tinyint": 2, "smallint": 4, "mediumint": 6, "int": 9, "integer": 9, "bigint": 18,
		"year": 4}
)

// digitsKept returns how many digits of a whole number a column keeps, each of them; bounded is false where its type
// does not say.
func digitsKept(c sqldb.Column, class value.Class, lenient bool) (digits int, bounded bool) {
	switch class {
	case value.ClassFloat:
		if c.Bits == 32 {
			return 7, true
		}
		return 15, true
	case value.ClassDecimal:
		m := numericType.FindStringSubmatch(c.Type)
		if m == nil {
			return 0, false
		}
		precision, _ := strconv.Atoi(m[1])
		scale, _ := strconv.Atoi(m[2])
		return precision - scale, true
	case value.ClassInteger:
		if lenient {
			return 0, false // every integer has 64 bits there, whatever its type is called
		}
		digits, bounded =
			integerDigits[strings.ToLower(strings.FieldsFunc(c.Type+" ",
				func(r rune) bool { return !unicode.IsLetter(r) })[0])]
		return digits, bounded
	}
	return 0, false
}

// rounded returns why a number that is looked for cannot be told from its neighbours in the column of a field; nil
// where it can.
func (r *Reading) rounded(f *dataset.Field, values []string) error {
	for i, top := range r.Collection.Fields {
		if top != f.Column() || r.Columns[i].Class != value.ClassFloat {
			continue
		}
		bits := 53
		if r.Columns[i].Bits == 32 {
			bits = 24
		}
		for _, v := range values {
			if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil &&
				math.Abs(n) >= math.Ldexp(1, bits) {
				return fmt.Errorf("dataset %q, collection %q: the column of field %q is of type %s, which does not keep every digit of a number as long as the one that is looked for, so another's may be found by it; give the column a type of text, or in %s, line %d, move the identity to the field that holds it",
					r.Collection.Dataset.Key, r.Collection.Name, f.Dotted(), r.Columns[i].Type, f.Pos.File, f.Pos.Line)
			}
		}
	}
	return nil
}
