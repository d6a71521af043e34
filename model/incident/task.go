package incident

import (
	"errors"
	"strings"
	"time"
)

// Task is something that remains to be done about an incident.
type Task struct {
	What  string    `json:"what"`
	Who   string    `json:"who,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

// Tick says that a first action, or a task, was done.
type Tick struct {
	Action string    `json:"action,omitempty"` // ID of a first action of the rules
	Task   int64     `json:"task,omitempty"`   // number of the entry that set the task
	How    string    `json:"how,omitempty"`
	Done   time.Time `json:"done"`
}

// Linking says that a request refers to an incident.
type Linking struct {
	Request   int64  `json:"request"`
	Reference string `json:"reference"`
}

// Errors about tasks and links.
var (
	ErrTask   = errors.New("say what is to be done")
	ErrTick   = errors.New("this is done already, or is no task of this incident")
	ErrLinked = errors.New("this request is linked already")
)

// Set is a task that was set, and the entry that says that it was done. What an authority wrote is one: it is read, and
// what it asks is answered.
type Set struct {
	Entry // that set it
	Task  Task
	Done  *Entry
}

// task is what an entry sets; false where it sets nothing.
func (e Entry) task() (Task, bool) {
	switch {
	case e.Body.Task != nil:
		return *e.Body.Task, true
	case e.Body.Reply != nil && !e.Body.Reply.Machine:
		return Task{What: e.Body.Reply.Subject, Who: e.Body.Reply.From}, true
	}
	return Task{}, false
}

// Tasks are the tasks that were set, oldest first.
func (i Incident) Tasks() (list []Set) {
	for _, e := range i.Record {
		if t, sets := e.task(); sets {
			list = append(list, Set{Entry: e, Task: t})
		}
		if t := e.Body.Tick; t != nil && t.Task != 0 {
			for n := range list {
				if list[n].Number == t.Task {
					list[n].Done = &e
				}
			}
		}
	}
	return list
}

// Waiting are the tasks that somebody must do now: those whose time is over, and of what is closed every one that is
// left, as nothing else speaks of it any more. What an authority wrote does not wait.
func (i Incident) Waiting(now time.Time) (list []Set) {
	for _, s := range i.Tasks() {
		over := !s.Task.Until.IsZero() && now.After(s.Task.Until)
		if s.Done == nil && (i.Closing != nil || s.Kind == Heard || over) {
			list = append(list, s)
		}
	}
	return list
}

// Ticked returns the entry that says that a first action was done; false where none does.
func (i Incident) Ticked(action string) (Entry, bool) {
	return find(i.Record, func(e Entry) bool {
		return e.Body.Tick != nil && e.Body.Tick.Action == action && action != ""
	})
}

// Links are the requests that refer to the incident, in the order in which they were linked.
func (i Incident) Links() (list []Linking) {
	for _, e := range i.with(func(b Body) bool { return b.Link != nil }) {
		list = append(list, *e.Body.Link)
	}
	return list
}

// after reports whether an entry may follow the end of an incident: what remained is still ticked off, and requests
// still come, as do evidence and what authorities write.
func (k EntryKind) after() bool {
	return k == Ticked || k == Linked || k == Tasked || k == Kept || k == Heard
}

// mayTick refuses to tick off what is done, or what nobody set.
func (i Incident) mayTick(t Tick) error {
	if t.Action != "" {
		if _, done := i.Ticked(t.Action); done {
			return ErrTick
		}
		return nil
	}
	if set, is := find(i.Tasks(), func(s Set) bool { return s.Number == t.Task }); !is || set.Done != nil {
		return ErrTick
	}
	return nil
}

// mayLink refuses to link a request twice.
func (i Incident) mayLink(l Linking) error {
	if _, is := find(i.Links(), func(o Linking) bool { return o.Request == l.Request }); is {
		return ErrLinked
	}
	return nil
}

// checkTask refuses a task, a tick or a link that lacks what it needs.
func (e Entry) checkTask(r *Rules) error {
	b := e.Body
	switch e.Kind {
	case Tasked:
		if strings.TrimSpace(b.Task.What) == "" {
			return ErrTask
		}
	case Ticked:
		_, known := find(r.FirstActions, func(n Named) bool { return n.ID == b.Tick.Action })
		if known == (b.Tick.Task != 0) {
			return ErrTick
		}
		if b.Tick.Done.IsZero() || b.Tick.Done.After(e.At) {
			return ErrDone
		}
	case Linked:
		if b.Link.Request == 0 || b.Link.Reference == "" {
			return ErrLinked
		}
	}
	return nil
}

// mayTask checks a task, a tick or a link against the record.
func (i Incident) mayTask(e Entry) error {
	switch e.Kind {
	case Ticked:
		return i.mayTick(*e.Body.Tick)
	case Linked:
		return i.mayLink(*e.Body.Link)
	}
	return nil
}

// says reports whether an entry of a task, a tick or a link says one.
func (e Entry) says() bool {
	return e.Kind == Tasked && e.Body.Task != nil || e.Kind == Ticked && e.Body.Tick != nil ||
		e.Kind == Linked && e.Body.Link != nil
}
