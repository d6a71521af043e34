package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/runs"

	"orangelab.cn/rightsdesk/app/desk"
)

// Row is a row of the findings or of a plan as it was shown. Whoever decides about it, agrees with what was decided or
// looks at one of its values names it so, and another row under the same number is refused.
type Row struct {
	Seq    int64
	Digest string // of what the row holds and what is decided about it; it stays in memory and is not logged
}

// Seen returns the finding as it stands in f.
func (f Finding) Seen() Row {
	return Row{f.Seq, DigestRow(f.Row, f.Choice, f.Source, f.Dataset, f.Collection, f.Decision, f.DecidedBy, f.Shared)}
}

// DigestRow returns the digest of a row as it was shown, with what was decided beside it.
func DigestRow(row []byte, beside ...any) string {
	sum := sha256.Sum256(row)
	h := sha256.New()
	fmt.Fprintf(h, "%x %q", sum, fmt.Sprint(beside...))
	return hex.EncodeToString(h.Sum(nil))
}

// ShownFinding opens a finding if it is still what was shown.
func ShownFinding(c *desk.Change, run string, row Row) (Finding, error) {
	rows, err := runs.Findings(c.Tx.View, c.Request.ID, run, model.FindingFilter{Seq: row.Seq}, 0, 1)
	if err != nil || len(rows) == 0 {
		return Finding{}, errors.Join(err, ErrChanged)
	}
	f, err := OpenFinding(rows[0])
	if err == nil && f.Seen() != row {
		err = ErrChanged
	}
	return f, err
}
