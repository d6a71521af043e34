package intake_test

import (
	"context"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/model"
)

// What cannot be read is not lost: all of it can be had as it stands, and nothing of its neighbours; the log says that
// it was.
func TestWhatCannotBeReadCanBeHadAsItStands(t *testing.T) {
	const request = `{"subject_request_id":"c7551968-d5d6-44b2-9831-815ac9017798","subject_request_type":"erasure","submitted_time":"2026-11-20T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]}`
	for name, c := range map[string]struct{ data, line, want string }{
		"a.csv": {"id,kind,email\n1,export,a@x.org\n2,export,\"b\" @x.org\n3,export,c@x.org\n", "3",
			"2,export,\"b\" @x.org\n"},
		"gbk.csv": {gbk("id,kind,name,email\n1,导出,\"王\n\"芳,a@x.org\n2,export,请删除我的个人信息,c@x.org\n"), "2",
			"1,导出,\"王\n"},
		"many.csv": {"id,kind\n1,export,x,y\n2,export,z,w\n", "2", "1,export,x,y\n"},
		"old.csv":  {"id,kind,email\r1,export,a@x.org\r2,export,a,b,c\r", "3", "2,export,a,b,c\n"},
		"list.json": {"[" + request + ",\n{\"subject_request_id\":\"王芳\",\n\"a\":1},\n" +
			strings.ReplaceAll(request, "c75", "c76") + "]", "2", "{\"subject_request_id\":\"王芳\",\n\"a\":1},\n"},
		"box.mbox": {
			"From a@b.cn Mon Nov 23 10:00:00 2026\nSubject: \xff delete\n\nme\n\nFrom a@b.cn Mon Nov 23 10:00:00 2026\nFrom: a@b.cn\n\ndelete\n", "2", "Subject: \\xFF delete\n\nme\n\n"},
	} {
		d := desktest.New(t, "sqlite")
		s := d.Add(t, "fang", model.RoleAgent)
		_, v := showFile(t, s, name, c.data)
		for i, r := range v.Rows {
			if r.Problem == nil || r.Submission != nil {
				continue
			}
			text, err := intake.AsItStands(context.Background(), s, v, i)
			if err != nil || !strings.HasPrefix(text, c.want) ||
				len(text) > len(c.want)+len("From a@b.cn Mon Nov 23 10:00:00 2026\n") {
				t.Errorf("%s: %q %v, want %q", name, text, err, c.want)
			}
			if entries := logOf(t, d)[model.ActReveal]; len(entries) != 1 || entries[0].Detail["lines"] != c.line {
				t.Errorf("%s: %+v", name, entries)
			}
			break
		}
		if len(logOf(t, d)[model.ActReveal]) != 1 {
			t.Errorf("%s: nothing unreadable: %+v", name, v.Rows)
		}
	}
}
