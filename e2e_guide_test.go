//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/sample"
)

// The pictures of the guide come from these runs, once in each language: `make guide-pictures`. languageVariable is the
// language that the windows speak, sizeVariable their size.
const (
	languageVariable = "RIGHTSDESK_E2E_LANGUAGE"
	sizeVariable     = "RIGHTSDESK_E2E_SIZE"
)

// windowSize is how large the windows of the run are.
func windowSize() (width, height string) {
	if width, height, ok := strings.Cut(os.Getenv(sizeVariable), "x"); ok {
		return width, height
	}
	return "1440", "900"
}

// speak writes the language of the run into the settings of a user who has none yet.
func (s *stage) speak(home string) {
	s.t.Helper()
	language := os.Getenv(languageVariable)
	if language == "" {
		return
	}
	dir := filepath.Join(home, ".config", "fyne", "cn.orangelab.rightsdesk")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "preferences.json"), fmt.Appendf(nil, `{"language":%q}`, language),
		0o600); err != nil {
		s.t.Fatal(err)
	}
}

// drawn waits until a window that is still being opened shows something, and gives it its size: before, it would take
// its own.
func (w *seat) drawn() {
	w.t.Helper()
	w.raise()
	w.until("something is drawn", func() bool {
		shot := w.shot()
		return strings.Count(shot, "\xff") > len(shot)/2
	})
	w.settle()
	w.raise()
	w.settle()
}

// Real keys, from an empty home: the first screen, and the page that sets a desk up. What follows on that page is tried
// without a display, in ui/shell.
func TestE2EANewDeskIsSetUp(t *testing.T) {
	s := newStage(t)
	home := t.TempDir()
	s.speak(home)
	w := s.launch(home, s.binary, "Rightsdesk")
	w.drawn()
	s.picture("welcome")
	w.key("shift+Tab", "shift+Tab", "shift+Tab", "Return") // up from the sample desk to the first choice
	w.until("the form is drawn, not the two lines while a desk is being made", func() bool {
		shot := w.shot()
		return len(shot)-strings.Count(shot, "\xff") > len(shot)/40
	})
	w.settle()
	s.picture("setup")
	w.close()
}

// Every place of the rail opens for every role, by the keys that the program names.
func TestE2EEveryPlaceOpens(t *testing.T) {
	s := newStage(t)
	s.makeSample()
	home := t.TempDir()
	s.speak(home)
	fang := s.launch(home, s.binary, "Rightsdesk", "--desk", s.dir)
	fang.drawn()
	s.picture("signin")
	fang.signIn("fang", sample.Password)
	s.picture("next")
	fang.key("ctrl+k")
	fang.settle()
	s.picture("commands")
	fang.key("Escape")
	fang.key("ctrl+n")
	fang.settle()
	s.picture("new-request")
	fang.key("Escape")
	fang.settle()
	fang.close()
	for _, seat := range []struct {
		login  string
		places map[string]string // what they are called in English, by the name of the picture
	}{
		{"jing", map[string]string{"withdrawals": "Withdrawal", "notices": "Notices", "incidents": "Incidents",
			"oversight": "Oversight", "team": "Team", "statements": "Statements",
			"rules": "Rules", "compliance": "Compliance", "log": "Audit log", "mailbox": "Mailbox"}},
		{"admin", map[string]string{"datamap": "Data map", "staff": "Staff", "organisation": "Organisation",
			"mail-servers": "Mail servers"}},
	} {
		w := s.open(seat.login)
		for picture, place := range seat.places {
			w.key("ctrl+k")
			w.text(strings.ToLower(place)) // the palette knows the English names in every language
			w.settle()
			w.key("Return")
			w.settle()
			s.picture(picture)
			before := w.last
			w.key("F1")
			w.settle()
			if differing(before, w.last) < 2000 {
				t.Errorf("F1 shows nothing at %s", place)
			}
			s.picture("guide-" + picture)
			w.key("Escape")
			w.settle()
		}
		w.close()
	}
}
