// Package presence keeps which requests the colleagues at a shared desk have open at this moment. It is what their
// desktops say, in memory alone: it decides nothing, needs no row, and ends by itself when a desktop falls silent.
package presence

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Every desktop says again what it has open, and one that has not been heard for long has nothing open any more.
const (
	again = 15 * time.Second
	lapse = 40 * time.Second
)

// The messages: a desktop asks who is there, or says what it has open as "open DESKTOP STAFF REQUEST,…".
const (
	// Asked is said by a desktop that begins to listen: each answers with what it has open.
	Asked = "who"
	opens = "open"
)

// most is how many open requests a desktop says.
const most = 20

// Whoever has a login on the server can tell anything: what is heard takes no more room than so many desktops and staff
// with names of this length, which no desk has.
const (
	mostDesktops = 1000
	longest      = 64
)

// Board is what a desktop knows of itself and of the others; the zero value knows nothing. It is safe for concurrent
// use.
type Board struct {
	mu      sync.Mutex
	desktop string
	mine    []int64
	said    time.Time // when what is open here was last said; zero: it is to be said now
	told    bool      // something was open when it was last said
	others  map[string]other
	news    chan struct{}
}

// News receives whenever Nudge was called, or another request was opened here.
func (b *Board) News() <-chan struct{} { return b.channel() }

// Nudge says that something is new.
func (b *Board) Nudge() {
	select {
	case b.channel() <- struct{}{}:
	default: // it was said already
	}
}

func (b *Board) channel() chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.news == nil {
		b.news = make(chan struct{}, 1)
	}
	return b.news
}

type other struct {
	staff string
	open  []int64
	heard time.Time
}

// Show notes which requests are open here. It reports whether they are others than before.
func (b *Board) Show(requests []int64) bool {
	list := slices.Clone(requests)
	slices.Sort(list)
	list = slices.Compact(list)
	list = list[:min(len(list), most)]
	b.mu.Lock()
	others := !slices.Equal(list, b.mine)
	if others {
		b.mine, b.said = list, time.Time{}
	}
	b.mu.Unlock()
	if others {
		b.Nudge()
	}
	return others
}

// Say returns what this desktop has to say now, for the others to Hear; empty where it said it a moment ago, or has
// nothing to say.
func (b *Board) Say(staff string, now time.Time) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if since := now.Sub(b.said); since >= 0 && since < again {
		return ""
	}
	b.said = now
	if len(b.mine) == 0 && !b.told {
		return ""
	}
	b.told = len(b.mine) > 0
	if b.desktop == "" {
		b.desktop = rand.Text()
	}
	var open []string
	for _, id := range b.mine {
		open = append(open, strconv.FormatInt(id, 10))
	}
	return strings.Join([]string{opens, b.desktop, staff, strings.Join(open, ",")}, " ")
}

// Unsaid notes that what Say returned did not get out.
func (b *Board) Unsaid() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = time.Time{}
}

// Silent returns what a desktop says that has nothing open any more; empty where it never said anything.
func (b *Board) Silent(staff string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.desktop == "" {
		return ""
	}
	b.said, b.told, b.others = time.Time{}, false, nil
	return strings.Join([]string{opens, b.desktop, staff, ""}, " ")
}

// Hear takes in what a desktop says, this one too, and reports whether there is anything to say or to show now. What is
// no such message is passed over.
func (b *Board) Hear(message string, now time.Time) (news bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if message == Asked {
		b.said = time.Time{}
		return true
	}
	words := strings.Split(message, " ")
	if len(words) != 4 || words[0] != opens || words[1] == b.desktop || len(words[1]) > longest ||
		len(words[2]) > longest {
		return false
	}
	if _, known := b.others[words[1]]; !known && len(b.others) >= mostDesktops {
		return false // until Open drops those that fell silent
	}
	o := other{staff: words[2], heard: now}
	for _, word := range strings.Split(words[3], ",") {
		if id, err := strconv.ParseInt(word, 10, 64); err == nil && len(o.open) < most {
			o.open = append(o.open, id)
		}
	}
	if b.others == nil {
		b.others = map[string]other{}
	}
	before := b.others[words[1]]
	if b.others[words[1]] = o; len(o.open) == 0 {
		delete(b.others, words[1])
	}
	return !slices.Equal(before.open, o.open)
}

// Open returns who has which request open elsewhere, but whoever is given: the IDs of staff by requests.
func (b *Board) Open(but string, now time.Time) map[int64][]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	open := map[int64][]string{}
	for desktop, o := range b.others {
		if since := now.Sub(o.heard); since < 0 || since > lapse {
			delete(b.others, desktop)
			continue
		}
		for _, id := range o.open {
			if o.staff != but && !slices.Contains(open[id], o.staff) {
				open[id] = append(open[id], o.staff)
			}
		}
	}
	for _, staff := range open {
		slices.Sort(staff)
	}
	return open
}
