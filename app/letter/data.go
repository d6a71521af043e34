package letter

import (
	"reflect"
	"strings"
	"time"
	"unicode"
)

// Data are the facts of a letter, in the words and the language of the letter. Which of them a kind needs
// is told by Checklist and enforced by Render. Texts are put in as text: markup in them has no effect.
type Data struct {
	Organisation string         // who writes
	Contact      string         // where to answer and to ask for a review, for example support@orangelab.cn
	Reference    string         // of the request, for example R-2026-000123
	Recipient    string         // name as in the salutation
	Date         time.Time      // of the letter
	Zone         *time.Location // zone of all dates; nil: Asia/Shanghai
	Minor        bool           // the request is a minor's or a guardian's

	Request  string    // what was asked, as understood, as a whole sentence
	Received time.Time // when it arrived

	Due             time.Time // day of the answer; in an extension the day first promised
	DueCounted      string    // how the day was counted, as a whole sentence
	IdentityStep    string    // what happens about the identity, as a whole sentence
	NewDue          time.Time // day of the answer after an extension
	ExtensionReason string

	Identity        *Identity // what is still needed to be sure who asks
	IdentityChecked string    // how the identity was checked
	Tried           []string  // how it was tried in vain
	Again           string    // how to ask again

	Done        []Done
	Kept        []Kept
	NothingKept bool     // says that an empty Kept is meant
	Told        []string // recipients who were told
	NobodyTold  bool     // says that an empty Told is meant
	Copy        *Copy
	NoCopy      bool // says that no copy was asked for

	Grounds     []Ground
	StillDone   []string
	NothingDone bool // says that an empty StillDone is meant

	Blockers  []Blocker
	Recheck   time.Time // day on which the blockers are looked at again
	IfNothing string    // what happens if nothing is done

	Party *Party
}

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

// Kept is what a law obliges the organisation to keep.
type Kept struct {
	What, Law string
	Until     time.Time
}

// Copy tells how the person gets the sealed copy.
type Copy struct {
	How      string    // where the file is, as a whole sentence
	Password string    // how the password reaches the person, as a whole sentence; never the password itself
	Expires  time.Time // until when the file is offered; zero: not limited
	SHA256   string    // of the file; may be empty
}

// Ground is a reason to refuse: its name, the facts of this request, the law or clause.
type Ground struct{ Title, Facts, Law string }

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

// literal marks the beginning of a fact whose first sign would otherwise read as markup. clean removes every
// control character from the facts before, so that no fact can bring its own.
const literal = '\x02'

// clean makes the facts safe to stand in a letter: one line each, no control or direction-changing
// characters, no markup; times are moved into the zone of the letter.
func (d Data) clean() Data {
	if d.Zone == nil {
		d.Zone = shanghai()
	}
	v := reflect.ValueOf(&d).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Name != "Zone" {
			v.Field(i).Set(cleaned(v.Field(i), d.Zone))
		}
	}
	return d
}

// cleaned is a cleaned copy of a value; the caller's slices and pointers stay untouched.
func cleaned(v reflect.Value, zone *time.Location) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		t := v.Interface().(time.Time)
		if !t.IsZero() {
			t = t.In(zone)
		}
		return reflect.ValueOf(t)
	case v.Kind() == reflect.String:
		out.SetString(cleanText(v.String()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(cleaned(v.Index(i), zone))
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(cleaned(v.Elem(), zone))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cleaned(v.Field(i), zone))
		}
	default:
		out.Set(v)
	}
	return out
}

func cleanText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Bidi_Control, r), r == '\uFEFF', r == '\u200B':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if s != "" && (s[0] == '#' || s[0] == '-') {
		s = string(literal) + s
	}
	return s
}

// shanghai is the zone of mainland China; a fixed offset serves where the machine has no zone files.
func shanghai() *time.Location {
	if z, err := time.LoadLocation("Asia/Shanghai"); err == nil {
		return z
	}
	return time.FixedZone("Asia/Shanghai", 8*60*60)
}
