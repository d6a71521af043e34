//go:build unix

package workbook_test

import (
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/intake/workbook"
)

// Workbooks of three megabytes that unpack to just under a hundred times as much, which growing alone does not refuse.
func TestTortureAWorkbookOfMillionsOfElementsIsRefusedInSeconds(t *testing.T) {
	if os.Getenv("RIGHTSDESK_TORTURE") == "" {
		t.Skip("make torture runs this")
	}
	noise := make([]byte, 5<<19)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	beside := map[string]string{"pad.bin": string(noise)}
	const sheet = "<worksheet><sheetData>"
	row := "<row>" + strings.Repeat(`<c><v>1</v></c>`, 25) + "</row>"
	for what, data := range map[string][]byte{
		"cells":       filled(t, sheetPart, sheet, row, 9, 0, beside),
		"empty cells": filled(t, sheetPart, sheet, "<row>"+strings.Repeat("<c/>", 100)+"</row>", 9, 0, beside),
		"elements":    filled(t, sheetPart, "<worksheet>", "<x/>", 900, 0, beside),
		"texts":       filled(t, "xl/sharedStrings.xml", "<sst>", `<si><t>a</t></si>`, 220, 0, beside),
		"long texts": filled(t, sheetPart, sheet,
			`<row><c t="inlineStr"><is><t>`+strings.Repeat("a", 3000)+`</t></is></c></row>`, 1, 0, beside),
	} {
		runtime.GC()
		debug.FreeOSMemory()
		ended, peak := make(chan bool), make(chan uint64)
		go func() {
			most := uint64(0)
			for {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.Sys-m.HeapReleased)
				select {
				case <-ended:
					peak <- most
					return
				case <-time.After(20 * time.Millisecond):
				}
			}
		}()
		before := processor(t)
		_, err := workbook.Read(data)
		took := processor(t) - before
		close(ended)
		most := <-peak >> 20
		t.Logf("%s: %d kB refused after %s of processor and %d MB: %v", what, len(data)>>10, took, most, err)
		if err == nil || took > 5*time.Second || most > 256 {
			t.Errorf("%s: %v after %s and %d MB", what, err, took, most)
		}
	}
}

// processor is the time that this program has worked.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
