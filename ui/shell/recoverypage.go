package shell

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// recoveryFile is the page with a recovery key that is printed and then deleted.
const recoveryFile = "rightsdesk-recovery-key.txt"

// saveRecovery writes a page with the recovery key into a folder that its reader chooses, and says beside the key what to do with it.
func (s *App) saveRecovery(groups []string, login string, said *part.Paragraph) {
	desk := s.desk.Address()
	s.frame.ChooseFolder(frame.L("Save a page to print…"), func(dir string) {
		path := filepath.Join(dir, recoveryFile)
		page := recoveryPage(groups, login, desk)
		s.frame.Run(func(context.Context) error { return writeNew(path, page) }, func() {
			said.SetText(frame.L("Saved in {{.A}}. Print it, then delete the file: whoever has it can open the desk.", path))
			said.Show()
		})
	})
}

// writeNew writes a file that only its owner can read, and overwrites none.
func writeNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

// recoveryPage is a recovery key as it is printed: its groups numbered, a few a line, as the window asks for them.
func recoveryPage(groups []string, login, desk string) string {
	const across = 4
	var b strings.Builder
	fmt.Fprintf(&b, "Rightsdesk\n%s\n%s\n%s: %s\n\n", frame.L("Recovery key"), desk, frame.L("Login"), login)
	for i, g := range groups {
		fmt.Fprintf(&b, "%3d  %-8s", i+1, g)
		if (i+1)%across == 0 || i == len(groups)-1 {
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s\n", frame.L("Without this key and every password all data is lost."), frame.L("Nobody can bring it back. Keep the print where two people can reach it."))
	return b.String()
}
