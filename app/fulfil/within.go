package fulfil

import (
	"fmt"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source/search"
)

// within refuses a row of which something needs a higher identity level than the copy was released at. Nothing of the
// kind is collected for it: this is the lock behind that door.
func (in *filling) within(f collect.Finding) error {
	if in.sensitive {
		return nil
	}
	if search.OnlySensitive(f.Found.Reached) {
		return fmt.Errorf("%s %s, reached only through what is sensitive: %w", f.Collection, f.Found.Key,
			packet.ErrSensitive)
	}
	for _, column := range f.Found.Columns {
		if in.treats(f, column) == given && f.SensitiveIn(column) {
			return fmt.Errorf("%s %s, column %s: %w", f.Collection, f.Found.Key, column, packet.ErrSensitive)
		}
	}
	return nil
}
