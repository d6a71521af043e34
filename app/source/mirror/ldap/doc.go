// Package ldap reads a directory as a source, the entries of each class as a table, and changes entries one by one.
package ldap
