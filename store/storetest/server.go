package storetest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Server is a PostgreSQL of a test's own, which it may stop, kill and start again.
type Server struct {
	Port     int
	dir, bin string
	options  []string
	owner    *user.User // whom the server runs as, where not as this program
}

// NewServer makes a PostgreSQL and starts it; options are such as "-c synchronous_commit=on". The test is skipped where
// Debian's packages of it are not installed.
func NewServer(tb testing.TB, options ...string) *Server {
	tb.Helper()
	s := newServer(tb, options...)
	s.run(tb, "initdb", "-D", s.data(), "-U", "rightsdesk", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
	s.Start(tb)
	return s
}

// Standby makes a second server that follows the first, and starts it.
func (s *Server) Standby(tb testing.TB, name string, options ...string) *Server {
	tb.Helper()
	other := newServer(tb, options...)
	from := fmt.Sprintf("host=127.0.0.1 port=%d user=rightsdesk application_name=%s", s.Port, name)
	other.run(tb, "pg_basebackup", "-D", other.data(), "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", from)
	other.Start(tb)
	return other
}

func newServer(tb testing.TB, options ...string) *Server {
	tb.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		tb.Skip("no PostgreSQL is installed here")
	}
	slices.Sort(found)
	s := &Server{dir: tb.TempDir(), bin: filepath.Dir(found[len(found)-1]), options: options}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.Port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		tb.Fatal(err)
	}
	if os.Getuid() == 0 { // which PostgreSQL refuses
		owner, err := user.Lookup("postgres")
		if err != nil {
			tb.Skip(err)
		}
		s.owner = owner
		for dir := s.dir; strings.HasPrefix(dir, os.TempDir()+"/"); dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				tb.Fatal(err)
			}
		}
		s.own(tb, s.dir)
	}
	tb.Cleanup(func() {
		if _, err := os.Stat(filepath.Join(s.data(), "postmaster.pid")); err == nil {
			s.Kill(tb)
		}
	})
	return s
}

// own gives a file to whom the server runs as.
func (s *Server) own(tb testing.TB, file string) {
	tb.Helper()
	if s.owner == nil {
		return
	}
	uid, _ := strconv.Atoi(s.owner.Uid)
	gid, _ := strconv.Atoi(s.owner.Gid)
	if err := os.Chown(file, uid, gid); err != nil {
		tb.Fatal(err)
	}
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) run(tb testing.TB, program string, args ...string) {
	tb.Helper()
	line := append([]string{filepath.Join(s.bin, program)}, args...)
	if os.Getuid() == 0 {
		line = append([]string{"runuser", "-u", "postgres", "--"}, line...)
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = s.dir
	out, err := os.CreateTemp(tb.TempDir(), "out") // a pipe would be held open by the server
	if err != nil {
		tb.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		tb.Fatalf("%s: %v\n%s\n%s", program, err, said, log)
	}
}

// Start starts the server and waits until it answers.
func (s *Server) Start(tb testing.TB) {
	tb.Helper()
	options := append([]string{"-p", strconv.Itoa(s.Port), "-c listen_addresses=127.0.0.1",
		"-c unix_socket_directories=''", "-c max_connections=200"}, s.options...)
	s.run(tb, "pg_ctl", "-D", s.data(), "-w", "-t", "60", "-l", filepath.Join(s.dir, "log"), "-o",
		strings.Join(options, " "), "start")
}

// Certify starts the server anew with a certificate and its key, so that it takes encrypted connections.
func (s *Server) Certify(tb testing.TB, cert, key []byte) {
	tb.Helper()
	s.Stop(tb)
	for name, data := range map[string][]byte{"server.crt": cert, "server.key": key} {
		file := filepath.Join(s.data(), name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			tb.Fatal(err)
		}
		s.own(tb, file)
	}
	const tls = "-c ssl=on"
	if !slices.Contains(s.options, tls) {
		s.options = append(s.options, tls)
	}
	s.Start(tb)
}

// Stop stops the server as its administrator does: connections are ended.
func (s *Server) Stop(tb testing.TB) {
	tb.Helper()
	s.run(tb, "pg_ctl", "-D", s.data(), "-m", "fast", "-w", "stop")
}

// Kill stops the server at once, as a loss of power does.
func (s *Server) Kill(tb testing.TB) {
	tb.Helper()
	s.run(tb, "pg_ctl", "-D", s.data(), "-m", "immediate", "-w", "stop")
}

// Promote makes a standby the server that takes writes.
func (s *Server) Promote(tb testing.TB) {
	tb.Helper()
	s.run(tb, "pg_ctl", "-D", s.data(), "-w", "promote")
}

// Address is where a desk is kept by the server, and by others that follow it or that it follows: whichever takes
// writes.
func (s *Server) Address(others ...*Server) string {
	hosts := fmt.Sprintf("127.0.0.1:%d", s.Port)
	for _, o := range others {
		hosts += fmt.Sprintf(",127.0.0.1:%d", o.Port)
	}
	return "postgres://rightsdesk@" + hosts + "/postgres?target_session_attrs=read-write"
}
