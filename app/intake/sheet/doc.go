// Package sheet reads tables saved as text, with what spreadsheets do to them undone or named.
package sheet
