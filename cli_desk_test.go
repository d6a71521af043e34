package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/seal"
)

func TestADeskPutInThePlaceOfAnotherIsFoundOut(t *testing.T) {
	dir := newDesk(t)
	good := write(t, "good.csv", "kind,email\nexport,mary@example.com\n")
	if status, _, errOut := rightsdesk("--desk", dir, "intake", good); status != statusOK {
		t.Fatal(errOut)
	}
	other := desktest.New(t, "sqlite").Address()
	for _, suffix := range []string{"", "-wal", "-shm"} {
		data, err := os.ReadFile(filepath.Join(other, store.File+suffix))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, store.File+suffix), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for args, says := range map[string]string{"doctor": "problem  remembered", "audit verify": "remembers another desk",
		"intake " + good: "remembers another desk"} {
		status, out, errOut := rightsdesk(append([]string{"--desk", dir}, strings.Fields(args)...)...)
		if status != statusProblem || !strings.Contains(out+errOut, says) {
			t.Errorf("%s: status %d, %s%s", args, status, out, errOut)
		}
	}
}

func TestTheRecoveryKeyIsRenewedByAnAdministratorAndShownOnce(t *testing.T) {
	dir := newDesk(t)
	if status, out, errOut := rightsdesk("--desk", dir, "recovery", "renew"); status != statusProblem || out != "" {
		t.Errorf("an agent renews it: status %d, %s%s", status, out, errOut)
	}
	inEnvironment(t, envLogin, "admin")
	status, out, errOut := rightsdesk("--desk", dir, "recovery", "renew")
	if status != statusOK {
		t.Fatalf("status %d, %s", status, errOut)
	}
	print, _, _ := strings.Cut(out, "\n")
	if _, err := seal.ParseRecovery(print); err != nil {
		t.Errorf("%q: %v", out, err)
	}
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusOK {
		t.Errorf("the doctor after it: %s", out)
	}
}

func TestTheDoctorComparesWithTheHeadThisComputerRemembers(t *testing.T) {
	dir := newDesk(t)
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusOK ||
		!strings.Contains(out, "ok       remembered  nobody has signed in") {
		t.Errorf("before the first sign-in: status %d, %s", status, out)
	}
	older := filepath.Join(t.TempDir(), "older")
	if status, _, errOut := rightsdesk("--desk", dir, "backup", older); status != statusOK {
		t.Fatal(errOut)
	}
	good := write(t, "good.csv", "kind,email\nexport,mary@example.com\n")
	if status, _, errOut := rightsdesk("--desk", dir, "intake", good); status != statusOK {
		t.Fatal(errOut)
	}
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusOK ||
		!strings.Contains(out, "ok       remembered  log and roster go on") {
		t.Errorf("after it: status %d, %s", status, out)
	}
	restored := filepath.Join(t.TempDir(), "restored")
	if status, _, errOut := rightsdesk("--desk", restored, "restore", older); status != statusOK {
		t.Fatal(errOut)
	}
	for verb, says := range map[string]string{"doctor": "problem  remembered",
		"audit verify": "the newest are missing"} {
		if status, out, _ := rightsdesk(append([]string{"--desk", restored}, strings.Fields(verb)...)...); status !=
			statusProblem || !strings.Contains(out, says) {
			t.Errorf("%s of an older copy: status %d, %s", verb, status, out)
		}
	}
}

func TestAnExportedHeadProvesTheLogLater(t *testing.T) {
	dir := newDesk(t)
	status, head, errOut := rightsdesk("--desk", dir, "audit", "head")
	if status != statusOK {
		t.Fatal(errOut)
	}
	good := write(t, "good.csv", "kind,email\nexport,mary@example.com\n")
	if status, _, errOut := rightsdesk("--desk", dir, "intake", good); status != statusOK {
		t.Fatal(errOut)
	}
	file := write(t, "head.txt", head)
	if status, out, errOut := rightsdesk("--desk", dir, "audit", "verify", "--head", file, "--head",
		file); status != statusOK || !strings.Contains(out, "2 earlier head(s)") {
		t.Errorf("against an earlier head: status %d, %s%s", status, out, errOut)
	}
	forged := write(t, "head.txt", strings.Replace(head, "— ", "— x", 1))
	if status, out, _ := rightsdesk("--desk", dir, "audit", "verify", "--head", forged); status != statusProblem ||
		!strings.Contains(out, "problem  earlier head 1") {
		t.Errorf("against a forged head: status %d, %s", status, out)
	}
}

func TestTheDoctorsStatusSaysWhetherThereIsAProblem(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes to make a problem of")
	}
	dir := newDesk(t)
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusOK || strings.Contains(out, "problem") ||
		strings.Count(out, "\n") < 8 {
		t.Errorf("status %d\n%s", status, out)
	}
	if err := os.Chmod(filepath.Join(dir, store.File), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusProblem ||
		!strings.Contains(out, "problem  files") {
		t.Errorf("status %d\n%s", status, out)
	}
}

func TestDemoMakesADeskThatTheDoctorFindsSound(t *testing.T) {
	if testing.Short() {
		t.Skip("makes two hundred requests")
	}
	ownSettings(t)
	dir := filepath.Join(t.TempDir(), "demo")
	if status, out, errOut := rightsdesk("demo", dir); status != statusOK || !strings.Contains(out, "--desk "+dir) ||
		!strings.Contains(out, "jing") {
		t.Fatalf("status %d, %s%s", status, out, errOut)
	}
	if status, out, _ := rightsdesk("--desk", dir, "doctor"); status != statusOK {
		t.Errorf("status %d\n%s", status, out)
	}
	if status, _, errOut := rightsdesk("demo", dir); status != statusProblem || !strings.Contains(errOut, "already") {
		t.Errorf("over a desk: status %d, %s", status, errOut)
	}
}
