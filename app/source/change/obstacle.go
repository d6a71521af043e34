package change

import (
	"fmt"
	"strconv"

	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
)

// Obstacle is why part of a plan cannot be written as it was wished.
type Obstacle struct {
	dataset.Address
	Column     string // dotted; empty when the whole collection is meant
	Trigger    string `json:",omitempty"` // the name of the trigger that is meant
	Constraint string `json:",omitempty"` // the name of the constraint that is meant, or its condition
	Reason     string // code, stable for translation: the keys of ObstacleTexts
	Rows       int64
	Blocking   bool // nothing may be written while it stands; otherwise the column is left as it is
}

// The reasons of obstacles.
const (
	NotNullable  = "not_nullable"
	NotText      = "not_text"
	ReadOnly     = "read_only"
	PrimaryKey   = "primary_key"
	Generated    = "generated"
	TooLong      = "too_long"
	Charset      = "charset"
	NoDocument   = "document"
	BadValue     = "bad_value"
	KeyNotUnique = "key_not_unique"
	NoKey        = "no_key"
	IsView       = "view"
	NoRollback   = "no_rollback"
	KeepsHistory = "history"
	Dangling     = "dangling"
	UniqueValue  = "unique"
	FiresTrigger = "trigger"
	MayRefuse    = "constraint"
	Refused      = "refused"
	NoParent     = "no_parent"
	NotCompared  = "not_compared"
	IsFixed      = "fixed"
	Apart        = "apart"
	HasCopies    = "copies"
	NotAnew      = "not_anew"
	NotAlone     = "not_alone"
	NamedTwice   = "named_twice"
)

// ObstacleTexts holds by reason what is wrong and what to do about it, in English.
var ObstacleTexts = map[string][2]string{
	NotNullable: {"the column must not be empty", "give the field another masking strategy, or delete the row"},
	NotText:     {"the strategy is for text and the value is not", "give the field null_rewrite or preserve"},
	ReadOnly:    {"the data map says read_only", "write it where the value comes from, or remove read_only"},
	PrimaryKey:  {"it is part of the primary key", "leave it, or delete the row"},
	Generated:   {"the database computes the column itself", "change the columns it is computed from"},
	TooLong: {"the new text is longer than the column takes",
		"give the field a length in the data map, or a shorter value"},
	Charset: {"the character set of the column cannot hold the new text",
		"give the field null_rewrite, hash or a text that it can hold"},
	NoDocument: {"the column holds JSON documents alone, and the new text is none",
		"give the field null_rewrite, or a text that is a document, as {}"},
	BadValue: {"the new value does not fit the column's type",
		"correct the value, or give the field another masking strategy"},
	KeyNotUnique: {"the primary key of the data map names more than one row", "declare all columns of the key"},
	NoKey: {"the table has no primary key and no column that could tell its rows apart",
		"give the table a primary key"},
	IsView: {"it is a view, and only tables can be changed", "name the table in the data map"},
	KeepsHistory: {"the table keeps every former row (system versioning), so the old values would stay in its history",
		"have its owner delete the history and switch versioning off for the change, or do it by hand"},
	NoRollback: {"the table's engine cannot take changes back", "convert the table to InnoDB"},
	Dangling: {"rows that stay point at the row through a foreign key",
		"include those rows in the plan, or mask instead of deleting"},
	FiresTrigger: {
		"the database runs a trigger when these rows are written, and what it changes besides is in no preview",
		"have the owner of the system say what the trigger does before anybody signs"},
	MayRefuse: {"a constraint of the table judges the new values, and may refuse them",
		"have the owner of the system say what it lets pass; " +
			"where it refuses a row, nothing of the source is written"},
	Refused: {"a constraint of the table refuses the new values",
		"give the fields values that it lets pass, or another masking strategy, or delete the row"},
	NoParent: {"the column refers to another table, and no row there has the new value",
		"give the field null_rewrite or preserve, or delete the row"},
	NotCompared: {
		"the system is changed by requests: it cannot be compared with this plan once more before it is written, and cannot be set back",
		"have nobody else change these rows until the plan is written"},
	IsFixed: {"the system lets nobody change the field", "leave it, or delete the row"},
	Apart: {"the system takes changes one by one: where one fails, those before it stay written",
		"write the plan once more after a failure: what is written already is left as it is"},
	HasCopies: {"the workbook has formulas, charts, pivot tables or comments, in which a value may stand once more",
		"change it by hand in a spreadsheet program"},
	NotAlone: {"the mail server cannot delete one message without others that are marked as deleted (UIDPLUS)",
		"delete the messages by hand"},
	NamedTwice: {
		"a document holds one name twice, and written anew it would hold both values under that name as a list",
		"empty the field as a whole, or have the owner of the system change it"},
	NotAnew: {"the file has a form in which it cannot be written anew with everything else as it is",
		"change it by hand"},
	search.NoOwnKey: {"no field of the collection is a primary key, so the format asks for no request",
		"mark the primary key in the data map, or do it by hand"},
	search.NoRequest: {"the connector file has no request that changes rows of the collection",
		"add one to the connector file, or do it by hand"},
	search.OtherProgram: {"the connector file leaves this change to a program of the other system",
		"do it by hand in the system"},
	search.NoDeletion: {"the connector file can only overwrite fields of the row, not delete it",
		"mask its fields instead, or delete it by hand in the system"},
	search.NoCorrection: {"the connector file can only delete the row, not correct its fields",
		"correct it by hand in the system"},
	search.NoValue: {
		"the request cannot be made, since a value that it needs is not in the row, or did not lead to it",
		"mend the request in the connector file, or do it by hand"},
	search.NamesNobody: {"the request names neither the row nor the person, so it would change everybody's",
		"have the connector file name one, or do it by hand in the system"},
	search.UnsafeValue: {"a value has characters that would make another request of the one in the connector file",
		"change the row by hand in the system"},
	search.OnTrust: {
		"nothing in the row says whose it is, and a system that does not know the filter answers with everybody's rows",
		"compare the rows with the system before anybody signs"},
	search.Untyped: {"the strategy is for text, and the data map does not say that the field is text",
		"give the field the data_type string, or null_rewrite"},
	search.Unread: {
		"the connector file can delete here and read nothing: nobody has seen what would go, so it is in no plan",
		"delete it by hand in the system"},
	UniqueValue: {"another row has the new value, or gets it too, and the column must be unique",
		"give the field hash or random_string_rewrite"},
}

// String returns the obstacle in English, with its place and its remedy.
func (o Obstacle) String() string {
	place := o.Address.String()
	if o.Column != "" {
		place += "." + o.Column
	}
	if o.Trigger != "" {
		place += ", trigger " + strconv.Quote(o.Trigger)
	}
	if o.Constraint != "" {
		place += ", constraint " + strconv.Quote(o.Constraint)
	}
	words := ObstacleTexts[o.Reason]
	return fmt.Sprintf("%s: %s (%d row(s)); %s", place, words[0], o.Rows, words[1])
}

// obstacles counts rows by what stands in the way.
type obstacles struct {
	order []Obstacle
	at    map[Obstacle]int
}

func (o *obstacles) add(a dataset.Address, column, reason string, blocking bool) {
	o.count(Obstacle{Address: a, Column: column, Reason: reason, Blocking: blocking})
}

// count adds a row to an obstacle that is given without any.
func (o *obstacles) count(key Obstacle) { o.countRows(key, 1) }

func (o *obstacles) countRows(key Obstacle, rows int64) {
	if o.at == nil {
		o.at = map[Obstacle]int{}
	}
	i, known := o.at[key]
	if !known {
		i = len(o.order)
		o.at[key] = i
		o.order = append(o.order, key)
	}
	o.order[i].Rows += rows
}
