package notice

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/letter"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/calendar"
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/notices"
	"orangelab.cn/rightsdesk/store/setup"
)

// GiveLetters writes a zip with a letter to print, as PDF, for each of those who stand in a list that was given out for
// letters by post and of whom no result came yet, and returns how many. A file is named by the number of the person
// behind the reference, as the list's column line has it; CHECK.txt names those with characters that the letters of the
// desk lack. The log keeps who took it and the digest of its bytes.
func GiveLetters(ctx context.Context, s *desk.Session, about notice.Seen,
	out io.Writer) (people int64, err error) {
	var n notice.Notice
	var org model.Organisation
	if err := s.Read(ctx, model.ActListNotice, func(v *store.View) (err error) {
		if err := second(v, s, about.ID); err != nil {
			return err
		}
		if n, err = notices.Read(v, about.ID); err != nil {
			return err
		}
		if n.State != notice.Sending && n.State != notice.Sent {
			return ErrState
		}
		org, err = setup.Organisation(v)
		return err
	}); err != nil {
		return 0, err
	}
	sum := sha256.New()
	z := zip.NewWriter(io.MultiWriter(out, sum))
	content := n.Content.Dated(calendar.DateOf(s.Now(), s.Rules().Location()))
	var check strings.Builder
	for first := int64(1); first <= n.Audience.Count; {
		var some []notice.Recipient
		var last map[int64]notice.Receipt
		if err := s.Read(ctx, model.ActListNotice, func(v *store.View) (err error) {
			if some, _, err = notices.AudiencePart(v, n.ID, first); err == nil {
				last, err = notices.LastReceipts(v, n.ID, first, first+int64(len(some))-1)
			}
			return err
		}); err != nil {
			return people, err
		}
		for i, r := range some {
			recipient := first + int64(i)
			if x := last[recipient]; x.Result != notice.Listed || x.Channel != notice.Letter {
				continue
			}
			lang := r.Language(org.Languages)
			l := letter.Letter{Kind: "notice", Language: lang, Organisation: org.Called(lang), Reference: n.Reference,
				Date: s.Now().In(s.Rules().Location())}
			pdf, missing, err := posted(l, r, content.Render(notice.Letter, org, lang, r))
			if err != nil {
				return people, err
			}
			if len(missing) > 0 {
				fmt.Fprintf(&check, "%s\t%s\r\n", lineOf(n, recipient), string(missing))
			}
			name := fmt.Sprintf("%s-%07d.pdf", n.Reference, recipient)
			if err := put(z, name, pdf, l.Date); err != nil {
				return people, err
			}
			people++
		}
		first += int64(len(some))
	}
	if people == 0 {
		return 0, ErrListEmpty
	}
	if check.Len() > 0 {
		err = put(z, "CHECK.txt", []byte(check.String()), s.Now())
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return people, fmt.Errorf("letters of %s: %w", n.Reference, err)
	}
	return people, s.Write(ctx, model.ActListNotice, func(_ *store.Tx, entry *model.Entry) error {
		entry.Detail["notice"], entry.Detail["channel"], entry.Detail["people"] =
			n.Reference, string(notice.Letter), people
		entry.Detail["sha256"], entry.Detail["form"] = hex.EncodeToString(sum.Sum(nil)), "pdf"
		return nil
	})
}

// put adds a file to an archive.
func put(z *zip.Writer, name string, data []byte, at time.Time) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// posted sets the letter to one person: where it goes, and what it says.
func posted(l letter.Letter, to notice.Recipient, text notice.Text) (pdf []byte, missing []rune, err error) {
	l.Title = text.Subject
	for _, part := range []string{to.Name + "\n" + to.Post, text.Text} {
		for line := range strings.Lines(part) {
			if line = strings.TrimSpace(line); line != "" {
				l.Blocks = append(l.Blocks, letter.Block{Kind: letter.Paragraph, Text: line})
			}
		}
	}
	return l.PDF()
}
