package frame

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/app/remark"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// forms are what the signed-in member of staff was typing into forms that belong to no request: one value for all
// their windows.
type forms struct {
	list  map[string]remark.Form // on the UI goroutine alone
	mu    sync.Mutex             // held while one is written
	turns sync.Map               // how often each was to be written, so that the newest words are written last
	// resting write at once what waits for the keys to rest, by the name of a page; on the UI goroutine alone
	resting map[string]func()
}

// turn begins the next writing of a form; it returns whether none was begun since.
func (f *forms) turn(name string) (newest func() bool) {
	n, _ := f.turns.LoadOrStore(name, new(atomic.Int64))
	count := n.(*atomic.Int64)
	mine := count.Add(1)
	return func() bool { return count.Load() == mine }
}

// LoadForms reads what was being typed into forms that belong to no request when the program ended last. A form that
// opens later has it at once.
func (f *Frame) LoadForms(ctx context.Context) error {
	if f.forms != nil || !f.May(model.ActDraft) {
		return nil
	}
	list, err := remark.Forms(ctx, f.Session)
	if err != nil {
		return err
	}
	held := newForms()
	for _, form := range list {
		held.list[form.Name] = form
	}
	fyne.Do(func() {
		if f.forms == nil {
			f.forms = held
		}
	})
	return nil
}

// KeepForm keeps what is typed into a dialog that belongs to no request, and puts back what was kept of it before where
// its fields are as they were then. name tells the form from others, and what it is about; it is kept as a hash. Where
// only some fields may be kept, they are named. Call it before the dialog shows.
func (f *Frame) KeepForm(d *part.Dialog, name string, only ...*part.Entry) {
	if !f.May(model.ActDraft) {
		return
	}
	name = formName(name)
	in := inputsOf(only, nil)
	if len(only) == 0 {
		in = inputsOf(part.Texts(d.Body()), part.Choices(d.Body()))
	}
	f.takeUp(in, name)
	f.keepForm(d, in, func() string { return name })
}

// inputs are what a form is filled in with, and what stood in each before.
type inputs struct {
	entries       []*part.Entry
	choices       []part.Choice
	given, chosen []string
	offered       bool // choices alone are not worth asking about
}

func inputsOf(entries []*part.Entry, choices []part.Choice) *inputs {
	in := &inputs{entries: entries, choices: choices}
	for _, e := range entries {
		in.given = append(in.given, e.Text)
	}
	for _, c := range choices {
		in.chosen = append(in.chosen, c.Said())
	}
	return in
}

// words are what was typed or chosen in place of what stood there.
func (in *inputs) words() map[string]string {
	words := map[string]string{}
	for i, e := range in.entries {
		if e.Typed() && e.Text != in.given[i] {
			words[fmt.Sprint(i)], words[fmt.Sprint(i, " given")] = e.Text, in.given[i]
		}
	}
	for i, c := range in.choices {
		if c.Said() != in.chosen[i] && (len(words) > 0 || !in.offered) {
			words[fmt.Sprint("choice ", i)], words[fmt.Sprint("choice ", i, " given")] = c.Said(), in.chosen[i]
		}
	}
	return words
}

// OfferForm is KeepForm for a form of which each opening is about somebody else: what was kept of an earlier one stands
// in it only once its reader says so. offer is where that is asked, above the fields.
func (f *Frame) OfferForm(d *part.Dialog, offer *fyne.Container, name string) {
	if !f.May(model.ActDraft) {
		return
	}
	in := inputsOf(part.Texts(d.Body()), part.Choices(d.Body()))
	in.given, in.offered = make([]string, len(in.entries)), true
	own := fmt.Sprint(name, " ", time.Now().UnixNano()) // two of one moment are two
	f.keepForm(d, in, func() string { return own })
	f.offerNext(d, offer, in, name, own, func(taken string) { own = taken })
}

// offerNext offers the newest form of this name but the one that is being filled in.
func (f *Frame) offerNext(d *part.Dialog, offer *fyne.Container, in *inputs, name, own string,
	take func(string)) {
	entries := in.entries
	offer.RemoveAll()
	var newest remark.Form
	for _, form := range f.halfTyped().list {
		if strings.HasPrefix(form.Name, name+" ") && form.Name != own && len(form.Words) > 0 &&
			form.At.After(newest.At) {
			newest = form
		}
	}
	offer.Hidden = newest.Name == ""
	if newest.Name != "" {
		ended := func() {
			offer.RemoveAll()
			offer.Hide()
			d.Refresh()
			if len(entries) > 0 { // typing goes on behind what stands there
				f.Window.Canvas().Focus(entries[0])
				entries[0].GoToEnd()
			}
		}
		goOn := part.NewLink(L("Go on with it"), func() {
			f.takeUp(in, newest.Name)
			for _, e := range entries { // both are one from now on
				if strings.TrimSpace(e.Text) != "" {
					f.keepWords(own, nil, nil)
					break
				}
			}
			take(newest.Name)
			ended()
		})
		throw := part.NewLink(L("Throw it away"), func() {
			f.keepWords(newest.Name, nil, nil)
			ended()
			f.offerNext(d, offer, in, name, own, take)
		})
		offer.Add(part.NewBanner(part.BannerBlue, "pen", L("You did not finish one of {{.A}}.",
			Clock(newest.At, f.Session.Now())), L("What you typed then is kept, for you alone."), goOn, throw))
	}
	d.Refresh()
}

// takeUp writes what was kept of a form into its inputs, as far as they are as they were then.
func (f *Frame) takeUp(in *inputs, name string) {
	kept := f.halfTyped().list[name].Words
	for i, c := range in.choices {
		word, there := kept[fmt.Sprint("choice ", i)]
		if there && c.Said() == kept[fmt.Sprint("choice ", i, " given")] {
			c.Say(word)
		}
	}
	for i, e := range in.entries {
		word, there := kept[fmt.Sprint(i)]
		if there && e.Text == kept[fmt.Sprint(i, " given")] {
			e.Retype(word)
		}
	}
}

func newForms() *forms { return &forms{list: map[string]remark.Form{}, resting: map[string]func(){}} }

func (f *Frame) halfTyped() *forms {
	if f.forms == nil {
		f.forms = newForms()
	}
	return f.forms
}

// keepForm keeps what a dialog is filled in with until it closes: for good where it did its work, else as it stands
// then.
func (f *Frame) keepForm(d *part.Dialog, in *inputs, name func() string) {
	keep := func() { f.keepWords(name(), in.words(), in.entries) }
	over := false
	var stops []func()
	for _, e := range in.entries {
		e.Drafted = true
		stops = append(stops, whenRested(e, keep))
	}
	for _, c := range in.choices {
		c.OnSaid(func() {
			if !over {
				keep()
			}
		})
	}
	d.OnClosed(func(worked bool) {
		over = true
		for _, stop := range stops {
			stop()
		}
		if worked {
			f.keepWords(name(), nil, nil)
		} else {
			keep()
		}
	})
}

// whenRested does keep on the UI goroutine a moment after the last key in an entry, until it is stopped.
func whenRested(e *part.Entry, keep func()) (stop func()) {
	var soon *time.Timer
	over, edited := false, e.OnEdited
	e.OnEdited = func() {
		if edited != nil {
			edited()
		}
		if soon != nil {
			soon.Stop()
		}
		soon = time.AfterFunc(jotAfter, func() {
			fyne.Do(func() {
				if !over {
					keep()
				}
			})
		})
	}
	return func() {
		over = true
		if soon != nil {
			soon.Stop()
		}
	}
}

// keepWords keeps the words of a form; none forget it. Where that is not possible its entries are asked about before
// they are lost.
func (f *Frame) keepWords(name string, words map[string]string, entries []*part.Entry) {
	held, session := f.halfTyped(), f.Session
	if was, there := held.list[name]; maps.Equal(was.Words, words) && (there || len(words) == 0) {
		return
	}
	if len(words) == 0 {
		delete(held.list, name)
	} else {
		held.list[name] = remark.Form{Name: name, At: session.Now(), Words: words}
	}
	words = maps.Clone(words)
	newest := held.turn(name)
	f.Follow(func(ctx context.Context) error {
		held.mu.Lock()
		defer held.mu.Unlock()
		if !newest() {
			return nil // typed on since: what was typed then is written
		}
		return remark.KeepForm(ctx, session, name, words)
	}, func(err error) {
		for _, e := range slices.Clone(entries) {
			e.Drafted = err == nil
		}
	})
}
