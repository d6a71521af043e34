// Package files reads a folder of CSV, JSON and XLSX files as a source, and writes them back with everything else in
// them as it was.
package files
