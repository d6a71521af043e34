package main

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/desk/code"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
)

func TestASignInWithASecondFactorSaysWhatItNeeds(t *testing.T) {
	ownSettings(t)
	d := desktest.New(t, "sqlite")
	fang := d.Add(t, "fang", model.RoleAgent)
	o, err := code.NewOffer("Rightsdesk", "fang")
	if err != nil {
		t.Fatal(err)
	}
	// The command line goes by the computer's clock, the test desk by its own: what is typed is the code of now all the
	// same.
	d.Clock.Step(time.Since(d.Clock.Now()))
	at := func(when time.Time) string {
		typed, err := code.At(o.Secret(), when)
		if err != nil {
			t.Fatal(err)
		}
		return typed
	}
	if err := fang.SetFactor(context.Background(), o, at(d.Clock.Now().Add(-30*time.Second)), desktest.Password,
		""); err != nil {
		t.Fatal(err)
	}
	inEnvironment(t, envLogin, "fang")
	inEnvironment(t, envPassword, desktest.Password)
	file := write(t, "r.csv", "id,kind,received,email\n1,export,2026-11-20,wang@example.cn\n")
	if status, _, errOut := rightsdesk("--desk", d.Address(), "intake", file); status != statusProblem ||
		!strings.Contains(errOut, "fang has a second factor: set RIGHTSDESK_CODE") {
		t.Errorf("without a code: %d %s", status, errOut)
	}
	inEnvironment(t, envCode, at(time.Now()))
	if status, out, errOut := rightsdesk("--desk", d.Address(), "intake", file); status != statusOK ||
		!strings.Contains(out, "1 taken") {
		t.Errorf("with the code: %d %s %s", status, out, errOut)
	}
	if status, _, errOut := rightsdesk("--desk", d.Address(), "intake", file); status != statusProblem ||
		!strings.Contains(errOut, "used already") {
		t.Errorf("with the same code once more: %d %s", status, errOut)
	}
	if os.Getenv(envCode) != "" {
		t.Error("the code stays in the environment")
	}
}
