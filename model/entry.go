package model

import (
	"time"
)

// Entry is one line of the audit log. Detail holds codes, counts and references, never personal data.
type Entry struct {
	Seq       int64
	At        time.Time
	Staff     string
	Action    Action
	RequestID int64
	Detail    map[string]any
}

// Head is the signed head of the log: a short text that proves later that nothing before it changed or went missing.
type Head struct {
	Size       int64
	SignedSize int64
	Note       string
}
