package shell

import (
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// tellOfCrash says that the program broke off last time, where the record of it lies and what is in it.
func (s *App) tellOfCrash(record string) {
	body := part.VBox(8,
		part.NewBody(
			frame.L("What was saved is safe: the desk keeps every change whole or not at all. What was being typed stands again where it was typed; only its last second may be missing.")),
		part.NewBody(frame.L("The record lies in {{.A}}", frame.FromHome(record))),
		part.NewBody(
			frame.L("It says where in the program it happened, with its version and this system's. A value that was being worked on may stand in its first lines: read them before you pass it on.")))
	part.NewDialog(part.DialogParts{Title: frame.L("Rightsdesk broke off last time"), Body: body,
		Cancel: frame.L("Close"), Guide: "install",
		Others: []*part.Button{s.frame.FolderButton(record)}}).Show(s.window.Canvas())
}
