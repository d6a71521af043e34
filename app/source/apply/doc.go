// Package apply writes a plan exactly as it was previewed, each source in one transaction, or nothing of it.
package apply
