package frame

import (
	"fmt"
	"os"
	"runtime"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"orangelab.cn/rightsdesk/assets"
	"orangelab.cn/rightsdesk/ui/part"
)

// The languages of the window.
const (
	English = "en"
	Chinese = "zh-Hans"
)

var language = English

// Language is the language the window speaks.
func Language() string { return language }

// Use makes the window speak a language from now on. Fyne picks its translations by the locale of the system, so the
// chosen one is put in that place.
func Use(l string) error {
	data, err := assets.Translations.ReadFile("translations/" + l + ".json")
	if err != nil {
		return fmt.Errorf("language %s: %w", l, err)
	}
	if runtime.GOOS == "linux" {
		if err := readIn(l); err != nil {
			return fmt.Errorf("language %s: %w", l, err)
		}
	}
	if err := lang.AddTranslationsForLocale(data, lang.SystemLocale()); err != nil {
		return fmt.Errorf("language %s: %w", l, err)
	}
	language = l
	part.Say(part.Sentences{
		TooLong: func(limit int) string {
			return L("No more than {{.A}} characters fit here: the rest was not taken.", Thousands(limit))
		},
		ChooseOne: L("Choose one"),
		FillIn:    L("Fill this in"),
		ThrowAway: L("Throw away what was typed?"), ThrowAwayWhy: L("It is kept nowhere else."),
		Throw: L("Throw it away"), GoOn: L("Go on writing"),
	})
	return nil
}

// readIn tells Fyne, and the programs that the window starts, which language is read: Fyne looks for the bold Chinese
// face only where the system's messages are Chinese. Everything else of the locale stays, input methods above all.
func readIn(l string) error {
	locale := map[string]string{English: "en_US.UTF-8", Chinese: "zh_CN.UTF-8"}[l]
	if all := os.Getenv("LC_ALL"); all != "" { // it would win over the one for messages
		for _, name := range []string{"LANG", "LC_CTYPE"} {
			if err := os.Setenv(name, all); err != nil {
				return err
			}
		}
		if err := os.Unsetenv("LC_ALL"); err != nil {
			return err
		}
	}
	return os.Setenv("LC_MESSAGES", locale)
}

// Thousands writes a number with its thousands apart.
func Thousands[N int | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// L is the translation of an English text; values fill its {{.A}}, {{.B}} and {{.C}} in order. A text that counts is
// written for several: where the number is one, its noun becomes that of one.
func L(text string, values ...any) string {
	data, single := map[string]any{}, false
	for i, v := range values {
		switch text, ok := v.(string); {
		case language == English && fmt.Sprint(v) == "1":
			v, single = mark+"1"+mark, true
		case language == Chinese && ok:
			v = mark + text + mark
		}
		data[string(rune('A'+i))] = v
	}
	if single {
		return one(lang.L(text, data))
	}
	if language == Chinese {
		return closeUp(lang.L(text, data))
	}
	return lang.L(text, data)
}

// Bytes writes how large something is: 12 B, 3 KB, 4.5 MB, 1.2 GB.
func Bytes[N int | int64](bytes N) string {
	switch n := int64(bytes); {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", (n+1<<10-1)>>10)
	case n < 1<<30:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	default:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
}
