package mailing

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"orangelab.cn/rightsdesk/model/gateway"
	"orangelab.cn/rightsdesk/ui/frame"
	"orangelab.cn/rightsdesk/ui/part"
)

// gatewayForm are the inputs of one gateway.
type gatewayForm struct {
	name, address, headers, text, statuses *part.Entry
	field, want, secret, authority, pace   *part.Entry
	method, format                         *part.Select
	chosenMethod                           string
	chosenFormat                           gateway.Format
}

func newGatewayForm(kept gateway.Gateway, secret bool, changed func()) *gatewayForm {
	if !kept.Takes() {
		kept.Method, kept.Format, kept.Statuses = gateway.Methods[0], gateway.JSON, "200-299"
	}
	f := &gatewayForm{chosenMethod: kept.Method, chosenFormat: kept.Format}
	many := func(text string, rows int) *part.Entry {
		e := part.NewMultiLine("", rows)
		e.SetText(text)
		e.OnChanged = func(string) { changed() }
		return e
	}
	f.name, f.address, f.headers, f.text = entry(kept.Name, changed), entry(kept.Address, changed), many(kept.Headers,
		2), many(kept.Body, 5)
	f.statuses, f.field, f.want, f.pace = entry(kept.Statuses, changed), entry(kept.Field, changed), entry(kept.Want,
		changed), entry(number(kept.PerMinute), changed)
	f.secret, f.authority = part.NewPasswordField(""), many(kept.Authority, 2)
	if secret {
		f.secret.SetPlaceHolder(frame.L("kept; type it to change it"))
	}
	f.secret.OnChanged = func(string) { changed() }
	f.method = part.NewSelect(gateway.Methods, slices.Index(gateway.Methods, f.chosenMethod), func(i int) {
		f.chosenMethod = gateway.Methods[i]
		changed()
	})
	names := make([]string, len(gateway.Formats))
	for i, format := range gateway.Formats {
		names[i] = frame.L(formatWords[format])
	}
	f.format = part.NewSelect(names, slices.Index(gateway.Formats, f.chosenFormat), func(i int) {
		f.chosenFormat = gateway.Formats[i]
		changed()
	})
	return f
}

// read is the gateway as it stands in the form. One without an address is none.
func (f *gatewayForm) read() gateway.Gateway {
	text := func(e *part.Entry) string { return strings.TrimSpace(e.Text) }
	if text(f.address) == "" {
		return gateway.Gateway{}
	}
	return gateway.Gateway{Name: text(f.name), Address: text(f.address), Method: f.chosenMethod,
		Headers: text(f.headers), Format: f.chosenFormat, Body: text(f.text), Statuses: text(f.statuses),
		Field: text(f.field), Want: text(f.want), Secret: f.secret.Text, Authority: text(f.authority),
		PerMinute: whole(f.pace.Text)}
}

func (f *gatewayForm) body() fyne.CanvasObject {
	return part.VBox(12, part.NewSubHeading(frame.L("How it is asked")),
		part.Pair(part.NewField(frame.L("Name of the gateway"), f.name),
			part.NewField(frame.L("Messages a minute"), f.pace).
				WithHint(frame.L("At most; empty is as many as the server takes."))),
		part.NewField(frame.L("Address"), f.address).WithHint("https://sms.example.com/send?key={secret}"),
		part.Pair(part.NewField(frame.L("Method"), f.method),
			part.NewField(frame.L("How the body is written"), f.format)),
		part.NewField(frame.L("Headers, one a line"), f.headers).WithHint("Authorization: Bearer {secret}"),
		part.NewField(frame.L("Body"), f.text).WithHint(`{"to":"{to}","text":"{text}"}`),
		part.NewField(frame.L("Secret"), f.secret).
			WithHint(frame.L("Kept sealed; it stands for {secret} and goes to this address alone.")),
		part.Space(0, 4), part.NewSubHeading(frame.L("What counts as taken")),
		part.Pair(part.NewField(frame.L("Status of the answer"), f.statuses).WithHint("200-299"),
			part.NewField(frame.L("Field of a JSON answer"), f.field).
				WithHint(frame.L("such as result.code; may be empty"))),
		part.NewField(frame.L("What must stand there"), f.want).
			WithHint(frame.L("a value, some with commas between, or /a pattern/; empty: the status alone counts")),
		part.NewField(frame.L("Certificate of your own authority"), f.authority).
			WithHint(frame.L("Only where this computer does not know it; in PEM form.")))
}
