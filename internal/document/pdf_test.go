package document

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestTheTextLayerIsRead(t *testing.T) {
	t.Parallel()
	text := textOf(t, "notice.pdf", sample(t, "notice.pdf"))
	for _, want := range []string{"云溪县养犬管理办法", "13900000001", "建设路12号", "4111 1111 1111 1111"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// composite is a page whose font has one of the predefined encodings
// (ISO 32000-1, 9.7.5.2) and is not embedded, as older offices write it.
func composite(encoding, hex string) []byte {
	return pdfOf("",
		`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>`,
		stream("", "BT /F1 12 Tf 72 720 Td <"+hex+"> Tj ET"),
		`<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/`+encoding+`/DescendantFonts[6 0 R]>>`,
		`<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 7 0 R>>`,
		`<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>`)
}

func TestChineseIsReadThroughPredefinedEncodings(t *testing.T) {
	t.Parallel()
	const want = "联系电话13900000001"
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	var utf16 strings.Builder
	for _, r := range want {
		fmt.Fprintf(&utf16, "%04X", r)
	}
	for encoding, hex := range map[string]string{"GBK-EUC-H": fmt.Sprintf("%X", gbk), "UniGB-UCS2-H": utf16.String(), "UniGB-UTF16-H": utf16.String()} {
		if text := textOf(t, "a.pdf", composite(encoding, hex)); !strings.Contains(text, want) {
			t.Errorf("%s: %q", encoding, text)
		}
	}
}

func TestNotesAndFieldsOfAPDFAreRead(t *testing.T) {
	t.Parallel()
	text := textOf(t, "a.pdf", annotated(""))
	for _, want := range []string{"note 13900000002", "field 13900000003"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

func TestAScanIsNeverPassedAsClean(t *testing.T) {
	t.Parallel()
	scan := sample(t, "scan.pdf")
	if _, err := Text("scan.pdf", scan); !errors.Is(err, ErrNoText) {
		t.Errorf("a scan: %v", err)
	}
	mixed := pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2/MediaBox[0 0 595 842]>>`,
		`<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>`,
		stream("", "BT /F1 12 Tf 72 720 Td (Tel 13900000001) Tj ET"),
		`<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</XObject<</Im 7 0 R>>>>>>`,
		stream("", "q 595 0 0 842 0 0 cm /Im Do Q"),
		stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x80"))
	if text, err := Text("a.pdf", mixed); !errors.Is(err, ErrNoText) || !strings.Contains(text, "13900000001") {
		t.Errorf("a page of text and a scanned one: %q, %v", text, err)
	}
	if _, err := Text("a.jpg", []byte("\xFF\xD8\xFF\xE0")); !errors.Is(err, ErrNoText) {
		t.Errorf("a picture: %v", err)
	}
}

// annotated is a PDF that tells about its author wherever one can.
func annotated(extra string) []byte {
	return pdfOf("/Info 9 0 R/ID[<aa><bb>]"+extra,
		`<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R/PieceInfo<</App<</Private(Zhangsan)>>>>/Names<</EmbeddedFiles<</Names[(Zhangsan.txt)10 0 R]>>/Dests<</Names[]>>>>/AcroForm<</Fields[6 0 R]>>>>`,
		`<</Type/Pages/Kids[3 0 R]/Count 1>>`,
		`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Annots[5 0 R 6 0 R 7 0 R]/LastModified(D:2026)>>`,
		stream("", "BT /F1 12 Tf 72 720 Td (Draft rules on dogs) Tj ET"),
		`<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Zhangsan)/M(D:2026)/Contents(note 13900000002)>>`,
		`<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/FT/Tx/T(name)/V(field 13900000003)>>`,
		`<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 10 0 R/T(Zhangsan)>>`,
		stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta>Zhangsan</x:xmpmeta>"),
		`<</Author(Zhangsan)/Title(\(nested\) Zhangsan)>>`,
		`<</Type/Filespec/F(Zhangsan.txt)/EF<</F 11 0 R>>>>`,
		stream("/Type/EmbeddedFile", "Zhangsan"))
}

func TestAPublishedPDFTellsNothingAboutItsAuthors(t *testing.T) {
	t.Parallel()
	data := annotated("")
	// A later revision replaces Info; the old one is still in the bytes.
	prev := bytes.LastIndex(data, []byte("xref\n0 1"))
	data = pdfAfter(data, fmt.Sprintf("/Info 12 0 R/Prev %d", prev), 12, `<</Author(Zhangsan)>>`)
	clean := stripped(t, "a.pdf", data)
	for _, trace := range []string{"Zhangsan", "/Info", "/Metadata", "/PieceInfo", "xmpmeta", "D:2026", "EmbeddedFile", "<aa>"} {
		if bytes.Contains(clean, []byte(trace)) {
			t.Errorf("%s is left", trace)
		}
	}
	if before, after := textOf(t, "a.pdf", data), textOf(t, "a.pdf", clean); before != after {
		t.Errorf("%q became %q", before, after)
	}
	if !bytes.Contains(clean, []byte("/T (name)")) {
		t.Error("a field lost its name")
	}
	if again := stripped(t, "a.pdf", clean); !bytes.Equal(again, stripped(t, "a.pdf", again)) {
		t.Error("stripping what is stripped changes it")
	}
}

func TestStrippingKeepsTheTextOfARealPDF(t *testing.T) {
	t.Parallel()
	data := sample(t, "notice.pdf")
	clean := stripped(t, "notice.pdf", data)
	if before, after := textOf(t, "notice.pdf", data), textOf(t, "notice.pdf", clean); before != after {
		t.Errorf("%q became %q", before, after)
	}
	if !bytes.Contains(data, []byte("/Info")) || bytes.Contains(clean, []byte("/Info")) || bytes.Contains(clean, []byte("Skia")) {
		t.Error("the program that made it is still named")
	}
	if n, m := bytes.Count(data, []byte("/Type /Page\n")), bytes.Count(clean, []byte("/Type /Page/")); n != 2 || m != 2 {
		t.Errorf("%d pages became %d", n, m)
	}
}

func TestAProtectedPDFIsRefused(t *testing.T) {
	t.Parallel()
	locked, restricted := sample(t, "locked.pdf"), sample(t, "restricted.pdf")
	if _, err := Text("locked.pdf", locked); !errors.Is(err, ErrEncrypted) {
		t.Errorf("reading a locked file: %v", err)
	}
	for name, data := range map[string][]byte{"locked": locked, "restricted": restricted} {
		if _, err := StripMetadata("a.pdf", data); !errors.Is(err, ErrEncrypted) {
			t.Errorf("stripping a %s file: %v", name, err)
		}
	}
}

func TestADamagedPDFIsMendedOrRefused(t *testing.T) {
	t.Parallel()
	whole := annotated("")
	shifted := append([]byte("junk before the mark\n"), whole...)
	lost := bytes.Replace(whole, []byte("startxref"), []byte("startnothing"), 1)
	for name, data := range map[string][]byte{"shifted": shifted, "without a table": lost} {
		clean := stripped(t, "a.pdf", data)
		if text := textOf(t, "a.pdf", clean); !strings.Contains(text, "Draft rules") || bytes.Contains(clean, []byte("Zhangsan")) {
			t.Errorf("%s: %q", name, text)
		}
	}
	for name, data := range map[string][]byte{"a mark alone": []byte("%PDF-1.7\n"), "cut off early": whole[:60], "noise": append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("<<[("), 500)...)} {
		if _, err := StripMetadata("a.pdf", data); !errors.Is(err, ErrDamaged) {
			t.Errorf("stripping %s: %v", name, err)
		}
		if _, err := Text("a.pdf", data); !errors.Is(err, ErrDamaged) {
			t.Errorf("reading %s: %v", name, err)
		}
	}
}

func TestAPictureInAPDFForgetsWhereItWasTaken(t *testing.T) {
	t.Parallel()
	data := pdfOf("", `<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[]/Count 0/Extra 3 0 R>>`,
		stream("/Type/XObject/Subtype/Image/Filter/DCTDecode", string(photo(6))))
	if clean := stripped(t, "a.pdf", data); bytes.Contains(clean, []byte("GPS")) || !bytes.Contains(clean, []byte("\xFF\xDA")) {
		t.Error("the place is left, or the picture is gone")
	}
}

// NAYAN_PDF_CORPUS names a directory of more PDFs to try.
func TestACollectionOfPDFsKeepsItsText(t *testing.T) {
	t.Parallel()
	files := []string{"testdata/notice.pdf", "testdata/scan.pdf"}
	if dir := os.Getenv("NAYAN_PDF_CORPUS"); dir != "" {
		more, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		before, reading := Text(name, data)
		clean, err := StripMetadata(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if after, again := Text(name, clean); before != after || !errors.Is(again, reading) {
			t.Errorf("%s: the text changed (%v, %v)", name, reading, again)
		}
	}
}
