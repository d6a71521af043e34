package model

// Kind is what a person asks for.
type Kind string

// The kinds of request (statement: access, correcting, delete, copy, withdrawal, logout, advertising, contact; PIPL
// 44). Each has a file of its own with its Meaning.
const (
	Access       Kind = "access"
	Export       Kind = "export"
	Correction   Kind = "correction"
	Deletion     Kind = "deletion"
	Cancellation Kind = "cancellation"
	Withdrawal   Kind = "withdrawal"
	Objection    Kind = "objection"
	Restriction  Kind = "restriction"
	Complaint    Kind = "complaint"
	SelfService  Kind = "self_service"
)

// Meaning is all that a kind of request means in one value. Deadlines and identity levels are data of the rule pack
// under the kind's own name; everything else that depends on what is asked goes by these fields, never by the kind
// itself.
type Meaning struct {
	Kind Kind
	// Name is the window's word, in English; Short replaces it where a row has no room, and is empty where it has.
	Name, Short string
	// Heading stands over what is settled, in English; empty where nothing is.
	Heading string
	// Asks ends a letter's sentence "you asked us"; in Chinese it follows 请求.
	Asks Text
	// Example is what a letter's preview says instead of Asks; empty where Asks will do.
	Example Text
	// Called are words that a cell of a file may use for the kind, in lower case without blanks or hyphens.
	Called []string
	// Promised are words of the heading under which a statement promises it, in lower case; words begin with
	// them, or are the same where a blank ends them.
	Promised []string

	Queue   QueueName // that it waits in while it is worked on; none where only the list of all holds it
	Ends    Ending
	Settles Settling
	// Clears asks that nothing stands in the way any more and that the person confirmed the consequences, before
	// anything else is settled; carrying it out closes the account (statement CAN-2 to CAN-7).
	Clears bool
	// Keeps says that nothing is erased for what it ends, whatever else is erased with a use.
	Keeps bool
	// Owner is what the owner of a source that the desk cannot write does by hand.
	Owner TaskKind
	// Answers are the items, by ID, that the letter which fulfils it must cover, in their order.
	Answers []string
}

// Ending is what a request of a kind comes to.
type Ending string

// The endings.
const (
	EndsInCopy   Ending = "copy"   // a packet handed to the person
	EndsInChange Ending = "change" // a plan written to the sources
	EndsInAnswer Ending = "answer" // word of what was looked into and done, which no plan and no copy carries out
)

// Settling is what staff settle about a request before its plan.
type Settling string

// The ways of settling.
const (
	SettlesNothing     Settling = ""
	SettlesCorrections Settling = "corrections" // which value is wrong, and the right one: a Corrections
	SettlesScope       Settling = "scope"       // what happens with each kind of data: a Scope
	SettlesPurposes    Settling = "purposes"    // which consents are withdrawn, which uses stop: a Purposes
)

// QueueName names a queue that gathers kinds of request.
type QueueName string

// The queues of kinds.
const (
	InNoQueue         QueueName = ""
	InCorrectionQueue QueueName = "correction"
	InDeletionQueue   QueueName = "deletion"
	InExportQueue     QueueName = "export"
	InWithdrawalQueue QueueName = "withdrawal"
)

// TaskKind is what somebody outside the desk is asked to do for a request.
type TaskKind string

// The kinds of task.
const (
	TaskErase      TaskKind = "erase"          // the owner of a source erases by hand
	TaskCorrect    TaskKind = "correct"        // the owner of a source corrects by hand
	TaskStop       TaskKind = "stop"           // the owner of a source stops a use
	TaskSupplement TaskKind = "supplement"     // the owner of a source keeps a statement beside a value that stays
	TaskTell       TaskKind = "tell_recipient" // somebody who was given a value is told that it was corrected or erased
	TaskUnbind     TaskKind = "unbind"         // the owner of a source unbinds a log-in through somebody else
)

// meanings holds every kind in the order of the navigation: a new kind is a file with its meaning and a line here.
var meanings = []Meaning{
	access, export, correction, deletion, cancellation, withdrawal, objection, restriction, complaint, selfService,
}

// Kinds lists every kind in the order of the navigation.
var Kinds = func() (list []Kind) {
	for _, m := range meanings {
		list = append(list, m.Kind)
	}
	return list
}()

// Means returns what a kind means; the zero Meaning where there is no such kind.
func (k Kind) Means() Meaning {
	for _, m := range meanings {
		if m.Kind == k {
			return m
		}
	}
	return Meaning{}
}

// Valid reports whether k is one of the listed kinds.
func (k Kind) Valid() bool { return k.Means().Kind == k && k != "" }

// Changes reports whether the request ends in a plan written to the sources.
func (k Kind) Changes() bool { return k.Means().Ends == EndsInChange }

// Copies reports whether the request ends in a packet handed to the person.
func (k Kind) Copies() bool { return k.Means().Ends == EndsInCopy }

// FollowsUp reports whether the request ends in an answer about what was looked into and done.
func (k Kind) FollowsUp() bool { return k.Means().Ends == EndsInAnswer }

// Erases reports whether the request's plan erases rows.
func (k Kind) Erases() bool { return k.Means().Settles == SettlesScope }

// Clears reports whether the request waits until nothing stands in its way and the person has confirmed what it means.
func (k Kind) Clears() bool { return k.Means().Clears }

// KindsOf lists the kinds that a queue gathers, in the order of the navigation.
func KindsOf(q QueueName) (list []Kind) {
	for _, m := range meanings {
		if m.Queue == q && q != InNoQueue {
			list = append(list, m.Kind)
		}
	}
	return list
}
