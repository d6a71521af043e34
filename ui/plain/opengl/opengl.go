//go:build !linux || !cgo || ci

// Package opengl lets the program start where there is no OpenGL library; other systems always have one, if only by
// name.
package opengl
