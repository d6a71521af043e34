package packet

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// browserWait bounds every wait for the browser.
const browserWait = 60 * time.Second

// browser is a Chromium spoken to in the DevTools protocol over a pair of pipes.
type browser struct {
	t       *testing.T
	in      io.WriteCloser
	session string
	next    int

	mu      sync.Mutex
	answers map[int]chan reply
	events  chan reply
	seen    []reply // requests of the page
	errors  []string
}

type reply struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Message string }
}

// startBrowser opens a headless browser with one empty page; without a Chromium the test is skipped,
// unless RIGHTSDESK_REQUIRE_CHROMIUM=1 makes that a failure.
func startBrowser(t *testing.T, downloads string) *browser {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		if os.Getenv("RIGHTSDESK_REQUIRE_CHROMIUM") == "1" {
			t.Fatal("RIGHTSDESK_REQUIRE_CHROMIUM=1, but no Chromium was found")
		}
		t.Skip("no Chromium was found (package chromium), so the page cannot be tried in a browser")
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe",
		"--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	b := &browser{t: t, in: in, answers: map[int]chan reply{}, events: make(chan reply, 1000)}
	if err := errors.Join(theirIn.Close(), theirOut.Close()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.call("Browser.close", nil, nil)
		if err := cmd.Wait(); err != nil {
			t.Logf("the browser ended with %v", err)
		}
		if err := errors.Join(in.Close(), out.Close()); err != nil {
			t.Log(err)
		}
	})
	go b.listen(out)
	b.call("Browser.setDownloadBehavior",
		map[string]any{"behavior": "allow", "downloadPath": downloads, "eventsEnabled": true}, nil)
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Network", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

func (b *browser) listen(out io.Reader) {
	r := bufio.NewReader(out)
	for {
		text, err := r.ReadBytes(0)
		if err != nil {
			return // the browser was closed
		}
		var m reply
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			continue
		}
		b.mu.Lock()
		switch {
		case m.ID != 0:
			b.answers[m.ID] <- m
		case m.Method == "Network.requestWillBeSent":
			b.seen = append(b.seen, m)
		case m.Method == "Runtime.exceptionThrown" || m.Method == "Log.entryAdded":
			b.errors = append(b.errors, string(m.Params))
		case m.Method == "Browser.downloadProgress":
			b.events <- m
		}
		b.mu.Unlock()
	}
}

// call sends a command and waits for its answer.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.next++
	answer := make(chan reply, 1)
	b.mu.Lock()
	b.answers[b.next] = answer
	b.mu.Unlock()
	command := map[string]any{"id": b.next, "method": method}
	if params != nil {
		command["params"] = params
	}
	if b.session != "" && method != "Browser.close" {
		command["sessionId"] = b.session
	}
	text, err := json.Marshal(command)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(text, 0)); err != nil {
		b.t.Fatalf("speak to the browser: %v", err)
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				b.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(browserWait):
		b.t.Fatalf("%s: the browser did not answer", method)
	}
}

// eval runs an expression in the page, waits for its promise, and decodes its value.
func (b *browser) eval(expression string, result any) {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate",
		map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true},
		&answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, answer.ExceptionDetails)
	}
	if result != nil {
		if err := json.Unmarshal(answer.Result.Value, result); err != nil {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// until waits, inside the page, until a condition holds.
func (b *browser) until(condition string) {
	b.t.Helper()
	b.eval(fmt.Sprintf(`new Promise((done, fail) => {
		const stop = setTimeout(() => fail(new Error('never: ' + %q + document.body.innerText.slice(0, 300))), %d);
		const look = () => { let ok = false; try { ok = %s } catch (e) {} if (ok) { clearTimeout(stop); done() } else setTimeout(look, 10) };
		look();
	})`, condition, browserWait.Milliseconds()-5000, condition), nil)
}

// open loads a file and waits until the page has run its script.
func (b *browser) open(path string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": "file://" + path}, nil)
	b.until(`document.readyState === 'complete' && document.getElementById('form')`)
}

// download clicks what the expression gives and returns the file that was saved.
func (b *browser) download(dir, element, name string) []byte {
	b.t.Helper()
	b.eval(element+".click()", nil)
	for {
		select {
		case e := <-b.events:
			var p struct{ State string }
			if err := json.Unmarshal(e.Params, &p); err != nil {
				b.t.Fatal(err)
			}
			switch p.State {
			case "completed":
				data, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					b.t.Fatal(err)
				}
				return data
			case "canceled":
				b.t.Fatalf("saving %s was cancelled", name)
			}
		case <-time.After(browserWait):
			b.t.Fatalf("%s was never saved", name)
		}
	}
}

// picture saves a screenshot of the whole page at a width, when RIGHTSDESK_PICTURES names a folder.
func (b *browser) picture(name string, width int, dark bool) {
	b.t.Helper()
	dir := os.Getenv("RIGHTSDESK_PICTURES")
	if dir == "" {
		return
	}
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.call("Emulation.setEmulatedMedia",
		map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	b.call("Emulation.setDeviceMetricsOverride",
		map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	var shot struct{ Data []byte }
	b.call("Page.captureScreenshot", map[string]any{"captureBeyondViewport": true}, &shot)
	if err := os.WriteFile(filepath.Join(dir, name+".png"), shot.Data, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
