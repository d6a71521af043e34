package shell

import (
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/frame/frametest"
	"orangelab.cn/rightsdesk/ui/part"
)

func TestNothingIsOfferedToWhoeverMayNotDoIt(t *testing.T) {
	frametest.New(t)
	d := desktest.New(t, "sqlite")
	for _, c := range []struct {
		role  model.Role
		does  bool
		never []string
	}{
		{model.RoleAgent, true, nil},
		{model.RoleLead, true, nil},
		{model.RoleAuditor, false,
			[]string{part.CmdClaim, part.CmdNextStep, part.CmdNew, part.CmdAgree, part.CmdLeaveOut, part.CmdMask,
				part.CmdInclude, part.CmdReturn, part.CmdReveal}},
	} {
		f := &frame.Frame{Session: d.Add(t, string(c.role)+"-here", c.role)}
		m := &mainView{frame: f}
		for _, command := range c.never {
			if m.may(command) {
				t.Errorf("%s: %s is offered", c.role, command)
			}
		}
		for _, command := range []string{part.CmdOpen, part.CmdSearch, part.CmdLock, part.CmdPalette,
			part.CmdGo + "1"} {
			if !m.may(command) {
				t.Errorf("%s: %s is not offered", c.role, command)
			}
		}
		if q := newQueueView(f, nil, nil); q.mine != c.does || q.whose.Hidden == c.does {
			t.Errorf("%s: the list is of their own %v, the choice hidden %v", c.role, q.mine, q.whose.Hidden)
		}
		if f.Mine(model.Request{Status: model.Working}) != c.does {
			t.Errorf("%s: an unclaimed request is theirs to begin: %v", c.role, !c.does)
		}
	}
}
