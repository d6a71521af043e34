package rule

import (
	"errors"

	"orangelab.cn/rightsdesk/model"
)

// Blocker is something of value that would be lost with an account, so that the person is asked to settle it or to
// give it up first (statement, Logout rights). It may only delay a cancellation, never prevent it (E-Commerce Law 24;
// Network Data Security Management Regulations 23).
type Blocker struct {
	ID     string     `yaml:"id"`
	Title  model.Text `yaml:"title"`
	Clear  model.Text `yaml:"clear"` // how the person settles it
	Waive  model.Text `yaml:"waive"` // how the person gives it up
	Source string     `yaml:"source"`
}

// Login is another company's account with which a person signs in: where to apply for ending the link there, since
// cancelling here does not end it (statement, Logout rights).
type Login struct {
	ID    string     `yaml:"id"`
	Title model.Text `yaml:"title"`
	Apply model.Text `yaml:"apply"`
}

// OtherLogin is the ID of the rule for every provider without one of its own.
const OtherLogin = "other"

// Consequence is something the person confirms to have understood before an account is cancelled.
type Consequence struct {
	ID   string     `yaml:"id"`
	Text model.Text `yaml:"text"`
}

// Blocker is the blocker of an ID.
func (p *Pack) Blocker(id string) (Blocker, bool) { return find(p.Blockers, id) }

// Login is the rule for a provider of log-ins; that of OtherLogin where it has none of its own.
func (p *Pack) Login(provider string) Login {
	if l, ok := find(p.Logins, provider); ok {
		return l
	}
	other, _ := find(p.Logins, OtherLogin) // Read has seen it
	return other
}

func (b Blocker) id() string { return b.ID }

func (b Blocker) check() error {
	return errors.Join(b.Title.Check("title"), b.Clear.Check("clear"), b.Waive.Check("waive"))
}

func (l Login) id() string { return l.ID }

func (l Login) check() error { return errors.Join(l.Title.Check("title"), l.Apply.Check("apply")) }

func (c Consequence) id() string { return c.ID }

func (c Consequence) check() error { return c.Text.Check("text") }
