// Package pattern holds regular expressions that are compiled when they are first used. The program has some two
// hundred, and no start of it uses more than a few: compiled at package level they made every start wait for all of
// them.
package pattern

import (
	"fmt"
	"regexp"
	"sync"
)

// A Pattern is a regular expression in the syntax of package regexp. It may be used by several goroutines at once.
type Pattern struct {
	text  string        // the expression, of one that is not made
	made  func() string // the expression, of one that is
	once  sync.Once
	first *regexp.Regexp // as it was compiled at the first use
}

func (p *Pattern) expression() string {
	if p.made != nil {
		return p.made()
	}
	return p.text
}

func (p *Pattern) compiled() *regexp.Regexp {
	p.once.Do(func() { p.first = regexp.MustCompile(p.expression()) })
	return p.first
}

// held are the patterns of the program, for Check.
var held struct {
	sync.Mutex
	list []*Pattern
}

// New returns the pattern of an expression, which stays uncompiled until its first use. It belongs at package level: a
// pattern is held for as long as the program runs.
func New(expression string) *Pattern { return keep(&Pattern{text: expression}) }

// Made is New for an expression that is put together of many words, which is done at its first use, too.
func Made(expression func() string) *Pattern { return keep(&Pattern{made: expression}) }

func keep(p *Pattern) *Pattern {
	held.Lock()
	defer held.Unlock()
	held.list = append(held.list, p)
	return p
}

// Check compiles every pattern that the program holds, and returns the first error. It is for the test that none is
// written wrongly: a wrong one panics where it is first used.
func Check() error {
	held.Lock()
	defer held.Unlock()
	for _, p := range held.list {
		if _, err := regexp.Compile(p.expression()); err != nil {
			return fmt.Errorf("the pattern %q: %w", p.expression(), err)
		}
	}
	return nil
}
