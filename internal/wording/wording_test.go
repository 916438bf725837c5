package wording

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"nayan/internal/fault"
)

func TestTheDefaultListFindsWhatWasObserved(t *testing.T) {
	t.Parallel()
	rules := Default()
	if len(rules) < 7 {
		t.Fatalf("%d rules", len(rules))
	}
	for _, r := range rules {
		if r.Source == "" || r.Wrong == r.Right {
			t.Errorf("%+v", r)
		}
		text := "关于" + r.Wrong + "的通知，" + r.Right + "。"
		if hits := NewList(rules).Check(text); len(hits) != 1 || hits[0].Rule != r || hits[0].Offset != len("关于") {
			t.Errorf("%s: %+v", text, hits)
		}
	}
}

func TestTheRightFormIsNoHit(t *testing.T) {
	t.Parallel()
	rules := []Rule{{Wrong: "齐齐哈市", Right: "齐齐哈尔市"}, {Wrong: "执照", Right: "营业执照"}, {Wrong: "共和国", Right: "共和国共和国"}, {Wrong: "ab", Right: "xabyab"}}
	for text, want := range map[string]int{
		"齐齐哈尔市": 0, "齐齐哈市、齐齐哈尔市": 1, "营业执照": 0, "执照和营业执照": 1, "业执照": 1, "共和国共和国": 0, "共和国": 1, "xabyab ab": 1, "": 0,
	} {
		if hits := NewList(rules).Check(text); len(hits) != want {
			t.Errorf("%q: %+v, want %d", text, hits, want)
		}
	}
}

func TestTheLongestWordingAtAPlaceCounts(t *testing.T) {
	t.Parallel()
	rules := []Rule{{Wrong: "中华人民", Right: "甲"}, {Wrong: "中华人民共合国", Right: "乙"}, {Wrong: "人民", Right: "丙"}, {Wrong: "a", Right: "丁"}, {Wrong: "", Right: "x"}}
	hits := NewList(rules).Check("中华人民共合国人民a")
	if len(hits) != 3 || hits[0].Right != "乙" || hits[1].Right != "丙" || hits[2].Right != "丁" {
		t.Errorf("%+v", hits)
	}
}

func TestAListIsReadAsOfficesSaveIt(t *testing.T) {
	t.Parallel()
	const plain = "wrong,right,where_observed\r\n秸杆,秸秆,某地\r\n\" 攻府 \",政府\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, saved := range []string{plain, "\xEF\xBB\xBF" + plain, gb} {
		rules, err := ParseCSV(strings.NewReader(saved))
		if err != nil || len(rules) != 2 || rules[0] != (Rule{"秸杆", "秸秆", "某地"}) || rules[1] != (Rule{"攻府", "政府", ""}) {
			t.Errorf("%.12q: %+v, %v", saved, rules, err)
		}
	}
}

func TestAWrongLineIsTold(t *testing.T) {
	t.Parallel()
	const head = "wrong,right,where_observed\n"
	for _, tc := range []struct {
		list, key string
		line      int
	}{
		{"", keyHeader, 1},
		{"错,对\n", keyHeader, 1},
		{"wrong,right,source\n", keyHeader, 1},
		{head + "甲,乙\n丙\n", keyCells, 3},
		{head + "甲,\"乙\n", keyCells, 2},
		{head + "甲,\n", keyEmpty, 2},
		{head + ",乙\n", keyEmpty, 2},
		{head + "甲,甲\n", keySame, 2},
		{head + "甲,乙\n\n丙,丁\n甲,戊\n", keyTwice, 5},
		{head + strings.Repeat("长", 100) + ",乙\n", keyLong, 2},
	} {
		_, err := ParseCSV(strings.NewReader(tc.list))
		var line *LineError
		if !errors.As(err, &line) || line.Key != tc.key || line.Line != tc.line || !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want line %d %s", tc.list, err, tc.line, tc.key)
		}
	}
	if _, err := ParseCSV(bytes.NewReader([]byte{0, 1, 2})); !fault.Is(err, fault.Invalid) {
		t.Errorf("no text: %v", err)
	}
}

// FuzzCheck holds that hits stand where they say and apart.
func FuzzCheck(f *testing.F) {
	f.Add("中华人民共合国齐齐哈尔市", "共合国", "共和国", "齐齐哈尔市", "哈尔")
	f.Fuzz(func(t *testing.T, text, wrong, right, wrong2, right2 string) {
		end := 0
		for _, h := range NewList([]Rule{{Wrong: wrong, Right: right}, {Wrong: wrong2, Right: right2}}).Check(text) {
			if h.Offset < end || !strings.HasPrefix(text[h.Offset:], h.Wrong) {
				t.Fatalf("%+v in %q", h, text)
			}
			end = h.Offset + len(h.Wrong)
		}
	})
}

// FuzzParseCSV holds that whatever is read keeps the rules of a list.
func FuzzParseCSV(f *testing.F) {
	f.Add([]byte("wrong,right,where_observed\n甲,乙,丙\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := ParseCSV(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, r := range rules {
			if r.Wrong == "" || r.Right == "" || r.Wrong == r.Right {
				t.Errorf("%+v", r)
			}
		}
	})
}

// BenchmarkCheck looks for five thousand wordings in real acts.
func BenchmarkCheck(b *testing.B) {
	files, err := filepath.Glob("../draft/testdata/*.md")
	if err != nil || len(files) == 0 {
		b.Fatalf("%d files, %v", len(files), err)
	}
	var text []byte
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		text = append(text, data...)
	}
	rules := Default()
	for i := range 5000 {
		rules = append(rules, Rule{Wrong: fmt.Sprintf("人民%d政府", i), Right: "人民政府"})
	}
	list := NewList(rules)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if hits := list.Check(string(text)); len(hits) != 0 {
			b.Fatalf("%+v", hits)
		}
	}
}
