package frame

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"reflect"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/part"
)

// Page keeps what is changed on a page that is a form itself, until it is saved or thrown away: what KeepForm is for
// dialogs. T is what the page reads its inputs into, so that choices, days and added rows are kept as words are. What
// nobody may keep, such as a password, is left out of it by the page.
type Page[T any] struct {
	frame   *Frame
	name    string
	given   string // as the page reads before anybody changed it
	since   time.Time
	changed bool
	inputs  fyne.CanvasObject
	stop    func() // the writing that waits for the keys to rest
}

// KeepPage begins to keep the page of a name; given is how it reads before anybody changed it. The second value is what
// the page shows: given, with what was changed before and not saved, as far as it was not saved otherwise meanwhile.
func KeepPage[T any](f *Frame, name string, given T) (*Page[T], T) {
	p := &Page[T]{frame: f, name: formName(name), given: encoded(given), stop: func() {}}
	held := f.halfTyped()
	if write := held.resting[p.name]; write != nil {
		write() // what was typed a moment ago on the same page
	}
	form := held.list[p.name]
	then, mine := pieced(form.Words, "then"), pieced(form.Words, "now")
	if !f.May(model.ActDraft) || then == "" || mine == "" {
		return p, given
	}
	var was, typed, now any
	err := errors.Join(json.Unmarshal([]byte(then), &was), json.Unmarshal([]byte(mine), &typed),
		json.Unmarshal([]byte(p.given), &now))
	var shown T
	if err != nil || json.Unmarshal([]byte(encoded(merge(was, typed, now))), &shown) != nil ||
		encoded(shown) == p.given {
		return p, given // nothing of it is left, or the program that kept it had another form
	}
	p.since = form.At
	return p, shown
}

// Follow keeps what the page says now, a moment after the last change; inputs are those of the page. Call it whenever
// one of them changed, and once the page shows.
func (p *Page[T]) Follow(now T, inputs fyne.CanvasObject) {
	p.inputs = inputs
	p.stop()
	text := encoded(now)
	p.changed = text != p.given
	p.frame.unsaved = func() bool { return p.changed && part.Shows(p.frame.Window.Canvas(), inputs) }
	if !p.frame.May(model.ActDraft) {
		return
	}
	entries := part.Texts(inputs)
	for _, e := range entries {
		e.Drafted = true
	}
	var words map[string]string
	if p.changed {
		words = map[string]string{}
		maps.Copy(words, pieces("then", p.given))
		maps.Copy(words, pieces("now", text))
	}
	held, over := p.frame.halfTyped(), false
	write := func() {
		if !over {
			p.stop()
			p.frame.keepWords(p.name, words, entries)
		}
	}
	soon := time.AfterFunc(jotAfter, func() { fyne.Do(write) })
	held.resting[p.name] = write
	p.stop = func() {
		over = true
		soon.Stop()
		delete(held.resting, p.name)
	}
}

// Done forgets what is kept of the page: it was saved, or thrown away.
func (p *Page[T]) Done() {
	p.stop()
	p.changed, p.since = false, time.Time{}
	p.frame.keepWords(p.name, nil, nil)
}

// Discard throws away what was changed on the page, once its writer agrees; then shows it as it is kept.
func (p *Page[T]) Discard(then func()) {
	part.Leave(p.frame.Window.Canvas(), p.changed || part.Typed(p.inputs), func() {
		p.Done()
		then()
	})
}

// Again says that something on the page was changed earlier and not saved; nothing where all of it is of today's work.
func (p *Page[T]) Again() string {
	if p.since.IsZero() {
		return ""
	}
	return L("You changed it {{.A}} and did not save it; it stands here again.",
		Clock(p.since, p.frame.Session.Now()))
}

// Unsaved reports whether the page that shows holds a change which is kept for its writer, and saved for nobody.
func (f *Frame) Unsaved() bool { return f.unsaved != nil && f.unsaved() }

// formName is the name under which a form is kept: it tells forms from each other and says nothing.
func formName(name string) string {
	sum := fnv.New64a()
	sum.Write([]byte(name))
	return fmt.Sprintf("%016x", sum.Sum64())
}

func encoded(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

// pieceLimit is how long one word of a form may be that is kept whole.
const pieceLimit = 60_000

// pieces are the words that a text is kept as.
func pieces(name, text string) map[string]string {
	words := map[string]string{}
	for i := 0; text != ""; i++ {
		end := min(pieceLimit, len(text))
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end--
		}
		words[fmt.Sprint(name, " ", i)], text = text[:end], text[end:]
	}
	return words
}

// pieced is the text that was kept as pieces.
func pieced(words map[string]string, name string) (text string) {
	for i := 0; ; i++ {
		piece, there := words[fmt.Sprint(name, " ", i)]
		if !there {
			return text
		}
		text += piece
	}
}

// merge is what stands now with what was changed in typed, where it is now as it was then.
func merge(then, typed, now any) any {
	if reflect.DeepEqual(then, typed) {
		return now
	}
	if reflect.DeepEqual(then, now) {
		return typed
	}
	was, ok := then.(map[string]any)
	mine, mineOK := typed.(map[string]any)
	current, nowOK := now.(map[string]any)
	if !ok || !mineOK || !nowOK {
		return now
	}
	out := map[string]any{}
	for _, keys := range []map[string]any{mine, current} {
		for key := range keys {
			if v := merge(was[key], mine[key], current[key]); v != nil {
				out[key] = v
			}
		}
	}
	return out
}
