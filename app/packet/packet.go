// Package packet makes the sealed copy that a person receives: one file that opens in any
// browser without a network, or an AES-256 zip; it never reads the store and never sends anything.
//
// The format of the sealed file is written down in FORMAT.md. Above about 500 MB the zip serves better, since a
// browser saves files from a page only as far as its memory reaches.
package packet

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Languages a packet can be written in.
const (
	English = "en"
	Chinese = "zh-Hans"
)

// MinRounds is the least number of PBKDF2 rounds a sealed packet may use.
const MinRounds = 600_000

// minPassword is the least number of characters a packet password may have.
const minPassword = 12

// Errors that a caller may want to tell apart.
var (
	// ErrPassword: the first chunk did not open. The password is wrong, or the beginning of the file was changed.
	ErrPassword = errors.New("the password does not fit this packet")
	// ErrDamaged: a later chunk is missing, changed, swapped or cut off.
	ErrDamaged = errors.New("the packet is damaged or incomplete")
	// ErrSensitive: something that needs a higher identity level was about to leave at a lower one.
	ErrSensitive = errors.New("sensitive data does not go into a copy that was released without it")
	// ErrWeakPassword: the password offered for sealing is too short; NewPassword makes a good one.
	ErrWeakPassword = fmt.Errorf("the packet password needs at least %d characters", minPassword)
)

// Meta is what holds for the packet as a whole. Reference, Organisation and the times stand in the
// clear at the head of the file; Person, Identity and everything else is sealed.
type Meta struct {
	ID        string `json:"id"` // 32 hexadecimal digits; made when empty
	Reference string `json:"reference"`
	// what the person asked for, as the end of "You asked us …"; empty: nothing is said of it
	Asked        string    `json:"asked,omitempty"`
	Organisation string    `json:"organisation"`
	Contact      string    `json:"contact"`  // where the person can write, for example an e-mail address
	Language     string    `json:"language"` // English or Chinese
	Person       string    `json:"person"`
	Created      time.Time `json:"created"`
	// until when the organisation offers the file; zero: not limited
	Expires   time.Time `json:"expires,omitzero"`
	Statement string    `json:"statement"` // version of the privacy statement in force
	Identity  string    `json:"identity"`  // how the person's identity was checked, in words
	Rights    []string  `json:"rights"`    // nil: the built-in list for the language
	// where the person can turn who does not agree, in whole sentences
	Complaints []string `json:"complaints"`
	// the person asked for sensitive data and proved the level that it needs
	Sensitive bool           `json:"-"`
	Zone      *time.Location `json:"-"` // zone of the dates shown
	Rounds    int            `json:"-"` // PBKDF2 rounds; 0: MinRounds
}

// Column is one field of a collection, or of a document in it: its name in the source and how a person reads it.
type Column struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Unit is what its numbers count, in the person's language. Currency and Per make an amount of them on the page:
	// 45900 at 100 to one CNY is CNY 459.00. Per 0: they are no amount.
	Unit     string            `json:"unit,omitempty"`
	Currency string            `json:"currency,omitempty"`
	Per      int               `json:"per,omitempty"`
	Words    map[string]string `json:"words,omitempty"`  // what its codes mean
	Fields   []Column          `json:"fields,omitempty"` // of a document
	// Held is the title over values that stand as they are held, as in a table; empty where it is Title.
	Held string `json:"held,omitempty"`
	// Digest says that the source holds but a digest of what the column stands for.
	Digest bool `json:"digest,omitempty"`
}

// Section introduces one collection of findings. What is left empty is shown as "not stated", so that a
// gap in the data map is seen and not hidden.
type Section struct {
	Source     string   `json:"source"`
	Dataset    string   `json:"dataset"`
	Collection string   `json:"collection"`
	Title      string   `json:"title"`
	Purpose    string   `json:"purpose"`    // what the data is used for
	Recipients []string `json:"recipients"` // who receives it; empty but not nil: nobody outside the organisation
	Retention  string   `json:"retention"`  // how long it is kept
	Origin     string   `json:"origin"`     // where it came from
	Columns    []Column `json:"columns"`
	// Sensitive names the columns that need a higher identity level; refused where Meta does not say that it was
	// reached.
	Sensitive []string `json:"-"`
}

// Attachment names a file that goes into a packet.
type Attachment struct {
	Name, Mime string
	Sensitive  bool // needs a higher identity level; refused where Meta does not say that it was reached
}

// Withheld is something that is not in the copy, or masked in it, and why.
type Withheld struct {
	Title  string `json:"title"`
	Reason string `json:"reason"`
	Law    string `json:"law"`   // law or clause; may be empty
	Count  int    `json:"count"` // rows or values left out; 0: not counted
}

// File is one file of a packet with the SHA-256 of its content in hexadecimal.
type File struct {
	Name   string `json:"name"`
	Path   string `json:"path,omitempty"` // inside a zip, where it is another than the name
	Mime   string `json:"mime,omitempty"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// SectionSum says what a collection holds. SHA256 runs over its rows as JSON objects, each ended by a newline.
type SectionSum struct {
	Source     string `json:"source"`
	Dataset    string `json:"dataset"`
	Collection string `json:"collection"`
	File       string `json:"file"` // name of its CSV file
	Rows       int64  `json:"rows"`
	SHA256     string `json:"sha256"`
}

// Manifest is what remains at the desk of a packet that was handed over. It names attachments and hashes rows, so it is
// kept sealed.
type Manifest struct {
	Format      string       `json:"format"`
	ID          string       `json:"id"`
	Reference   string       `json:"reference"`
	Created     time.Time    `json:"created"`
	Expires     time.Time    `json:"expires,omitzero"`
	Rounds      int          `json:"rounds"`
	Rows        int64        `json:"rows"`
	Withheld    int          `json:"withheld"` // number of entries in the list of what is left out
	Sections    []SectionSum `json:"sections"`
	Attachments []File       `json:"attachments"`
	Files       []File       `json:"files"` // the packet itself first, then, for a zip, the files inside
}

// settle fills in what may be left empty and names what may not.
func (m *Meta) settle() error {
	switch {
	case strings.TrimSpace(m.Reference) == "":
		return errors.New("the packet needs the reference of its request")
	case strings.TrimSpace(m.Organisation) == "":
		return errors.New("the packet needs the name of the organisation")
	case strings.TrimSpace(m.Contact) == "":
		return errors.New("the packet needs a contact of the organisation, so that the person can write back")
	case len(m.Complaints) == 0:
		return errors.New("the packet needs where the person can turn who does not agree with it")
	case m.Zone == nil:
		return errors.New("the packet needs the zone of its dates")
	case m.Created.IsZero():
		return errors.New("the packet needs the time of its making")
	case !m.Expires.IsZero() && !m.Expires.After(m.Created):
		return errors.New("the packet would expire before it is made; choose a later date")
	case m.Language != English && m.Language != Chinese:
		return fmt.Errorf("no packet texts in language %q; choose %q or %q", m.Language, English, Chinese)
	case m.Rounds != 0 && m.Rounds < MinRounds:
		return fmt.Errorf("%d PBKDF2 rounds are too few; at least %d are needed", m.Rounds, MinRounds)
	}
	if m.Rounds == 0 {
		m.Rounds = MinRounds
	}
	if m.ID == "" {
		var b [16]byte
		if _, err := rand.Read(b[:]); err != nil {
			return fmt.Errorf("make a packet id: %w", err)
		}
		m.ID = hex.EncodeToString(b[:])
	}
	if b, err := hex.DecodeString(m.ID); err != nil || len(b) != 16 {
		return fmt.Errorf("packet id %q: 32 hexadecimal digits are needed", m.ID)
	}
	if m.Rights == nil {
		m.Rights = wordsOf(m.Language).rights
	}
	return nil
}

func checkPassword(password string) error {
	if utf8.RuneCountInString(strings.TrimSpace(password)) < minPassword {
		return ErrWeakPassword
	}
	return nil
}
