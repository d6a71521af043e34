package portable

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strconv"
	"strings"

	"filippo.io/age"
)

// magic begins every back-up; the number is that of the form of what follows it.
const magic = "rightsdesk back-up "

// A label of fixed length stands before the sealed part: how long that is, and its SHA-256. They tell a file that was
// cut or changed by accident before any key is asked for; that nobody changed it on purpose, the seals say.
const label = magic + "1\nlength %020d\nsha256 %s\n"

var labelSize = int64(len(fmt.Sprintf(label, 0, noSum)))

var noSum = strings.Repeat("0", hex.EncodedLen(sha256.Size))

// Seal writes a file that only who holds a key of one recipient opens. What write writes is sealed as it comes.
func Seal(f *os.File, to []age.Recipient, write func(io.Writer) error) error {
	if _, err := fmt.Fprintf(f, label, 0, noSum); err != nil {
		return err
	}
	out := &measured{w: f, sum: sha256.New()}
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return err
	}
	if err := errors.Join(write(sealed), sealed.Close()); err != nil {
		return err
	}
	if _, err := f.WriteAt(fmt.Appendf(nil, label, out.n, hex.EncodeToString(out.sum.Sum(nil))), 0); err != nil {
		return err
	}
	return f.Sync()
}

// measured counts and hashes what is written.
type measured struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (m *measured) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.sum.Write(p[:n])
	m.n += int64(n)
	return n, err
}

// Intact reads a whole file and compares it with its label: ErrNone, ErrCut, ErrChanged, or ErrNewer for a form that
// came later. It leaves the file at the beginning of the sealed part.
func Intact(f io.ReadSeeker) error {
	head := make([]byte, labelSize)
	n, err := io.ReadFull(f, head)
	switch {
	case n < len(magic) || !bytes.HasPrefix(head, []byte(magic)):
		return ErrNone
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrCut
	case err != nil:
		return err
	}
	length, sum, err := readLabel(string(head))
	if err != nil {
		return err
	}
	h := sha256.New()
	there, err := io.Copy(h, f)
	switch {
	case err != nil:
		return err
	case length == 0 || there < length: // a length of 0 was never put in: the program ended before
		return ErrCut
	case there > length || hex.EncodeToString(h.Sum(nil)) != sum:
		return ErrChanged
	}
	_, err = f.Seek(labelSize, io.SeekStart)
	return err
}

func readLabel(head string) (length int64, sum string, err error) {
	lines := strings.Split(head, "\n")
	form, err := strconv.Atoi(strings.TrimPrefix(lines[0], magic))
	if err == nil && form > 1 {
		return 0, "", ErrNewer
	}
	if err != nil || len(lines) != 4 {
		return 0, "", ErrChanged
	}
	digits, isLength := strings.CutPrefix(lines[1], "length ")
	length, err = strconv.ParseInt(digits, 10, 64)
	sum, isSum := strings.CutPrefix(lines[2], "sha256 ")
	// another spelling of the same is a change too
	if err != nil || !isLength || !isSum || fmt.Sprintf(label, length, sum) != head {
		return 0, "", ErrChanged
	}
	return length, sum, nil
}

// Unseal opens the sealed part. Where no identity opens it, the error is what the identity said; anything else is
// ErrChanged.
func Unseal(f io.Reader, with age.Identity) (io.Reader, error) {
	r, err := age.Decrypt(f, with)
	if err != nil {
		return nil, err
	}
	return unsealed{r}, nil
}

// unsealed says in our words what age says of a part that does not hold.
type unsealed struct{ r io.Reader }

func (u unsealed) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, fmt.Errorf("%w: %w", ErrChanged, err)
}
