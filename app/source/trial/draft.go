package trial

import (
	"context"
	"errors"
	"flag"
	"io"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/draft"
)

// Draft carries out "rightsdesk datamap draft KEY=DSN" and returns the exit status: 0 done, 1 a problem, 2 wrong usage.
// It prints a dataset file proposed for the database, in which every guess is marked for a person to confirm.
func Draft(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	const usage = "usage: rightsdesk datamap draft KEY=DSN\n"
	flags := flag.NewFlagSet("datamap draft", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if err := flags.Parse(args); err != nil {
		say(stderr, "rightsdesk: %s\n%s", FlagProblem(err), usage)
		return 2
	}
	if flags.NArg() != 1 {
		say(stderr, usage)
		return 2
	}
	dsns, err := addresses(flags.Args())
	if err != nil {
		say(stderr, "rightsdesk: %s\n%s", err, usage)
		return 2
	}
	for key, dsn := range dsns {
		text, err := proposed(ctx, key, dsn)
		if err == nil {
			_, err = io.WriteString(stdout, text)
		}
		if err != nil {
			say(stderr, "rightsdesk: %s\n", err)
			return 1
		}
	}
	return 0
}

// proposed returns the draft for the database at an address.
func proposed(ctx context.Context, key, dsn string) (text string, err error) {
	s, err := source.Open(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return draft.Propose(ctx, s, key)
}
