package document

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"nayan/internal/ooxml"
)

func TestWhatCannotBeReadSaysSo(t *testing.T) {
	t.Parallel()
	ole := string(magicOLE) + strings.Repeat("\x00", 600)
	word := string(wordOf(t, "<w:p>"+run("甲")+"</w:p>"))
	for _, tc := range []struct {
		what, name, data string
		want             error
	}{
		{"an old Word file", "a.doc", ole, ErrUnsupported},
		{"an encrypted workbook", "a.xlsx", ole + string(encryptedStream), ErrEncrypted},
		{"a damaged archive", "a.docx", word[:len(word)/2], ErrDamaged},
		{"no archive", "a.xlsx", "hello", ErrDamaged},
		{"no PDF", "a.pdf", "hello", ErrDamaged},
		{"another archive", "a.zip", string(zipOf(t, "a.txt", "甲")), ErrUnsupported},
		{"broken XML", "a.docx", string(zipOf(t, "word/document.xml", "<w:document><w:p>")), ErrDamaged},
		{"a part too much", "a.docx", string(zipOf(t, "word/document.xml", strings.Repeat(" ", ooxml.RatioApplies+1))), ErrTooLarge},
		{"a page without text", "a.docx", string(wordOf(t, "<w:p/>")), ErrNoText},
		{"a program", "a.txt", "MZ\x00\x00", ErrEncoding},
		{"a format of another office", "a.ofd", "anything", ErrUnsupported},
		{"too much", "a.txt", strings.Repeat(" ", maxInput+1), ErrTooLarge},
	} {
		if _, err := Text(tc.name, []byte(tc.data)); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", tc.what, err, tc.want)
		}
	}
}

func TestWhatCannotBeStrippedIsRefused(t *testing.T) {
	t.Parallel()
	nested := wordOf(t, "")
	for range maxNested + 1 {
		nested = wordOf(t, "", "word/embeddings/a.docx", string(nested))
	}
	for name, data := range map[string][]byte{
		"a.docx": []byte("hello"), "b.docx": zipOf(t, "ppt/presentation.xml", "<a/>"), "c.docx": nil, "d.docx": nested,
		"a.xlsx": slices.Concat(magicOLE, encryptedStream), "a.pdf": []byte("hello"), "a.png": []byte("\x89PNG\r\n\x1a\n"),
	} {
		if _, err := StripMetadata(name, data); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := Text("d.docx", nested); !errors.Is(err, ErrTooLarge) {
		t.Errorf("documents within documents: %v", err)
	}
}

func TestDocumentsWithinDocumentsAreReadAndStripped(t *testing.T) {
	t.Parallel()
	data := wordOf(t, "<w:p>"+run("外")+"</w:p>", "word/embeddings/list.xlsx", string(sheet(t)), "word/media/image1.jpeg", string(photo(1)))
	if text := textOf(t, "a.docx", data); !strings.Contains(text, "李四") {
		t.Errorf("the workbook inside is not read: %q", text)
	}
	parts := partsOf(t, stripped(t, "a.docx", data))
	for name, part := range partsOf(t, []byte(parts["word/embeddings/list.xlsx"])) {
		if strings.Contains(part, "张三") {
			t.Errorf("%s inside still names its author", name)
		}
	}
	if strings.Contains(parts["word/media/image1.jpeg"], "GPS") {
		t.Error("the picture inside still tells the place")
	}
}

func TestPlainTextIsReadInTheEncodingsThatEditorsSave(t *testing.T) {
	t.Parallel()
	const want = "电话：13900000001\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.txt": []byte(want), "a.md": gb, "a.csv": wide, "README": []byte("\xEF\xBB\xBF" + want)} {
		if text := textOf(t, name, data); text != want {
			t.Errorf("%s: %q", name, text)
		}
		if clean := stripped(t, "a.txt", data); string(clean) != string(data) {
			t.Errorf("%s is changed by stripping", name)
		}
	}
}
