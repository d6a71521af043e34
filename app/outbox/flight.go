package outbox

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/private"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// flight is how a sender hands a notice over to some people one after the other without a transaction for each: the run
// says from whom to whom, and a file beside the desk says, before each message, with whom it begins and what became of
// the one before. A program that ends leaves the file; the system has it also where nothing of it reached the disk.
// Only where the file is whole and the computer was not started since does it say that somebody was not begun with: in
// every other case nobody knows, of any of them.
type flight struct {
	id   string
	path string
	seal cipher.AEAD
	file *os.File // nil while it is read
	line uint64
}

// mostFlown is how many people a flight takes: so many a person decides about at the most, where the computer itself
// fails.
const mostFlown = 500

// flown is a line of the file: who is begun with, and what became of whoever was begun with before.
type flown struct {
	Boot   string          `json:"boot,omitempty"` // of the first line alone
	Begins int64           `json:"begins,omitempty"`
	Ended  *notice.Receipt `json:"ended,omitempty"`
}

// flightOf is the flight of a name at a desk that lies in a folder.
func flightOf(v *store.View, folder, id string) (*flight, error) {
	return flightUnder(v.Keys().MAC("notice_flight", id), folder, id)
}

func flightUnder(key []byte, folder, id string) (*flight, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &flight{id: id, path: filepath.Join(folder, "flight-"+id), seal: aead}, err
}

// beginFlight makes the file of a new flight.
func beginFlight(v *store.View, folder string) (*flight, error) {
	f, err := flightOf(v, folder, uuid.NewString())
	if err != nil {
		return nil, err
	}
	return f, f.begin(boot())
}

// begin makes the file, which says at which start of the computer.
func (f *flight) begin(boot string) (err error) {
	if f.file, err = private.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND); err != nil {
		return err
	}
	if err := f.note(flown{Boot: boot}); err != nil {
		return errors.Join(err, f.end())
	}
	return nil
}

func (f *flight) nonce() []byte { return binary.BigEndian.AppendUint64(make([]byte, 4, 12), f.line) }

// note writes a line, whole or not at all for whoever reads it later.
func (f *flight) note(x flown) error {
	raw, err := json.Marshal(x)
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(f.seal.Seal(nil, f.nonce(), raw, []byte(f.id)))
	f.line++
	_, err = f.file.WriteString(text + "\n")
	return err
}

// name is that of a flight; empty where there is none.
func (f *flight) name() string {
	if f == nil {
		return ""
	}
	return f.id
}

// folder is that of a desk that lies on this computer; empty where a server keeps it.
func (o *sender) folder() string {
	if d := o.s.Desk(); !d.Store().Postgres() {
		return d.Address()
	}
	return ""
}

// flies reports whether the sender may note by himself whom he has begun with. On a network drive he may not: what it
// takes and loses later, where it is full, was never refused.
func (o *sender) flies() bool {
	return o.folder() != "" && boot() != "" && database.NetworkDrive(o.folder()) == ""
}

// end forgets the file.
func (f *flight) end() error {
	if f.file != nil {
		if err := f.file.Close(); err != nil {
			return err
		}
		f.file = nil
	}
	err := os.Remove(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// read returns what the file of a flight that ended with its program says: what became of whoever was done with, and
// with whom it had begun last, 0 with nobody. ok is false where it says nothing that can be relied on.
func (f *flight) read(first, last int64) (done []notice.Receipt, begun int64, ok bool) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, 0, false
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	for {
		text, err := lines.ReadString('\n')
		if text == "" && err != nil {
			return done, begun, f.line > 0
		}
		var x flown
		raw, broken := base64.StdEncoding.DecodeString(strings.TrimSuffix(text, "\n"))
		if broken == nil {
			raw, broken = f.seal.Open(nil, f.nonce(), raw, []byte(f.id))
		}
		if broken == nil {
			broken = json.Unmarshal(raw, &x)
		}
		if err != nil || broken != nil {
			return nil, 0, false // the last line is not whole: somebody was begun with, and nobody knows
		}
		if f.line++; f.line == 1 {
			if x.Boot == "" || x.Boot != boot() {
				return nil, 0, false
			}
			continue
		}
		if x.Ended != nil {
			if begun == 0 || x.Ended.Recipient != begun || len(done) > 0 && done[len(done)-1].Recipient == begun {
				return nil, 0, false
			}
			done = append(done, *x.Ended)
		}
		if x.Begins != 0 {
			if x.Begins != max(begun+1, first) || x.Begins > last ||
				begun != 0 && (len(done) == 0 || done[len(done)-1].Recipient != begun) {
				return nil, 0, false
			}
			begun = x.Begins
		}
	}
}
