package frame

import (
	"errors"

	"orangelab.cn/rightsdesk/app/mail"
	"orangelab.cn/rightsdesk/app/outbox"
	"orangelab.cn/rightsdesk/model/dispatch"
	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/model/identifier"
)

// mailWhy are the sentences of what goes wrong with a mail server: what is so, and what to do.
var mailWhy = map[mail.Kind]string{
	mail.NoHost:      "No server of this name is known. Check the name, and that this computer is connected.",
	mail.NoAnswer:    "Nobody answers there. Check the port, and whether a firewall is between.",
	mail.TooSlow:     "The server did not answer in time. Try again later; check the port and how the connection is secured.",
	mail.Cut:         "The connection ended before the server had answered. Check how the connection is secured, or try again later.",
	mail.Authority:   "The server’s certificate is of an authority that this computer does not know. If it is your own, give its certificate below; otherwise somebody else may be answering.",
	mail.WrongName:   "The certificate is another server’s. Give the name that stands in the certificate.",
	mail.Expired:     "The server’s certificate is not valid today. Tell who keeps the server, and check this computer’s clock.",
	mail.NoTLS:       "The server does not speak TLS in this way. Try the other way to secure the connection, or its port.",
	mail.BadAnswer:   "What answers there is no such mail server, or it says more than it was asked. Check the port.",
	mail.Login:       "The server refused user or password.",
	mail.NoLogin:     "The server takes no password over this connection.",
	mail.Originator:  "The server does not take mail from this address.",
	mail.Recipient:   "The server refused the person’s address.",
	mail.Content:     "The server refused the message itself.",
	mail.TooLarge:    "It is larger than the server takes. Send it another way.",
	mail.Busy:        "The server takes nothing just now. It is tried again.",
	mail.NoMailbox:   "The inbox cannot be opened.",
	mail.BadMessage:  "The message cannot be written as a mail.",
	mail.TooLate:     "It was of no use any more before a server could take it.",
	mail.Restored:    "It waited in the back-up that this desk was restored from: it may have gone since. Ask, or look into the mail server’s log.",
	mail.Refused:     "The gateway says that it does not take it.",
	mail.Closed:      "The gateway takes nothing in this way: check its address, method and secret on the screen Gateways.",
	mail.Unclear:     "The gateway’s answer neither says that it was taken nor that it was refused: look into its log.",
	mail.Interrupted: "The program ended while it was handed over: nobody knows whether the server took it.",
}

// MailWhy says why a mail server did not do what it was asked, by the kind of failure.
func MailWhy(kind string) string {
	if _, ok := mailWhy[mail.Kind(kind)]; !ok {
		return ""
	}
	return L(mailWhy[mail.Kind(kind)])
}

// MailFailure says why a mail server did not do what it was asked, with its own words.
func MailFailure(f *mail.Failure) string {
	if f.Said == "" {
		return MailWhy(string(f.Kind))
	}
	return Sentences(MailWhy(string(f.Kind)), MailSaid(f.Said))
}

// MailSaid tells what a server said.
func MailSaid(said string) string { return L("The server said: “{{.A}}”", said) }

// mailSides are what the window calls the parts of the settings.
var mailSides = map[outbox.Side]string{outbox.SideOut: "Sending", outbox.SideFrom: "Sender’s address",
	outbox.SidePace: "Messages a minute", outbox.SideIn: "Reading",
	outbox.SideSMS: "Short messages", outbox.SidePush: "Messages to apps"}

// settingsFaults are the sentences of what cannot be kept of the settings.
var settingsFaults = []struct {
	err  error
	text string
}{
	{mail.ErrHost, "Give the server’s name, such as mail.example.com."},
	{mail.ErrPort, "A port is a number from 1 to 65535."},
	{mail.ErrSecurity, "Choose how the connection is secured."},
	{mail.ErrPlain, "Only this computer itself may be spoken to without TLS."},
	{mail.ErrUser, "Give user and password."},
	{mail.ErrAuthority, "That is no certificate in PEM form; it begins with -----BEGIN CERTIFICATE-----."},
	{mail.ErrAddress, "That is no e-mail address."},
	{outbox.ErrPasswordAgain,
		"Type the password again: the kept one goes to no other server or user than it was given for."},
	{outbox.ErrSecretAgain, "Type the secret again: the kept one goes to no other gateway than it was given for."},
	{gateway.ErrAddress, "An address begins with https://, or with http:// where the gateway runs on this computer."},
	{gateway.ErrInHost, "A variable may stand behind the host of an address, and not in it."},
	{gateway.ErrMethod, "A gateway is asked with POST, PUT or GET."},
	{gateway.ErrHeader, "A header is a line such as “Authorization: Bearer …”."},
	{gateway.ErrFormat, "Choose how the body is written."},
	{gateway.ErrVariable,
		"One of the words in braces is none that a gateway knows: {to}, {digits}, {device}, {text}, {title}, {language}, {id} and {secret} are."},
	{gateway.ErrNoPerson, "The address or the body needs {text}, and {to}, {digits} or {device}."},
	{gateway.ErrStatuses, "Give the statuses that say that a message was taken, such as 200 or 200-299."},
	{gateway.ErrWant, "The pattern cannot be read, or a field is named and not what must stand there."},
	{gateway.ErrSecret, "{secret} stands somewhere: give the secret."},
	{outbox.ErrPace, "Give 1 to 6,000 messages a minute, or leave it empty."},
}

// settingsFault says which part of the mail settings cannot be kept, and why.
func settingsFault(e *outbox.SettingsFault) (title, text string) {
	title = L("Please correct: {{.A}}", L(mailSides[e.Side]))
	for _, f := range settingsFaults {
		if errors.Is(e.Why, f.err) {
			return title, L(f.text)
		}
	}
	return title, L("This cannot be kept.")
}

// mailStates are where a message on its way stands.
var mailStates = map[dispatch.State]string{dispatch.Queued: "waits to be sent", dispatch.Sending: "is being sent",
	dispatch.Handed: "taken by the mail server", dispatch.Failed: "not sent",
	dispatch.Uncertain: "sent or not: nobody knows", dispatch.Returned: "came back undelivered",
	dispatch.Cancelled: "taken back"}

// MailState says where a message on its way stands.
func MailState(m dispatch.Outgoing) string {
	if m.State == dispatch.Handed && m.Way == dispatch.BySMS {
		return L("taken by the gateway")
	}
	return L(mailStates[m.State])
}

// OutgoingState says where a message on its way by mail stands.
func OutgoingState(state dispatch.State) string { return L(mailStates[state]) }

// MailTo is to whom a message goes, masked.
func MailTo(m dispatch.Outgoing) string {
	if m.Way == dispatch.BySMS {
		return identifier.MaskPhone(m.Mail.To)
	}
	return identifier.MaskEmail(m.Mail.To)
}
