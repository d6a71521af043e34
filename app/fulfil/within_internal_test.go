package fulfil

import (
	"errors"
	"testing"

	"orangelab.cn/rightsdesk/app/collect"
	"orangelab.cn/rightsdesk/app/packet"
	"orangelab.cn/rightsdesk/app/source/search"
)

// The filling of a packet does not trust what was collected.
func TestAPacketRefusesARowThatOnlyWhatItLeavesOutLedTo(t *testing.T) {
	secret, open := search.Reach{FromField: "product_id", Sensitive: true}, search.Reach{FromField: "product_id"}
	for name, tt := range map[string]struct {
		ways     []search.Reach
		released bool // with sensitive data
		refused  bool
	}{
		"only a field that is left out":           {[]search.Reach{secret}, false, true},
		"two fields that are left out":            {[]search.Reach{secret, secret}, false, true},
		"something else too":                      {[]search.Reach{secret, open}, false, false},
		"an identity too":                         {[]search.Reach{secret, {Identity: "email"}}, false, false},
		"nothing is left out":                     {[]search.Reach{secret}, true, false},
		"handed in by the owner, reached nowhere": {nil, false, false},
	} {
		in := &filling{sensitive: tt.released}
		if err := in.within(collect.Finding{Found: collect.Found{Reached: tt.ways}}); errors.Is(err,
			packet.ErrSensitive) != tt.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
