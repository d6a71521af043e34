// Package review is where a copy or a plan changes hands: what must be decided before a second person looks, their
// agreement on rows that are also somebody else's, and the request sent to them, returned by them, or released.
package review
