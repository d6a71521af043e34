// Package protocol reads the requests that other programs send: OpenDSR and the Data Rights Protocol, both in JSON.
package protocol
