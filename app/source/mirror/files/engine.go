package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/app/source/value"
)

// Engine is a folder of files.
var Engine = sqldb.Engine{Key: "folder", Name: engineName, Schemes: []string{"folder"}, Form: "folder:PATH", Open: open}

const engineName = "CSV, XLSX, JSON"

// open prepares the folder that an address names. An error names the path and the remedy.
func open(address string, write bool) (*sqldb.Source, error) {
	_, path, _ := strings.Cut(address, ":")
	path = strings.TrimPrefix(path, "//")
	info, err := os.Stat(path)
	if err != nil {
		return nil,
			&value.Error{Message: fmt.Sprintf("the folder %s cannot be opened; check the path: %s", path,
				value.FileReason(err)), Cause: err}
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is no folder; name the folder that holds the files", path)
	}
	return mirror.Open(folder{path}, mirror.Kind{Name: engineName, Piecewise: true}, path, "", write)
}

// folder is a folder of this machine or of a network drive.
type folder struct{ path string }

// Refuses reports a folder that takes no files, as far as its permissions tell.
func (f folder) Refuses(context.Context) (string, error) {
	info, err := os.Stat(f.path)
	if err == nil && info.Mode().Perm()&0o222 == 0 {
		return "the folder is read-only", nil
	}
	return "", err
}

// Read hands over the tables of every file. What cannot be read is named, and does not stop the others.
func (f folder) Read(ctx context.Context, into *mirror.Copy) (out mirror.Snapshot, err error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, &value.Error{Message: "the folder cannot be opened: " + value.FileReason(err), Cause: err}
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	list, err := listed(root)
	if err != nil {
		return nil, err
	}
	s := &snapshot{path: f.path, files: map[string]kept{}}
	for _, e := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.add(ctx, root, e, into); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// snapshot is the folder as it was read.
type snapshot struct {
	path  string
	files map[string]kept // by table
}

// kept is what is remembered of the file of a table.
type kept struct {
	path  string
	sum   digest
	table string // its name within the file
}

// add hands over one file.
func (s *snapshot) add(ctx context.Context, root *os.Root, e entry, into *mirror.Copy) error {
	if e.why != "" {
		return into.Unreadable(ctx, e.path, e.why)
	}
	data, err := readFile(root, e.path)
	if err != nil {
		return into.UnreadableTable(ctx, e.path, tableName(e.path, ""), reason(err))
	}
	c, err := e.form.read(data)
	if err != nil {
		return into.UnreadableTable(ctx, e.path, tableName(e.path, ""), reason(err))
	}
	for _, t := range c.tables {
		name := tableName(e.path, t.name)
		if wrong := into.Fits(name, t.columns); wrong != "" {
			if err := into.UnreadableTable(ctx, e.path, name, wrong); err != nil {
				return err
			}
			continue
		}
		to, err := into.Table(ctx, name, t.columns, t.closed)
		if err != nil {
			return err
		}
		for _, row := range t.rows {
			if err := to.Add(ctx, row); err != nil {
				return errors.Join(err, to.Close())
			}
		}
		if err := to.Close(); err != nil {
			return err
		}
		s.files[name] = kept{e.path, digestOf(data), t.name}
	}
	return nil
}

// tableName is what a table of a file is called: the path of the file without its ending, and what the file itself
// calls it. A dot would part a collection from its field.
func tableName(path, inside string) string {
	if at := strings.LastIndexByte(path, '.'); at > strings.LastIndexByte(path, '/') {
		path = path[:at]
	}
	if inside != "" {
		path += "/" + inside
	}
	return strings.NewReplacer(".", "_", ":", "_").Replace(path)
}

// reason is why a file cannot be read, in a sentence of ours.
func reason(err error) string {
	var system *os.PathError
	if errors.As(err, &system) {
		return value.FileReason(err)
	}
	return err.Error()
}
