package model

// LeaveOutReason is why a record of a file, of which it was to be decided, is not taken in. It is a code, since the
// audit log holds no free text about a person.
type LeaveOutReason string

// The reasons for leaving a record out.
const (
	LeaveOutSentAgain LeaveOutReason = "sent_again"    // the sender was asked for it once more
	LeaveOutByHand    LeaveOutReason = "taken_by_hand" // a member of staff typed the request in
	LeaveOutThere     LeaveOutReason = "there_already" // the request is there already
	LeaveOutNoRequest LeaveOutReason = "no_request"    // it asks for nothing, such as a test or a line of sums
	LeaveOutWrongFile LeaveOutReason = "wrong_file"    // the file was not meant for the desk
)

// LeaveOutReasons lists the reasons in the order the window offers them.
var LeaveOutReasons = []LeaveOutReason{LeaveOutSentAgain, LeaveOutByHand, LeaveOutThere, LeaveOutNoRequest,
	LeaveOutWrongFile}
