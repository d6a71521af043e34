package packet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/private"
)

const (
	formatZip = "zip-ae-2"
	// zipShown is how many rows of a collection the readable index shows; all are in its CSV and in data.json.
	zipShown = 500
)

// ZipWriter writes a packet as an AES-256 zip (AE-2) for people who prefer ordinary files: index.html to read,
// data.json, one workbook and one CSV per collection, attachments. It streams; what has to wait for the end of its
// collection (the workbook) or of all (index.html and data.json) waits in temporary files, which hold ciphertext only.
// It is not safe for use by several goroutines.
type ZipWriter struct {
	*contents
	out      *summer
	zip      *zip.Writer
	password string
	data     *spool
	index    *spool
	csvEntry *zipEntry
	csvHead  *zip.FileHeader
	csvLine  []byte
	book     *spool       // the workbook of the open section
	sheet    *sheetWriter // which writes into it
	shown    int
	columns  []Column // of the open section
	left     []Withheld
}

// spool is a zip entry that waits, already encrypted, in a temporary file.
type spool struct {
	*zipEntry
	file *os.File
}

// NewZipWriter begins a packet as a zip. The password must be plain ASCII, since programs disagree on how to
// encode any other; it is taken in its canonical form, in which alone a program for zips opens it. Close or Discard
// must be called, or temporary files (of ciphertext) stay behind.
func NewZipWriter(w io.Writer, password string, meta Meta) (*ZipWriter, error) {
	if err := checkPassword(password); err != nil {
		return nil, err
	}
	password = canonical(password)
	for _, r := range password {
		if r < ' ' || r > '~' {
			return nil,
				errors.New("a zip password may hold only letters without accents, digits and signs; choose another or let one be made")
		}
	}
	books, err := newContents(meta, formatZip)
	if err != nil {
		return nil, err
	}
	books.manifest.Rounds = zipAESRounds
	zw := &ZipWriter{contents: books, out: newSummer(w), password: password}
	zw.zip = zip.NewWriter(zw.out)
	for _, s := range []**spool{&zw.data, &zw.index} {
		if *s, err = newSpool(password); err != nil {
			return nil, errors.Join(zw.fail(err), zw.Discard())
		}
	}
	if err := zw.start(); err != nil {
		return nil, errors.Join(zw.fail(err), zw.Discard())
	}
	return zw, nil
}

func newSpool(password string) (*spool, error) {
	f, err := private.CreateTemp(os.TempDir(), "packet-*.sealed")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file for the zip: %w", err)
	}
	e, err := newZipEntry(f, password)
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return &spool{zipEntry: e, file: f}, nil
}

func (s *spool) remove() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }

func (z *ZipWriter) start() error {
	meta, err := plainJSON(z.meta)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(z.data, "{\n\"packet\":%s,\n\"collections\":[", meta); err != nil {
		return err
	}
	return z.indexHead()
}

// Begin opens the next collection, and its CSV file, and closes the one before.
func (z *ZipWriter) Begin(s Section) error {
	if err := z.ready(); err != nil {
		return err
	}
	return z.fail(z.beginSection(s))
}

func (z *ZipWriter) beginSection(s Section) error {
	if err := z.endSection(); err != nil {
		return err
	}
	head, err := z.begin(s)
	if err != nil {
		return err
	}
	about, err := plainJSON(head)
	if err != nil {
		return err
	}
	comma := ","
	if len(z.manifest.Sections) == 1 {
		comma = ""
	}
	if _, err := fmt.Fprintf(z.data, "%s\n{\"about\":%s,\n\"rows\":[", comma, about); err != nil {
		return err
	}
	if err := z.indexSection(head); err != nil {
		return err
	}
	if z.csvHead, z.csvEntry, err = z.entry(head.File); err != nil {
		return err
	}
	line := []byte("\ufeff")
	for i, c := range head.Columns {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, CSVText(c.held())...)
	}
	if _, err = z.csvEntry.Write(append(line, '\r', '\n')); err != nil {
		return err
	}
	if z.book, err = newSpool(z.password); err != nil {
		return err
	}
	z.sheet, err = newSheetWriter(z.book, head.Columns, z.meta.Language, z.meta.Created.In(z.meta.Zone))
	return err
}

// Row adds one finding, as Writer.Row does.
func (z *ZipWriter) Row(values []any) error {
	if err := z.ready(); err != nil {
		return err
	}
	return z.fail(z.addRow(values))
}

func (z *ZipWriter) addRow(values []any) error {
	row, err := z.row(values)
	if err != nil {
		return err
	}
	before := ",\n"
	if z.current().Rows == 1 {
		before = "\n"
	}
	if _, err := io.WriteString(z.data, before); err != nil {
		return err
	}
	if _, err := z.data.Write(row); err != nil {
		return err
	}
	if z.csvLine, err = z.csv(z.csvLine[:0]); err != nil {
		return err
	}
	if _, err := z.csvEntry.Write(z.csvLine); err != nil {
		return err
	}
	if err := z.sheet.row(z.values()); err != nil {
		return err
	}
	return z.indexRow()
}

// Withheld says what is not in the copy, and why.
func (z *ZipWriter) Withheld(item Withheld) error {
	if err := z.ready(); err != nil {
		return err
	}
	if err := z.withheld(item); err != nil {
		return z.fail(err)
	}
	z.left = append(z.left, item)
	return nil
}

// Attach adds a file under attachments/. A zip shows the names of its files to everybody, so it is a number there; the
// name given, made safe and unique, stands in index.html and data.json.
func (z *ZipWriter) Attach(a Attachment, r io.Reader) error {
	if err := z.ready(); err != nil {
		return err
	}
	if err := z.attachable(a); err != nil {
		return z.fail(err)
	}
	return z.fail(z.attach(a.Name, a.Mime, r))
}

func (z *ZipWriter) attach(name, mime string, r io.Reader) error {
	if err := z.endSection(); err != nil {
		return err
	}
	safe := z.name(name)
	head, e, err := z.entry(fmt.Sprintf("attachments/%d%s", len(z.manifest.Attachments)+1, kindOfFile(safe)))
	if err != nil {
		return err
	}
	if _, err := io.CopyBuffer(e, onlyReader{r}, make([]byte, dataFrame)); err != nil {
		return fmt.Errorf("copy the attachment %s: %w", name, err)
	}
	file, err := z.finishEntry(head, e)
	if err != nil {
		return err
	}
	file.Path, file.Name, file.Mime = head.Name, safe, mime
	z.manifest.Attachments = append(z.manifest.Attachments, file)
	return nil
}

// kindOfFile is the ending of a name where it is one of the usual kind, which tells nothing of a person.
var usualEnding = pattern.New(`^\.[A-Za-z0-9]{1,5}$`)

// Close writes index.html and data.json and ends the zip. It does not close the io.Writer.
func (z *ZipWriter) Close() (Manifest, error) {
	if err := z.ready(); err != nil {
		return Manifest{}, err
	}
	if err := z.finish(); err != nil {
		return Manifest{}, z.fail(err)
	}
	if err := z.Discard(); err != nil {
		return Manifest{}, fmt.Errorf("remove the temporary files of the zip: %w", err)
	}
	whole := File{Name: safeName(z.meta.Reference + ".zip"), Mime: "application/zip", Size: z.out.n,
		SHA256: z.out.sum()}
	z.manifest.Files = append([]File{whole}, z.manifest.Files...)
	return z.manifest, nil
}

// Discard gives up the packet and removes its temporary files. After Close it does nothing.
func (z *ZipWriter) Discard() error {
	z.closed = true
	var errs []error
	for _, s := range []**spool{&z.data, &z.index, &z.book} {
		if *s != nil {
			errs = append(errs, (*s).remove())
			*s = nil
		}
	}
	return errors.Join(errs...)
}

func (z *ZipWriter) finish() error {
	if err := z.endSection(); err != nil {
		return err
	}
	if err := z.dataTail(); err != nil {
		return err
	}
	if err := z.indexTail(); err != nil {
		return err
	}
	if err := z.unspool("data.json", z.data); err != nil {
		return err
	}
	if err := z.unspool("index.html", z.index); err != nil {
		return err
	}
	return z.zip.Close()
}

func (z *ZipWriter) dataTail() error {
	list := func(items []any) (string, error) {
		text := ""
		for i, item := range items {
			b, err := plainJSON(item)
			if err != nil {
				return "", err
			}
			if i > 0 {
				text += ","
			}
			text += "\n" + string(b)
		}
		return text, nil
	}
	left, err := list(anys(z.left))
	if err != nil {
		return err
	}
	named := slices.Clone(z.manifest.Attachments)
	for i := range named {
		named[i].Path = "" // data.json is the same in every form; size and hash tell which file it is
	}
	files, err := list(anys(named))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(z.data, "\n],\n\"withheld\":[%s\n],\n\"attachments\":[%s\n]\n}\n", left, files)
	return err
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

func (z *ZipWriter) endSection() error {
	if _, open := z.end(); !open {
		return nil
	}
	if _, err := io.WriteString(z.data, "\n]}"); err != nil {
		return err
	}
	if err := z.indexSectionEnd(); err != nil {
		return err
	}
	if _, err := z.finishEntry(z.csvHead, z.csvEntry); err != nil {
		return err
	}
	if err := z.sheet.close(); err != nil {
		return fmt.Errorf("end the workbook of %s: %w", z.current().Collection, err)
	}
	if err := z.unspool(sheetName(z.current().File), z.book); err != nil {
		return err
	}
	done := z.book
	z.book, z.sheet = nil, nil
	return done.remove()
}

// entry begins a file of the zip that is written straight through; its sizes follow in a data descriptor.
// setSizes enters the sizes once they are known; the zip writer reads them when the next entry begins.
// dosTime is a local time in the form of MS-DOS, which zip uses; it begins with 1980.
