package notice_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/app/mail"
	campaign "orangelab.cn/rightsdesk/app/notice"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/notice"
)

// benchPeople is how many people a notice of the benchmarks goes to.
func benchPeople(otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv("RIGHTSDESK_BENCH_PEOPLE")); err == nil {
		return n
	}
	return otherwise
}

// manyPeople writes a table of so many people.
func manyPeople(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "people.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "name,email,phone,language")
	for i := range n {
		fmt.Fprintf(w, "王小明 %d,person-%d@person.test,%d,%s\n", i, i, 13800000000+i, []string{"en", "zh"}[i%2])
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// resident watches the memory of this process, as Linux counts it, until it is asked for the most there was, in MB; 0
// elsewhere.
func resident() (most func() float64) {
	var high atomic.Int64
	ctx, end := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			var all, kept int64
			if raw, err := os.ReadFile("/proc/self/statm"); err == nil {
				if _, err := fmt.Sscan(string(raw), &all, &kept); err == nil {
					high.Store(max(high.Load(), kept*int64(os.Getpagesize())))
				}
			}
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	return func() float64 {
		end()
		<-done
		return float64(high.Load()) / 1e6
	}
}

// Preparing a notice: its audience is read from a table, counted, freed of doubles, kept and frozen by its digest. The
// bar is a million people within 60 s and 300 MB; RIGHTSDESK_BENCH_PEOPLE=1000000 asks for it.
func BenchmarkPrepare(b *testing.B) {
	people := benchPeople(20_000)
	path := manyPeople(b, people)
	d := desktest.New(b, "sqlite")
	jing := d.Add(b, "jing", model.RoleLead)
	n, err := campaign.Begin(ctx, jing, notice.PolicyUpdate)
	if err != nil {
		b.Fatal(err)
	}
	if n, err = campaign.Save(ctx, jing, n.Seen(), full(notice.PolicyUpdate, desktest.Organisation())); err != nil {
		b.Fatal(err)
	}
	debug.FreeOSMemory() // what signing in took is no part of it
	most := resident()
	for b.Loop() {
		if n, err = campaign.AudienceFile(ctx, jing, n.Seen(), path); err != nil || n.Audience.Count != int64(people) {
			b.Fatal(n.Audience, err)
		}
	}
	b.ReportMetric(most(), "MB-most")
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N)/float64(people), "s/million")
}

// sink is Postfix's own server that takes everything and keeps nothing.
func sink(b *testing.B) (port int) {
	b.Helper()
	program := "/usr/sbin/smtp-sink"
	if _, err := os.Stat(program); err != nil {
		b.Skip("no smtp-sink: install Postfix")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	args := []string{"127.0.0.1:" + strconv.Itoa(port), "16"}
	if os.Getuid() == 0 {
		args = append([]string{"-u", "nobody"}, args...)
	}
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	for range 500 {
		if c, err := net.Dial("tcp", args[len(args)-2]); err == nil {
			_ = c.Close() // it was only tried
			return port
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.Fatal("the sink does not answer")
	return 0
}

// Handing over: as many messages to one sink by a notice, with its receipts, and by a bare client of the same library,
// one connection each, in turns. The bar is half of what the client reaches; the best of the turns count, since other
// work disturbs either.
func BenchmarkHandOver(b *testing.B) {
	people := min(benchPeople(3000), 20_000)
	port := sink(b)
	d := desktest.New(b, "sqlite")
	jing, li := d.Add(b, "jing", model.RoleLead), d.Add(b, "li", model.RoleLead)
	settings := dispatch.Settings{From: "bench@desk.test",
		Out: dispatch.Server{Host: "127.0.0.1", Port: port, Security: dispatch.Plain}}
	if _, err := outbox.SaveSettings(ctx, li, settings); err != nil {
		b.Fatal(err)
	}
	table, err := os.ReadFile(manyPeople(b, people))
	if err != nil {
		b.Fatal(err)
	}
	ours, bare := time.Hour, time.Hour
	for b.Loop() {
		b.StopTimer()
		o := drafted(b, jing, string(table))
		if err := campaign.Approve(ctx, li, o.Seen(), o.Digest); err != nil {
			b.Fatal(err)
		}
		if err := campaign.Send(ctx, jing, read(b, jing, o.ID).Seen()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		begun := time.Now()
		sendAll(b, jing)
		ours = min(ours, time.Since(begun))
		b.StopTimer()
		if p := read(b, jing, o.ID).Progress; p.Handed != int64(people) {
			b.Fatalf("%+v", p)
		}
		begun = time.Now()
		bareClient(b, port, written(b, o), people)
		bare = min(bare, time.Since(begun))
		b.StartTimer()
	}
	b.ReportMetric(float64(people)/ours.Seconds(), "messages/s")
	b.ReportMetric(float64(people)/bare.Seconds(), "bare/s")
	b.ReportMetric(bare.Seconds()/ours.Seconds(), "of-bare")
}

// written are the messages of a notice to its first two people, one in each language.
func written(b *testing.B, o campaign.Open) (data [2][]byte) {
	b.Helper()
	for i, lang := range []string{"en", "zh-Hans"} {
		text := o.Content.Dated(o.Content.On).Render(notice.Email, desktest.Organisation(), lang,
			notice.Recipient{Name: "王小明 0"})
		var err error
		if data[i], err = (mail.Message{ID: mail.NewID("bench@desk.test"), From: "bench@desk.test",
			To: "person-0@person.test", Subject: text.Subject, Text: text.Text, HTML: text.HTML, Date: time.Now(),
			Automatic: true}).Bytes(); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("messages of %d and %d bytes", len(data[0]), len(data[1]))
	return data
}

// bareClient hands two messages over to so many people, in turns, and writes nothing down.
func bareClient(b *testing.B, port int, data [2][]byte, people int) {
	b.Helper()
	c, err := smtp.Dial("127.0.0.1:" + strconv.Itoa(port))
	if err != nil {
		b.Fatal(err)
	}
	for i := range people {
		if err := c.Mail("bench@desk.test", nil); err != nil {
			b.Fatal(err)
		}
		if err := c.Rcpt("person-"+strconv.Itoa(i)+"@person.test", nil); err != nil {
			b.Fatal(err)
		}
		w, err := c.Data()
		if err == nil {
			_, err = w.Write(data[i%2])
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Quit(); err != nil {
		b.Fatal(err)
	}
}
