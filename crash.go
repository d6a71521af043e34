package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"orangelab.cn/rightsdesk/private"
)

// crashFile is where the runtime writes a crash, in the folder of the program's settings: a window has no terminal.
const crashFile = "crash.txt"

// settingsFolder is the folder of the program's settings, made if need be.
func settingsFolder() (string, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the configuration folder: %w", err)
	}
	dir := filepath.Join(config, "rightsdesk")
	if err := private.Folder(dir); err != nil {
		return "", fmt.Errorf("make the configuration folder: %w", err)
	}
	return dir, nil
}

// keepCrashes lets the runtime write a crash into a file of the folder. The record of a crash since the last start is
// put aside under its day and time, and its path returned; "" where there was none.
func keepCrashes(dir string) (record string, err error) {
	path := filepath.Join(dir, crashFile)
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		aside := filepath.Join(dir, "crash-"+info.ModTime().UTC().Format("20060102-150405")+".txt")
		// else another window of this program has it open on Windows, and tells of it
		if os.Rename(path, aside) == nil {
			record = aside
		}
	}
	f, err := private.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return record, fmt.Errorf("open the crash file: %w", err)
	}
	defer f.Close() // the runtime keeps a handle of its own
	return record, debug.SetCrashOutput(f, debug.CrashOptions{})
}
