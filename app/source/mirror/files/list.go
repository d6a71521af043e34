package files

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Bounds of a folder.
const (
	maxFile  = 64 << 20
	maxFiles = 5000
	maxDepth = 8
)

// form is a kind of file.
type form struct {
	endings []string
	read    func(data []byte) (*content, error)
}

// forms are the kinds of files that are read. Others are named as not looked into.
var forms = []form{
	{[]string{".csv"}, func(data []byte) (*content, error) { return readCSV(data, 0) }},
	{[]string{".tsv"}, func(data []byte) (*content, error) { return readCSV(data, '\t') }},
	{[]string{".json", ".jsonl", ".ndjson"}, readJSON},
	{[]string{".xlsx"}, readBook},
}

// furniture are files of file managers, which hold nothing but how a folder is shown.
var furniture = []string{".ds_store", "thumbs.db", "desktop.ini"}

// temporary begins the names of files that are being written.
const temporary = ".rightsdesk-"

// entry is one file of a folder.
type entry struct {
	path string // with slashes
	form form
	why  string // why it is not read; empty where it is
}

// listed returns the files of a folder and of those in it, by path. Links are not followed.
func listed(root *os.Root) ([]entry, error) {
	var out []entry
	err := fs.WalkDir(root.FS(), ".", func(at string, d fs.DirEntry, err error) error {
		if at == "." {
			return err
		}
		e := entry{path: at}
		i := slices.IndexFunc(forms, func(f form) bool {
			return slices.Contains(f.endings, strings.ToLower(path.Ext(at)))
		})
		if i >= 0 {
			e.form = forms[i]
		}
		skip := error(nil)
		switch {
		case err != nil:
			e.why = reason(err)
		case d.IsDir() && strings.Count(at, "/") < maxDepth:
			return nil
		case d.IsDir():
			e.why, skip = fmt.Sprintf("the folder lies more than %d folders deep", maxDepth), fs.SkipDir
		case slices.Contains(furniture, strings.ToLower(d.Name())):
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			e.why = "it is a link, and links are not followed"
		case !d.Type().IsRegular():
			e.why = "it is no file"
		case strings.HasPrefix(d.Name(), temporary):
			e.why = "it is left of a writing that was cut short: delete it"
		case i < 0:
			e.why =
				"it is none of the kinds of file that are read here (.csv, .tsv, .json, .jsonl, .xlsx): look into it by hand"
		}
		if out = append(out, e); len(out) > maxFiles {
			return errTooMany
		}
		return skip
	})
	return out, err
}

var errTooMany = errors.New("the folder holds too many files")

// digest tells the bytes of a file from others.
type digest [sha256.Size]byte

func digestOf(data []byte) digest { return sha256.Sum256(data) }

// readFile reads a file that is one, and no link.
func readFile(root *os.Root, name string) (data []byte, err error) {
	before, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	in, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	opened, err := in.Stat()
	switch {
	case err != nil:
		return nil, err
	case !before.Mode().IsRegular() || !os.SameFile(before, opened):
		return nil, errors.New("it is a link, and links are not followed")
	case opened.Size() > maxFile:
		return nil, errTooLarge
	}
	data, err = io.ReadAll(io.LimitReader(in, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errTooLarge
	}
	return data, err
}

var errTooLarge = fmt.Errorf("it is larger than %d MB: split it, or keep it in a database", maxFile>>20)
