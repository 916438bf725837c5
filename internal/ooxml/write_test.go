package ooxml_test

import (
	"bytes"
	"testing"

	"nayan/internal/ooxml"
)

func TestWhatIsWrittenReadsBackAsText(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`<a b="c">&amp;]]>`: `<a b="c">&amp;]]>`, "甲\t乙\n丙": "甲\t乙\n丙", "a\rb": "a\rb", "\x00\x1f": "\uFFFD\uFFFD",
		"\uFFFE字\uFFFF": "\uFFFD字\uFFFD", "\xff字\xed\xa0\x80": "\uFFFD字\uFFFD", "\uFFFD𠮷，": "\uFFFD𠮷，", "": "",
	} {
		var out bytes.Buffer
		w := ooxml.NewWriter(&out)
		if err := w.Add("a.xml", `<a b="`+ooxml.Escape(written)+`">`+ooxml.Escape(written)+`</a>`); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		p, err := ooxml.Open(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		part, err := p.Part("a.xml")
		if err != nil {
			t.Fatal(err)
		}
		x := ooxml.NewReader(part)
		for x.Next() && !x.Starts() {
		}
		if got := x.Text(); got != want || x.Err() != nil {
			t.Errorf("%q reads %q, %v", written, got, x.Err())
		}
	}
}
