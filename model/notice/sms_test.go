package notice_test

import (
	"strconv"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model/notice"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestShortMessagesAreCountedAsTheNetworkCountsThem(t *testing.T) {
	for _, tt := range []struct {
		name, text   string
		wide         bool
		units, parts int
		room         int
	}{
		{"nothing", "", false, 0, 0, 0},
		{"one letter", "a", false, 1, 1, 160},
		{"160 letters", strings.Repeat("a", 160), false, 160, 1, 160},
		{"161 letters", strings.Repeat("a", 161), false, 161, 2, 306},
		{"306 letters", strings.Repeat("a", 306), false, 306, 2, 306},
		{"307 letters", strings.Repeat("a", 307), false, 307, 3, 459},
		{"letters of the alphabet that are not ASCII", "@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", false, 41, 1, 160},
		{"80 euros, each escaped", strings.Repeat("€", 80), false, 160, 1, 160},
		{"81 euros", strings.Repeat("€", 81), false, 162, 2, 306},
		{"an escaped letter that would be torn apart", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), false,
			306, 3, 459},
		{"a letter that only looks Latin", "ç", true, 1, 1, 70},
		{"70 characters", strings.Repeat("中", 70), true, 70, 1, 70},
		{"71 characters", strings.Repeat("中", 71), true, 71, 2, 134},
		{"134 characters", strings.Repeat("中", 134), true, 134, 2, 134},
		{"135 characters", strings.Repeat("中", 135), true, 135, 3, 201},
		{"an escaped letter among wide ones counts once", "中€", true, 2, 1, 70},
		{"35 faces of two halves", strings.Repeat("😀", 35), true, 70, 1, 70},
		{"a face that would be torn apart", strings.Repeat("中", 66) + "😀" + strings.Repeat("中", 66), true, 134, 3, 201},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, want := notice.CountSMS(tt.text), (notice.Parts{Wide: tt.wide, Units: tt.units, Parts: tt.parts,
				Room: tt.room}); got != want {
				t.Errorf("counted %+v, want %+v", got, want)
			}
		})
	}
}
