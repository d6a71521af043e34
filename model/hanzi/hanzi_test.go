package hanzi

import "testing"

func TestFormsOfOneCharacterAreOne(t *testing.T) {
	for _, pair := range [][2]string{{"陳偉", "陈伟"}, {"葉嘉瑩", "叶嘉莹"}, {"鍾楚紅", "钟楚红"}, {"鍾", "锺"}, {"範冰", "范冰"},
		{"於謙", "于谦"}, {"瀋", "沈"}, {"蕭亞軒", "萧亚轩"},
		{"劉德華", "刘德华"}, {"張學友", "张学友"}, {"龔", "龚"}, {"歐陽", "欧阳"}, {"諸葛亮", "诸葛亮"}, {"Ann 陳", "Ann 陈"}} {
		if a, b := Fold(pair[0]), Fold(pair[1]); a != b {
			t.Errorf("%s is %s, %s is %s", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{{"王芳", "王方"}, {"李", "季"}, {"陈", "阵"}, {"张", "章"}, {"O'Neil", "o'neil"}} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%s and %s are taken for one", pair[0], pair[1])
		}
	}
}
