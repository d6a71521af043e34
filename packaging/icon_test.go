package packaging

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"testing"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

var update = flag.Bool("update", false, "write the icons anew")

// Windows, macOS and fyne package read no SVG: their icons are pictures of it.
func TestTheIconsAreThoseOfTheDrawing(t *testing.T) {
	var small []picture
	for _, size := range []int{16, 32, 48, 64, 128, 256} {
		text := drawn(t, size)
		small = append(small, picture{size, text})
		same(t, fmt.Sprintf("icons/%d.png", size), text)
	}
	same(t, "../assets/icon.png", drawn(t, 512))
	same(t, "windows/rightsdesk.ico", ico(t, small))
}

func same(t *testing.T, path string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not drawn from assets/icon.svg (%v): go test ./packaging -run Icons -update", path, err)
	}
}

// drawn is the icon as PNG.
func drawn(t *testing.T, size int) []byte {
	t.Helper()
	icon, err := oksvg.ReadIcon("../assets/icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	icon.SetTarget(0, 0, float64(size), float64(size))
	canvas := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, canvas, canvas.Bounds())), 1)
	var out bytes.Buffer
	if err := png.Encode(&out, canvas); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type picture struct {
	size int
	text []byte
}

// ico is a file of icons that holds each picture as PNG.
func ico(t *testing.T, pictures []picture) []byte {
	t.Helper()
	var head, body bytes.Buffer
	write := func(values ...any) {
		for _, v := range values {
			if err := binary.Write(&head, binary.LittleEndian, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(uint16(0), uint16(1), uint16(len(pictures)))
	for _, p := range pictures {
		at := 6 + 16*len(pictures) + body.Len()
		write(uint8(p.size%256), uint8(p.size%256), uint8(0), uint8(0), uint16(1), uint16(32), uint32(len(p.text)),
			uint32(at))
		body.Write(p.text)
	}
	return append(head.Bytes(), body.Bytes()...)
}
