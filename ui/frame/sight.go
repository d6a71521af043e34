package frame

import (
	"context"
	"errors"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
)

// sight is what a person has before their eyes of a request, shared by the screens and dialogs that were drawn from the
// same reading. Only the UI goroutine touches it.
type sight struct {
	rev    model.Revision
	acting bool // something is being done to the request, or was: it must be read again first
}

// Revision is the request as the person sees it: as it was read, or as they were told since that it stands, see Told.
func (o Opened) Revision() model.Revision {
	if o.sight == nil {
		return o.Request.Revision()
	}
	return o.sight.rev
}

// Told returns what a form goes on with after its person was told, by the error, that the request moved on and how:
// what they typed stays, and they may act anew. It is for a form that holds typed work and names itself what it is
// about; every other screen reads the request again. After any other error o itself is returned.
func (o Opened) Told(err error) Opened {
	var moved *desk.MovedOnError
	if errors.As(err, &moved) && moved.Now.ID == o.Request.ID {
		o.sight = &sight{rev: moved.Now.Revision()}
	}
	return o
}

// After returns what a screen goes on with that did something itself in one go with what it does next: the request as
// its own step left it.
func (o Opened) After(rev model.Revision) Opened {
	o.sight = &sight{rev: rev}
	return o
}

// Act does something to a request as it is seen, and done on the UI goroutine with what came of it. One thing is done
// at a time, and nothing more once it was done, until the request is read again: a second press of a button is not
// heard. What only shows something of a request goes through Run: the request stays as it is, and is not read again.
func (f *Frame) Act(o Opened, do func(ctx context.Context, rev model.Revision) error, done func(error)) {
	if !o.begin() {
		return
	}
	rev := o.Revision()
	f.Try(func(ctx context.Context) error { return do(ctx, rev) }, func(err error) {
		o.end(err)
		done(err)
	})
}

// begin takes the turn and reports whether it was free.
func (o Opened) begin() bool {
	if o.sight == nil {
		return true
	}
	if o.sight.acting {
		return false
	}
	o.sight.acting = true
	return true
}

func (o Opened) end(err error) {
	if o.sight != nil {
		o.sight.acting = err == nil
	}
}

// Turn is Act for a job that brings its own goroutine: it reports whether the request is free, as it is seen then.
// ended is to be called on the UI goroutine with what came of it.
func (o Opened) Turn() (rev model.Revision, ended func(error), free bool) {
	return o.Revision(), o.end, o.begin()
}
