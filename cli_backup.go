package main

import (
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/upkeep"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/backup"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/portable"
	"orangelab.cn/rightsdesk/store/seal"
)

// The exit statuses of restore, by what is wrong.
const (
	statusWrongKey = 3
	statusCut      = 4
	statusChanged  = 5
	statusNewer    = 6
	statusOccupied = 7
)

// restoreStatuses are the errors that have a status of their own.
var restoreStatuses = []struct {
	err    error
	status int
}{
	{backup.ErrKey, statusWrongKey},
	{portable.ErrCut, statusCut},
	{portable.ErrChanged, statusChanged},
	{portable.ErrNone, statusChanged},
	{database.ErrDamaged, statusChanged},
	{portable.ErrNewer, statusNewer},
	{backup.ErrOccupied, statusOccupied},
}

// notMoved says why a back-up or a restore failed, with the status that the reason has.
func (c *command) notMoved(err error) int {
	status := c.failed(err)
	for _, s := range restoreStatuses {
		if errors.Is(err, s.err) {
			return s.status
		}
	}
	return status
}

// backUp writes the desk into a file that restore brings back on either engine.
func backUp(ctx context.Context, c *command) (status int) {
	flags := flag.NewFlagSet("backup", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	verify, record := flags.Bool("verify", true, ""), flags.Bool("record", false, "")
	if err := flags.Parse(c.args); err != nil {
		return c.wrongUsage("backup: %s", trial.FlagProblem(err))
	}
	if flags.NArg() != 1 {
		return c.wrongUsage("backup needs one file")
	}
	if status := c.needDesk(); status >= 0 {
		return status
	}
	file, err := filepath.Abs(flags.Arg(0))
	if err != nil {
		return c.failed(err)
	}
	at := time.Now()
	m, err := c.writeBackup(ctx, file, !*verify)
	if errors.Is(err, backup.ErrOccupied) {
		return c.notMoved(err)
	}
	recorded := c.recordBackup(ctx, upkeep.OutsideOf(file, at, m, !*verify, err), *record)
	if err != nil {
		return c.notMoved(err)
	}
	c.tables(m.Tables)
	if *verify {
		c.say("backed up to %s, and proved by restoring it: %d entries, the log is sound\n", flags.Arg(0),
			m.Verdict.Entries)
	} else {
		c.say("backed up to %s, not proved by restoring it\n", flags.Arg(0))
	}
	return max(c.problems(m.Problems), recorded)
}

func (c *command) writeBackup(ctx context.Context, file string, unproven bool) (m backup.Moved, err error) {
	s, err := store.Open(ctx, c.desk)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return backup.Write(s, ctx, file, unproven)
}

// recordBackup has the log say what became of a back-up: at once where that is asked for, which takes the keys of
// somebody, and otherwise by the next window that this user opens at this computer. It stands after the back-up, so
// that nothing here keeps one from being made.
func (c *command) recordBackup(ctx context.Context, o upkeep.Outside, now bool) (status int) {
	d, err := desk.Open(ctx, c.desk, desk.Options{})
	if err != nil {
		return c.failed(fmt.Errorf("the back-up is not recorded in the log: %w", err))
	}
	defer func() {
		if err := d.Close(); err != nil {
			status = c.failed(err)
		}
	}()
	if now {
		if err = c.recordNow(ctx, d, o); err == nil {
			c.say("recorded in the log\n")
			if _, err := os.Stat(upkeep.LedgerBeside(o.File)); err == nil {
				c.say("who was erased stands beside it, in %s\n", upkeep.LedgerBeside(o.File))
			}
			return statusOK
		}
	}
	if err != nil {
		status = c.failed(fmt.Errorf("the back-up is not recorded in the log: %w", err))
	}
	if err := upkeep.KeepOutside(ctx, d, o); err != nil {
		c.complain("rightsdesk: the back-up is not recorded in the log, and nowhere else: %v\n", err)
		return status
	}
	c.say("not recorded in the log yet, and no file of who was erased lies beside it: that takes somebody's keys. The next window that this user opens\n"+
		"on this desk does both, or backup --record with %s and %s.\n", envLogin, envPassword)
	return status
}

func (c *command) recordNow(ctx context.Context, d *desk.Desk, o upkeep.Outside) error {
	login, password, err := c.signIn()
	if err != nil {
		return err
	}
	s, err := c.enter(ctx, d, login, password)
	if err != nil {
		return err
	}
	beside, err := upkeep.Record(ctx, s, o)
	if beside != nil {
		c.complain("rightsdesk: no file of who was erased lies beside the back-up: %v\n", beside)
	}
	return errors.Join(err, upkeep.RecordOutside(ctx, s), s.SignOut(ctx))
}

// tables says what was moved, in a form that two runs of are compared by eye or by a script.
func (c *command) tables(counts []portable.Count) {
	rows := int64(0)
	for _, t := range counts {
		c.say("%-18s %9d rows  %s\n", t.Table, t.Rows, hex.EncodeToString(t.Digest[:8]))
		rows += t.Rows
	}
	c.say("%d tables, %d rows\n", len(counts), rows)
}

// problems says what is wrong in a desk that was moved as it was.
func (c *command) problems(list []string) int {
	for _, p := range list {
		c.say("problem  %s\n", p)
	}
	return min(len(list), 1) * statusProblem
}

func restore(ctx context.Context, c *command) int {
	flags := flag.NewFlagSet("restore", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	print := flags.Bool("recovery", false, "")
	if err := flags.Parse(c.args); err != nil {
		return c.wrongUsage("restore: %s", trial.FlagProblem(err))
	}
	if flags.NArg() != 1 {
		return c.wrongUsage("restore needs one file")
	}
	if c.desk == "" {
		return c.wrongUsage("say where to: rightsdesk --desk DIR|postgres://… restore FILE")
	}
	if store.IsShared(c.desk) {
		if status := c.unlockServer(); status >= 0 {
			return status
		}
	}
	key, err := c.backupKey(flags.Arg(0), *print)
	if err != nil {
		return c.notMoved(err)
	}
	m, err := backup.Restore(ctx, flags.Arg(0), c.desk, key)
	if err != nil {
		return c.notMoved(err)
	}
	c.tables(m.Tables)
	c.say("restored, and every table holds the rows that were backed up: %d entries, the log is sound\n",
		m.Verdict.Entries)
	c.say("A computer that saw later entries refuses to sign in here; see docs/backup.md.\n")
	return c.problems(m.Problems)
}

// maxPrint bounds what is read as a recovery print, in bytes.
const maxPrint = 4 << 10

// backupKey asks for what opens a file: the print, or a login and its password.
func (c *command) backupKey(file string, print bool) (*backup.Key, error) {
	if backup.IsOld(file) {
		return nil, nil
	}
	if err := backup.CheckFile(file); err != nil { // before anybody types a password
		return nil, err
	}
	if !print {
		login, password, err := c.signIn()
		return backup.WithPassword(login, password), err
	}
	var text []byte
	var err error
	if in := int(os.Stdin.Fd()); term.IsTerminal(in) {
		c.complain("Recovery key: ")
		text, err = term.ReadPassword(in)
		c.complain("\n")
	} else {
		text, err = io.ReadAll(io.LimitReader(os.Stdin, maxPrint))
	}
	if err != nil {
		return nil, fmt.Errorf("read the recovery key: %w", err)
	}
	id, err := seal.ParseRecovery(strings.TrimSpace(string(text)))
	return backup.WithPrint(id), err
}
