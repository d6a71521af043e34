package model

import (
	"time"
)

// Comment is what one member of staff leaves for the next; it never goes out.
type Comment struct {
	At   time.Time
	By   string
	Text string
}
