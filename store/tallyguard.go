package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/vouch"
)

// inTransaction is the key of the View that a statement runs in, rowsOf of the request whose rows it is about.
type (
	inTransaction struct{}
	rowsOf        struct{}
)

// theDesk stands for rows that are no request's but the desk's, allRequests for those of every request, and noRequest
// for those that outlived theirs, which no tally covers.
const (
	theDesk     = vouch.TheDesk
	allRequests = -1
	noRequest   = -2
)

// RowsOf reads, changes and deletes the rows of one request in a table that decides about it. Before anything is read
// or written there, the rows are compared with the tally of the request; what is written goes into the next one.
func (v *View) RowsOf(request int64) *gorm.DB {
	return v.db.WithContext(context.WithValue(v.db.Statement.Context, rowsOf{}, request))
}

// DeskRows is RowsOf for the rows that are no request's but the desk's.
func (v *View) DeskRows() *gorm.DB { return v.RowsOf(theDesk) }

// RowsAcross reads the rows of every request in a table, as a list or a count does, and compares nothing: what it finds
// decides nothing before it is read again through RowsOf.
func (v *View) RowsAcross() *gorm.DB { return v.RowsOf(allRequests) }

// guarded runs every statement of the transaction under the guard of the tallies.
func (v *View) guarded() {
	v.db = v.db.WithContext(context.WithValue(v.db.Statement.Context, inTransaction{}, v))
}

// errPastTally says that a table which decides about a request is used past its tally: a fault of the program.
var errPastTally = errors.New("rows of a request are read, changed and deleted through RowsOf(request), or read through RowsAcross(); see docs/decisions/tally.md")

// coverWrites makes the database refuse, inside a transaction, every statement on a table that decides about a request
// which goes past the tally of that request. Rows that are made name their request themselves.
func coverWrites(db *gorm.DB) error {
	call := db.Callback()
	return errors.Join(
		call.Query().Before("gorm:query").Register("tally:query", coverRead),
		call.Row().Before("gorm:row").Register("tally:row", coverRead),
		call.Create().Before("gorm:create").Register("tally:create", coverCreate),
		call.Create().After("gorm:create").Register("tally:created", coverCreated),
		call.Update().Before("gorm:update").Register("tally:update", coverChange),
		call.Delete().Before("gorm:delete").Register("tally:delete", coverChange),
		call.Raw().Before("gorm:raw").Register("tally:raw", coverRaw),
	)
}

// writes matches the table that a statement in SQL writes.
var writes = pattern.New(
	`(?i)^\s*(?:INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+"?(\w+)`)

// coverRaw refuses a statement in SQL that writes a covered table: nothing says whose rows it writes.
func coverRaw(db *gorm.DB) {
	m := writes.FindStringSubmatch(db.Statement.SQL.String())
	if v, _ := db.Statement.Context.Value(inTransaction{}).(*View); v == nil || m == nil {
		return
	}
	_, inTally := covered.Tables[m[1]]
	_, inBlock := covered.Blocks[m[1]]
	if inTally || inBlock {
		db.Statement.Table = m[1]
		pastTally(db)
	}
}

// coverOf returns the transaction a statement runs in and how its table is covered; nil where no tally is asked.
func coverOf(db *gorm.DB) (*View, covered.Table) {
	v, _ := db.Statement.Context.Value(inTransaction{}).(*View)
	c, there := covered.Tables[db.Statement.Table]
	if v == nil || !there || db.Error != nil || db.Statement.SQL.Len() > 0 {
		return nil, c
	}
	return v, c
}

// named is the request that a statement is about, by RowsOf.
func named(db *gorm.DB) (int64, bool) {
	request, ok := db.Statement.Context.Value(rowsOf{}).(int64)
	return request, ok
}

// narrow lets a statement see the rows of one request only.
func narrow(db *gorm.DB, c covered.Table, request int64) {
	if request == theDesk {
		return
	}
	var whose any = request
	if request == noRequest {
		whose = nil
	}
	db.Statement.AddClause(
		clause.Where{Exprs: []clause.Expression{
			clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: c.Request}, Value: whose}}})
}

func pastTally(db *gorm.DB) {
	_ = db.AddError(fmt.Errorf("store: table %q: %w", db.Statement.Table, errPastTally)) // it keeps the error itself
}

// coverBlocks lets a statement on a table that is covered in blocks see the rows of the span it names only, and reports
// whether the table is one.
func coverBlocks(db *gorm.DB) bool {
	c, there := covered.Blocks[db.Statement.Table]
	if v, _ := db.Statement.Context.Value(inTransaction{}).(*View); v == nil || !there || db.Error != nil ||
		db.Statement.SQL.Len() > 0 {
		return there
	}
	s, ok := db.Statement.Context.Value(spanOf{}).(Span)
	request, _ := named(db)
	if !ok || s.Table != db.Statement.Table {
		pastTally(db)
		return true
	}
	column := func(name string) clause.Column { return clause.Column{Table: clause.CurrentTable, Name: name} }
	db.Statement.AddClause(
		clause.Where{Exprs: []clause.Expression{clause.Eq{Column: column(c.Parent), Value: s.Parent},
			clause.Eq{Column: column("request_id"), Value: request},
			clause.Gte{Column: column("seq"), Value: s.From}, clause.Lte{Column: column("seq"), Value: s.To}}})
	return true
}

func coverRead(db *gorm.DB) {
	if coverBlocks(db) {
		return
	}
	v, c := coverOf(db)
	if v == nil {
		return
	}
	request, ok := named(db)
	switch {
	case !ok, (request == theDesk) != (c.Request == ""):
		pastTally(db)
	case request == noRequest:
		narrow(db, c, request)
	case request != allRequests:
		narrow(db, c, request)
		// open compares it
		if _, whole := db.Statement.Dest.(interface{ ComparedWhenOpened() }); whole && len(db.Statement.Selects) == 0 {
			return
		}
		_ = db.AddError(v.ProveTable(request, db.Statement.Table)) // nil adds nothing
	}
}

func coverChange(db *gorm.DB) {
	if coverBlocks(db) {
		return
	}
	v, c := coverOf(db)
	if v == nil {
		return
	}
	request, ok := named(db)
	if !ok || request == allRequests || (request == theDesk) != (c.Request == "") {
		pastTally(db)
		return
	}
	narrow(db, c, request)
	if request == noRequest {
		return
	}
	_ = db.AddError(v.touch(request, db.Statement.Table))
}

func coverCreate(db *gorm.DB) {
	if coverBlocks(db) {
		return
	}
	v, c := coverOf(db)
	if v == nil || db.Statement.Table == "request" { // it has no number yet
		return
	}
	eachRequest(db, c, func(request int64) { _ = db.AddError(v.touch(request, db.Statement.Table)) })
}

func coverCreated(db *gorm.DB) {
	if db.Statement.Table != "request" || db.Error != nil {
		return
	}
	if v, _ := db.Statement.Context.Value(inTransaction{}).(*View); v != nil {
		eachRequest(db, covered.Tables["request"], v.begin)
	}
}

// eachRequest names every request that the rows of a statement belong to, once in a row.
func eachRequest(db *gorm.DB, c covered.Table, do func(int64)) {
	if c.Request == "" {
		do(theDesk)
		return
	}
	field := db.Statement.Schema.LookUpField(c.Request)
	if field == nil {
		pastTally(db)
		return
	}
	last := int64(0)
	one := func(row reflect.Value) {
		value, _ := field.ValueOf(db.Statement.Context, row)
		request, ok := value.(int64)
		if p, isPointer := value.(*int64); isPointer && p != nil {
			request, ok = *p, true
		}
		if !ok || request <= 0 {
			pastTally(db)
			return
		}
		if request != last {
			do(request)
		}
		last = request
	}
	switch rows := reflect.Indirect(db.Statement.ReflectValue); rows.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range rows.Len() {
			one(reflect.Indirect(rows.Index(i)))
		}
	default:
		one(rows)
	}
}
