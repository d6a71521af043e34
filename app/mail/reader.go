package mail

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"orangelab.cn/rightsdesk/model/dispatch"
)

const (
	// maxListing is how much an IMAP server may say at once beside a message, in bytes.
	maxListing = 8 << 20
	// fetchTime is how long one message may take.
	fetchTime = 3 * time.Minute
	// maxListed is how many messages one look at a mailbox names.
	maxListed = 500
)

// Reader is an open inbox. Reading changes nothing in it; only MarkRead does.
type Reader struct {
	server dispatch.Server
	client *imapclient.Client
	// Validity says by which numbers the server names its messages: where it is another than before, every number names
	// another message (RFC 9051 2.3.1.1).
	Validity uint32
	// Next is above the number of every message that was there when the inbox was opened.
	Next uint32
}

// Listed is a message in the inbox.
type Listed struct {
	UID      uint32
	Size     int64
	Received time.Time // by the server, whatever the sender's clock says
}

// OpenReader connects to a server, signs in and opens its inbox. It fails with an error of Check, or a *Failure.
func OpenReader(ctx context.Context, s dispatch.Server, largest int) (*Reader, error) {
	conn, err := dial(ctx, s, int64(largest)+maxListing)
	if err != nil {
		return nil, err
	}
	limited, end := context.WithTimeout(ctx, answerTime)
	defer end()
	defer context.AfterFunc(limited, func() { conn.Close() })()
	r := &Reader{server: s}
	options := &imapclient.Options{TLSConfig: tlsOf(s)}
	if s.Security == dispatch.StartTLS {
		if r.client, err = imapclient.NewStartTLS(conn, options); err != nil {
			f := failed(s.Host, NoTLS, err)
			if f.Kind == BadAnswer || f.Kind == Cut {
				f.Kind, f.Class = NoTLS, Permanent
			}
			return nil, giveUpOn(conn, f)
		}
	} else {
		r.client = imapclient.New(conn, options)
	}
	if err := r.enter(); err != nil {
		return nil, giveUpOn(r.client, inTime(limited, err))
	}
	return r, nil
}

func (r *Reader) enter() error {
	if err := r.client.WaitGreeting(); err != nil {
		return failed(r.server.Host, Busy, err)
	}
	if err := r.client.Login(r.server.User, r.server.Password).Wait(); err != nil {
		return failed(r.server.Host, Login, err)
	}
	box, err := r.client.Select("INBOX", nil).Wait()
	if err != nil {
		return failed(r.server.Host, NoMailbox, err)
	}
	r.Validity, r.Next = box.UIDValidity, uint32(box.UIDNext)
	return nil
}

// inTime makes a failure of one that the time ran out for.
func inTime(ctx context.Context, err error) error {
	var f *Failure
	if ctx.Err() != nil && errors.As(err, &f) && f.Lost {
		f.Kind = TooSlow
	}
	return err
}

// within runs one command, which ends with ctx or after some time: then the connection is of no use any more.
func (r *Reader) within(ctx context.Context, do func() error) error {
	limited, end := context.WithTimeout(ctx, fetchTime)
	defer end()
	defer context.AfterFunc(limited, func() { r.client.Close() })()
	if err := do(); err != nil {
		return inTime(limited, failed(r.server.Host, BadAnswer, err))
	}
	return nil
}

// Unread lists the messages with a number above one that nobody has read, the oldest first, at most 500.
func (r *Reader) Unread(ctx context.Context, uid uint32) ([]Listed, error) {
	return r.list(ctx, uid, imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagSeen}})
}

// After lists the messages with a number above one, the oldest first, at most 500.
func (r *Reader) After(ctx context.Context, uid uint32) ([]Listed, error) {
	return r.list(ctx, uid, imap.SearchCriteria{})
}

// Since lists the messages with a number above one that came on a day or later, the oldest first, at most 500.
func (r *Reader) Since(ctx context.Context, day time.Time, uid uint32) ([]Listed, error) {
	return r.list(ctx, uid, imap.SearchCriteria{Since: day})
}

func (r *Reader) list(ctx context.Context, after uint32, which imap.SearchCriteria) (list []Listed, err error) {
	var above imap.UIDSet
	above.AddRange(imap.UID(after)+1, 0)
	which.UID = []imap.UIDSet{above}
	err = r.within(ctx, func() error {
		found, err := r.client.UIDSearch(&which, nil).Wait()
		if err != nil {
			return err
		}
		uids := found.AllUIDs()
		slices.Sort(uids)
		// "n:*" names the last message of a box even where it is below n.
		uids = slices.DeleteFunc(slices.Compact(uids), func(u imap.UID) bool { return uint32(u) <= after })
		if uids = uids[:min(len(uids), maxListed)]; len(uids) == 0 {
			return nil
		}
		heads, err := r.client.Fetch(imap.UIDSetNum(uids...),
			&imap.FetchOptions{UID: true, InternalDate: true, RFC822Size: true}).Collect()
		for _, h := range heads {
			if slices.Contains(uids, h.UID) && len(list) < maxListed {
				list = append(list, Listed{uint32(h.UID), h.RFC822Size, h.InternalDate})
			}
		}
		return err
	})
	slices.SortFunc(list, func(a, b Listed) int { return int(int64(a.UID) - int64(b.UID)) })
	return list, err
}

// ErrGone says that a message is not in the mailbox any more.
var ErrGone = errors.New("the message is not in the mailbox any more")

// Fetch reads a message as it stands, at most its first so many bytes. It does not count as read by that.
func (r *Reader) Fetch(ctx context.Context, uid uint32, largest int) (data []byte, err error) {
	err = r.within(ctx, func() error {
		whole := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: int64(largest)}}
		got, err := r.client.Fetch(imap.UIDSetNum(imap.UID(uid)),
			&imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
		if err != nil {
			return err
		}
		for _, m := range got {
			if m.UID == imap.UID(uid) && len(m.BodySection) == 1 {
				data = m.BodySection[0].Bytes
			}
		}
		return nil
	})
	if err == nil && len(data) == 0 {
		err = ErrGone
	}
	return data, err
}

// MarkRead marks messages as read, once they are safely kept elsewhere.
func (r *Reader) MarkRead(ctx context.Context, uids ...uint32) error {
	if len(uids) == 0 {
		return nil
	}
	var those imap.UIDSet
	for _, u := range uids {
		those.AddNum(imap.UID(u))
	}
	return r.within(ctx, func() error {
		return r.client.Store(those,
			&imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close()
	})
}

// Close ends the connection.
func (r *Reader) Close() {
	if logout := r.client.Logout(); logout != nil {
		limited, end := context.WithTimeout(context.Background(), 5*time.Second)
		defer end()
		defer context.AfterFunc(limited, func() { r.client.Close() })()
		if logout.Wait() != nil {
			return // it went before
		}
	}
}
