// Package system is what the window tells the system around it, and what it hears from it: how much is pressing, on the
// program's icon, and that nobody sits before the computer any more.
package system
