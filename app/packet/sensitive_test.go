package packet

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestNothingSensitiveEntersAPacketThatWasReleasedWithoutIt(t *testing.T) {
	section := Section{Source: "shop", Dataset: "shop", Collection: "orders", Title: "Orders",
		Columns: []Column{{Name: "id", Title: "Number"}, {Name: "total", Title: "Total"}}, Sensitive: []string{"total"}}
	writers := map[string]func(Meta) (packetWriter, error){
		"html": func(m Meta) (packetWriter, error) { return NewWriter(io.Discard, NewPassword(), m) },
		"zip":  func(m Meta) (packetWriter, error) { return NewZipWriter(io.Discard, NewPassword(), m) },
	}
	for name, begin := range writers {
		for _, with := range []bool{false, true} {
			for what, do := range map[string]func(packetWriter) error{
				"a column": func(w packetWriter) error { return w.Begin(section) },
				"a file": func(w packetWriter) error {
					return w.Attach(Attachment{Name: "scan.pdf", Mime: "application/pdf", Sensitive: true},
						strings.NewReader("x"))
				},
			} {
				w, err := begin(Meta{Reference: "R-2026-000001", Organisation: "Example", Contact: "a@example.com",
					Language: English, Complaints: []string{"a review"}, Zone: time.UTC, Created: time.Now(),
					Sensitive: with})
				if err != nil {
					t.Fatal(err)
				}
				if err := do(w); errors.Is(err, ErrSensitive) == with || (with && err != nil) {
					t.Errorf("%s, %s, released with sensitive data %t: %v", name, what, with, err)
				}
				if _, err := w.Close(); !with && err == nil {
					t.Errorf("%s, %s: the packet was closed all the same", name, what)
				}
				if err := w.Discard(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
