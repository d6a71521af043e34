package model

import (
	"errors"
)

// BlockerRule is something of value that would be lost with an account, so that the person is asked to settle it or to
// give it up first (statement, Logout rights). It may only delay a cancellation, never prevent it (E-Commerce Law 24;
// Network Data Security Management Regulations 23).
type BlockerRule struct {
	ID     string `yaml:"id"`
	Title  Text   `yaml:"title"`
	Clear  Text   `yaml:"clear"` // how the person settles it
	Waive  Text   `yaml:"waive"` // how the person gives it up
	Source string `yaml:"source"`
}

// LoginRule is another company's account with which a person signs in: where to apply for ending the link there, since
// cancelling here does not end it (statement, Logout rights).
type LoginRule struct {
	ID    string `yaml:"id"`
	Title Text   `yaml:"title"`
	Apply Text   `yaml:"apply"`
}

// OtherLogin is the ID of the rule for every provider without one of its own.
const OtherLogin = "other"

// Consequence is something the person confirms to have understood before an account is cancelled.
type Consequence struct {
	ID   string `yaml:"id"`
	Text Text   `yaml:"text"`
}

// Blocker is the blocker of an ID.
func (p *RulePack) Blocker(id string) (BlockerRule, bool) { return find(p.Blockers, id) }

// Login is the rule for a provider of log-ins; that of OtherLogin where it has none of its own.
func (p *RulePack) Login(provider string) LoginRule {
	if l, ok := find(p.Logins, provider); ok {
		return l
	}
	other, _ := find(p.Logins, OtherLogin) // ReadRulePack has seen it
	return other
}

func (b BlockerRule) id() string { return b.ID }

func (b BlockerRule) check() error {
	return errors.Join(b.Title.check("title"), b.Clear.check("clear"), b.Waive.check("waive"))
}

func (l LoginRule) id() string { return l.ID }

func (l LoginRule) check() error { return errors.Join(l.Title.check("title"), l.Apply.check("apply")) }

func (c Consequence) id() string { return c.ID }

func (c Consequence) check() error { return c.Text.check("text") }
