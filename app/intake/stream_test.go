package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/app/intake"
	"orangelab.cn/rightsdesk/app/intake/record"
)

// large are files of each format with a number of records.
func large(n int) map[string]string {
	table := func(row string) string { return "id,kind,name,email\n" + many(n, row) }
	request :=
		`{"subject_request_id":"c7551968-d5d6-44b2-9831-%012x","subject_request_type":"erasure","submitted_time":"2026-11-23T15:00:00Z","subject_identities":[{"identity_type":"email","identity_value":"ann@example.org","identity_format":"raw"}]}`
	return map[string]string{
		"a.csv":      table("%d,deletion,王芳,w@example.cn\n"),
		"gbk.csv":    gbk(table("%d,deletion,王芳请删除我的个人信息,w@example.cn\n")),
		"utf16.csv":  utf16LE(table("%d,deletion,王芳,w@example.cn\n")),
		"list.json":  "[" + strings.TrimSuffix(many(n, request+",\n"), ",\n") + "]",
		"lines.json": many(n, request+"\n"),
		"box.mbox": many(n,
			"From w@example.cn Mon Nov 23 10:00:00 2026\nFrom: W <w@example.cn>\nMessage-ID: <%d@m.example>\n\ndelete\n>From here\n\n"),
	}
}

func many(n int, row string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, row, i)
	}
	return b.String()
}

// heap is a writer that looks from time to time at what is held while a file is read.
type heap struct {
	bytes.Buffer
	writes int
	most   uint64
}

func (h *heap) Write(p []byte) (int, error) {
	if h.writes++; h.writes%100 == 0 {
		h.most = max(h.most, held())
	}
	return len(p), nil
}

func held() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A file is printed a record at a time: what is held beside the file itself is far less than its records.
func TestAPreviewHoldsARecordAtATime(t *testing.T) {
	const n = 6000
	for name, data := range large(n) {
		file := []byte(data)
		before := held()
		h := heap{}
		if err := intake.PrintPreview(context.Background(), &h, name, file, today, record.As{}); err != nil {
			t.Fatal(err)
		}
		// 1,500 bytes and more are a record
		if extra := int64(h.most) - int64(before); h.writes < 100 || extra > int64(3*len(file)/2)+n*500 {
			t.Errorf("%s: %d bytes a record beside a file of %d, %d writes", name, extra/n, len(file), h.writes)
		}
	}
}

// What is printed a record at a time is what is shown of the file as a whole.
func TestAPrintedPreviewIsThePreview(t *testing.T) {
	files := large(3)
	files["broken.csv"] = "id,kind,email\n1,deletion,a@b.cn\n2,nothing,a@b.cn\n1,deletion,a@b.cn\n"
	files["none.csv"] = "id,kind,email\n"
	files["torn.json"] = "[{"
	for name, data := range files {
		var out bytes.Buffer
		if err := intake.PrintPreview(context.Background(), &out, "/x/"+name, []byte(data), today,
			record.As{}); err != nil {
			t.Fatal(err)
		}
		var printed any
		if err := json.Unmarshal(out.Bytes(), &printed); err != nil {
			t.Fatalf("%s: %v: %s", name, err, out.String())
		}
		raw, err := json.Marshal(preview(t, name, data))
		if err != nil {
			t.Fatal(err)
		}
		var shown any
		if err := json.Unmarshal(raw, &shown); err != nil || !reflect.DeepEqual(printed, shown) ||
			strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: %s, want %s", name, out.String(), raw)
		}
	}
}

// What lies beyond the number of records that is read is named by its line, with what to do about it.
func TestRecordsBeyondTheMostAreNamed(t *testing.T) {
	files := large(50_001)
	for _, name := range []string{"a.csv", "lines.json", "box.mbox"} {
		p := preview(t, name, files[name])
		if len(p.Records) != 50_000 || len(p.Problems) != 1 || p.Problems[0].Line < 50_000 ||
			!strings.Contains(p.Problems[0].Text, "save the part from here as a file of its own") {
			t.Errorf("%s: %d records, %+v", name, len(p.Records), p.Problems)
		}
	}
}

// BenchmarkPreview prints files of 5,000 records.
func BenchmarkPreview(b *testing.B) {
	for name, data := range large(5000) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := intake.PrintPreview(context.Background(), &heap{}, name, []byte(data), today,
					record.As{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
