// Package incident holds the rules about an incident (leak, tampering or loss of personal data): what is known of it,
// which clocks run and why, how severe it is, and how its record, which only ever grows, adds up to what it is now. It
// is pure: times come from who asks, figures and words from a file (Rules).
package incident
