package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

// environment is what the shell that runs a command line holds for it, every time anew.
var environment = map[string]string{}

// rightsdesk runs a command line as main does.
func rightsdesk(args ...string) (status int, out, errOut string) {
	for name, value := range environment {
		if err := os.Setenv(name, value); err != nil {
			return -1, "", err.Error()
		}
	}
	var o, e bytes.Buffer
	c, status := parse(args, &o, &e)
	if status < 0 && c.verb != nil {
		status = c.verb.run(context.Background(), c)
	}
	return status, o.String(), e.String()
}

// newDesk is a desk in a folder with one agent, fang; this computer's own settings are out of the way.
func newDesk(t *testing.T) (dir string) {
	t.Helper()
	ownSettings(t)
	d := desktest.New(t, "sqlite")
	d.Add(t, "fang", model.RoleAgent)
	inEnvironment(t, envLogin, "fang")
	inEnvironment(t, envPassword, desktest.Password)
	return d.Address()
}

// ownSettings keeps this computer's own settings out of the way.
func ownSettings(t *testing.T) {
	t.Helper()
	config := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "HOME", "AppData"} {
		t.Setenv(name, config)
	}
}

func inEnvironment(t *testing.T, name, value string) {
	t.Helper()
	t.Setenv(name, value)
	environment[name] = value
	t.Cleanup(func() { delete(environment, name) })
}

func write(t *testing.T, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
