package sqldb

import (
	"context"
	"database/sql"
)

// ChangeDialect is what differs between the engines in changing rows.
type ChangeDialect interface {
	// Traits returns what changing rows of the table needs to know; Triggers and Constraints are asked for apart.
	Traits(ctx context.Context, q Querier, t *Table) (TableTraits, error)
	// Triggers returns the triggers and rules of the table that an update or a deletion may fire.
	Triggers(ctx context.Context, q Querier, t *Table) ([]Trigger, error)
	// Constraints returns what a plan cannot judge and the engine will, as far as it tells.
	Constraints(ctx context.Context, q Querier, t *Table) ([]Constraint, error)
	// CountWritten returns what the engine has counted as written on this connection; nil where it keeps no count that
	// could be used.
	CountWritten(ctx context.Context, q Querier) (WrittenRows, error)
	// Emptied returns the tables that this transaction has emptied or remade as a whole, of which no row is counted;
	// none where the engine lets no trigger do so.
	Emptied(ctx context.Context, q Querier) ([]string, error)
	// ImmediateSQL returns a statement that makes happen what would wait for the commit; empty where nothing waits.
	ImmediateSQL() string
	// Dependencies returns every foreign key of the database, its tables named as Inspect names them.
	Dependencies(ctx context.Context, q Querier) ([]Dependency, error)
	// Fold returns equal names for names that mean one table.
	Fold(n TableName) TableName
	// Exact turns what the driver gave into a value that finds the row again.
	Exact(c Column, raw any) any
	// Stored returns a planned value as Exact will return it once it is written.
	Stored(c Column, v any) any
	// HoldsExactly reports whether the engine promises to hold a written value exactly as it is, or to fail.
	HoldsExactly(c Column, v any) bool
	// ComparesExactly reports whether exact values of the column can be compared by the engine without loss.
	ComparesExactly(c Column) bool
	// RowsIn returns a condition that is true for the rows whose columns hold one of the tuples; none holds nil.
	RowsIn(columns []Column, tuples [][]any, args *[]any) string
	// Set returns the right side of an assignment.
	Set(c Column, v any, args *[]any) string
	// SetEach returns one statement that writes values of its own into each row; false when the engine or a value
	// needs a statement for each row. A tuple names the row by its place.
	SetEach(t *Table, place []Column, tuples [][]any, columns []Column, values [][]any) (string, []any, bool)
	// MaxRowsTogether returns how many rows, named by these columns, SetEach takes at once.
	MaxRowsTogether(place []Column) int
	// Untouched returns assignments that keep the engine from writing columns by itself.
	Untouched(t *Table, written []Column) []string
	// LockSQL returns the end of a SELECT whose rows are about to be changed; empty where nobody else can change them
	// before this transaction does.
	LockSQL() string
	// Refuses returns why nothing can be written at all; empty when it can.
	Refuses(ctx context.Context, q Querier) (string, error)
	// Equals compares a column with the n-th parameter so that NULL equals NULL, for people to read.
	Equals(c Column, n int) string
}

// Querier is a connection or a transaction.
type Querier interface {
	// QueryContext runs a query as database/sql does.
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Dialect is what differs between the database engines.
type Dialect interface {
	// Engine is the product's name for people.
	Engine() string
	// Quote returns an identifier as statements write it.
	Quote(identifier string) string
	// Expression selects the column in a form that Scan understands.
	Expression(c Column) string
	// In returns a condition that is true where the column equals one of the values, or for arrays contains one.
	In(c Column, values []any, args *[]any) string
	// InDocument is In for a path below a JSON column; false when the engine leaves the comparing to us.
	InDocument(c Column, path []string, values []any, args *[]any) (string, bool)
	// Collates reports whether the engine may call values of the column equal that are not.
	Collates(c Column) bool
	// TextSearch returns how the engine looks into the text of the column; false where the column holds no text.
	TextSearch(c Column) (TextSearch, bool)
	// Bind converts a value to what the column is compared with; empty when it cannot equal anything there.
	Bind(c Column, v any) []any
	// Scan turns what the driver gave into a row value.
	Scan(c Column, raw any) any
	// Unparsed returns a condition that is true for the rows whose document the engine cannot take apart, so that
	// InDocument leaves them to us; empty where there are none.
	Unparsed(c Column) string
	// MaxValues returns the greatest number of values in one query.
	MaxValues() int
	// Inspect describes the tables among names that exist.
	Inspect(ctx context.Context, q Querier, names []TableName) (map[TableName]*Table, error)
	// List names all tables that are not the engine's own.
	List(ctx context.Context, q Querier) ([]TableName, error)
	// Copies returns what holds rows of tables once more, until it is made anew: nothing writes there, and values stay.
	Copies(ctx context.Context, q Querier) ([]TableName, error)
	// Extent returns how much there is in the tables of List and Copies, by the engine's statistics.
	Extent(ctx context.Context, q Querier) (Extent, error)
	// ForeignKeys returns the references that the table declares.
	ForeignKeys(ctx context.Context, q Querier, t *Table) ([]ForeignKey, error)
	// Remarks returns the comments on tables and columns that List gives, and perhaps on others.
	Remarks(ctx context.Context, q Querier) ([]Remark, error)
	// WhichDatabase returns a query for what tells this database from every other, and whether it is seen the same way.
	WhichDatabase() string
	// Settings returns the statements that begin every transaction.
	Settings() []string
	// Capabilities returns what only some engines do.
	Capabilities() Capabilities
	// FailureOf returns what an error of the engine or of its driver means; the zero Failure where it is neither's.
	FailureOf(err error) Failure
	// Placeholder returns the n-th parameter, from 1.
	Placeholder(n int) string
	ChangeDialect
}

// Admitter is a dialect of sources that keep no list of their fields.
type Admitter interface {
	// Admit returns a table with columns for the fields by which a data map knows it, and sees to it that q has them:
	// one that no row has is empty, and not missing.
	Admit(ctx context.Context, q Querier, t *Table, names []string) (*Table, error)
}

// Capabilities is what only some engines do, by name; nothing else asks which engine it has before it.
type Capabilities struct {
	// Lenient is set where any column may hold any value, whatever its type says.
	Lenient bool
	// Probe is a statement that reads the head of a database that is a file; empty where a server answers. A
	// transaction on a file is a snapshot by itself, and one writes at a time.
	Probe string
	// Discreet is set where a login is not told of tables and columns that it may not read.
	Discreet bool
	// SelfReferenceBlocks is set where a row that points at itself cannot be deleted.
	SelfReferenceBlocks bool
	// ReferencesCompareBy is the collation by which a foreign key compares where the key it refers to names none; empty
	// where the columns themselves say it.
	ReferencesCompareBy string
	// OneMoment is set where a transaction that reads repeatably writes no row that somebody else has changed since it
	// began: the engine refuses, and rows need no lock to be compared.
	OneMoment bool
	// Fired counts the triggers that have run on the connection, those that it may not know of too; false where the
	// server does not count them, nil where the engine never does.
	Fired func(ctx context.Context, q Querier) (int64, bool, error)
	// Prepare is a statement that makes a transaction ready to write many rows; empty where none is needed.
	Prepare string
	// Piecewise is set where a commit makes the changes one by one, so that those before one that fails stay made.
	Piecewise bool
	// Judge asks the engine what it would refuse of rows; nil where a SELECT over them does.
	Judge func(ctx context.Context, q Querier, j *Judgement) ([]Refusal, error)
	// KeyText writes an expression as a text that is equal where the engine calls values of a unique key equal.
	KeyText string
	// Expect lets a statement compare each row with how it was previewed at the moment that it writes it; nil where the
	// engine cannot. It takes the columns of the table, those of the key among them, and the rows, which it may sort.
	Expect func(columns []Column, key []int, rows []ExpectedRow) Expectation
}
