// Package intake takes requests in: by hand, from files and from mails; a broken record never loses the good ones. What
// a signed-in member of staff does lies here: look at a file, take it in, keep what waits, decide record by record,
// settle. The rooms that read lie below it, and imports between them run one way, from the last to the first: style,
// record, mail, sheet, protocol. None of them knows anything of the desk's store or of any window.
package intake
