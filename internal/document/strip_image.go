package document

import (
	"bytes"
	"encoding/binary"
)

var (
	magicPNG  = []byte("\x89PNG\r\n\x1a\n")
	magicJPEG = []byte("\xFF\xD8\xFF")
)

// stripImage takes out of a picture what says where, when, with what and by
// whom it was made. What is drawn stays bit for bit.
func stripImage(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, magicPNG):
		return stripPNG(data)
	case bytes.HasPrefix(data, magicJPEG):
		return stripJPEG(data)
	}
	return nil, ErrUnsupported
}

// pngKept are the chunks that take part in showing the picture (PNG, third
// edition, 11); text, times, Exif and what private chunks hold goes.
var pngKept = words("IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT")

func stripPNG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), magicPNG...)
	for at := len(magicPNG); at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size > len(data)-at-12 {
			return nil, ErrDamaged
		}
		chunk := data[at : at+12+size]
		kind := string(chunk[4:8])
		if pngKept[kind] {
			out = append(out, chunk...)
		}
		if kind == "IEND" {
			return out, nil // what follows is shown by nobody
		}
		at += len(chunk)
	}
	return nil, ErrDamaged
}

// The markers of JPEG (ITU-T T.81, B.1.1.3) that matter here.
const (
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markAPP0 = 0xE0 // JFIF: how dense the dots are
	markAPP1 = 0xE1 // Exif and XMP
	markAPP2 = 0xE2 // the colour profile, or further pictures
	markAPPE = 0xEE // Adobe: how the colours are coded
	markAPPF = 0xEF
	markCOM  = 0xFE
)

// stripJPEG copies the segments of a picture up to its end but for Exif, XMP,
// IPTC and comments. The way the camera was held is kept, in an Exif segment
// that holds nothing else.
func stripJPEG(data []byte) ([]byte, error) {
	out := append(make([]byte, 0, len(data)), 0xFF, markSOI)
	turned := false
	for at := 2; at+2 <= len(data); {
		if data[at] != 0xFF {
			return nil, ErrDamaged
		}
		mark := data[at+1]
		if mark == 0xFF { // padding
			at++
			continue
		}
		if mark == markEOI {
			return append(out, 0xFF, markEOI), nil // what follows is another picture, or a film
		}
		if mark == 0x01 || mark >= 0xD0 && mark <= 0xD7 {
			at += 2
			continue
		}
		if at+4 > len(data) {
			return nil, ErrDamaged
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 2 || at+2+size > len(data) {
			return nil, ErrDamaged
		}
		segment := data[at : at+2+size]
		at += len(segment)
		if way := orientation(segment); way > 1 && !turned {
			out, turned = append(out, turnedExif(way)...), true
		}
		if keptInJPEG(mark, segment[4:]) {
			out = append(out, segment...)
		}
		if mark == markSOS {
			end := at + entropyCoded(data[at:])
			out = append(out, data[at:end]...)
			at = end
		}
	}
	return nil, ErrDamaged
}

func keptInJPEG(mark byte, body []byte) bool {
	switch mark {
	case markAPP0:
		return bytes.HasPrefix(body, []byte("JFIF\x00"))
	case markAPP2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case markAPPE:
		return bytes.HasPrefix(body, []byte("Adobe"))
	}
	return mark != markCOM && (mark < markAPP0 || mark > markAPPF)
}

// entropyCoded gives how far the coded picture reaches: up to a marker that is
// neither a stuffed byte nor a restart.
func entropyCoded(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if next := data[i+1]; data[i] == 0xFF && next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7) {
			return i
		}
	}
	return len(data)
}

// orientation reads tag 0x0112 of an Exif segment (CIPA DC-008, 4.6.5); 0 when
// there is none.
func orientation(segment []byte) byte {
	tiff, ok := bytes.CutPrefix(segment[4:], []byte("Exif\x00\x00"))
	if segment[1] != markAPP1 || !ok || len(tiff) < 10 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 8 || first+2 > len(tiff) {
		return 0
	}
	for entry := first + 2; entry+12 <= len(tiff) && entry < first+2+12*int(order.Uint16(tiff[first:])); entry += 12 {
		if way := order.Uint16(tiff[entry+8:]); order.Uint16(tiff[entry:]) == 0x0112 && way <= 8 {
			return byte(way)
		}
	}
	return 0
}

// turnedExif is an Exif segment with the orientation alone.
func turnedExif(way byte) []byte {
	return []byte{
		0xFF, markAPP1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
		0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0,
	}
}
