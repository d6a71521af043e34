//go:build darwin

package plain

import "errors"

// connect is not needed on macOS, which draws OpenGL by itself where the computer cannot.
func connect() (system, error) {
	return nil, errors.New("a window without OpenGL is not drawn on macOS")
}
