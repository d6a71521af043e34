package register_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/register"
	"orangelab.cn/rightsdesk/model"
)

var ctx = context.Background()

func all(t *testing.T, n desk.Narrow) model.ListAsk {
	t.Helper()
	l, err := desk.ListOf(desk.QueueAll, n)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// formulas takes requests in whose person begins everything with a formula.
func formulas(t *testing.T, s *desk.Session) {
	t.Helper()
	sub := desktest.Submission()
	sub.Subject.Name, sub.Subject.Account = "=HYPERLINK(\"http://x\")", "@SUM(A1)"
	if _, err := intake.Take(ctx, s, sub); err != nil {
		t.Fatal(err)
	}
	sub = desktest.Submission()
	sub.Kind = model.Deletion
	if _, err := intake.Take(ctx, s, sub); err != nil {
		t.Fatal(err)
	}
}

func TestTheRegisterNamesNobodyUnlessASecondPersonGivesIt(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			d := desktest.New(t, engine)
			fang, jing, min := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead), d.Add(t, "min",
				model.RoleLead)
			formulas(t, fang)
			digest := func(who *desk.Session, of []byte) {
				t.Helper()
				log, err := who.Log(ctx, 0, 0, 1)
				if sum := sha256.Sum256(of); err != nil || log[0].Detail["sha256"] != hex.EncodeToString(sum[:]) {
					t.Errorf("the log has the digest %v of other bytes than the file's, %v", log[0].Detail["sha256"],
						err)
				}
			}
			for _, form := range []packet.TableForm{packet.TableCSV, packet.TableXLSX} {
				var plain bytes.Buffer
				if n, err := register.Write(ctx, fang, &plain, all(t, desk.Narrow{}), form,
					register.Words{Lang: "en"}); err != nil || n != 2 {
					t.Fatalf("%d, %v", n, err)
				}
				digest(min, plain.Bytes())
				text := contents(t, form, plain.Bytes())
				for _, of := range []string{"HYPERLINK", "163.com", "1234", "王小明", "WM2019"} {
					if strings.Contains(text, of) {
						t.Errorf("%s: %q stands in what everybody may read", form, of)
					}
				}
				id, err := register.Ask(ctx, jing, all(t, desk.Narrow{Kinds: []model.Kind{model.Export}}), form,
					"the yearly audit")
				if err != nil {
					t.Fatal(err)
				}
				var none bytes.Buffer
				if _, err := register.Give(ctx, jing, id, &none, register.Words{}); !errors.Is(err,
					register.ErrNeedsSecond) || none.Len() > 0 {
					t.Errorf("who asked gave it to themselves: %d bytes, %v", none.Len(), err)
				}
				if _, err := register.Give(ctx, fang, id, &none, register.Words{}); !errors.Is(err,
					desk.ErrForbidden) || none.Len() > 0 {
					t.Errorf("an agent gave it: %v", err)
				}
				asked, err := register.Asked(ctx, min)
				if err != nil || len(asked) != 1 || asked[0].Reason != "the yearly audit" {
					t.Fatalf("%+v, %v", asked, err)
				}
				var whole bytes.Buffer
				if n, err := register.Give(ctx, min, id, &whole, register.Words{Lang: "en"}); err != nil || n != 1 {
					t.Fatalf("%d, %v", n, err)
				}
				digest(min, whole.Bytes())
				if text := contents(t, form, whole.Bytes()); !strings.Contains(text, "HYPERLINK") ||
					strings.Contains(text, "deletion") {
					t.Errorf("%s: not what was asked for: %s", form, text)
				}
				if _, err := register.Give(ctx, min, id, &none, register.Words{}); !errors.Is(err, register.ErrGiven) {
					t.Errorf("given twice: %v", err)
				}
			}
			log, err := min.Log(ctx, 0, 0, 3)
			if err != nil || log[0].Action != model.ActGiveRegister || log[0].Detail["asked_by"] != jing.Staff().ID {
				t.Errorf("%+v, %v", log, err)
			}
		})
	}
}

func contents(t *testing.T, form packet.TableForm, data []byte) string {
	t.Helper()
	if form == packet.TableCSV {
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.ContainsAny(cell[:min(len(cell), 1)], "=+-@\t\r") {
					t.Errorf("%q is a formula", cell)
				}
			}
		}
		return string(data)
	}
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := book.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil || strings.Contains(string(text), "<f>") {
		t.Fatalf("%v", err)
	}
	return string(text)
}

func TestWhatIsWithdrawnIsNotGiven(t *testing.T) {
	d := desktest.New(t, "sqlite")
	jing, min := d.Add(t, "jing", model.RoleLead), d.Add(t, "min", model.RoleLead)
	id, err := register.Ask(ctx, jing, all(t, desk.Narrow{}), packet.TableCSV, "for the authority")
	if err != nil {
		t.Fatal(err)
	}
	if err := register.Withdraw(ctx, d.Add(t, "fang", model.RoleAgent), id); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("somebody else withdrew it: %v", err)
	}
	if err := register.Withdraw(ctx, jing, id); err != nil {
		t.Fatal(err)
	}
	if _, err := register.Give(ctx, min, id, io.Discard, register.Words{}); !errors.Is(err, register.ErrGiven) {
		t.Errorf("given: %v", err)
	}
	if _, err := register.Ask(ctx, jing, all(t, desk.Narrow{}), packet.TableCSV, " "); !errors.Is(err,
		register.ErrNoReason) {
		t.Errorf("asked for without a reason: %v", err)
	}
}

func TestTheListIsThatOfWhoAskedForTheRegister(t *testing.T) {
	d := desktest.New(t, "sqlite")
	fang, jing, min := d.Add(t, "fang", model.RoleAgent), d.Add(t, "jing", model.RoleLead), d.Add(t, "min",
		model.RoleLead)
	formulas(t, fang)
	mine, err := fang.Page(ctx, desk.QueueAll, desk.Narrow{}, model.Cursor{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jing.Assign(ctx, mine[0].Revision(), jing.Staff().ID); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		list   desk.Queue
		narrow desk.Narrow
	}{{desk.QueueAll, desk.Narrow{Mine: true}}, {desk.QueueNext, desk.Narrow{}}} {
		list, err := desk.ListOf(c.list, c.narrow)
		if err != nil {
			t.Fatal(err)
		}
		id, err := register.Ask(ctx, jing, list, packet.TableCSV, "mine")
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if n, err := register.Give(ctx, min, id, &out, register.Words{}); err != nil || n != 2 ||
			!strings.Contains(out.String(), mine[0].Reference) {
			t.Errorf("%s: %d requests, %v: what she asked for holds hers and the unclaimed one", c.list, n, err)
		}
	}
}
