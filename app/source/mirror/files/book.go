package files

import (
	"fmt"
	"strings"

	"orangelab.cn/rightsdesk/app/intake/workbook"
	"orangelab.cn/rightsdesk/app/source/mirror"
)

// hasCopies says that values of a file may stand in it once more; it is a key of change.ObstacleTexts.
const hasCopies = "copies"

// readBook reads a workbook: each sheet is a table, whose first row names the columns.
func readBook(data []byte) (*content, error) {
	whole, err := workbook.ReadWhole(data)
	if err != nil {
		return nil, fmt.Errorf("it %w", err)
	}
	out := &content{}
	rows := map[string][]int{} // by sheet: the number of each row
	for _, s := range whole.Sheets {
		if len(s.Rows) == 0 {
			continue
		}
		t := table{name: s.Name}
		if whole.Copies {
			t.closed = hasCopies
		}
		width := 0
		for _, r := range s.Rows {
			width = max(width, len(r.Cells))
		}
		for i := range width {
			name := workbook.ColumnName(i)
			if head := s.Rows[0].Cells; i < len(head) && strings.TrimSpace(head[i]) != "" {
				name = strings.TrimSpace(head[i])
			}
			t.columns = append(t.columns, mirror.Column{Name: name, Type: mirror.Text})
		}
		for _, r := range s.Rows[1:] {
			row := make([]any, width)
			for i, text := range r.Cells {
				if text != "" {
					row[i] = text
				}
			}
			t.rows, rows[s.Name] = append(t.rows, row), append(rows[s.Name], r.N)
		}
		out.tables = append(out.tables, t)
	}
	out.anew = func(changes map[string][]mirror.Change) ([]byte, error) {
		var cells []workbook.Cell
		for sheet, list := range changes {
			for _, c := range list {
				for i := range c.Old {
					cell := workbook.Cell{Sheet: sheet, Row: rows[sheet][c.Row-1], Column: i}
					if !c.Deleted && c.New[i] == c.Old[i] {
						continue
					}
					if !c.Deleted && c.New[i] != nil {
						cell.Text = fmt.Sprint(c.New[i])
					}
					cells = append(cells, cell)
				}
			}
		}
		return workbook.Rewrite(data, cells)
	}
	return out, nil
}
