package model

import (
	"time"
)

// Extension is a later day for the answer that the person was told of before the first one came, with the reason.
type Extension struct {
	Until  time.Time `json:"until"` // the last second of the day, UTC
	Reason string    `json:"reason"`
}
