package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"orangelab.cn/rightsdesk/app/desk/reach"
	"orangelab.cn/rightsdesk/app/source/trial"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/model/pattern"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
)

// The exit statuses of every verb.
const (
	statusOK      = 0
	statusProblem = 1
	statusUsage   = 2
)

// command is a command line taken apart.
type command struct {
	desk        string
	given       credentials
	verb        *verb
	args        []string
	out, errOut io.Writer
}

// verb is one thing the program does without a window.
type verb struct {
	name string
	run  func(context.Context, *command) int
}

// verbs are the command line; a new one is one line here and one in usage.
var verbs = []verb{
	{"demo", demo},
	{"intake", takeFiles},
	{"datamap", dataMap},
	{"due", due},
	{"holidays", holidays},
	{"policy", policies},
	{"audit", audit},
	{"backup", backUp},
	{"restore", restore},
	{"doctor", doctor},
	{"recovery", recovery},
	{"team", teamVerb},
	{"erased", erased},
	{"version", printVersion},
}

const usage = `usage: rightsdesk [--desk DIR|postgres://…]                     open the window
       rightsdesk demo [--requests N] [--language zh-Hans] DIR  make a sample desk to look around in, of N requests
       rightsdesk --desk DESK intake [--zone ZONE] FILE…        take requests in (OpenDSR, DRP, CSV, .eml)
       rightsdesk [--desk DESK] intake --preview [--json] [--zone ZONE] FILE…
                                                                show what would be taken in, and take nothing
       rightsdesk datamap check [--source KEY=DSN]… FILE.yml…   problems of dataset files, with line numbers
       rightsdesk datamap draft KEY=DSN                         a dataset file proposed for a database, its guesses marked
       rightsdesk datamap trial --dataset FILE.yml --source KEY=DSN [--identity email=…]… [--spellings] --access --json
                      [--connector FILE.yml [--param NAME=VALUE]…]
       rightsdesk due --regime cn --kind export --received WHEN [--verified WHEN] [--pause FROM..TO]… [--zone ZONE] [--rules FILE.yaml]
                      [--holidays FILE] [--json]                every date that the rules give
       rightsdesk due --from DATE --amount N --unit working_days|calendar_days|months|hours [--regime cn] [--zone ZONE] [--json]
       rightsdesk holidays check [--calendar cn] FILE…          days off that files name: holiday-cn JSON, iCalendar, CSV
       rightsdesk --desk DESK holidays import [--calendar cn] [--why TEXT] FILE…
                                                                keep them, and count open due dates again (lead, administrator)
       rightsdesk --desk DESK holidays list                     the tables that the desk counts by
       rightsdesk policy check [--lang en|zh-Hans] FILE         what is wrong with a privacy statement (.md, .txt, .html, .docx)
       rightsdesk policy compare [--lang en|zh-Hans] OLD NEW    what became of each clause, in plain words
       rightsdesk --desk DESK policy import [--label 3.2] [--from DATE] [--lang en|zh-Hans] [--beside] FILE
                                                                keep it as the next draft; --beside: in another language
       rightsdesk --desk DESK policy list                       the versions, and which is in force
       rightsdesk --desk DESK audit verify [--head FILE]…       check the audit log, also against earlier heads
       rightsdesk --desk DESK audit head                        print the signed head of the audit log
       rightsdesk --desk DESK audit accept                      go on in a desk restored from a back-up (administrator)
       rightsdesk --desk DESK backup [--verify=false] [--record] FILE
                                                                write the desk into one sealed file, while others work, and restore it
                                                                once to prove it; --record signs in and has the log say so
       rightsdesk --desk DESK restore [--recovery] FILE         bring it back into an empty folder or an empty database; it asks for
                                                                a login and password, or for the recovery key
       rightsdesk --desk DESK erased FILE                       in a restored desk: what was erased since, by the ledger beside a later
                                                                back-up; status 1 where something must be erased again (lead)
       rightsdesk --desk DESK doctor                            look for everything that can be wrong
       rightsdesk --desk DESK recovery renew [--shares]         make another recovery key, and print it (administrator)
       rightsdesk team init [--yes] postgres://ADMINISTRATOR@HOST/DATABASE
                                                                prepare a server for a shared desk, after printing what it will do; once
                                                                more with every new version
       rightsdesk team add [--yes] --role agent|lead|admin|auditor postgres://ADMINISTRATOR@HOST/DATABASE LOGIN
                                                                a login on the server for a member of staff, the same as at the desk
       rightsdesk team end [--yes] postgres://ADMINISTRATOR@HOST/DATABASE LOGIN
                                                                let a login in no more
       rightsdesk version
DESK is a folder or a postgres:// address without password. Exit status: 0 done, 1 a problem, 2 wrong usage.
Of backup and restore also: 3 opened by no such key, 4 the end of the file is missing, 5 changed or no back-up, 6 of a newer program,
7 there is something already.
`

// parse takes the command line apart. A status of 0 or more means that there is nothing left to do.
func parse(args []string, out, errOut io.Writer) (*command, int) {
	c := &command{out: out, errOut: errOut, given: givenCredentials()}
	if at := emptyValue(args); at != "" {
		return c,
			c.wrongUsage(
				"%s is empty: write a value there or leave it out; in a script, look whether its variable is set", at)
	}
	flags := flag.NewFlagSet("rightsdesk", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.desk, "desk", "", "")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && flags.Arg(0) == "help":
		c.say("%s", usage)
		return c, statusOK
	case err != nil:
		return c, c.wrongUsage("%s", trial.FlagProblem(err))
	case reach.Shown(c.desk) != c.desk:
		return c,
			c.wrongUsage("a password on the command line can be read by everybody on this computer: leave it out of --desk; it comes from the keychain, or is asked for")
	case flags.NArg() == 0:
		return c, -1
	}
	for i := range verbs {
		if verbs[i].name == flags.Arg(0) {
			c.verb, c.args = &verbs[i], expand(flags.Args()[1:])
			if c.asksHelp() {
				c.say("%s", usageOf(c.verb.name))
				return c, statusOK
			}
			return c, -1
		}
	}
	return c, c.wrongUsage("%q is not understood", flags.Arg(0))
}

// asksHelp reports whether somebody asks what a verb takes. What reads data maps has a help of its own for each of its
// words.
func (c *command) asksHelp() bool {
	if c.verb.name == "datamap" && len(c.args) > 0 && !strings.HasPrefix(c.args[0], "-") {
		return false
	}
	return slices.ContainsFunc(c.args, func(arg string) bool {
		return arg == "-h" || arg == "--help" || arg == "-help"
	})
}

// usageOf is the part of the usage that is about a verb.
func usageOf(name string) string {
	const gap, further = "       ", "                      " // before a line of its own, and before the rest of one
	var list []string
	is := false
	for line := range strings.Lines(strings.Replace(usage, "usage: ", gap, 1)) {
		if !strings.HasPrefix(line, further) {
			is = strings.HasPrefix(line, gap) && slices.Contains(strings.Fields(line), name)
		}
		if is {
			list = append(list, line)
		}
	}
	return strings.Replace(strings.Join(list, ""), gap, "usage: ", 1) + "rightsdesk --help shows every command.\n"
}

var withoutValue = pattern.New(`^(--?[A-Za-z][\w-]*)=\s*$`)

// emptyValue names the first piece of a command line that says nothing, or "": no verb and no option takes an empty
// value, and one comes about where a script's variable is not set. It is asked once for all verbs, so that none can
// forget it.
func emptyValue(args []string) string {
	for i, arg := range args {
		if m := withoutValue.FindStringSubmatch(arg); m != nil {
			return "the value of " + m[1]
		}
		if strings.TrimSpace(arg) != "" {
			continue
		}
		if i == 0 {
			return "the first word"
		}
		return "what stands behind " + args[i-1]
	}
	return ""
}

// say writes a line of the result. When even that fails there is nobody left to tell.
func (c *command) say(format string, a ...any) {
	if _, err := fmt.Fprintf(c.out, format, a...); err != nil {
		return
	}
}

func (c *command) complain(format string, a ...any) {
	if _, err := fmt.Fprintf(c.errOut, format, a...); err != nil {
		return
	}
}

func (c *command) wrongUsage(format string, a ...any) int {
	help := usage
	if c.verb != nil {
		help = usageOf(c.verb.name)
	}
	c.complain("rightsdesk: "+format+"\n%s", append(a, help)...)
	return statusUsage
}

func (c *command) failed(err error) int {
	c.complain("rightsdesk: %s\n", err)
	return statusProblem
}

// needDesk checks that --desk names a desk, so that a mistyped folder is not made into a new one.
func (c *command) needDesk() (status int) {
	if c.desk == "" {
		return c.wrongUsage("say which desk: rightsdesk --desk DIR %s", c.verb.name)
	}
	if store.IsShared(c.desk) {
		return c.unlockServer()
	}
	path := filepath.Join(c.desk, store.File)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return c.failed(fmt.Errorf("there is no desk in %s: it would hold a file %s", c.desk, store.File))
	} else if err != nil {
		return c.failed(fmt.Errorf("the desk in %s cannot be opened: %s", c.desk, value.FileReason(err)))
	}
	return -1
}

// unlockServer finds the password that the server of a shared desk asks for: in the keychain, or from whoever sits
// here.
func (c *command) unlockServer() (status int) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	with, err := reach.Unlocked(ctx, c.desk)
	if in := int(os.Stdin.Fd()); errors.Is(err, database.ErrPassword) && term.IsTerminal(in) {
		c.complain("Password of %s: ", reach.Shown(c.desk))
		typed, readErr := term.ReadPassword(in)
		c.complain("\n")
		with, err = reach.WithPassword(c.desk, string(typed)), readErr
	}
	if err != nil {
		return c.failed(err)
	}
	c.desk = with
	return -1
}

func dataMap(ctx context.Context, c *command) int {
	if len(c.args) == 0 {
		return c.wrongUsage("datamap needs check, draft or trial")
	}
	switch c.args[0] {
	case "check":
		return trial.Check(ctx, c.args[1:], c.out, c.errOut)
	case "draft":
		return trial.Draft(ctx, c.args[1:], c.out, c.errOut)
	case "trial":
		return trial.Command(ctx, c.args[1:], c.out, c.errOut)
	}
	return c.wrongUsage("datamap %q is not understood: check, draft or trial", c.args[0])
}
