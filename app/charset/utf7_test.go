package charset_test

import (
	"errors"
	"slices"
	"testing"

	"orangelab.cn/rightsdesk/app/charset"
)

// UTF-7 is made of ASCII alone, and was shown as it stands: +Uylrxg- for a name.
func TestTextThatSeemsToBeInUTF7IsNotReadAsASCII(t *testing.T) {
	var e *charset.Error
	if _, _, err := charset.Decode([]byte("+Y9CQTQ-,+WdNUDQ-,+kK57sQ-\n1,+c4uCsw-,a@b.cn\n")); !errors.As(err, &e) ||
		!slices.Equal(e.Seems, []string{"UTF-7"}) {
		t.Errorf("%v", err)
	}
	for _, plain := range []string{"a+b-c", "+86-13800000000,+86-13900000000,+852-1234-5678", "x+abcd-y+efgh-z+ijkl-",
		"+Uylrxg- once alone", "+AAAA-,+BBBB-,+CCCC-"} {
		if text, name, err := charset.Decode([]byte(plain)); err != nil || text != plain || name != charset.UTF8 {
			t.Errorf("%q: %q %s %v", plain, text, name, err)
		}
	}
}
