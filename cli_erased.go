package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/source/value"
	"orangelab.cn/rightsdesk/app/upkeep"
)

// maxLedger bounds the file of a ledger, in bytes; a line has about a hundred.
const maxLedger = 256 << 20

// erased tells a restored desk what was erased after it was backed up, from the ledger that a later back-up put beside
// itself.
func erased(ctx context.Context, c *command) int {
	if len(c.args) != 1 {
		return c.wrongUsage("erased needs the file that ends in .erased beside the newest back-up")
	}
	return c.withDesk(ctx, func(d *desk.Desk, login, password string) int {
		text, err := readLedger(c.args[0])
		if err != nil {
			return c.failed(err)
		}
		s, err := c.enter(ctx, d, login, password)
		if err != nil {
			return c.failed(err)
		}
		again, err := upkeep.EraseAgain(ctx, s, text)
		if err := errors.Join(err, s.SignOut(ctx)); err != nil {
			return c.failed(err)
		}
		for _, a := range again {
			what := "taken in after the back-up: take it in again"
			if a.Known {
				what = "carry it out again"
			}
			c.say("%s\terased %s\t%s\n", a.Reference, a.At.In(d.Rules().Location()).Format("2006-01-02 15:04"), what)
		}
		if len(again) > 0 {
			c.say("%d erasures were done after this desk was backed up. Let a lead compare the data map with the erased afterwards.\n", len(again))
			return statusProblem
		}
		c.say("nothing was erased that this desk does not know of\n")
		return statusOK
	})
}

func readLedger(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return "", fmt.Errorf("%s: that is no file", path)
	case err == nil && info.Size() > maxLedger:
		return "", fmt.Errorf("%s: that is no ledger of erasures", path)
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %s", path, value.FileReason(err))
	}
	return string(text), nil
}
