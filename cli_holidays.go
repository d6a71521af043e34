package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/rulebook"
	"orangelab.cn/rightsdesk/app/rules"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/rule"
)

// holidays reads tables of holidays from files, and keeps them in a desk.
func holidays(ctx context.Context, c *command) int {
	if len(c.args) == 0 {
		return c.wrongUsage("holidays needs check, list or import")
	}
	what := c.args[0]
	id, why := "cn", ""
	if what == "check" {
		id = "" // of no calendar, unless one is named
	}
	flags := flag.NewFlagSet("holidays "+what, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if what == "import" || what == "check" {
		flags.StringVar(&id, "calendar", id, "")
	}
	if what == "import" {
		flags.StringVar(&why, "why", "", "")
	}
	if err := flags.Parse(c.args[1:]); err != nil {
		return c.wrongUsage("holidays %s: %s", what, trial.FlagProblem(err))
	}
	files := flags.Args()
	switch {
	case what == "list" && len(files) == 0:
		return c.inSession(ctx, c.listHolidays)
	case what == "list":
		return c.wrongUsage("holidays list takes nothing")
	case what != "check" && what != "import":
		return c.wrongUsage("holidays %q is not understood: check, list or import", what)
	case len(files) == 0:
		return c.wrongUsage("holidays %s needs a file: holiday-cn JSON, iCalendar (.ics) or a table (.csv)", what)
	}
	tables, err := readTables(files)
	if err != nil {
		return c.failed(err)
	}
	if what == "check" {
		pack, err := rulebook.Default()
		if err != nil {
			return c.failed(err)
		}
		for _, t := range tables {
			c.say("%s\n", tableLine("", t))
			if id != "" {
				c.sayLacking(pack, id, t)
			}
		}
		return statusOK
	}
	return c.inSession(ctx, func(ctx context.Context, s *desk.Session) error {
		return c.importHolidays(ctx, s, id, why, tables)
	})
}

// readTables reads the tables of all files before anything is kept; the error names the file and the line.
func readTables(files []string) (tables []calendar.Table, err error) {
	for _, path := range files {
		data, err := readSmall(path)
		if err != nil {
			return nil, err
		}
		list, err := rulebook.ReadHolidays(path, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		tables = append(tables, list...)
	}
	return tables, nil
}

func (c *command) importHolidays(ctx context.Context, s *desk.Session, id, why string, tables []calendar.Table) error {
	st, err := rules.Read(ctx, s)
	if err != nil {
		return err
	}
	if err := rules.Import(ctx, s, st, id, tables, why); err != nil {
		return err
	}
	for _, t := range tables {
		c.say("imported %s\n", tableLine(id, t))
		c.sayLacking(st.Pack, id, t)
	}
	return c.recount(ctx, s)
}

// sayLacking names the days that the rules have off every year and a table does not.
func (c *command) sayLacking(pack *rule.Pack, id string, t calendar.Table) {
	var days []string
	for _, d := range pack.Lacking(id, t) {
		days = append(days, d.String())
	}
	if len(days) > 0 {
		c.say("lacks    %s, off every year by the rules: is the file whole?\n", strings.Join(days, ", "))
	}
}

// maxMoved is how many due dates that moved are printed; the window and the log hold all.
const maxMoved = 10_000

// recount counts the due dates of open requests again, and lists those that moved.
func (c *command) recount(ctx context.Context, s *desk.Session) error {
	counted, err := s.Recount(ctx, nil)
	if err != nil {
		return err
	}
	list, total, err := s.MovedDues(ctx, counted, maxMoved)
	if err != nil {
		return err
	}
	zone := s.Rules().Location()
	for _, m := range list {
		c.say("moved    %s  %s -> %s  %s (%s)\n", m.Reference, m.Was.In(zone).Format(time.DateOnly),
			m.Is.In(zone).Format(time.DateOnly), m.Clock, m.Why)
	}
	if more := total - int64(len(list)); more > 0 {
		c.say("and %d more\n", more)
	}
	c.say("counted  %d open request(s) again, %d due date(s) moved\n", counted.Open, total)
	return nil
}

func (c *command) listHolidays(ctx context.Context, s *desk.Session) error {
	st, err := rules.Read(ctx, s)
	if err != nil {
		return err
	}
	for _, rule := range st.Pack.Calendars {
		for _, t := range st.Pack.Tables(rule.ID) {
			c.say("%s\n", tableLine(rule.ID, t))
		}
	}
	return nil
}

// tableLine says of a table how many days are off, and how many weekends are worked.
func tableLine(id string, t calendar.Table) string {
	off, worked := t.Counts()
	line := fmt.Sprintf("%d  %d day(s) off, %d weekend day(s) worked", t.Year, off, worked)
	if id != "" {
		line = fmt.Sprintf("%-6s %s", id, line)
	}
	if t.Source != "" {
		line += "  " + t.Source
	}
	return line
}

// inSession opens the desk, signs in, does something and signs out.
func (c *command) inSession(ctx context.Context, do func(context.Context, *desk.Session) error) int {
	return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
		s, err := c.enter(ctx, d, login, password)
		if err != nil {
			return c.failed(fmt.Errorf("sign in: %w", err))
		}
		if err := errors.Join(do(ctx, s), s.SignOut(ctx)); err != nil {
			return c.failed(err)
		}
		return statusOK
	})
}
