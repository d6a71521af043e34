package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// Errors of comparing. Each has a sentence in the window.
var (
	ErrSameVersion = errors.New("a version is compared with another one: choose two")
)

// ClassError says that a class of a change cannot be kept.
type ClassError struct {
	Change string // policy.Change.Key
	Fault  policy.ClassFault
}

func (e *ClassError) Error() string {
	return fmt.Sprintf("the class of change %s cannot be kept: %s", e.Change, e.Fault)
}

// Changes are the differences between two versions of a document and how they were classed. A policy-update notice
// cites them.
type Changes struct {
	Comparison policy.Comparison
	From, To   policy.Published
	Classing   policy.Classing        // version 0 where nobody has classed anything
	List       []policy.ClassedChange // every difference; where nobody has classed it, with what is proposed
}

// Settled reports whether a person classed every difference as the texts stand.
func (c Changes) Settled() bool {
	for _, change := range c.List {
		if !change.Settled {
			return false
		}
	}
	return true
}

// NeedConsent lists the changes that take no effect for those who have not expressly agreed.
func (c Changes) NeedConsent() (list []policy.ClassedChange) {
	for _, change := range c.List {
		if change.NeedsConsent() {
			list = append(list, change)
		}
	}
	return list
}

// Triggers lists under which of the triggers the changes come, in their order.
func (c Changes) Triggers() (list []policy.Trigger) {
	for _, t := range policy.Triggers {
		if slices.ContainsFunc(c.List,
			func(change policy.ClassedChange) bool { return slices.Contains(change.Triggers, t) }) {
			list = append(list, t)
		}
	}
	return list
}

// ChangedSince reports whether a text or a class is another than somebody saw.
func (c Changes) ChangedSince(seen Changes) bool {
	return c.Comparison.Digest() != seen.Comparison.Digest() || c.Classing.Version != seen.Classing.Version
}

// ReadChanges compares two versions of a document and reads how the changes were classed.
func ReadChanges(ctx context.Context, s *desk.Session, document string, from, to int64) (c Changes, err error) {
	err = s.Read(ctx, model.ActReadPolicy, func(v *store.View) (err error) {
		c, err = ChangesIn(v, document, from, to)
		return err
	})
	return c, err
}

// ChangesIn is ReadChanges inside a transaction of whoever was allowed to read them, such as one that approves a
// notice.
func ChangesIn(v *store.View, document string, from, to int64) (c Changes, err error) {
	if from == to {
		return c, ErrSameVersion
	}
	l, err := read(v)
	if err != nil {
		return c, err
	}
	var errFrom, errTo error
	c.From, errFrom = l.Version(document, from)
	c.To, errTo = l.Version(document, to)
	if err := errors.Join(errFrom, errTo); err != nil {
		return c, ErrNoVersion
	}
	if c.Classing, err = setup.PolicyClassing(v, document, from, to); err != nil {
		return c, err
	}
	c.Comparison = policy.Compare(c.From.Version, c.To.Version)
	c.List = c.Comparison.Classed(c.Classing)
	return c, nil
}

// Class keeps how a person classes changes between two versions; those that it does not name stay as they were classed.
// Seen is what they looked at: ErrMoved where a text or a class is another by now. A class that says too little, or is
// about no change, is refused with a *ClassError.
func Class(ctx context.Context, s *desk.Session, seen Changes, classes []policy.Class) (c Changes, err error) {
	document, from, to := seen.Classing.Document, seen.Classing.From, seen.Classing.To
	err = s.Write(ctx, model.ActClassPolicy, func(tx *store.Tx, entry *model.Entry) error {
		now, err := ChangesIn(tx.View, document, from, to)
		if err != nil {
			return err
		}
		if now.ChangedSince(seen) {
			return ErrMoved
		}
		for _, class := range classes {
			if fault := class.Check(now.Comparison, now.Comparison.To.Languages()); fault != "" {
				return &ClassError{class.Change, fault}
			}
		}
		next := policy.Classing{Document: document, From: from, To: to, Comparison: now.Comparison.Digest(),
			SavedAt: s.Now(), SavedBy: s.Staff().ID,
			Classes: joined(now, classes)}
		if _, err := setup.AddPolicyClassing(tx, next, now.Classing.Version); err != nil {
			return err
		}
		entry.Detail["document"], entry.Detail["from"], entry.Detail["to"], entry.Detail["changes"] =
			document, from, to, len(classes)
		c, err = ChangesIn(tx.View, document, from, to)
		return err
	})
	return c, moved(err)
}

// joined are the classes of a comparison with some of them settled anew.
func joined(now Changes, classes []policy.Class) (list []policy.Class) {
	for _, change := range now.List {
		class, settled := change.Class, change.Settled
		for _, c := range classes {
			if c.Change == change.Key() {
				class, settled = c, true
			}
		}
		if settled {
			list = append(list, class)
		}
	}
	return list
}
