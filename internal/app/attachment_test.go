package app_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"nayan/internal/app"
	"nayan/internal/fault"
)

// office gives a ZIP archive with a big entry and then the named ones.
func office(t testing.TB, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	filler, err := w.CreateHeader(&zip.FileHeader{Name: "word/media/image1.png", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	// The mark of the type ends up across the border of two chunks.
	if _, err := filler.Write(make([]byte, 256<<10-90)); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAFileComesBackAsItWasGiven(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	content := strings.Repeat("0123456789", 70_000) // three chunks
	file, err := d.AddAttachment(t.Context(), d.wang, id, "附件1：反馈表.txt", iotest.OneByteReader(strings.NewReader(content)))
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Repo.AttachmentByID(t.Context(), id, file)
	if err != nil || a.Name != "附件1：反馈表.txt" || a.MediaType != "text/plain" || a.Size != int64(len(content)) {
		t.Fatalf("head: %+v, %v", a, err)
	}
	got, err := io.ReadAll(d.Repo.AttachmentContent(a))
	if err != nil || string(got) != content {
		t.Errorf("%d bytes of %d came back, %v", len(got), len(content), err)
	}
	if list := d.state(t, id).Attachments; len(list) != 1 || list[0].ID != file {
		t.Errorf("the desk lists %+v", list)
	}
	if err := d.RemoveAttachment(t.Context(), d.wang, id, file); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := d.db.Get(&left, `SELECT count(*) FROM attachment_chunks`); err != nil || left != 0 {
		t.Errorf("%d chunks are left, %v", left, err)
	}
	if err := d.RemoveAttachment(t.Context(), d.wang, id, file); !fault.Is(err, fault.NotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestTheContentTellsTheTypeAndTheNameMustAgree(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	const ooxml = "application/vnd.openxmlformats-officedocument."
	word, sheet := office(t, "[Content_Types].xml", "word/document.xml"), office(t, "xl/workbook.xml")
	for _, f := range []struct{ name, content, want string }{
		{"a.pdf", onePage, "application/pdf"},
		{"a.PNG", picture(png.Encode), "image/png"},
		{"a.jpeg", picture(func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }), "image/jpeg"},
		{"a.txt", "您的意见", "text/plain"},
		{"a.md", "# 意见", "text/markdown"},
		{"a.docx", word, ooxml + "wordprocessingml.document"},
		{"a.xlsx", sheet, ooxml + "spreadsheetml.sheet"},
		{"../../etc/a.txt", "x", "text/plain"},
		{"a.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""},
		{"a.pdf.exe", "%PDF-1.4", ""},
		{"a.pdf", "MZ\x90\x00", ""},
		{"a.txt", "<html><script>", ""},
		{"a.svg", "<svg xmlns='http://www.w3.org/2000/svg'>", ""},
		{"a.zip", office(t, "x"), ""},
		{"a.docx", sheet, ""},
		{"a.docx", office(t, "word/document.xml", "word/vbaProject.bin"), ""},
		{"a", "%PDF-1.4", ""},
		{"", "%PDF-1.4", ""},
	} {
		file, err := d.AddAttachment(t.Context(), d.wang, id, f.name, strings.NewReader(f.content))
		if f.want == "" {
			if fields := fault.Of(err).Fields; len(fields) != 1 || fields[0].Key != "consult.error.attachment_type" {
				t.Errorf("%s: %v", f.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		a, err := d.Repo.AttachmentByID(t.Context(), id, file)
		if err != nil || a.MediaType != f.want || strings.Contains(a.Name, "/") {
			t.Errorf("%s is %q called %q, want %q, %v", f.name, a.MediaType, a.Name, f.want, err)
		}
	}
}

func TestARefusedFileLeavesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	before := d.everything(t)
	broken := errors.New("the line broke")
	for name, f := range map[string]struct {
		content io.Reader
		key     string
	}{
		"empty":     {strings.NewReader(""), "consult.error.attachment_empty"},
		"too large": {io.LimitReader(full{}, app.MaxAttachment+1), "consult.error.attachment_too_large"},
		"cut off":   {io.MultiReader(strings.NewReader(strings.Repeat("x", 300<<10)), iotest.ErrReader(broken)), ""},
	} {
		_, err := d.AddAttachment(t.Context(), d.wang, id, "a.txt", f.content)
		if f.key == "" {
			if !errors.Is(err, broken) {
				t.Errorf("%s: %v", name, err)
			}
		} else if fields := fault.Of(err).Fields; len(fields) != 1 || fields[0].Key != f.key {
			t.Errorf("%s: %v", name, err)
		}
		if d.everything(t) != before {
			t.Errorf("%s: something was left", name)
		}
	}
	if _, err := d.AddAttachment(t.Context(), d.wang, id, "a.txt", io.LimitReader(full{}, app.MaxAttachment)); err != nil {
		t.Errorf("a file of exactly the limit: %v", err)
	}
}

// full is a text without an end.
type full struct{}

// Read implements io.Reader.
func (full) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// onePage is the smallest PDF, by somebody who does not want to be known.
const onePage = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj 4 0 obj<</Author(Zhangsan)>>endobj\ntrailer<</Root 1 0 R/Info 4 0 R>>"

func picture(encode func(io.Writer, image.Image) error) string {
	var b strings.Builder
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		panic(err)
	}
	return b.String()
}

func TestAFileIsStoredWithoutWhatItTellsAboutItsAuthor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	file, err := d.AddAttachment(t.Context(), d.wang, id, "a.pdf", strings.NewReader(onePage))
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Repo.AttachmentByID(t.Context(), id, file)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := io.ReadAll(d.Repo.AttachmentContent(a))
	if err != nil || !strings.Contains(string(stored), "/MediaBox") || strings.Contains(string(stored), "Zhangsan") {
		t.Errorf("stored: %q, %v", stored, err)
	}
}

func TestAFileThatCannotBeStrippedIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	locked := strings.Replace(onePage, "/Info 4 0 R", "/Encrypt 4 0 R", 1)
	for content, key := range map[string]string{locked: "document.error.encrypted", "%PDF-1.4": "document.error.damaged"} {
		_, err := d.AddAttachment(t.Context(), d.wang, id, "a.pdf", strings.NewReader(content))
		if fields := fault.Of(err).Fields; len(fields) != 1 || fields[0].Key != key {
			t.Errorf("%q: %v, want %s", content, err, key)
		}
	}
}
