package sample

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestEveryClauseACommentNamesIsInItsDraft(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, m := range c.Comments {
		known := labels(t, c.consultationByKey(t, m.Consultation).Draft)
		for _, p := range m.Points {
			for _, l := range p.Clauses {
				if !known[l] {
					t.Errorf("%s names %s", m.Key, l)
				}
			}
			for _, l := range articleLabel.FindAllString(lawless.ReplaceAllString(p.Body, ""), -1) {
				if !known[l] {
					t.Errorf("%s mentions %s", m.Key, l)
				}
			}
		}
	}
}

func TestArticlesAreNumberedWithoutGaps(t *testing.T) {
	t.Parallel()
	for _, con := range load(t).Consultations {
		known := labels(t, con.Draft)
		if n := len(known); con.Key != "meal" && (n < 8 || n > 30) {
			t.Errorf("%s: %d articles", con.Key, n)
		}
		for i := 1; i <= len(known); i++ {
			if !known["第"+numeral(i)+"条"] && !known["第"+strconv.Itoa(i)+"条"] {
				t.Errorf("%s: article %d is missing", con.Key, i)
			}
		}
	}
}

func TestWordFilesHoldNoDocumentProperties(t *testing.T) {
	t.Parallel()
	seen := 0
	eachFile(t, func(name string, data []byte) {
		if path.Ext(name) != ".docx" {
			return
		}
		seen++
		for part := range parts(t, data) {
			if strings.HasPrefix(part, "docProps/") || strings.Contains(part, "comments") {
				t.Errorf("%s holds %s", name, part)
			}
		}
	})
	if seen < 3 {
		t.Errorf("%d Word files", seen)
	}
}

func TestNoPersonalDataIsReal(t *testing.T) {
	t.Parallel()
	mobile := regexp.MustCompile(`1[3-9]\d{9}`)
	mail := regexp.MustCompile(`[\w.]+@\w+\.[\w.]+`)
	resident := regexp.MustCompile(`\d{17}[\dXx]`)
	eachFile(t, func(name string, data []byte) {
		if path.Ext(name) == ".docx" {
			data = parts(t, data)["word/document.xml"]
		}
		for _, m := range mobile.FindAllString(string(data), -1) {
			if !strings.HasPrefix(m, "1990000") {
				t.Errorf("%s: a mobile outside the synthetic range", name)
			}
		}
		for _, m := range mail.FindAllString(string(data), -1) {
			if !strings.HasSuffix(m, "yunxi.example") && !strings.HasSuffix(m, "@example.com") {
				t.Errorf("%s: an address outside the reserved domains", name)
			}
		}
		if resident.Match(data) {
			t.Errorf("%s: looks like a resident's ID", name)
		}
	})
}

func TestEnterpriseCodesAreFictionalWithRightCheckCharacters(t *testing.T) {
	t.Parallel()
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // GB 32100-2015: no I, O, S, V, Z
	for _, m := range load(t).Comments {
		if m.USCC == "" {
			continue
		}
		sum, weight := 0, 1
		for _, r := range m.USCC[:17] {
			sum += strings.IndexRune(alphabet, r) * weight
			weight = weight * 3 % 31
		}
		if len(m.USCC) != 18 || m.USCC[17] != alphabet[(31-sum%31)%31] || m.USCC[2:8] != "990124" {
			t.Errorf("%s: %s", m.Key, m.USCC)
		}
	}
}

var (
	articleLabel = regexp.MustCompile(`第[一二三四五六七八九十]+条`)
	articleStart = regexp.MustCompile(`(?m)^第(?:[一二三四五六七八九十]+|\d+)条`)
	lawless      = regexp.MustCompile(`《[^》]+》第[^条]+条`) // an article of another text
)

// labels lists the articles of a draft.
func labels(t *testing.T, f File) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	for _, l := range articleStart.FindAllString(text(t, f), -1) {
		known[l] = true
	}
	return known
}

// text gives the paragraphs of a draft, one a line. Word numbers the paragraphs
// of style "tiao" itself.
func text(t *testing.T, f File) string {
	t.Helper()
	if path.Ext(f.Name) != ".docx" {
		return f.Data.String()
	}
	var doc struct {
		Paragraphs []struct {
			Style struct {
				Val string `xml:"val,attr"`
			} `xml:"pPr>pStyle"`
			Runs []string `xml:"r>t"`
		} `xml:"body>p"`
	}
	if err := xml.Unmarshal(parts(t, f.Data)["word/document.xml"], &doc); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	article := 0
	for _, p := range doc.Paragraphs {
		if p.Style.Val == "tiao" {
			article++
			out.WriteString("第" + numeral(article) + "条 ")
		}
		out.WriteString(strings.Join(p.Runs, "") + "\n")
	}
	return out.String()
}

// numeral writes 1–99 as laws do.
func numeral(n int) string {
	digits := []rune("零一二三四五六七八九")
	s := ""
	if n >= 20 {
		s += string(digits[n/10])
	}
	if n >= 10 {
		s += "十"
	}
	if n%10 > 0 {
		s += string(digits[n%10])
	}
	return s
}

func parts(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		all[f.Name] = content
	}
	return all
}

func eachFile(t *testing.T, do func(name string, data []byte)) {
	t.Helper()
	err := fs.WalkDir(files, "data", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := files.ReadFile(name)
		do(name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
