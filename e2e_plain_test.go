//go:build e2e

package main

import (
	"debug/elf"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
)

// On a display without OpenGL the sample desk opens, and a request is read and moved on; the program needs no library
// of OpenGL to start.
func TestE2EWithoutOpenGL(t *testing.T) {
	t.Parallel()
	s := newStage(t, "-extension", "GLX")
	program, err := elf.Open(s.binary)
	if err != nil {
		t.Fatal(err)
	}
	libraries, err := program.ImportedLibraries()
	if err != nil || slices.ContainsFunc(libraries,
		func(name string) bool { return strings.HasPrefix(name, "libGL") }) {
		t.Errorf("to start it needs %v, %v", libraries, err)
	}
	s.makeSample()
	ref := s.find()
	fang := s.open("fang")
	s.picture("no-opengl")
	fang.search(ref)
	fang.act() // settle what is asked
	fang.settle()
	fang.key("ctrl+Return")
	s.status(model.Verifying)
	fang.act() // a code for the e-mail on file
	fang.settle()
	fang.key("shift+Tab", "space")
	code := s.clipboard()
	fang.key("ctrl+Return")
	s.step(model.StepCheckCode)
	fang.settle()
	fang.text(code)
	fang.key("ctrl+Return")
	s.step(model.StepProve)
	s.picture("no-opengl-request")
	fang.close()
}
