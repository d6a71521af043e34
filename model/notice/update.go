package notice

import (
	"slices"

	"orangelab.cn/rightsdesk/model/policy"
)

// Tells returns the content with what the library says of an update: both versions, the day from which the new one
// holds, and each change that somebody classed, in their words and with its triggers. What was classed as wording alone
// needs no telling, and what nobody classed is left for the checklist to name.
func (c Content) Tells(was, now policy.Version, changes []policy.ClassedChange) Content {
	c.Kind, c.Old, c.New, c.Effective, c.Changes = PolicyUpdate, was.Label, now.Label, now.From, nil
	for _, change := range changes {
		if !change.Settled || slices.Contains(change.Triggers, policy.NoteOnly) {
			continue
		}
		told := Change{Clause: change.ID(), What: change.Words}
		for _, t := range change.Triggers {
			told.Triggers = append(told.Triggers, numbered(t))
		}
		for _, e := range change.Effects {
			told.Reduces = told.Reduces || e == policy.ReducesRights
			told.Purpose = told.Purpose || e != policy.ReducesRights
		}
		c.Changes = append(c.Changes, told)
	}
	return c
}

// numbered is the number that the statement gives to a trigger; the library has them in the same order.
func numbered(t policy.Trigger) Trigger { return Trigger(slices.Index(policy.Triggers, t) + 1) }
