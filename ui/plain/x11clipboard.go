//go:build !windows && !darwin

package plain

import (
	"time"

	"github.com/jezek/xgb/xproto"

	"fyne.io/fyne/v2"
)

// answerWithin is how long another program may take to hand its clipboard over.
const answerWithin = time.Second

// mostText bounds what is taken from the clipboard of others, in words of four bytes.
const mostText = 1 << 18

func (d *display) setClipboard(text string) {
	d.mu.Lock()
	d.text = text
	d.mu.Unlock()
	xproto.SetSelectionOwner(d.conn, d.owner, d.atoms["CLIPBOARD"], xproto.TimeCurrentTime)
}

func (d *display) clipboard() string {
	d.mu.Lock()
	own := d.text
	d.mu.Unlock()
	if own != "" {
		return own
	}
	select { // of an answer that came too late
	case <-d.answer:
	default:
	}
	xproto.ConvertSelection(d.conn, d.owner, d.atoms["CLIPBOARD"], d.atoms["UTF8_STRING"], d.atoms["RIGHTSDESK_PASTE"],
		xproto.TimeCurrentTime)
	select {
	case text := <-d.answer:
		return text
	case <-time.After(answerWithin):
		return ""
	}
}

// receive takes the clipboard that was asked for.
func (d *display) receive(ev xproto.SelectionNotifyEvent) {
	text := ""
	if ev.Property != 0 {
		reply, err := xproto.GetProperty(d.conn, true, d.owner, ev.Property, xproto.GetPropertyTypeAny, 0, mostText).
			Reply()
		if err != nil {
			fyne.LogError("read the clipboard", err)
		} else if reply.Format == 8 {
			text = string(reply.Value)
		}
	}
	select {
	case d.answer <- text:
	default:
	}
}

// give hands the clipboard to a program that asks for it.
func (d *display) give(ev xproto.SelectionRequestEvent) {
	d.mu.Lock()
	text := d.text
	d.mu.Unlock()
	answer := xproto.SelectionNotifyEvent{Time: ev.Time, Requestor: ev.Requestor, Selection: ev.Selection,
		Target: ev.Target, Property: ev.Property}
	if answer.Property == 0 {
		answer.Property = ev.Target
	}
	set := func(kind xproto.Atom, bits byte, n int, data []byte) {
		xproto.ChangeProperty(d.conn, xproto.PropModeReplace, ev.Requestor, answer.Property, kind, bits, uint32(n),
			data)
	}
	switch ev.Target {
	case d.atoms["TARGETS"]:
		set(xproto.AtomAtom, 32, 2, words(uint32(d.atoms["TARGETS"]), uint32(d.atoms["UTF8_STRING"])))
	case d.atoms["UTF8_STRING"]:
		set(ev.Target, 8, len(text), []byte(text))
	default:
		answer.Property = 0
	}
	xproto.SendEvent(d.conn, false, ev.Requestor, 0, string(answer.Bytes()))
}
