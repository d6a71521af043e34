// Package draft proposes a data map for a database, for a person to confirm.
package draft
