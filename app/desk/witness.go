package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
)

// witnessFile is where this computer keeps the newest signed head it saw, outside the database: whoever cuts the log
// there is found out here.
func (d *Desk) witnessFile(ctx context.Context) (string, error) {
	info, err := d.store.AuditKey(ctx)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(info))
	return filepath.Join(d.stateDir, "heads", hex.EncodeToString(sum[:8])+".txt"), nil
}

// checkWitness fails where the log is no continuation of what this computer saw before.
func (d *Desk) checkWitness(ctx context.Context) error {
	path, err := d.witnessFile(ctx)
	if err != nil {
		return err
	}
	head, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the last head of the audit log: %w", err)
	}
	return d.store.CheckHead(ctx, string(head))
}

// remember keeps the newest signed head on this computer.
func (d *Desk) remember(ctx context.Context) error {
	path, err := d.witnessFile(ctx)
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
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the head of the audit log: %w", err)
	}
	next := path + ".new"
	if err := os.WriteFile(next, []byte(head.Note), 0o600); err != nil {
		return fmt.Errorf("keep the head of the audit log: %w", err)
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("keep the head of the audit log: %w", err)
	}
	return nil
}

// AcceptRestore takes the log as it is now for what this computer goes by, where a backup was restored on purpose. Only
// an administrator may, and it leaves an entry with the head that was seen before: the gap stays in the record. Each
// computer that saw later entries accepts for itself.
func (d *Desk) AcceptRestore(ctx context.Context, login, password string) error {
	path, err := d.witnessFile(ctx)
	if err != nil {
		return err
	}
	seen, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the last head of the audit log: %w", err)
	}
	s, err := d.authenticate(ctx, login, password)
	if err != nil {
		return err
	}
	if err := s.Write(ctx, model.ActAcceptRestore, func(_ *store.Tx, entry *store.Entry) error {
		entry.Detail["head_seen_before"] = string(seen)
		return nil
	}); err != nil {
		return err
	}
	return errors.Join(d.remember(ctx), s.Lock(ctx))
}
