package sqldb_test

import (
	"regexp"
	"testing"
	"unicode/utf8"

	"orangelab.cn/rightsdesk/app/source/sqldb"
	"orangelab.cn/rightsdesk/model/identifier"
)

// A row in which folding finds a value must be looked at, or it would be missed in silence.
func TestEveryCharacterThatFoldingChangesIsAFoldedCharacter(t *testing.T) {
	pattern, seen := regexp.MustCompile(sqldb.FoldedCharacters), 0
	for r := rune(1); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) || r >= ' ' && r <= '~' {
			continue
		}
		folded := identifier.NormaliseAccount("a" + string(r) + "a")
		if back := identifier.NormaliseAccount("a" + folded[1:len(folded)-1] + "a"); folded == "a"+string(r)+"a" ||
			back != folded {
			continue
		}
		for _, ascii := range folded {
			if ascii >= 0x80 {
				folded = ""
				break
			}
		}
		if folded == "" {
			continue // the core has the letter itself, and every row beyond ASCII is looked at
		}
		if seen++; !pattern.MatchString(string(r)) {
			t.Errorf("%U folds to %q and is no folded character", r, folded)
		}
	}
	if seen < 500 {
		t.Errorf("only %d characters were compared", seen)
	}
}
