package draft

import (
	"context"
	"slices"

	"orangelab.cn/rightsdesk/app/source/draft/because"
	"orangelab.cn/rightsdesk/app/source/draft/letters"
	"orangelab.cn/rightsdesk/app/source/draft/shape"
	"orangelab.cn/rightsdesk/app/source/value"
)

// byAccount takes columns of text that hold the names by which people log in, or their keys as text: logs and sessions
// do.
func (r *referrer) byAccount(ctx context.Context, f *field) error {
	if f.Class != value.ClassText && f.Class != value.ClassUntyped ||
		f.table.people && f.Primary == 0 && f.meaning.concept != nil || r.keepsBooks(f) {
		return nil
	}
	values := f.distinct()
	said, _ := identified(f)
	if slices.ContainsFunc(f.table.fields, func(o *field) bool { return len(o.refs) > 0 }) {
		return nil // whose the row is, a key says
	}
	loose := r.mentions(f.table, "log") || r.mentions(f.table, "session")
	for _, t := range r.tables {
		if !t.people || t == f.table {
			continue
		}
		called := slices.Contains(t.ends, said)
		about := f.meaning.concept != nil &&
			slices.Contains([]string{"username", "login", "person", "person_name"}, f.meaning.name)
		if !(called || about || loose) || !shape.OfOnePiece(values) {
			continue
		}
		account, err := r.accountWith(ctx, t, f, values)
		if account == nil && called && loose {
			account = t.meaning("username", "login")
		}
		if account != nil {
			f.refs = append(f.refs, ref{to: account, why: because.Reason{Code: because.LoginNames}, guessed: true})
		}
		if err != nil || account != nil {
			return err
		}
	}
	if loose && shape.Large(values) {
		return r.byNumber(ctx, f, values)
	}
	return nil
}

// accountWith returns the column of people's accounts that holds all the values; nil where none does.
func (r *referrer) accountWith(ctx context.Context, t *table, f *field, values []string) (*field, error) {
	const several = 2
	if len(values) < several {
		return nil, nil
	}
	for _, account := range t.fields {
		if account.meaning.concept == nil || account.meaning.name != "username" && account.meaning.name != "login" ||
			account.Class != f.Class {
			continue
		}
		if n, err := r.ask.included(ctx, account, values); err != nil || n == len(values) {
			return account, err
		}
	}
	return nil, nil
}

// byNumber takes keys of people that are kept as text.
func (r *referrer) byNumber(ctx context.Context, f *field, values []string) error {
	for _, k := range r.peopleKeys {
		if k.table == f.table || k.Class != value.ClassInteger {
			continue
		}
		n, err := r.ask.included(ctx, k, values)
		if err != nil {
			return err
		}
		if n == len(values) {
			f.refs = append(f.refs, ref{to: k, why: because.Reason{Code: because.KeysAsText}, guessed: true})
			return nil
		}
	}
	return nil
}

// accounts reports whether a column of text that names a part somebody plays may hold the keys of people who are keyed
// by their accounts: uid_owner, affecteduser.
func accounts(f *field, values []string) bool {
	const several = 2
	return f.Class == value.ClassText && len(values) >= several && shape.OfOnePiece(values) && len(f.said) > 1 &&
		(slices.Contains(f.said, "uid") || letters.Singular(f.said[len(f.said)-1]) == "user")
}
