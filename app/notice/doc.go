// Package notice is what staff do with messages to many people: write one, choose to whom it goes, approve it as a
// second person, let it go, and see what became of each. What a notice must say stands in model/notice; who hands the
// messages over is app/outbox.
package notice
