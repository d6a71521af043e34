package intake

import (
	"context"

	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/app/intake/record"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/incoming"
	"orangelab.cn/rightsdesk/store/requests"
)

// repetitions remember the records of a file, to find those that repeat an earlier one.
type repetitions struct {
	records, numbers map[string]int // the lines of them
}

// of reports whether an earlier submission of the file is the same record or carries its number, and names it as a
// doubt; NotAsked where none does.
func (r *repetitions) of(sub *record.Submission) (record.Known, error) {
	if sub.External == "" {
		return record.NotAsked, nil
	}
	if r.records == nil {
		r.records, r.numbers = map[string]int{}, map[string]int{}
	}
	rec, err := sub.Record()
	if err != nil {
		return record.NotAsked, err
	}
	if line, ok := r.records[rec]; ok {
		sub.Doubts = append(sub.Doubts, record.Doubtful("id", "is the same record as the one on line {{.A}}", line))
		return record.Same, nil
	}
	r.records[rec] = sub.Line
	if line, ok := r.numbers[sub.External]; ok {
		sub.Doubts = append(sub.Doubts,
			record.Doubtful("id", "carries the number of the record on line {{.A}} and says something else", line))
		return record.OtherContent, nil
	}
	r.numbers[sub.External] = sub.Line
	return record.NotAsked, nil
}

// repeated is repetitions.of for all submissions of a file.
func repeated(c *Contents) ([]record.Known, error) {
	known := make([]record.Known, len(c.Submissions))
	var before repetitions
	for i := range c.Submissions {
		var err error
		if known[i], err = before.of(&c.Submissions[i]); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// recognise says of every submission whether the desk knows it, and names the open requests that carry its number.
// Records that repeat each other in the file are known by the first of them.
func recognise(ctx context.Context, s *desk.Session, c *Contents) ([]record.Known, [][]Earlier, error) {
	known, err := repeated(c)
	if err != nil {
		return nil, nil, err
	}
	earlier := make([][]Earlier, len(c.Submissions))
	records := make([]string, len(c.Submissions))
	var ask []string
	for i := range c.Submissions {
		if sub := &c.Submissions[i]; sub.External != "" {
			if records[i], err = sub.Record(); err != nil {
				return nil, nil, err
			}
			ask = append(ask, records[i], sub.External)
		}
	}
	err = s.Read(ctx, model.ActTakeRequest, func(v *store.View) error {
		there, err := incoming.RecordsKnown(v, ask)
		if err != nil {
			return err
		}
		for i := range c.Submissions {
			sub := &c.Submissions[i]
			switch {
			case there[records[i]] || known[i] == record.Same:
				known[i] = record.Same
			case there[sub.External]:
				references, err := incoming.Numbered(v, sub.External)
				if err != nil {
					return err
				}
				if len(references) == 0 {
					known[i] = record.New
					continue
				}
				known[i] = record.OtherContent
				sub.Doubts = append(sub.Doubts, numberDoubt(references))
				if earlier[i], err = stillOpen(v, references); err != nil {
					return err
				}
			case known[i] == record.NotAsked:
				known[i] = record.New
			}
			if sub.Automatic != "" || known[i] == record.Same || len(earlier[i]) > 0 {
				continue
			}
			list, err := belongs(v, *sub)
			if err != nil {
				return err
			}
			for _, b := range list {
				if sub.Doubts = append(sub.Doubts, b.doubt()); !b.Damaged {
					earlier[i] = append(earlier[i], b.Earlier)
				}
			}
		}
		return nil
	})
	return known, earlier, err
}

// settledBefore marks the rows that cannot be read as they are and were taken in in another way before.
func settledBefore(ctx context.Context, s *desk.Session, rows []Row) error {
	records := make([]string, len(rows))
	var ask []string
	for i, r := range rows {
		if r.Problem == nil || r.readable() == nil || r.readable().External == "" {
			continue
		}
		record, err := r.readable().Record()
		if err != nil {
			return err
		}
		records[i], ask = record, append(ask, record)
	}
	if len(ask) == 0 {
		return nil
	}
	return s.Read(ctx, model.ActTakeRequest, func(v *store.View) error {
		there, err := incoming.RecordsKnown(v, ask)
		for i, rec := range records {
			if rec != "" && there[rec] {
				rows[i].Known = record.Same
			}
		}
		return err
	})
}

// stillOpen returns those of some requests that are open, as they stand.
func stillOpen(v *store.View, references []string) (list []Earlier, err error) {
	for _, reference := range references {
		r, err := requests.ByReference(v, reference)
		if damaged(err) {
			continue // nothing can be added to it
		}
		if err != nil {
			return nil, err
		}
		if r.Open() {
			list = append(list, Earlier{reference, r.Revision(), r})
		}
	}
	return list, nil
}
