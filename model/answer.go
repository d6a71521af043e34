package model

import (
	"time"
)

// What goes out to a person, each by a way of its own.
const (
	DeliveredPacket   = "packet"
	DeliveredPassword = "password"
	DeliveredLetter   = "letter"
)

// Delivery is the record that something went to the person.
type Delivery struct {
	ID      string
	What    string // packet, password or letter
	Letter  string // ID of the letter or of the copy; empty where an older program recorded it
	Channel string
	To      string // the address, number or person it went to; empty where an older program recorded it
	At      time.Time
	By      string
	// Mail is the ID of the message, see Outgoing, where a server took it; empty where somebody recorded it by hand.
	Mail string
}
