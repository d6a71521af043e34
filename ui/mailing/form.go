package mailing

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// securityWords are how a connection is secured.
var securityWords = map[dispatch.Security]string{dispatch.TLS: "TLS from the first byte",
	dispatch.StartTLS: "STARTTLS", dispatch.Plain: "none, for this computer only"}

// server are the inputs of one server.
type server struct {
	host, port, user, password, authority *part.Entry
	security                              *part.Select
	chosen                                dispatch.Security
}

// form are the inputs of the settings.
type form struct {
	out, in    *server
	from, pace *part.Entry
}

func entry(text string, changed func()) *part.Entry {
	e := part.NewEntry("")
	e.SetText(text)
	e.OnChanged = func(string) { changed() }
	return e
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// newForm is the form as m says; kept is what the desk has, passwords included.
func newForm(m, kept dispatch.Settings, changed func()) *form {
	return &form{out: newServer(m.Out, kept.Out, changed), in: newServer(m.In, kept.In, changed),
		from: entry(m.From, changed),
		pace: entry(number(m.PerMinute), changed)}
}

func newServer(s, kept dispatch.Server, changed func()) *server {
	in := &server{host: entry(s.Host, changed), port: entry(number(s.Port), changed), user: entry(s.User, changed),
		chosen: s.Security}
	in.password, in.authority = part.NewPasswordField(""), part.NewMultiLine("", 3)
	if kept.User != "" {
		in.password.SetPlaceHolder(frame.L("kept; type it to change it"))
	}
	in.authority.SetText(s.Authority)
	in.password.OnChanged, in.authority.OnChanged = func(string) { changed() }, func(string) { changed() }
	if in.chosen == "" {
		in.chosen = dispatch.TLS
	}
	names := make([]string, len(dispatch.Securities))
	for i, sec := range dispatch.Securities {
		names[i] = frame.L(securityWords[sec])
	}
	in.security = part.NewSelect(names, slices.Index(dispatch.Securities, in.chosen), func(i int) {
		in.chosen = dispatch.Securities[i]
		changed()
	})
	return in
}

// read is what stands in the form: kept with the changes. A server without a name is none.
func (f *form) read(kept dispatch.Settings) dispatch.Settings {
	m := kept
	m.Out, m.In, m.From = f.out.read(), f.in.read(), strings.TrimSpace(f.from.Text)
	m.PerMinute = whole(f.pace.Text)
	return m
}

// whole is the number in a text; -1, which is no number of anything here, where there is another text.
func whole(text string) int {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}

func (s *server) read() dispatch.Server {
	host := strings.TrimSpace(s.host.Text)
	if host == "" {
		return dispatch.Server{}
	}
	return dispatch.Server{Host: host, Port: whole(s.port.Text), Security: s.chosen,
		User: strings.TrimSpace(s.user.Text), Password: s.password.Text, Authority: strings.TrimSpace(s.authority.Text)}
}

func (f *form) body() fyne.CanvasObject {
	column := part.VBox(12, part.NewSubHeading(frame.L("Sending (SMTP)")))
	f.out.add(column, "465, 587")
	column.Add(part.Pair(part.NewField(frame.L("Sender’s address"), f.from).
		WithHint(frame.L("Letters come from it, and answers go to it.")),
		part.NewField(frame.L("Messages a minute"), f.pace).
			WithHint(frame.L("At most; empty is as many as the server takes."))))
	column.Add(part.Space(0, 8))
	column.Add(part.NewSubHeading(frame.L("Reading (IMAP)")))
	f.in.add(column, "993, 143")
	return column
}

func (s *server) add(column *fyne.Container, ports string) {
	column.Add(part.Pair(part.NewField(frame.L("Server"), s.host),
		part.NewField(frame.L("Port"), s.port).WithHint(frame.L("Usually {{.A}}.", ports))))
	column.Add(part.NewField(frame.L("How the connection is secured"), s.security))
	column.Add(part.Pair(part.NewField(frame.L("User"), s.user), part.NewField(frame.L("Password"), s.password)))
	column.Add(part.NewField(frame.L("Certificate of your own authority"), s.authority).
		WithHint(frame.L("Only where this computer does not know it; in PEM form.")))
}
