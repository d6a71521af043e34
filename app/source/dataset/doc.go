// Package dataset reads the files that say where in an organisation's databases a person is: the published dataset
// format with a few keys of our own. It links collections by their references, names what is wrong with its place and
// remedy, and works out in which order collections are searched and changed.
package dataset
