package register

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/lists"
)

// maxViewName bounds the name of a saved view in characters.
const maxViewName = 60

// Errors of saved views.
var (
	ErrViewName = errors.New("give the view a short name")
	ErrOwnView  = errors.New("a view is changed and deleted by who keeps it; a shared one by a lead")
)

// Views lists the views that a person keeps, and those that are shared.
func Views(ctx context.Context, s *desk.Session) (list []model.SavedView, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = lists.SavedViews(v, s.Staff().ID)
		return err
	})
	return list, err
}

// SaveView keeps a narrowed queue under a name for who asks. What is the person's own (Mine) is that of whoever looks
// at it.
func SaveView(ctx context.Context, s *desk.Session, name string, q desk.Queue, n desk.Narrow) (id string, err error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > maxViewName {
		return "", errors.Join(s.Allow(ctx, model.ActSaveView), ErrViewName)
	}
	list, err := desk.ListOf(q, n)
	if err != nil {
		return "", err
	}
	err = s.Write(ctx, model.ActSaveView, func(tx *store.Tx, entry *model.Entry) error {
		id, err = lists.SaveView(tx, model.SavedView{Owner: s.Staff().ID, At: s.Now(), Name: name, List: list})
		entry.Detail["view"] = id
		return err
	})
	return id, err
}

// ShareView lets everybody see a view, or its keeper alone again.
func ShareView(ctx context.Context, s *desk.Session, id string, shared bool) error {
	return s.Write(ctx, model.ActShareView, func(tx *store.Tx, entry *model.Entry) error {
		view, err := lists.SavedView(tx.View, id)
		if err != nil {
			return err
		}
		if view.Owner != s.Staff().ID && !view.Shared {
			return ErrOwnView
		}
		view.Shared = shared
		entry.Detail["view"], entry.Detail["shared"] = id, shared
		_, err = lists.SaveView(tx, view)
		return err
	})
}

// DropView forgets a view: one's own, or as a lead a shared one.
func DropView(ctx context.Context, s *desk.Session, id string) error {
	return s.Write(ctx, model.ActDropView, func(tx *store.Tx, entry *model.Entry) error {
		view, err := lists.SavedView(tx.View, id)
		if err != nil {
			return err
		}
		if view.Owner != s.Staff().ID && !(view.Shared && s.Staff().Role.May(model.ActShareView)) {
			return ErrOwnView
		}
		entry.Detail["view"] = id
		return lists.DropView(tx, id)
	})
}
