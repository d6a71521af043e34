// Package fulfil is what a person is handed at the end: the sealed copy and how it travels, the letters with their
// facts, drafts and second looks, and the answer that closes a request.
package fulfil
