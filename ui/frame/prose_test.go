package frame

import "testing"

func TestATextIsPutTogetherAsItsLanguageWritesIt(t *testing.T) {
	defer func() {
		if err := Use(English); err != nil {
			t.Error(err)
		}
	}()
	for _, c := range []struct {
		language string
		say      func() string
		want     string
	}{
		{Chinese, func() string { return L("held by {{.A}}", "王芳") }, "由王芳办理"},
		{Chinese, func() string { return L("held by {{.A}}", "Maya") }, "由 Maya 办理"},
		{Chinese, func() string { return L("held by {{.A}}", 3) }, "由 3 办理"},
		{Chinese, func() string { return L("held by {{.A}}", "王 芳") }, "由王 芳办理"}, // what the value holds stays
		{Chinese, func() string { return L("held by {{.A}}", L("held by {{.A}}", "王芳")) }, "由由王芳办理办理"},
		{English, func() string { return L("held by {{.A}}", "王芳") }, "held by 王芳"},
		{Chinese, func() string { return And("甲", "", "乙", "丙") }, "甲，乙，丙"},
		{English, func() string { return And("a", "", "b", "c") }, "a, b, c"},
		{English, func() string { return And("", "") }, ""},
		{Chinese, func() string { return Sentences("甲。", "乙。") }, "甲。乙。"},
		{English, func() string { return Sentences("One.", "Two.") }, "One. Two."},
	} {
		if err := Use(c.language); err != nil {
			t.Fatal(err)
		}
		if got := c.say(); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
}
