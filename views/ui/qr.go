package ui

import (
	"image"
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quietZone is the empty margin a reader needs: four modules (GB/T 18284, ISO/IEC 18004).
const quietZone = 4

// code is a QR code as one SVG path of horizontal runs, in modules.
type code struct {
	side int // with the quiet zone
	path string
}

func (c code) viewBox() string {
	side := strconv.Itoa(c.side)
	return "0 0 " + side + " " + side
}

// encode draws content. Level M survives a crease or a thumb on paper. Content
// too long for a code gives an empty one: callers pass short addresses and tickets.
func encode(content string) code {
	img, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return code{}
	}
	side := img.Bounds().Dx()
	var path strings.Builder
	for y := range side {
		drawRuns(&path, img, y, side)
	}
	return code{side: side + 2*quietZone, path: path.String()}
}

func drawRuns(path *strings.Builder, img image.Image, y, side int) {
	for x := 0; x < side; x++ {
		start := x
		for x < side && dark(img.At(x, y)) {
			x++
		}
		if x > start {
			path.WriteString("M" + strconv.Itoa(start+quietZone) + " " + strconv.Itoa(y+quietZone) +
				"h" + strconv.Itoa(x-start) + "v1h-" + strconv.Itoa(x-start) + "z")
		}
	}
}

func dark(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r == 0
}
