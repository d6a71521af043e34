package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/casefile"
	"orangelab.cn/rightsdesk/store/runs"
)

// MaxAttachment is the largest file of a manual source, in bytes.
const MaxAttachment = 64 << 20

// Handed is a file that the owner of a manual source handed in.
type Handed struct {
	Name, Mime string
	Data       []byte
	Sensitive  bool
}

// AnswerManual keeps the answer of a manual source's owner: files, or none where the owner holds nothing (a nil return,
// statement ACC-3).
func AnswerManual(ctx context.Context, s *desk.Session, rev model.Revision, key string,
	files []Handed) (model.Request, error) {
	if err := s.Allow(ctx, model.ActManualSource); err != nil {
		return model.Request{}, err
	}
	for _, f := range files {
		if len(f.Data) > MaxAttachment {
			return model.Request{}, fmt.Errorf("%s is larger than %d MiB", f.Name, MaxAttachment>>20)
		}
	}
	return s.Change(ctx, model.ActManualSource, rev, desk.ByHolder, func(c *desk.Change) error {
		if c.Request.Status != model.Working {
			return &model.TransitionError{From: c.Request.Status, On: model.SentToReview}
		}
		run, err := runs.LatestRun(c.Tx.View, rev.Request)
		if err != nil {
			return ErrNoRun
		}
		manual := false
		for _, src := range run.Sources {
			manual = manual || (src.Source == key &&
				(src.State == model.SourceManual || src.State == model.SourceAnswered))
		}
		if !manual {
			return ErrNotManual
		}
		if err := runs.DropFindings(c.Tx, rev.Request, run.ID, key); err != nil {
			return err
		}
		last, err := runs.LastFinding(c.Tx.View, rev.Request, run.ID)
		if err != nil {
			return err
		}
		var list []model.Finding
		for i, f := range files {
			if f.Sensitive && c.Request.Kind.Copies() && !GivesSensitive(c.Request, s.Rules()) {
				out, err := outsideFile(f.Name)
				if err != nil {
					return err
				}
				out.Seq, out.Source, out.Dataset, out.DecidedBy = last+int64(i)+1, key, key, s.Staff().ID
				list = append(list, out)
				continue
			}
			blob, err := casefile.SaveBlob(c.Tx, rev.Request, bytes.NewReader(f.Data))
			if err != nil {
				return err
			}
			raw, err := json.Marshal(Found{Key: f.Name, Attachment: &Attachment{f.Name, f.Mime, blob, len(f.Data)}})
			if err != nil {
				return fmt.Errorf("keep %s: %w", f.Name, err)
			}
			list = append(list, model.Finding{Seq: last + int64(i) + 1, Source: key, Dataset: key, Collection: "files",
				Sensitive: f.Sensitive || Child(c.Request.Subject, s.Today()), Decision: model.Include,
				DecidedBy: s.Staff().ID, Row: raw})
		}
		c.Detail["source"], c.Detail["files"] = key, len(files)
		if err := runs.AddFindings(c.Tx, rev.Request, run.ID, list); err != nil {
			return err
		}
		for _, f := range list {
			if len(f.Choice) == 0 {
				continue
			}
			if err := runs.Decide(c.Tx, rev.Request, run.ID, f.Seq, f.Decision, f.DecidedBy, f.Choice); err != nil {
				return err
			}
		}
		return runs.SetRunSource(c.Tx, run.ID,
			model.RunSource{Source: key, State: model.SourceAnswered, Rows: int64(len(files))})
	})
}

// Attachment is a file of a manual source.
type Attachment struct {
	Name string `json:"name"`
	Mime string `json:"mime"`
	Blob string `json:"blob"`
	Size int    `json:"size"`
}

// outsideFile is the record of a sensitive file for a copy that does not reach to it: its name, and nothing of what is
// in it.
func outsideFile(name string) (model.Finding, error) {
	row, err := json.Marshal(Found{Key: name})
	if err != nil {
		return model.Finding{}, fmt.Errorf("keep %s: %w", name, err)
	}
	choice, err := json.Marshal(Choice{Why: model.WithholdScope,
		Reason: "sensitive data that the copy does not reach to"})
	if err != nil {
		return model.Finding{}, fmt.Errorf("keep %s: %w", name, err)
	}
	return model.Finding{Collection: "files", Decision: model.LeaveOut, Row: row, Choice: choice}, nil
}
