package intake

import (
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
)

// ReceiptLayout is how the form of a request shows when it came in, in the desk's zone.
const ReceiptLayout = "2006-01-02 15:04"

// TypedReceipt reads when a request came in, as a member of staff types it: a day with or without an hour, in a zone. A
// day alone is its beginning, so that no period ends later than the law lets it. A *FieldError where the text is no
// such time, or one that is still to come.
func TypedReceipt(text string, zone *time.Location, now time.Time) (time.Time, error) {
	if strings.TrimSpace(text) == "" {
		return time.Time{}, record.CheckReceipt(time.Time{}, now)
	}
	at, ok := record.ParseTime(text, zone)
	if !ok {
		return time.Time{}, &record.FieldError{Field: "received",
			Reason: record.DayReason(text, "write it as 2026-11-23 09:30")}
	}
	return at, record.CheckReceipt(at, now)
}

// receiveAgain puts the time of receipt right while a request is settled, and leaves in the entry what it was and is.
func receiveAgain(r *model.Request, at, now time.Time, detail map[string]any) error {
	if at.IsZero() || at.Equal(r.ReceivedAt) {
		return nil
	}
	if err := record.CheckReceipt(at, now); err != nil {
		return err
	}
	detail["received_was"], detail["received"] = entryTime(r.ReceivedAt), entryTime(at)
	r.ReceivedAt = at.UTC()
	return nil
}

// entryTime is how an entry of the log keeps a time.
func entryTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
