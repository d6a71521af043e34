package shell

import (
	"context"
	"reflect"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/intake"
	"orangelab.cn/rightsdesk/ui/lists"
	"orangelab.cn/rightsdesk/ui/part"
)

// narrows reports whether a list is narrowed by anything.
func narrows(n desk.Narrow) bool { return !reflect.DeepEqual(n, desk.Narrow{}) }

// counted is how many rows a list has; a narrowed one is counted so far only.
func counted(n int64, narrowed bool) string {
	if text := strconv.FormatInt(n, 10); !narrowed || n < desk.CountBound {
		return text
	}
	return frame.L("{{.A}} or more", desk.CountBound)
}

// askFilter narrows the queue by everything that a request carries.
func (q *queueView) askFilter() {
	var o model.Organisation
	var staff []model.Staff
	session := q.frame.Session
	q.frame.Prepare(func(ctx context.Context) (err error) {
		if o, err = session.Organisation(ctx); err != nil {
			return err
		}
		staff, err = session.StaffList(ctx)
		return err
	}, func() { q.showFilter(o, staff) })
}

// filterForm are the inputs of a filter.
type filterForm struct {
	kinds    map[model.Kind]*part.Check
	statuses map[model.Status]*part.Check
	picks    []*pick
	body     fyne.CanvasObject
}

// pick is a choice of one value or any.
type pick struct {
	*part.Select
	set []func(*desk.Narrow) // by option; the first is any
}

func (q *queueView) showFilter(o model.Organisation, staff []model.Staff) {
	f := newFilterForm(q.by, q.queue == desk.QueueNext, o, staff, q.frame.Session)
	part.NewDialog(part.DialogParts{Title: frame.L("Show only"), Width: 760, Confirm: frame.L("Apply"),
		Cancel: frame.L("Cancel"), Body: f.body,
		Others: []*part.Button{part.NewButton(frame.L("Show all"), f.clear)},
		OnConfirm: func() bool {
			q.by, q.view = f.read(), ""
			if q.by.Holder != "" || q.by.Unclaimed {
				q.whose.Choose(1) // it names whose itself
			}
			q.keep()
			q.reload(nil)
			return true
		}}).Show(q.frame.Window.Canvas())
}

// newFilterForm offers what a list can be narrowed by; own says that whose it is stands fixed.
func newFilterForm(by desk.Narrow, own bool, o model.Organisation, staff []model.Staff,
	session *desk.Session) *filterForm {
	f := &filterForm{kinds: map[model.Kind]*part.Check{}, statuses: map[model.Status]*part.Check{}}
	kinds, statuses := part.VBox(6, part.NewBold(frame.L("Kind"))), part.VBox(6, part.NewBold(frame.L("State")))
	for _, k := range model.Kinds {
		f.kinds[k] = part.NewCheck(frame.W(k), nil)
		f.kinds[k].SetChecked(slices.Contains(by.Kinds, k))
		kinds.Add(f.kinds[k])
	}
	for _, st := range model.Statuses {
		f.statuses[st] = part.NewCheck(frame.W(st), nil)
		f.statuses[st].SetChecked(slices.Contains(by.Statuses, st))
		statuses.Add(f.statuses[st])
	}
	right := part.VBox(8)
	add := func(title string, options []option) { right.Add(part.NewField(title, f.pick(by, options))) }
	add(frame.L("Due"), dueOptions())
	if !own {
		add(frame.L("Whose"), holderOptions(staff))
	}
	add(frame.L("Rules"), regimeOptions(session))
	add(frame.L("Channel"), optionsOf(model.Channels, frame.W, func(n *desk.Narrow) *[]model.Channel {
		return &n.Channels
	}))
	itself := func(s string) string { return s }
	if len(o.Products) > 0 {
		add(frame.L("Product"), optionsOf(o.Products, itself, func(n *desk.Narrow) *[]string { return &n.Products }))
	}
	if len(o.Tags) > 0 {
		add(frame.L("Tag"), optionsOf(o.Tags, itself, func(n *desk.Narrow) *[]string { return &n.Tags }))
	}
	f.body = part.HBoxTop(24, part.Grow(kinds), part.Grow(statuses), part.Grow(right))
	return f
}

// option is one value that a list can be narrowed to.
type option struct {
	text string
	set  func(*desk.Narrow)
}

func optionsOf[T ~string](values []T, text func(T) string, of func(*desk.Narrow) *[]T) (list []option) {
	for _, v := range values {
		list = append(list, option{text(v), func(n *desk.Narrow) { *of(n) = []T{v} }})
	}
	return list
}

func dueOptions() (list []option) {
	for _, d := range desk.Dues {
		list = append(list, option{frame.L(lists.DueWords[d]), func(n *desk.Narrow) { n.Due = d }})
	}
	return list
}

func holderOptions(staff []model.Staff) []option {
	list := []option{{frame.L("Unclaimed"), func(n *desk.Narrow) { n.Unclaimed = true }}}
	for _, s := range staff {
		if s.Role.May(model.ActClaim) {
			list = append(list, option{s.Name, func(n *desk.Narrow) { n.Holder = s.ID }})
		}
	}
	return list
}

func regimeOptions(session *desk.Session) (list []option) {
	for _, r := range session.Rules().Regimes {
		list = append(list, option{r.Name.In(frame.Language()), func(n *desk.Narrow) { n.Regimes = []string{r.ID} }})
	}
	return list
}

// pick offers the options, after any; the one stands that the filter has.
func (f *filterForm) pick(by desk.Narrow, options []option) *part.Select {
	p := &pick{set: []func(*desk.Narrow){func(*desk.Narrow) {}}}
	texts, current := []string{frame.L("Any")}, 0
	for i, o := range options {
		texts, p.set = append(texts, o.text), append(p.set, o.set)
		with := by
		if o.set(&with); reflect.DeepEqual(with, by) {
			current = i + 1
		}
	}
	p.Select = part.NewSelect(texts, current, nil)
	f.picks = append(f.picks, p)
	return p.Select
}

func (f *filterForm) clear() {
	for _, c := range f.kinds {
		c.SetChecked(false)
	}
	for _, c := range f.statuses {
		c.SetChecked(false)
	}
	for _, p := range f.picks {
		p.Choose(0)
	}
}

// read is the filter as the form has it.
func (f *filterForm) read() (n desk.Narrow) {
	for _, k := range model.Kinds {
		if f.kinds[k].Checked {
			n.Kinds = append(n.Kinds, k)
		}
	}
	for _, st := range model.Statuses {
		if f.statuses[st].Checked {
			n.Statuses = append(n.Statuses, st)
		}
	}
	for _, p := range f.picks {
		p.set[max(p.Current(), 0)](&n)
	}
	return n
}

// nothing says what an empty list means, and what to do next.
func (q *queueView) nothing() fyne.CanvasObject {
	switch {
	case q.search != "":
		return part.NewNothing("search", frame.L("Nothing found"),
			frame.L("A search takes the beginning of a reference, a whole phone, e-mail, account or identity number, or part of a name. Esc goes back to the list."))
	case narrows(q.by):
		return part.NewNothing("filter", frame.L("Nothing matches the filter"),
			frame.L("Other requests are hidden by it."), part.NewButton(frame.L("Show all"), func() {
				q.narrowTo(desk.Narrow{})
			}))
	case q.mine && q.queue != desk.QueueNext:
		return part.NewNothing("check", frame.L("Nothing of yours here"),
			frame.L("What others hold is under “All staff”."), part.NewButton(frame.L("All staff"), func() {
				q.whose.Choose(1)
			}))
	case !q.frame.May(model.ActTakeRequest):
		return part.NewNothing("check", frame.L("Nothing here"), frame.L("It fills as requests come in."))
	}
	return part.NewNothing("check", frame.L("Nothing to do here"),
		frame.L("New requests come in by hand with {{.A}}, or from a file: drop it on the window.",
			part.KeyShown("Ctrl+N")),
		part.NewButton(frame.L("New request"), func() { intake.ByHand(q.frame) }).WithIcon("plus"))
}
