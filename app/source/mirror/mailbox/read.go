package mailbox

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"orangelab.cn/rightsdesk/app/source/mirror"
	"orangelab.cn/rightsdesk/app/source/value"
)

// tableName is what the messages are called.
const tableName = "message"

// columns are what is told of a message. None can be changed: a message is deleted whole.
var columns = []mirror.Column{
	{Name: "id", Type: mirror.Text, Remark: "folder, validity and number of the message"},
	{Name: "folder", Type: mirror.Text},
	{Name: "message_id", Type: mirror.Text},
	{Name: "date", Type: mirror.Text, Remark: "when the server got it"},
	{Name: "from", Type: mirror.Document, Remark: "e-mail addresses of the senders"},
	{Name: "from_name", Type: mirror.Document, Remark: "names of the senders"},
	{Name: "to", Type: mirror.Document, Remark: "e-mail addresses of the recipients, those in copy among them"},
	{Name: "to_name", Type: mirror.Document, Remark: "names of the recipients"},
	{Name: "subject", Type: mirror.Text},
	{Name: "text", Type: mirror.Text},
	{Name: "emails", Type: mirror.Document, Remark: "e-mail addresses that stand in subject and text"},
	{Name: "numbers", Type: mirror.Document, Remark: "phone numbers and the like that stand in subject and text"},
	{Name: "attachments", Type: mirror.Document, Remark: "names of the attachments, which are not looked into"},
	{Name: "head", Type: mirror.Text, Remark: "the header of the message as it is"},
}

// fixed are the columns as they are declared.
func fixed() []mirror.Column {
	out := slices.Clone(columns)
	for i := range out {
		out[i].Fixed = true
	}
	return out
}

// notAlone says that a server cannot delete one message and leave others; it is a key of change.ObstacleTexts.
const notAlone = "not_alone"

// place is where a message lies.
type place struct {
	folder   string
	validity uint32
	uid      imap.UID
}

// batch is how many messages are asked for at once.
const batch = 200

// Read hands over the messages of every folder, or of the one that is meant.
func (s *server) Read(ctx context.Context, into *mirror.Copy) (out mirror.Snapshot, err error) {
	c, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer leave(c)
	defer context.AfterFunc(ctx, func() { c.Close() })()
	folders, err := s.folders(c)
	if err != nil {
		return nil, err
	}
	closed := ""
	if !c.Caps().Has(imap.CapUIDPlus) && !c.Caps().Has(imap.CapIMAP4rev2) {
		closed = notAlone
	}
	to, err := into.Table(ctx, tableName, fixed(), closed)
	if err != nil {
		return nil, err
	}
	r := &reading{client: c, to: to, snapshot: &snapshot{server: s}}
	for _, folder := range folders {
		if err := r.folder(ctx, folder); err != nil {
			return nil,
				errors.Join(&value.Error{Message: fmt.Sprintf("the folder %q cannot be read: %s", folder, err),
					Cause: err}, to.Close())
		}
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	if r.attached > 0 {
		err = into.Unreadable(ctx, "attachments",
			fmt.Sprintf("%d message(s) have attachments, which are not looked into: look into them by hand",
				r.attached))
	}
	if err == nil && r.unclear > 0 {
		err = into.Unreadable(ctx, "unclear",
			fmt.Sprintf("%d message(s) have text whose encoding is not certain: look at them by hand", r.unclear))
	}
	return r.snapshot, err
}

// folders names the folders that hold messages.
func (s *server) folders(c *imapclient.Client) ([]string, error) {
	if s.folder != "" {
		return []string{s.folder}, nil
	}
	list, err := c.List("", "*", nil).Collect()
	if err != nil {
		return nil, failed(err)
	}
	var out []string
	for _, f := range list {
		if !slices.Contains(f.Attrs, imap.MailboxAttrNoSelect) &&
			!slices.Contains(f.Attrs, imap.MailboxAttrNonExistent) {
			out = append(out, f.Mailbox)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// reading is a mailbox that is being read.
type reading struct {
	client            *imapclient.Client
	to                *mirror.Table
	snapshot          *snapshot
	attached, unclear int
}

// folder hands over the messages of one folder. Nothing counts as read by that.
func (r *reading) folder(ctx context.Context, name string) error {
	box, err := r.client.Select(name, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return failed(err)
	}
	if box.NumMessages == 0 {
		return nil
	}
	found, err := r.client.UIDSearch(&imap.SearchCriteria{}, nil).Wait()
	if err != nil {
		return failed(err)
	}
	for uids := range slices.Chunk(found.AllUIDs(), batch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		got, err := r.client.Fetch(imap.UIDSetNum(uids...),
			&imap.FetchOptions{UID: true, Envelope: true, InternalDate: true,
				BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
				BodySection:   []*imap.FetchItemBodySection{{Specifier: imap.PartSpecifierHeader, Peek: true}}}).
			Collect()
		if err != nil {
			return failed(err)
		}
		texts, err := r.texts(got)
		if err != nil {
			return err
		}
		for _, m := range got {
			at := place{name, box.UIDValidity, m.UID}
			made := r.message(at, m, texts[m.UID])
			if err := r.to.Add(ctx, made); err != nil {
				return err
			}
			r.snapshot.messages = append(r.snapshot.messages, at)
		}
	}
	return nil
}

// texts fetches the parts of messages that are text, those of messages that are built alike together.
func (r *reading) texts(list []*imapclient.FetchMessageBuffer) (map[imap.UID][]imapclient.FetchBodySectionBuffer,
	error) {
	alike := map[string][]imap.UID{}
	sections := map[string][]*imap.FetchItemBodySection{}
	for _, m := range list {
		var want []*imap.FetchItemBodySection
		for _, p := range partsOf(m.BodyStructure) {
			if p.text {
				want = append(want, &imap.FetchItemBodySection{Part: p.path, Peek: true})
			}
		}
		if len(want) > 0 {
			key := fmt.Sprint(pathsOf(want))
			alike[key], sections[key] = append(alike[key], m.UID), want
		}
	}
	out := map[imap.UID][]imapclient.FetchBodySectionBuffer{}
	for key, uids := range alike {
		got, err := r.client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, BodySection: sections[key]}).
			Collect()
		if err != nil {
			return nil, failed(err)
		}
		for _, m := range got {
			out[m.UID] = m.BodySection
		}
	}
	return out, nil
}

func pathsOf(sections []*imap.FetchItemBodySection) (out [][]int) {
	for _, s := range sections {
		out = append(out, s.Part)
	}
	return out
}
