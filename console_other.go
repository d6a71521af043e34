//go:build !windows

package main

// attachConsole does nothing: every program here has the terminal that it is started from.
func attachConsole() {}

// tell does nothing more: who starts a program from a menu finds what it said in the log of the session.
func tell(string) {}
