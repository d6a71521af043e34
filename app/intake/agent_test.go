package intake_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/storetest"
)

func TestAnAgentsRequestIsTakenOnceItsKeyIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		ctx := context.Background()
		d := desktest.New(t, engine)
		lead := d.Add(t, "jing", model.RoleLead)
		agent := d.Add(t, "fang", model.RoleAgent)
		file := []byte(sign(agentKey, drpMessage(func(map[string]string) {})))
		if report, err := intake.TakeData(ctx, agent, "a.drp", file, record.As{}); err != nil ||
			len(report.Problems) != 1 {
			t.Fatalf("an unknown agent: %+v %v", report, err)
		}
		key := base64.StdEncoding.EncodeToString(agentKey.Public().(ed25519.PublicKey))
		if err := intake.SaveAgent(ctx, agent, "agent-a", "Agent A", key); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an agent of the desk adds keys: %v", err)
		}
		if err := intake.SaveAgent(ctx, lead, "agent-a", "Agent A", strings.TrimSuffix(key, "=")+"!"); !errors.Is(err,
			intake.ErrAgentKey) {
			t.Errorf("a broken key: %v", err)
		}
		if err := intake.SaveAgent(ctx, lead, "agent-a", "Agent A", key); err != nil {
			t.Fatal(err)
		}
		if err := intake.SetBusinessID(ctx, lead, "ORANGELAB"); err != nil {
			t.Fatal(err)
		}
		report, err := intake.TakeData(ctx, agent, "a.drp", file, record.As{})
		if err != nil || len(report.Taken) != 1 || report.Taken[0].RequesterKind != model.Agent {
			t.Fatalf("%+v %v", report, err)
		}
	})
}
