package dossier

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func wrote(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestAnArchiveIsTheSameWheneverItIsWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 27, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	pack := func() []byte {
		var out bytes.Buffer
		a := newArchive(&out)
		for name, packed := range map[string]bool{"01征集公告/公告.md": false} {
			if err := a.add(name, at, packed, wrote("现公开征求意见。")); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.add("04公告附件/1-图.png", at, true, wrote("\x89PNG")); err != nil {
			t.Fatal(err)
		}
		if err := a.close(at); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	one := pack()
	if !bytes.Equal(one, pack()) {
		t.Error("two archives of the same differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	last := z.File[len(z.File)-1]
	if last.Name != SumsName || z.File[1].Method != zip.Store || z.File[0].NonUTF8 || !z.File[0].Modified.Equal(at) {
		t.Errorf("%+v", z.File)
	}
}

func TestAnArchiveTakesNoNameTwice(t *testing.T) {
	t.Parallel()
	a := newArchive(io.Discard)
	if err := a.add("x", time.Time{}, false, wrote("1")); err != nil {
		t.Fatal(err)
	}
	if err := a.add("x", time.Time{}, false, wrote("2")); err == nil {
		t.Error("it does")
	}
}

var errTorn = errors.New("torn")

func TestAnErrorIsPassedOnFromWithinAnArchive(t *testing.T) {
	t.Parallel()
	a := newArchive(io.Discard)
	if err := a.add("x", time.Time{}, false, func(io.Writer) error { return errTorn }); !errors.Is(err, errTorn) {
		t.Errorf("%v", err)
	}
	lines := func(yield func(int, error) bool) {
		_ = yield(1, nil) && yield(2, nil)
	}
	var last error
	for _, err := range counted(lines, 3) {
		last = err
	}
	if !errors.Is(last, errFoots) {
		t.Errorf("a line is missing and nobody says so: %v", last)
	}
	for _, err := range counted(lines, 2) {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestNamesThatPeopleGiveStayInTheirFolder(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"意见表.docx": "意见表.docx", "../../etc/passwd": "_.._etc_passwd", `C:\a.txt`: "C__a.txt", "a\nb.txt": "ab.txt", "": "_", "...": "_",
		"\u202etxt.exe": "txt.exe", "a\xffb": "ab", "con*?.pdf": "con__.pdf",
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	long := safeName(strings.Repeat("长", 300) + ".docx")
	if n := len([]rune(long)); n > maxName || !strings.HasSuffix(long, ".docx") {
		t.Errorf("a long name has %d characters: %s", n, long)
	}
}

func FuzzSafeName(f *testing.F) {
	f.Add("意见表.docx")
	f.Add("../..")
	f.Fuzz(func(t *testing.T, name string) {
		got := safeName(name)
		if got == "" || got == "." || got == ".." || strings.ContainsAny(got, "/\\\n\r\x00") || len(got) > 255 {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}
