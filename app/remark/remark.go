// Package remark keeps what staff write beside a request: remarks for colleagues, and texts that are half typed.
package remark

import (
	"context"
	"errors"
	"strings"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/casefile"
)

// maxJot is how long a text may be that is kept while it is typed, in bytes, and maxJots how many one person keeps of a
// request.
const (
	maxJot  = 80_000
	maxJots = 40
)

// Jots reads what the signed-in member of staff was typing about a request and has done nothing with yet, by the field
// it was typed in.
func Jots(ctx context.Context, s *desk.Session, request int64) (mine map[string]string, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) error {
		all, err := jotsOf(v, request)
		mine = map[string]string{}
		for key, text := range all {
			if field, own := strings.CutPrefix(key, s.Staff().ID+" "); own {
				mine[field] = text
			}
		}
		return err
	})
	return mine, err
}

// Jot keeps what is being typed into a field, sealed with the request, so that it outlives a lock, a crash and a
// restart; an empty text forgets it. It is no act about the request and nobody else's business: it takes no form out of
// a colleague's hands and leaves no entry. It is kept though the request has moved on since: nothing that was typed is
// lost.
func Jot(ctx context.Context, s *desk.Session, rev model.Revision, field, text string) error {
	if len(text) > maxJot {
		text = strings.ToValidUTF8(text[:maxJot], "")
	}
	return s.Progress(ctx, model.ActNote, func(tx *store.Tx) error {
		all, err := jotsOf(tx.View, rev.Request)
		if err != nil {
			return err
		}
		key, own := s.Staff().ID+" "+field, 0
		for k := range all {
			if strings.HasPrefix(k, s.Staff().ID+" ") {
				own++
			}
		}
		switch _, there := all[key]; {
		case text == "" && !there, text != "" && !there && own >= maxJots:
			return nil
		case text == "":
			delete(all, key)
		default:
			all[key] = text
		}
		if len(all) == 0 {
			return casefile.DropPart(tx, rev.Request, casefile.PartJots)
		}
		return casefile.SavePart(tx, rev.Request, casefile.PartJots, all)
	})
}

func jotsOf(v *store.View, request int64) (all map[string]string, err error) {
	all = map[string]string{}
	_, err = casefile.Part(v, request, casefile.PartJots, &all)
	return all, err
}

// maxRemark is how long a remark may be, in bytes.
const maxRemark = 20_000

// ErrEmpty says that a remark says nothing, or too much.
var ErrEmpty = errors.New("a remark says something, in at most 20,000 bytes")

// Leave leaves a remark for colleagues on a request; it never goes out. It leaves the request as it is, so whoever
// works on it is not disturbed. ErrEmpty where it says nothing or too much.
func Leave(ctx context.Context, s *desk.Session, seen model.Revision, text string) error {
	return s.Disclose(ctx, model.ActNote, seen, func(c *desk.Change) error {
		text := strings.TrimSpace(text)
		if text == "" || len(text) > maxRemark {
			return ErrEmpty
		}
		_, err := casefile.AddComment(c.Tx, c.Request.ID, s.Staff().ID, s.Now(), text)
		return err
	})
}

// Comments reads what colleagues left for one another on a request.
func Comments(ctx context.Context, s *desk.Session, request int64) (list []model.Comment, err error) {
	err = s.Read(ctx, model.ActReadRequest, func(v *store.View) (err error) {
		list, err = casefile.Comments(v, request)
		return err
	})
	return list, err
}
