package letter

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Data are the facts of a letter, in the words and the language of the letter. Which of them a kind needs
// is told by Checklist and enforced by Render. Texts are put in as text: markup in them has no effect.
// A letter is kept as its Data, so a field keeps its name and its meaning.
type Data struct {
	Writer
	Reference string    // of the request, for example R-2026-000123
	Recipient string    // name as in the salutation
	Date      time.Time // of the letter

	// About is what was asked, which decides what an answer must say; empty: a copy.
	About model.Kind

	// Request is what was asked, as understood: the end of the sentence "you asked us", in Chinese what follows 请求;
	// without a full stop.
	Request  string
	Received time.Time // when it arrived
	OfOurOwn string    // why the organisation acts without being asked, as a whole sentence; empty where somebody asked
	Laws     Laws      // the articles of what the letter says

	Due             time.Time // day of the answer; in an extension the day first promised
	DueCounted      string    // how the day was counted and by which law, to follow "the time is"
	IdentityStep    string    // what happens about the identity, as a whole sentence
	NewDue          time.Time // day of the answer after an extension
	ExtensionReason string
	ExtensionBasis  string // the rule that allows it, with its article

	Corrects time.Time // day of the acknowledgement that named another request, and that this one takes the place of

	Identity        *Identity // what is still needed to be sure who asks
	IdentityChecked string    // when and by what the identity was proven, as a whole sentence
	Tried           []string  // how it was tried in vain
	Again           string    // how to ask again

	// Outcome is how the request ends by what was done. An answer of another kind, and one whose facts speak of
	// anything that was not done, are refused.
	Outcome model.Outcome

	Verdict     string // what a complaint came to, as a whole sentence
	Done        []Done
	Fixed       []Records // of which a field could not be emptied
	Unnamed     []Records // of which the data map calls nothing personal
	Unchanged   []Records // in which nothing was to be changed
	Emptied     bool      // some records stay without what was to be deleted from them
	Pending     []Pending // what is not done yet
	Kept        []Kept
	NothingKept bool     // no law obliges the organisation to keep anything of what was asked for
	Told        []string // recipients who were told
	NobodyTold  bool     // the register names nobody who would have to be told
	Copy        *Copy
	NoCopy      bool // says that an empty Copy is meant
	Withheld    []Withheld
	WholeCopy   bool // nothing was left out of the copy and nothing was masked

	Searched   time.Time // when the systems were searched again; zero where they were not
	Remains    []Remains // where that found something
	Unsearched []string  // systems in which it could not be done

	Own []string // what the member of staff adds, a paragraph each; marked in the letter

	Corrected   []Corrected
	Supplements []Supplement

	Stopped       []Stopped
	Certificate   string // number of the certificate of erasure that comes with the letter
	NothingErased bool   // says that an empty Certificate is meant: no record was deleted or anonymised

	Disabled time.Time // when the account was disabled; zero where nothing says that it was
	Logins   []Login   // log-ins of other companies that were unbound
	NoLogins bool      // the systems were searched for linked log-ins, and none was found

	Ended  []Ended // uses that ended everywhere
	Ending []Ended // uses that are still to end somewhere, see Pending
	// NotFound are uses of which no system held a record, so that there was nothing to end.
	NotFound []string
	Linked   string // reference of the deletion that was opened with it

	Grounds     []Ground
	StillDone   []string
	NothingDone bool // no system was changed and nothing was handed over

	Blockers  []Blocker
	Recheck   time.Time // day on which the blockers are looked at again
	IfNothing string    // what happens if nothing is done

	Party *Party

	Statement *Statement // what of it the request falls under; nil: none was in force, or nobody asked

	Operated *Operated // which affiliate operates the product; nil: the organisation does
	Fee      *Fee      // what the request costs, decided by a second person; nil: nothing

	Automated string // whether decisions are made by a program alone, as whole sentences
	Abroad    string // whether the data goes abroad, as whole sentences
}

// Statement is the privacy statement in the version that was in force when the request arrived, and the clauses that
// grant what was asked, such as clause 4.2 (“How long we keep it”); none where it does not say which do.
type Statement struct {
	Title, Label string
	Clauses      []string
	Terms        []Term // the words that it explains; a letter explains those that it uses
}

// Operated is a product that an affiliate operates.
type Operated struct{ Product, By string }

// Fee is what a request costs, why, and the rule that allows it.
type Fee struct{ Amount, Reason, Law string }

// Laws are the articles of the laws that the request falls under, as far as these speak of what a letter says; what has
// none is said without one, and no letter names a law that does not apply to its request.
type Laws struct {
	Complain string // the right to complain to the authorities that the organisation names
	Sue      string // the right to go to court
	Earlier  string // withdrawing a consent does not make unlawful what was done by it before
	Delete   string // what was collected on a consent is deleted with it
	Stop     string // what is not deleted is only stored and protected
	// Regulators take complaints under laws that are not those of the organisation's own authorities.
	Regulators []Regulator
}

// Regulator is who takes complaints under a law: the name, and the article, which may be empty.
type Regulator struct{ Name, Law string }

// Pending is a part that is not done yet and not refused: what, why it waits as a whole sentence, and by when it comes.
type Pending struct {
	What, Why string
	By        time.Time // zero: not known
}

// Writer is who writes a letter: the facts of the organisation, in the language of the letter.
type Writer struct {
	OrganisationVersion int64 // of the organisation's facts, by which the letter was written
	Organisation        string
	Address             string   // may be empty
	Signature           []string // lines above the name; may be empty
	Contact             string   // where to answer and to ask for a review
	ReviewDays          int      // within how many calendar days a review is answered
	Authorities         []Authority
	Court               string
	Zone                *time.Location `json:"-"` // zone of all dates
}

// Authority takes complaints: its name and how to reach it.
type Authority struct{ Name, How string }

// Identity is a request for evidence.
type Identity struct {
	Why          string   // why the person is asked
	Needed       []string // the least that will do
	Send         string   // how to send it safely
	By           time.Time
	Clock        string   // what this means for the day of the answer
	Alternatives []string // other ways
}

// Done is what was done in one system.
type Done struct{ System, What string }

// Records are some records of the person, and where they stand.
type Records struct {
	What string
	Rows int64
}

// Remains is a place that still holds something of the person.
type Remains struct {
	Where string
	Rows  int64
	Why   string    // as a second person settled it; empty: nobody has yet
	By    time.Time // by when it will be gone; zero: no day is known
}

// Withheld is what a copy leaves out or masks, and why.
type Withheld struct {
	What   string
	Rows   int64 // 0: not counted
	Masked bool  // the value is masked; else it is not there
	Reason string
	Law    string // law or clause; may be empty
	Whole  bool   // whole records are not there; else only what is named, in so many records
}

// WithheldAlike are entries of what a copy leaves out or masks for the same reason.
type WithheldAlike struct {
	Reason, Law string
	Masked      bool
	List        []Withheld
}

// WithheldAlike lists what the copy leaves out or masks by its reason, so that a letter says each reason once.
func (d Data) WithheldAlike() (groups []WithheldAlike) {
	for _, w := range d.Withheld {
		i := slices.IndexFunc(groups, func(g WithheldAlike) bool {
			return g.Reason == w.Reason && g.Law == w.Law && g.Masked == w.Masked
		})
		if i < 0 {
			i, groups = len(groups), append(groups, WithheldAlike{Reason: w.Reason, Law: w.Law, Masked: w.Masked})
		}
		groups[i].List = append(groups[i].List, w)
	}
	return groups
}

// Kept is what a law obliges the organisation to keep.
type Kept struct {
	What, Law string
	Until     time.Time
	Rows      int64 // 0: not counted
}

// Copy tells how the person gets the sealed copy.
type Copy struct {
	How string // how the file travels and what opens it, as whole sentences
	// how the password reaches the person and is typed, as whole sentences; never the password itself
	Password string
	Expires  time.Time // until when the file can be collected; zero where it is sent
	SHA256   string    // of the file; may be empty
}

// Corrected is a value that was put right: what it is, in which system, and what stands there now, masked as on a
// screen; empty where nothing of it would be seen.
type Corrected struct{ What, Where, Now string }

// Supplement is a statement kept beside information that stays as it was first registered (statement, Correcting
// right).
type Supplement struct{ What, Statement string }

// Stopped is what is neither deleted nor used any more: everything but storage and security has ended (PIPL 47(2)).
type Stopped struct{ What, Why string }

// Login is another company's account that was a way into the person's own (statement, Logout rights).
type Login struct {
	Provider string
	Apply    string // where to apply there, as the end of a sentence
}

// NothingEnded reports whether of all that was to end no system held a record.
func (d Data) NothingEnded() bool { return len(d.NotFound) > 0 && len(d.Ended)+len(d.Ending) == 0 }

// Ended is a use of personal data that has ended.
type Ended struct {
	Use          string
	ServicesLost []string
	HowTo        string // how the person can switch it off on their own device, as whole sentences
}

// Ground is a reason to refuse: its name, the facts of this request, the law or clause.
type Ground struct {
	Title, Facts, Law string
	Item              string // what of the request it refuses; empty: all that is refused
	Instead           string // what is offered instead; may be empty
}

// Blocker is something to settle before an account is cancelled.
type Blocker struct {
	What   string // for example "A balance in your wallet"
	Detail string // amount and currency, game and role, or share
	Clear  string // how to settle it
	Waive  string // how and where to give it up
}

// Party is somebody else who holds the data.
type Party struct {
	Name, Why, Contact string
	HeldHere           string // what the organisation itself holds, as a whole sentence
}
