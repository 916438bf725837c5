package document

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// painted is a picture with something on it.
func painted() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range 1200 {
		m.Set(i%40, i/40, color.RGBA{uint8(i * 7), uint8(i), uint8(i * 3), 255})
	}
	return m
}

// photo is a JPEG as a phone takes it: Exif with the place and the way the phone
// was held, XMP, a comment, and something behind its end.
func photo(way byte) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, painted(), nil); err != nil {
		panic(err)
	}
	segment := func(mark byte, body string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xFF, mark}, uint16(len(body)+2)), body...)
	}
	tiff := "Exif\x00\x00II\x2A\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(way) + "\x00\x00\x00\x00\x00\x00\x00GPS 31.8"
	out := bytes.Clone(b.Bytes()[:2])
	out = append(out, segment(0xE1, tiff)...)
	out = append(out, segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x>GPS</x>")...)
	out = append(out, segment(0xE2, "MPF\x00GPS")...)
	out = append(out, segment(0xED, "Photoshop 3.0\x00GPS")...)
	out = append(out, segment(0xFE, "GPS")...)
	return append(append(out, b.Bytes()[2:]...), "GPS film"...)
}

func drawing() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, painted()); err != nil {
		panic(err)
	}
	chunk := func(kind, body string) []byte {
		out := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	head := 8 + 25
	out := bytes.Clone(b.Bytes()[:head])
	for _, kind := range []string{"tEXt", "iTXt", "eXIf", "tIME", "prVt"} {
		out = append(out, chunk(kind, "GPS 31.8")...)
	}
	return append(append(out, b.Bytes()[head:]...), "GPS behind the end"...)
}

func TestAPictureForgetsWhereItWasTakenAndKeepsEveryDot(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"a.jpg": photo(1), "a.jpeg": photo(6), "a.png": drawing()} {
		clean := stripped(t, name, data)
		if !bytes.Contains(data, []byte("GPS")) || bytes.Contains(clean, []byte("GPS")) {
			t.Errorf("%s still tells the place", name)
		}
		before, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		after, _, err := image.Decode(bytes.NewReader(clean))
		if err != nil {
			t.Fatalf("%s does not open: %v", name, err)
		}
		for i := range 1200 {
			if before.At(i%40, i/40) != after.At(i%40, i/40) {
				t.Fatalf("%s: dot %d changed", name, i)
			}
		}
		if again := stripped(t, name, clean); !bytes.Equal(again, clean) {
			t.Errorf("%s: stripping twice changes it", name)
		}
	}
}

func TestAPictureStaysTheRightWayUp(t *testing.T) {
	t.Parallel()
	for way := range byte(9) {
		clean := stripped(t, "a.jpg", photo(way))
		if has := bytes.Contains(clean, []byte("Exif")); has != (way > 1) {
			t.Errorf("turned %d: a note on it: %v", way, has)
		}
	}
	if way := orientation(stripped(t, "a.jpg", photo(6))[2:]); way != 6 {
		t.Errorf("turned 6 became %d", way)
	}
}

func TestABrokenPictureIsRefused(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"jpg": photo(6), "png": drawing()} {
		for cut := 3; cut < len(data)-60; cut += 7 {
			if _, err := StripMetadata("a."+name, data[:cut]); err == nil {
				t.Errorf("%s cut at %d of %d is taken", name, cut, len(data))
			}
		}
	}
}
