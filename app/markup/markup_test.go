package markup

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
)

func all(d Decoder) (tokens int, err error) {
	for err == nil {
		if _, err = d.Token(); err == nil {
			tokens++
		}
	}
	return tokens, err
}

func TestAnElementOfMillionsOfAttributesIsNotKept(t *testing.T) {
	for _, piece := range []string{`a="" `, `a=">" `, `a='"' `} {
		var before, after runtime.MemStats
		text := "<a><b " + strings.Repeat(piece, 2_000_000) + "/></a>"
		runtime.ReadMemStats(&before)
		_, err := all(NewDecoder(strings.NewReader(text)))
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; !errors.Is(err, ErrMany) || taken > 40 {
			t.Errorf("%s: %v after %d MB", piece, err, taken)
		}
	}
}

func TestManyElementsOfSomeAttributesAreRead(t *testing.T) {
	text := "<a>" + strings.Repeat(`<b c="1" d="2">x = y</b>`, 100_000) + "</a>"
	if n, err := all(NewDecoder(strings.NewReader(text))); !errors.Is(err, io.EOF) || n != 300_002 {
		t.Errorf("%d tokens, %v", n, err)
	}
}
