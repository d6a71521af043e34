package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// witness is what this computer remembers of desks, outside their databases: of every log the newest signed head it saw,
// and of every address whose log it was. Whoever cuts a log is found out by the first, whoever puts another desk in a
// desk's place by the second.
type witness struct {
	dir string
}

func (w witness) headFile(key string) string {
	return filepath.Join(w.dir, "heads", shortHash(key)+".txt")
}

func (w witness) keyFile(address string) string {
	return filepath.Join(w.dir, "desks", shortHash(place(address))+".txt")
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// place is what stays of an address when it is written another way or with another sign-in to the server.
func place(address string) string {
	if store.IsShared(address) {
		if u, err := url.Parse(address); err == nil {
			return "postgres://" + u.Host + u.Path + "?" + u.Query().Get("search_path")
		}
	}
	if abs, err := filepath.Abs(address); err == nil {
		return abs
	}
	return address
}

// recall returns what was remembered in a file; the empty text where nothing was.
func recall(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read what this computer remembers of the audit log: %w", err)
	}
	return string(text), nil
}

func keep(path, text string) error {
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path+".new", []byte(text), 0o600)
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("keep the head of the audit log: %w", err)
	}
	return nil
}

// remembered is what this computer remembers of the desk: its newest head, and whether another desk had this address.
func (d *Desk) remembered(ctx context.Context) (head string, another bool, err error) {
	key, err := d.store.AuditKey(ctx)
	if err != nil {
		return "", false, err
	}
	before, err := recall(d.witness.keyFile(d.address))
	if err != nil {
		return "", false, err
	}
	head, err = recall(d.witness.headFile(key))
	return head, before != "" && before != key, err
}

var errAnotherDesk = fmt.Errorf("%w: this computer remembers another desk at this address", store.ErrLogBroken)

// checkWitness fails where the log is not well signed, or no continuation of what this computer saw before.
func (d *Desk) checkWitness(ctx context.Context) error {
	head, another, err := d.remembered(ctx)
	if err != nil {
		return err
	}
	if another {
		return errAnotherDesk
	}
	return d.store.CheckHead(ctx, head)
}

// remember keeps the newest signed head on this computer, and whose desk is at this address.
func (d *Desk) remember(ctx context.Context) error {
	key, err := d.store.AuditKey(ctx)
	if err != nil {
		return err
	}
	var head store.Head
	if err := d.store.Read(ctx, nil, func(v *store.View) (err error) {
		head, err = v.Head()
		return err
	}); err != nil {
		return err
	}
	if head.Note == "" {
		return nil
	}
	return errors.Join(keep(d.witness.headFile(key), head.Note), keep(d.witness.keyFile(d.address), key))
}

// Introduce tells this computer of a desk that it has just made itself, in the place of whatever was at the address.
func Introduce(ctx context.Context, address string, o Options) error {
	d, err := Open(ctx, address, o)
	if err != nil {
		return err
	}
	return errors.Join(d.remember(ctx), d.Close())
}

// VerifyLog checks the whole log, against earlier heads and against what this computer remembers.
func (d *Desk) VerifyLog(ctx context.Context, earlier ...string) (store.Verdict, error) {
	head, another, err := d.remembered(ctx)
	if err != nil {
		return store.Verdict{}, err
	}
	if head != "" {
		earlier = append(earlier[:len(earlier):len(earlier)], head)
	}
	v, err := d.store.VerifyLog(ctx, earlier...)
	if another {
		v.Problems = append(v.Problems, errAnotherDesk.Error())
	}
	return v, err
}

// Examine is what the doctor looks at: everything that the store can judge by itself, and whether the log goes on from
// where this computer saw it last.
func Examine(ctx context.Context, address string, o Options) []store.Check {
	checks := store.Examine(ctx, address)
	check := store.Check{Name: "witness"}
	d, err := Open(ctx, address, o)
	if err != nil {
		return checks // the store's own check has said why
	}
	if head, _, err := d.remembered(ctx); errors.Is(err, store.ErrNoDesk) {
		check.Found = "no desk yet"
	} else if err = errors.Join(err, d.checkWitness(ctx)); err != nil {
		check.Problem = strings.TrimPrefix(err.Error(), "store: ")
	} else if head == "" {
		check.Found = "nobody has signed in on this computer yet"
	} else {
		check.Found = "the log goes on from the head that this computer remembers"
	}
	if err := d.Close(); err != nil {
		check.Problem = err.Error()
	}
	return append(checks, check)
}

// AcceptRestore takes the log as it is now for what this computer goes by, where a backup was restored on purpose. Only
// an administrator may, and it leaves an entry with the head that was seen before: the gap stays in the record. Each
// computer that saw later entries accepts for itself.
func (d *Desk) AcceptRestore(ctx context.Context, login, password string) error {
	seen, _, err := d.remembered(ctx)
	if err != nil {
		return err
	}
	s, err := d.authenticate(ctx, login, password)
	if err != nil {
		return err
	}
	if err := s.Write(ctx, model.ActAcceptRestore, func(_ *store.Tx, entry *store.Entry) error {
		entry.Detail["head_seen_before"] = seen
		return nil
	}); err != nil {
		return err
	}
	return errors.Join(d.remember(ctx), s.Lock(ctx))
}
