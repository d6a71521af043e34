// Package packaging holds what the packages for people are made of, and the tests of it that need nothing but Go.
// packaging/build makes the packages, packaging/test installs them.
package packaging
