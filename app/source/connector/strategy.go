package connector

import "orangelab.cn/rightsdesk/app/source/dataset"

// The ways to sign in.
const (
	Basic             = "basic"
	Bearer            = "bearer"
	QueryParam        = "query_param"
	APIKey            = "api_key"
	ClientCredentials = "oauth2_client_credentials"
	AuthorizationCode = "oauth2_authorization_code"
)

// The settings that an OAuth sign-in keeps.
const (
	AccessToken  = "access_token"
	RefreshToken = "refresh_token"
	ExpiresAt    = "expires_at" // UNIX seconds
)

// Auth is how requests are signed in.
type Auth struct {
	Strategy  string
	Program   bool // the strategy is a program of the other system, which is not carried out
	Username  Template
	Password  Template
	Token     Template
	Name      string // of the query parameter
	Value     Template
	Headers   []Named
	Query     []Named
	Body      Template
	HasBody   bool
	TokenFrom *Request // token_request
	Refresh   *Request // refresh_request; nil where the file has none
	ExpiresIn int      // seconds; 0 where the file leaves it to the answer
	Pos       dataset.Position
}

// OAuth reports whether a token is fetched.
func (a *Auth) OAuth() bool {
	return a != nil && (a.Strategy == ClientCredentials || a.Strategy == AuthorizationCode)
}

// The ways from page to page.
const (
	Offset = "offset"
	Link   = "link"
	Cursor = "cursor"
)

// Pagination is how the next page is asked for.
type Pagination struct {
	Strategy string
	Param    string // incremental_param or cursor_param
	By       int    // increment_by
	Limit    int    // the last value of Param; 0 for none, unless LimitOf is set
	LimitOf  string // the setting that holds the limit
	Rel      string // of the header; empty where the link stands in the body
	Path     Path   // of the link in the body
	Field    Path   // of the cursor
	HasNext  Path
	Pos      dataset.Position
}

// The steps between the answer and its rows.
const (
	Unwrap  = "unwrap"
	Filter  = "filter"
	Extract = "extract_for_execution_log"
)

// Postprocessor is one step between the answer and its rows.
type Postprocessor struct {
	Strategy   string
	Path       Path   // of unwrap and of the part that goes to the log
	Field      Path   // of filter
	Value      any    // of filter: a scalar; nil where Identity or From is set
	Identity   string // of filter: a kind of identity
	From       string // of filter: "dataset.collection.field", whose values were read already
	Contains   bool   // of filter: exact: false
	FoldedCase bool   // of filter: case_sensitive: false
	Pos        dataset.Position
}
