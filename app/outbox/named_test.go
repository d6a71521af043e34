package outbox_test

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/desk/desktest"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incidents"
	"orangelab.cn/rightsdesk/store/mailing"
)

// TestAMessageIDThatNoDeskHoldsNamesNoMessage: a report was looked up by one with a NUL in it, which PostgreSQL
// refuses, so that the mail which named it was not read.
func TestAMessageIDThatNoDeskHoldsNamesNoMessage(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			jing := desktest.New(t, engine).Add(t, "jing", model.RoleLead)
			for _, id := range []string{"<a\x00b@example.cn>", "<\xff@example.cn>", "<nobody@example.cn>"} {
				err := jing.Read(t.Context(), model.ActReadIncident, func(v *store.View) error {
					if _, err := mailing.Named(v, id); !errors.Is(err, store.ErrNotFound) {
						t.Errorf("a message named %q: %v", id, err)
					}
					if _, err := incidents.MailNamed(v, id); !errors.Is(err, store.ErrNotFound) {
						t.Errorf("a report named %q: %v", id, err)
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
