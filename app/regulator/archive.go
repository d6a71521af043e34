package regulator

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// sumsName is the file that lists the digests of all others, as sha256sum reads it.
const sumsName = "SHA256SUMS"

// archive is a zip whose last file lists the SHA-256 of each file before it.
type archive struct {
	zip    *zip.Writer
	folder string // that everything lies in, so that nothing is scattered where it is unpacked
	mark   string // before the name of every file: what is a drill's says so wherever it lies
	at     time.Time
	sums   strings.Builder
}

// add puts a file into the archive as fill writes it.
func (a *archive) add(name string, fill func(io.Writer) error) error {
	dir, base := path.Split(name)
	name = dir + a.mark + base
	w, err := a.create(name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := fill(io.MultiWriter(w, sum)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(&a.sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), name)
	return nil
}

// text puts a file with a text into the archive.
func (a *archive) text(name, text string) error {
	return a.add(name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// close ends the archive with the list of digests.
func (a *archive) close() error {
	w, err := a.create(sumsName)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, a.sums.String()); err != nil {
		return fmt.Errorf("%s: %w", sumsName, err)
	}
	return a.zip.Close()
}

func (a *archive) create(name string) (io.Writer, error) {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: a.folder + "/" + name, Method: zip.Deflate, Modified: a.at})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return w, nil
}
