//go:build !cgo || ci

package main

import "fyne.io/fyne/v2"

// freeArea is not known without a display.
func freeArea() fyne.Size { return fyne.Size{} }
