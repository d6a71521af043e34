package withhold

import (
	"orangelab.cn/rightsdesk/model"
)

func SameColumn(a, b model.Withholding) bool {
	return a.Source == b.Source && a.Collection == b.Collection && a.Column == b.Column
}
