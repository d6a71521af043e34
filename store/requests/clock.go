package requests

import (
	"encoding/json"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/database"
)

// Separated takes a list apart at its commas.
func Separated(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// pausesText writes pauses as the row keeps them: whole milliseconds, as every time of it.
func pausesText(list []model.Pause) string {
	if len(list) == 0 {
		return ""
	}
	kept := make([]pause, len(list))
	for i, p := range list {
		kept[i] = pause{p.For, database.Millis(p.From), database.Millis(p.To), database.Millis(p.Until)}
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return "" // numbers and words are always written
	}
	return string(text)
}

// pause is a model.Pause as the row keeps it.
type pause struct {
	For   model.Wait `json:"for"`
	From  int64      `json:"from"`
	To    int64      `json:"to,omitempty"`
	Until int64      `json:"until,omitempty"`
}

func pausesIn(text string) (list []model.Pause) {
	var kept []pause
	if text == "" || json.Unmarshal([]byte(text), &kept) != nil {
		return nil // changed outside the program: the mac tells
	}
	for _, p := range kept {
		list = append(list, model.Pause{For: p.For, From: database.Moment(p.From), To: database.Moment(p.To),
			Until: database.Moment(p.Until)})
	}
	return list
}

// Late narrows requests to those that are late at a moment: open, and their nearest clock has run out, see
// model.Clock.Late. Every list, figure and reminder goes by it.
const Late = "status <> 'closed' AND next_due_at < ?"
