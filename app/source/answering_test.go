package source_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"orangelab.cn/rightsdesk/app/source"
	"orangelab.cn/rightsdesk/app/source/dataset"
	"orangelab.cn/rightsdesk/app/source/search"
	"orangelab.cn/rightsdesk/app/source/sqldb"
)

// listening serves every connection with the given function until the test ends.
func listening(t *testing.T, serve func(net.Conn)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				serve(conn)
				<-t.Context().Done()
				conn.Close()
			}()
		}
	}()
	return l.Addr().String()
}

// through passes the first octets of a server's answers on, and then nothing more.
func through(server string, octets int64) func(net.Conn) {
	return func(client net.Conn) {
		to, err := net.Dial("tcp", server)
		if err != nil {
			return
		}
		go io.Copy(to, client)
		io.CopyN(client, to, octets)
	}
}

// A server that takes a connection and says nothing, or no more after the first words, is not waited for without end:
// by a reading with its tries, by a writer, and by a test of the connection.
func TestAServerThatDoesNotAnswerIsNotWaitedFor(t *testing.T) {
	bound := sqldb.ConnectTimeout
	sqldb.ConnectTimeout = 200 * time.Millisecond
	t.Cleanup(func() { sqldb.ConnectTimeout = bound })
	silent := func(net.Conn) {}
	dsns := map[string]string{
		"MySQL":      "mysql://r:s3cret@" + listening(t, silent) + "/x",
		"PostgreSQL": "postgres://r:s3cret@" + listening(t, silent) + "/x",
	}
	for _, db := range []*testDB{postgresDB(t), mysqlDB(t)} {
		if db == nil {
			continue
		}
		u, err := url.Parse(db.dsn)
		if err != nil {
			t.Fatal(err)
		}
		server := u.Host
		for name, octets := range map[string]int64{"half a word": 3, "half way": 30} {
			u.Host = listening(t, through(server, octets))
			dsns[db.engine+" "+name] = u.String()
		}
	}
	maps := linked(t, d("m", c("p", "", f("id", pk), f("mail", email))))
	for name, dsn := range dsns {
		t.Run(name, func(t *testing.T) {
			s, err := source.Open(context.Background(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			w, err := source.OpenWriter(context.Background(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			said := map[string]error{}
			began := time.Now()
			said["a test"] = s.Ping(context.Background())
			said["a writer"] = w.Ping(context.Background())
			report, err := search.Access(context.Background(),
				search.Options{Datasets: maps, Sources: map[string]*sqldb.Source{"m": s},
					Identities: dataset.Identities{"email": {"a@x"}}}, func(search.Finding) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > 10*sqldb.ConnectTimeout {
				t.Errorf("it took %s", took)
			}
			said["a reading"] = report.Err()
			for who, err := range said {
				if err == nil || !strings.Contains(err.Error(), "does not answer") ||
					strings.Contains(err.Error(), "s3cret") {
					t.Errorf("%s: %v", who, err)
				}
			}
			if s.Close() != nil || w.Close() != nil {
				t.Error("it cannot be closed")
			}
		})
	}
}

// What is wrong with an address is named, and nothing else.
func TestWhatIsWrongWithAnAddressIsNamed(t *testing.T) {
	for dsn, says := range map[string]string{
		"postgres://r:s3cret@h/x?sslmode=nonsense":                      `sslmode "nonsense" is none of disable, allow`,
		"postgres://r:s3cret@h/x?sslmode=Require":                       `sslmode "Require"`,
		"postgres://r:s3cret%@h/x":                                      "percent-encoded",
		"postgres://r:s3cret@h:port/x":                                  "percent-encoded",
		"postgres://r:s3cret@h:99999/x":                                 "check the port",
		"postgres://r:s3cret@h/x?sslmode=verify-full&sslrootcert=/gone": "/gone, which the PostgreSQL address names, cannot be used: there is no such file",
		"postgres://r:s3cret@h/x?connect_timeout=soon":                  "parameters",
		"mysql://r:s3cret@h/x?tls=perhaps":                              "of tls it knows",
		"mysql:///x":                                                    "cannot be read",
	} {
		s, err := source.Open(context.Background(), dsn)
		if err == nil {
			t.Errorf("%s is opened: %v", dsn, s.Close())
		} else if !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %s", dsn, err)
		}
	}
}
