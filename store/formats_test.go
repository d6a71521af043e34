package store_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/bits"
	"os"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/curve25519"
	"golang.org/x/crypto/nacl/box"

	"orangelab.cn/rightsdesk/store/storetest"
)

// A program of somebody else, that has docs/formats.md, a back-up and the recovery print, and nothing of this
// repository: it opens the file, reads every row, counts the log's tree anew, and opens what is sealed about a person.
func TestAStrangersProgramReadsABackUpByItsDescription(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newDesk(t, engine)
		r := d.add(t, nil)
		d.add(t, nil)
		file, _ := backedUp(t, d)
		print := strangerPrint(t, d.recovery.RecoveryText())
		tables := strangerRead(t, file, print)
		var leaves [][32]byte
		for _, e := range tables["entry"] {
			line := strangerLine(t, []any{e["seq"], e["at"], e["staff"], e["action"], e["request_id"], e["detail"]})
			leaves = append(leaves, sha256.Sum256(append([]byte{0}, line...)))
		}
		head := tables["head"][0]
		if root := strangerRoot(leaves); int64(len(leaves)) != head["size"] ||
			!bytes.Equal(root[:], head["root"].([]byte)) {
			t.Errorf("%d entries, whose root is %x; the head says %v, %x", len(leaves), root, head["size"],
				head["root"])
		}
		var deskKey []byte
		for _, w := range tables["key_wrap"] {
			if w["recipient"] == "recovery" {
				deskKey = print.open(t, w["wrapped"].([]byte))
			}
		}
		if len(tables["request"]) != 2 || len(tables["request_key"]) != 2 {
			t.Fatal("not two requests")
		}
		for i, row := range tables["request"] {
			key := strangerUnseal(t, deskKey, fmt.Sprint("rightsdesk/1|request_key|key|", row["id"]),
				tables["request_key"][i]["key_sealed"].([]byte))
			name := strangerUnseal(t, key, fmt.Sprint("rightsdesk/1|request|name|", row["reference"]),
				row["name_sealed"].([]byte))
			if string(name) != r.Subject.Name {
				t.Errorf("the request is of %q, read as %q", r.Subject.Name, name)
			}
		}
	})
}

type stranger struct{ public, private [32]byte }

func strangerPrint(t *testing.T, text string) (s stranger) {
	t.Helper()
	raw, err := base32.NewEncoding("ABCDEFGHJKMNPQRSTUVWXYZ123456789").WithPadding(base32.NoPadding).
		DecodeString(strings.ReplaceAll(text, "-", ""))
	if err != nil || len(raw) != 35 {
		t.Fatal(len(raw), err)
	}
	if sum := sha256.Sum256(raw[:32]); !bytes.Equal(sum[:3], raw[32:]) {
		t.Fatal("the checksum of the print")
	}
	copy(s.private[:], raw)
	public, err := curve25519.X25519(s.private[:], curve25519.Basepoint)
	if err != nil {
		t.Fatal(err)
	}
	copy(s.public[:], public)
	return s
}

func (s stranger) open(t *testing.T, sealed []byte) []byte {
	t.Helper()
	plain, ok := box.OpenAnonymous(nil, sealed, &s.public, &s.private)
	if !ok {
		t.Fatal("the print does not open it")
	}
	return plain
}

func (s stranger) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, st := range stanzas {
		if st.Type == "rightsdesk-print" {
			if key, ok := box.OpenAnonymous(nil, st.Body, &s.public, &s.private); ok {
				return key, nil
			}
		}
	}
	return nil, age.ErrIncorrectIdentity
}

func strangerRead(t *testing.T, file string, print stranger) map[string][]map[string]any {
	t.Helper()
	all, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitN(all, []byte("\n"), 4)
	sum := sha256.Sum256(lines[3])
	if label := fmt.Sprintf("rightsdesk back-up 1 length %020d sha256 %x", len(lines[3]),
		sum); string(bytes.Join(lines[:3], []byte(" "))) != label {
		t.Fatalf("the label is %q", lines[:3])
	}
	plain, err := age.Decrypt(bytes.NewReader(lines[3]), print)
	if err != nil {
		t.Fatal(err)
	}
	kept := &bytes.Buffer{} // what was read since a table began
	in := bufio.NewReader(plain)
	line, err := in.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var head struct{ Tables []string }
	if err := json.Unmarshal(line, &head); err != nil {
		t.Fatal(err)
	}
	r := strangerReader{t, in, kept}
	out, read := map[string][]map[string]any{}, []string(nil)
	var name string
	var columns []string
	for {
		switch kind := r.byte(); kind {
		case 'T':
			kept.Reset()
			kept.WriteByte(kind)
			name, columns = string(r.bytes()), make([]string, r.number())
			for i := range columns {
				columns[i] = string(r.bytes())
			}
			read = append(read, name)
		case 'R':
			row := map[string]any{}
			for _, c := range columns {
				row[c] = r.value()
			}
			out[name] = append(out[name], row)
		case 'E':
			want := sha256.Sum256(kept.Bytes()[:kept.Len()-1])
			rows, digest := r.number(), make([]byte, 32)
			if _, err := io.ReadFull(in, digest); err != nil || rows != uint64(len(out[name])) ||
				!bytes.Equal(digest, want[:]) {
				t.Fatalf("the table %s: %d rows, %x, %v", name, rows, digest, err)
			}
		case 'Z':
			if _, err := in.ReadByte(); err != io.EOF || !slices.Equal(read, head.Tables) {
				t.Fatalf("after the end: %v; tables %v", err, read)
			}
			return out
		default:
			t.Fatalf("a frame %q", kind)
		}
	}
}

type strangerReader struct {
	t    *testing.T
	in   *bufio.Reader
	kept *bytes.Buffer
}

func (r strangerReader) ReadByte() (byte, error) {
	b, err := r.in.ReadByte()
	r.kept.WriteByte(b)
	return b, err
}

func (r strangerReader) byte() byte {
	b, err := r.ReadByte()
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

func (r strangerReader) number() uint64 {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r strangerReader) bytes() []byte {
	out := make([]byte, r.number())
	if _, err := io.ReadFull(r.in, out); err != nil {
		r.t.Fatal(err)
	}
	r.kept.Write(out)
	return out
}

func (r strangerReader) value() any {
	switch kind := r.byte(); kind {
	case 'i':
		n, err := binary.ReadVarint(r)
		if err != nil {
			r.t.Fatal(err)
		}
		return n
	case 't':
		return string(r.bytes())
	case 'b':
		return r.bytes()
	case 'n':
		return nil
	default:
		r.t.Fatalf("a value %q", kind)
		return nil
	}
}

// strangerLine is JSON with <, > and & escaped, as Go writes it.
func strangerLine(t *testing.T, parts []any) []byte {
	t.Helper()
	line, err := json.Marshal(parts)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// strangerRoot is the Merkle tree hash of RFC 6962, section 2.1.
func strangerRoot(leaves [][32]byte) [32]byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1 << (bits.Len(uint(len(leaves)-1)) - 1)
	left, right := strangerRoot(leaves[:k]), strangerRoot(leaves[k:])
	return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
}

func strangerUnseal(t *testing.T, key []byte, place string, sealed []byte) []byte {
	t.Helper()
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := aead.Open(nil, sealed[5:29], sealed[29:], append([]byte(place), sealed[:5]...))
	if err != nil || sealed[0] != 1 || plain[len(plain)-1] != 1 {
		t.Fatalf("%s does not open: %v", place, err)
	}
	return plain[:len(plain)-1]
}
