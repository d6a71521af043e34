package fulfil

import (
	"context"

	"orangelab.cn/rightsdesk/app/change"
	"orangelab.cn/rightsdesk/app/desk"
	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/papers"
)

// AskPerson lets a request wait for the person: to settle what stands in the way, to send evidence, to make clear what
// is meant. The letter that asks must have gone out first.
func AskPerson(ctx context.Context, s *desk.Session, rev model.Revision) (model.Request, error) {
	return s.Change(ctx, model.ActAskPerson, rev, desk.ByHolder, func(c *desk.Change) error {
		letters, err := papers.Letters(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if len(letters) == 0 {
			return change.ErrNoLetter
		}
		sent, err := papers.Deliveries(c.Tx.View, rev.Request)
		if err != nil {
			return err
		}
		if !told(sent, letters[0].ID) {
			return ErrUntold
		}
		c.Detail["letter"] = letters[0].Kind
		if err := c.Move(model.AskedPerson); err != nil {
			return err
		}
		until, _ := recheck(s.Rules(), letters[0].At, c.Request.DueAt) // as the letter says
		c.Request.WaitsUntil(s.Now(), until)
		return nil
	})
}
