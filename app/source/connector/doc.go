// Package connector reads connector files: how a system that answers over HTTP is asked for a person's rows, and how
// they are changed or deleted there. It says what a file means and sends nothing.
package connector
