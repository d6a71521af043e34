package mailbox

import (
	"context"
	"fmt"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// snapshot is the mailbox as it was read.
type snapshot struct {
	*server
	messages []place
}

// Write deletes messages, one after another. A message never changes: its number within the validity of its folder
// names it for good.
func (s *snapshot) Write(ctx context.Context, changes []mirror.Change) error {
	c, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer leave(c)
	opened := ""
	for n, change := range changes {
		at := s.messages[change.Row-1]
		err := error(nil)
		switch {
		case !change.Deleted:
			err = &value.Error{Message: "a message cannot be changed, only deleted"}
		case opened != at.folder:
			if err = s.enter(c, at); err == nil {
				opened = at.folder
			}
		}
		if err == nil {
			err = remove(c, at.uid)
		}
		if err != nil {
			return &value.Error{Message: fmt.Sprintf("a message of the folder %q: %s; %d of %d messages were deleted",
				at.folder, err, n, len(changes)), Cause: err}
		}
	}
	return nil
}

// enter opens a folder for writing, which must number its messages as before.
func (s *snapshot) enter(c *imapclient.Client, at place) error {
	box, err := c.Select(at.folder, nil).Wait()
	if err != nil {
		return failed(err)
	}
	if box.UIDValidity != at.validity {
		return &value.Error{Message: "the server has numbered its messages anew: make the plan anew"}
	}
	return nil
}

// remove deletes one message and no other, and sees that it is gone.
func remove(c *imapclient.Client, uid imap.UID) error {
	only := imap.UIDSetNum(uid)
	if err := c.Store(only,
		&imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).
		Close(); err != nil {
		return failed(err)
	}
	if err := c.UIDExpunge(only).Close(); err != nil {
		return failed(err)
	}
	left, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{only}}, nil).Wait()
	if err != nil {
		return failed(err)
	}
	if len(left.AllUIDs()) > 0 {
		return &value.Error{Message: "the server did not delete it"}
	}
	return nil
}
