package sample

import (
	"testing"

	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
)

func TestTheSampleDeskHoldsAnOpenIncidentAClosedOneAndADrill(t *testing.T) {
	list, err := app.List(ctx, signIn(t, open(t, &clock{now: noon}), "jing"))
	if err != nil || len(list) != 3 {
		t.Fatalf("%d incidents, %v", len(list), err)
	}
	now, drill, closed := list[0], list[1], list[2]
	if now.Drill || now.Closing != nil || len(now.Empty) != 1 || len(now.Scores) != 2 || now.Scores[1].Score.SE != 350 {
		t.Errorf("the open one is %+v", now)
	}
	eu := 0
	for _, c := range now.Due() {
		if c.ID == "eu_authority" && c.Applies == incident.Yes {
			eu++
		}
	}
	if eu != 1 {
		t.Errorf("the clocks of the open one are %+v", now.Due())
	}
	if !drill.Drill || drill.Closing != nil || closed.Drill || closed.Closing == nil || len(closed.Due()) != 0 {
		t.Errorf("the drill is %+v, the closed one %+v", drill, closed)
	}
}
