package oversight

import (
	"slices"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// Moves follows the log of a period backwards, from the newest entry, and tells how long requests stayed in each state,
// how many were given back by a second person, and on what grounds some were refused.
type Moves struct {
	Reviews, Returned int64
	left              map[int64]time.Time // when a request left the state that an older entry brought it into
	stays             map[model.Status][]time.Duration
	grounds           map[string]*Row
}

// NewMoves begins to follow a log.
func NewMoves() *Moves {
	return &Moves{left: map[int64]time.Time{}, stays: map[model.Status][]time.Duration{}, grounds: map[string]*Row{}}
}

// Follow takes an entry that is older than those before.
func (m *Moves) Follow(e model.Entry) {
	if e.Action == model.ActRefuse {
		for _, ground := range texts(e.Detail["grounds"]) {
			row(m.grounds, ground).N++
		}
	}
	to, moved := e.Detail["to"].(string)
	if e.Action == model.ActTakeRequest {
		to, moved = string(model.Received), true
	}
	if !moved || e.RequestID == 0 {
		return
	}
	switch from, _ := e.Detail["from"].(string); {
	case model.Status(to) == model.Review:
		m.Reviews++
	case model.Status(from) == model.Review && model.Status(to) == model.Working:
		m.Returned++
	}
	if left, known := m.left[e.RequestID]; known {
		status := model.Status(to)
		m.stays[status] = append(m.stays[status], left.Sub(e.At))
	}
	m.left[e.RequestID] = e.At
}

// texts are the texts of a list as JSON gives it.
func texts(v any) (list []string) {
	many, _ := v.([]any)
	for _, one := range many {
		if text, is := one.(string); is {
			list = append(list, text)
		}
	}
	return list
}

// Stays lists the states in the order of a request's life with how long requests stayed in each.
func (m *Moves) Stays() (list []Stay) {
	for _, status := range model.Statuses {
		took := m.stays[status]
		if len(took) == 0 || status == model.Closed {
			continue
		}
		slices.Sort(took)
		list = append(list, Stay{Status: status, N: int64(len(took)), Median: took[Place(len(took), 0.5)],
			Slow: took[Place(len(took), 0.9)]})
	}
	return list
}

// Grounds lists the grounds of refusal, the most frequent first.
func (m *Moves) Grounds() []Row { return sorted(m.grounds) }

// Place is where in a sorted list of n the part of it ends: half of them stand at or before Place(n, 0.5). n is at
// least 1.
func Place(n int, part float64) int { return max(0, min(n-1, int(float64(n)*part+0.999999)-1)) }
