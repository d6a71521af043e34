package sample

import (
	"context"
	"fmt"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	app "orangelab.cn/rightsdesk/app/incident"
	"orangelab.cn/rightsdesk/model/incident"
)

// team is who sits in the response team of the sample organisation, by seat.
var team = []incident.Seating{
	{Seat: "lead", Person: "李静", Phone: "138****2201"}, {Seat: "technical", Person: "刘洋", Phone: "139****7745"},
	{Seat: "government", Person: "高岩", Phone: "137****0916"},
	{Seat: "legal", Person: "赵明", Phone: "136****5528"},
	{Seat: "communication", Person: "Sofia Brandt", Phone: "186****3350"},
	{Seat: "service", Person: "王芳", Phone: "158****6107"},
}

// roster is the roster of the response team, each of whom has a deputy.
func roster() (r incident.Roster) {
	for i, s := range team {
		r.Seats = append(r.Seats,
			incident.Standby{Seat: s.Seat, Person: s.Person, Phone: s.Phone, Deputy: team[(i+1)%len(team)].Person})
	}
	return r
}

// register writes into the record of one incident, step by step.
type register struct {
	ctx     context.Context
	session *desk.Session
	at      incident.Standing
	err     error
}

func (r *register) do(write func(seen app.Seen) (incident.Standing, error)) {
	if r.err == nil {
		r.at, r.err = write(app.SeenOf(r.at.Incident))
	}
}

func (r *register) note(text string, done time.Time) {
	r.do(func(seen app.Seen) (incident.Standing, error) { return app.Note(r.ctx, r.session, seen, text, done) })
}

func (r *register) seat(seats []incident.Seating) {
	for _, s := range seats {
		r.do(func(seen app.Seen) (incident.Standing, error) { return app.Seat(r.ctx, r.session, seen, s) })
	}
}

func (r *register) state(change func(*incident.Facts)) {
	f := r.at.Facts
	change(&f)
	r.do(func(seen app.Seen) (incident.Standing, error) { return app.State(r.ctx, r.session, seen, f) })
}

func (r *register) score(category, adjust, ease, confidentiality string) {
	f := incident.Factors{Contexts: []incident.Context{{Category: category, Adjust: adjust}}, Identification: ease,
		Circumstances: map[string]string{"confidentiality": confidentiality, "integrity": "none",
			"availability": "none", "intent": "none"}}
	r.do(func(seen app.Seen) (incident.Standing, error) { return app.Score(r.ctx, r.session, seen, f) })
}

func (r *register) report(clock, channel, receipt string) {
	r.do(func(seen app.Seen) (incident.Standing, error) {
		return app.Report(r.ctx, r.session, seen,
			incident.Report{Clock: clock, At: r.session.Now(), Channel: channel, Receipt: receipt})
	})
}

func started(ctx context.Context, s *desk.Session, facts incident.Facts, drill bool) *register {
	r := &register{ctx: ctx, session: s}
	r.at, r.err = app.Open(ctx, s, facts, drill)
	return r
}

// nobodyElse says that nobody abroad is affected, and answers no to whatever is asked but what is said.
func nobodyElse(f *incident.Facts, yes ...string) {
	f.Places, f.Answers = map[string]incident.Range{}, map[string]incident.Answer{}
	for _, regime := range app.Rules().Regimes() {
		if regime != "cn" {
			f.Places[regime] = incident.Exactly(0)
		}
	}
	for _, q := range app.Rules().Questions {
		f.Answers[q.ID] = incident.No
	}
	for _, id := range yes {
		f.Answers[id] = incident.Yes
	}
}

// pastIncidents tells an incident from its first minute to its end, and the drill that followed.
func (st *stage) pastIncidents(ctx context.Context) error {
	lead := st.staff["jing"]
	if _, err := app.SaveRoster(ctx, lead, roster()); err != nil {
		return fmt.Errorf("the roster: %w", err)
	}
	r := started(ctx, lead,
		incident.Facts{Title: st.say("Letter to a wrong address", "寄错地址的信函"), FoundBy: "王芳", Known: true,
			Aware: lead.Now()}, false)
	r.seat(team)
	st.clock.step(20 * time.Minute)
	r.note(st.say("The recipient gave the letter back unopened", "收件人已将信函原封退回"), lead.Now())
	r.state(func(f *incident.Facts) {
		nobodyElse(f, "harm_avoided", "no_risk", "unintelligible")
		f.Harms, f.Operator, f.Judged, f.People, f.Loss = []incident.Harm{
			incident.Leak}, "general", "ordinary", incident.Exactly(1), incident.Exactly(0)
		f.Contained, f.Cause = lead.Now(), st.say("Two labels were exchanged in the post room", "收发室贴错了两张地址标签")
	})
	r.score("simple", "", "limited", "known")
	r.report("cn_authority", "12387", "2026-0117")
	r.do(func(seen app.Seen) (incident.Standing, error) {
		return app.Close(ctx, lead, seen,
			incident.Closing{Cause: st.say("Two labels were exchanged in the post room", "收发室贴错了两张地址标签"),
				Loss:    st.say("None: the letter came back unopened", "无：信函原封退回"),
				Lessons: st.say("A second person reads the labels", "地址标签须由第二人核对"),
				Tasks:   []string{st.say("Train the post room, 王芳, within two weeks", "两周内培训收发室人员，负责人王芳")}})
	})
	if r.err != nil {
		return fmt.Errorf("incident %s: %w", r.at.Reference, r.err)
	}
	st.clock.step(time.Hour)
	d := started(ctx, lead, incident.Facts{Title: st.say("Ransom note on the CRM server", "CRM 服务器出现勒索信"),
		FoundBy: "刘洋", Aware: lead.Now()},
		true)
	d.seat(team[:5])
	d.note(st.say("Plan started, back-ups looked at", "已启动预案，已检查备份"), lead.Now())
	if d.err != nil {
		return fmt.Errorf("drill %s: %w", d.at.Reference, d.err)
	}
	return nil
}

// openIncident tells the incident that is open today: found two and a half hours ago, with an empty seat.
func (st *stage) openIncident(ctx context.Context) error {
	aware := st.staff["jing"].Now().Add(-155 * time.Minute)
	r := started(ctx, st.staff["jing"],
		incident.Facts{Title: st.say("Support export readable by public link", "客服导出文件可通过公开链接读取"),
			FoundBy: "何雨", Known: true, Aware: aware,
			Happened: aware.Add(-13 * time.Hour), System: "support"}, false)
	r.note(st.say("Opened the link and saw the file", "已打开链接，确认可以看到文件"), aware)
	r.note(st.say("Public link closed", "已关闭公开链接"), aware.Add(8*time.Minute))
	for _, s := range team {
		if s.Seat != "legal" {
			r.seat([]incident.Seating{s})
		}
	}
	for _, x := range []struct {
		action string
		after  time.Duration
	}{{"contain", 8}, {"evidence", 53}, {"estimate", 78}} {
		r.do(func(seen app.Seen) (incident.Standing, error) {
			return app.TickOff(ctx, st.staff["jing"], seen,
				incident.Tick{Action: x.action, Done: aware.Add(x.after * time.Minute)})
		})
	}
	r.note(st.say("Link opened from 3 addresses, 2 unknown", "链接曾被 3 个地址打开，其中 2 个来源不明"), aware.Add(40*time.Minute))
	r.state(func(f *incident.Facts) {
		nobodyElse(f, "sensitive", "unique_ids", "minors", "high_risk")
		f.Harms, f.Operator, f.People, f.Loss = []incident.Harm{incident.Leak}, "general", incident.Range{Known: true,
			Least: 18_000, Most: 20_000}, incident.Exactly(0)
		f.Places["eu"], f.Places["us_ca"] = incident.Exactly(214), incident.Exactly(11)
		f.Contained, f.Cause = aware.Add(8*time.Minute), st.say("The night job made the link public by default",
			"夜间任务默认将链接设为公开")
	})
	r.score("sensitive", "minus2", "significant", "unknown")
	r.state(func(f *incident.Facts) { f.People = incident.Exactly(18_402) })
	r.score("sensitive", "minus1", "maximum", "unknown")
	r.do(func(seen app.Seen) (incident.Standing, error) {
		return app.CountSource(ctx, st.staff["jing"], seen, "support", "support:ticket", nil, false)
	})
	if r.err != nil {
		return fmt.Errorf("incident %s: %w", r.at.Reference, r.err)
	}
	return nil
}
