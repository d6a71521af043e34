package packet

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// dataFrame is the piece in which an attachment is copied.
const dataFrame = 256 << 10

// Writer writes a sealed HTML packet as a stream; it holds one chunk, whatever the size of the findings.
// It is not safe for use by several goroutines.
type Writer struct {
	*contents
	out    *summer
	cipher *chunkCipher
	plain  []byte // waits for its chunk to fill
	sealed []byte
	text   []byte
}

// NewWriter begins a packet. The password should come from NewPassword; ErrWeakPassword is returned for
// one shorter than twelve characters. A packet whose Close was not reached cannot be opened.
func NewWriter(w io.Writer, password string, meta Meta) (*Writer, error) {
	if err := checkPassword(password); err != nil {
		return nil, err
	}
	books, err := newContents(meta, formatHTML)
	if err != nil {
		return nil, err
	}
	meta = books.meta
	h := sealHeader{
		Format: formatHTML, ID: meta.ID, Language: meta.Language, Organisation: meta.Organisation,
		Reference: meta.Reference,
		KDF:       "PBKDF2-SHA-256", Rounds: meta.Rounds, Salt: make([]byte, saltSize),
		Cipher: "AES-256-GCM", Nonce: make([]byte, nonceHead), Chunk: chunkSize, Words: wordsOf(meta.Language),
	}
	for _, b := range [][]byte{h.Salt, h.Nonce} {
		if _, err := rand.Read(b); err != nil {
			return nil, fmt.Errorf("draw a salt for the packet: %w", err)
		}
	}
	headerText, err := json.Marshal(h) // with HTML escapes: it stands inside a script element
	if err != nil {
		return nil, fmt.Errorf("write the head of the packet: %w", err)
	}
	c, err := newChunkCipher(password, h, headerText)
	if err != nil {
		return nil, err
	}
	pw := &Writer{contents: books, out: newSummer(w), cipher: c, plain: make([]byte, 0, chunkSize)}
	if err := writePageHead(pw.out, h, headerText); err != nil {
		return nil, pw.fail(err)
	}
	if err := pw.frameJSON(frameMeta, meta); err != nil {
		return nil, pw.fail(err)
	}
	if err := pw.frameJSON(frameView, meta.view()); err != nil {
		return nil, pw.fail(err)
	}
	return pw, nil
}

// Begin opens the next collection and closes the one before.
func (w *Writer) Begin(s Section) error {
	if err := w.ready(); err != nil {
		return err
	}
	if err := w.endSection(); err != nil {
		return w.fail(err)
	}
	head, err := w.begin(s)
	if err != nil {
		return w.fail(err)
	}
	return w.fail(w.frameJSON(frameSection, head))
}

// Row adds one finding; the values stand in the order of the columns. Taken are nil, bool, integers, float64,
// string, []byte, time.Time, json.RawMessage, and maps and slices of these.
func (w *Writer) Row(values []any) error {
	if err := w.ready(); err != nil {
		return err
	}
	line, err := w.row(values)
	if err != nil {
		return w.fail(err)
	}
	return w.fail(w.frame(frameRow, line))
}

// Withheld says what is not in the copy, and why.
func (w *Writer) Withheld(item Withheld) error {
	if err := w.ready(); err != nil {
		return err
	}
	if err := w.withheld(item); err != nil {
		return w.fail(err)
	}
	return w.fail(w.frameJSON(frameWithheld, item))
}

// Attach adds a file. Its name is made safe and unique; the manifest has the name given.
func (w *Writer) Attach(a Attachment, r io.Reader) error {
	if err := w.ready(); err != nil {
		return err
	}
	if err := w.attachable(a); err != nil {
		return w.fail(err)
	}
	if err := w.endSection(); err != nil {
		return w.fail(err)
	}
	return w.fail(w.attach(a.Name, a.Mime, r))
}

func (w *Writer) attach(name, mime string, r io.Reader) error {
	file := File{Name: w.name(name), Mime: mime}
	if err := w.frameJSON(frameAttachment, file); err != nil {
		return err
	}
	sum := sha256.New()
	buf := make([]byte, dataFrame)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			sum.Write(buf[:n])
			file.Size += int64(n)
			if err := w.frame(frameData, buf[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the attachment %s: %w", name, err)
		}
	}
	file.SHA256 = hex.EncodeToString(sum.Sum(nil))
	w.manifest.Attachments = append(w.manifest.Attachments, file)
	return w.frameJSON(frameFile, file)
}

// Close seals the end of the packet. Without it the file does not open. It does not close the io.Writer.
func (w *Writer) Close() (Manifest, error) {
	if err := w.ready(); err != nil {
		return Manifest{}, err
	}
	if err := w.finish(); err != nil {
		return Manifest{}, w.fail(err)
	}
	w.closed = true
	w.manifest.Files = []File{{Name: safeName(w.meta.Reference + ".html"), Mime: "text/html", Size: w.out.n,
		SHA256: w.out.sum()}}
	return w.manifest, nil
}

// Discard gives up the packet; what was written so far cannot be opened by anybody.
func (w *Writer) Discard() error {
	w.closed = true
	return nil
}

func (w *Writer) finish() error {
	if err := w.endSection(); err != nil {
		return err
	}
	if err := w.frameJSON(frameSum, w.manifest); err != nil {
		return err
	}
	if err := w.flush(true); err != nil {
		return err
	}
	_, err := io.WriteString(w.out, pageTail)
	return err
}

func (w *Writer) endSection() error {
	end, open := w.end()
	if !open {
		return nil
	}
	return w.frameJSON(frameEnd, end)
}

func (w *Writer) frameJSON(kind byte, v any) error {
	b, err := plainJSON(v)
	if err != nil {
		return fmt.Errorf("write frame %c: %w", kind, err)
	}
	return w.frame(kind, b)
}

func (w *Writer) frame(kind byte, payload []byte) error {
	var head [frameHead]byte
	head[0] = kind
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if err := w.add(head[:]); err != nil {
		return err
	}
	return w.add(payload)
}

// add takes plaintext into the chunk. A full chunk is sealed only when more follows, since the last
// one is marked as such.
func (w *Writer) add(b []byte) error {
	for len(b) > 0 {
		if len(w.plain) == chunkSize {
			if err := w.flush(false); err != nil {
				return err
			}
		}
		n := min(len(b), chunkSize-len(w.plain))
		w.plain = append(w.plain, b[:n]...)
		b = b[n:]
	}
	return nil
}

func (w *Writer) flush(last bool) error {
	w.sealed = w.cipher.seal(w.sealed[:0], w.plain, last)
	w.plain = w.plain[:0]
	w.text = append(w.text[:0], chunkOpen...)
	w.text = base64.StdEncoding.AppendEncode(w.text, w.sealed)
	w.text = append(w.text, chunkShut...)
	_, err := w.out.Write(w.text)
	return err
}

// summer counts and sums what passes to the writer beneath.
type summer struct {
	w io.Writer
	h hash.Hash
	n int64
}

func newSummer(w io.Writer) *summer { return &summer{w: w, h: sha256.New()} }

func (s *summer) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.h.Write(b[:n])
	s.n += int64(n)
	if err != nil {
		return n, fmt.Errorf("write the packet file: %w", err)
	}
	return n, nil
}

func (s *summer) sum() string { return hex.EncodeToString(s.h.Sum(nil)) }
