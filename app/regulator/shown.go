package regulator

import (
	"fmt"
	"path/filepath"
	"strings"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/model/notice"
)

// shownName is where the picture of a notice on a page lies in the file. No notice of a drill is shown, so that no such
// name has its mark.
func shownName(n Notice, x notice.Shown) string {
	end := strings.ToLower(filepath.Ext(x.File.Name))
	if len(end) > 6 || strings.ContainsFunc(strings.TrimPrefix(end, "."), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		end = ""
	}
	return fmt.Sprintf("shown/%s-%02d%s", n.Reference, x.Number, end)
}

// shown are where and when the notices stood on a page, as somebody wrote it down who saw it.
func (c Case) shown() table {
	t := table{name: "notices-shown.csv", title: model.Say("Notices shown on a page", "告知在页面上的公示"),
		none: model.Say("None.", "无。"), columns: []model.Text{model.Say("Notice", "告知"),
			model.Say("Address", "地址"), model.Say("Since", "开始时间"), model.Say("Until", "结束时间"),
			model.Say("Recorded", "记录时间"), model.Say("Recorded by", "记录人"), model.Say("File", "文件"),
			model.Say("SHA-256", "SHA-256")}}
	for _, n := range c.Notices {
		for _, x := range n.Shown {
			until := c.at(x.Until)
			if x.Until.IsZero() {
				until = model.Say("still shown when recorded", "记录时仍在公示")
			}
			t.rows = append(t.rows, []model.Text{same(n.Reference), same(x.Address), c.at(x.Since), until, c.at(x.At),
				c.who(x.By), same(shownName(n, x)), same(x.File.SHA256)})
		}
	}
	return t
}

// asShown puts the pictures of the notices on pages into the archive, byte by byte as they were kept.
func (c Case) asShown(a *archive) error {
	for _, n := range c.Notices {
		for _, x := range n.Shown {
			data, err := c.Picture(n.ID, x.File)
			if err != nil {
				return err
			}
			if err := a.text(shownName(n, x), string(data)); err != nil {
				return err
			}
		}
	}
	return nil
}
