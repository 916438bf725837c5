package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// texts are written to a file, a line each.
func texts(t *testing.T, lines ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "texts.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

var someTexts = []string{
	`{"id":"a","text":"建议把老街口的路灯修好，晚上看不清台阶，老人容易摔跤。"}`,
	`{"id":7,"text":"建議把老街口的路燈修好,晚上看不清臺階,老人容易摔跤!","name":"x"}`,
	``,
	`{"id":"c","text":"公交末班车太早，请延长到晚上十点。"}`,
	`{"id":"d","text":"公交末班车太早，请延长到晚上十点半。谢谢"}`,
	`{"id":"e","text":"！！"}`, `{"id":"f","text":"！！"}`, `{"id":"<g>","text":"没有意见"}`,
}

func TestGroupsAreLinesOfTheStatedShape(t *testing.T) {
	t.Parallel()
	stdout, stderr, status := ran(t, "similar", texts(t, someTexts...))
	want := `{"group":["a",7],"why":{"kind":"exact","likeness":1}}
{"group":["c","d"],"why":{"kind":"near","likeness":0.737}}
`
	if status != 0 || stderr != "" || stdout != want {
		t.Errorf("exit %d: %s%s", status, stdout, stderr)
	}
	if stdout, stderr, status := ran(t, "similar", texts(t)); status != 0 || stdout+stderr != "" {
		t.Errorf("an empty file: exit %d, %s%s", status, stdout, stderr)
	}
}

func TestWeakProposalsComeOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	const file = "../../internal/similar/testdata/opinions.jsonl"
	strong, _, _ := ran(t, "similar", file)
	all, stderr, status := ran(t, "similar", "--weak", file)
	weak, continued := strings.CutPrefix(all, strong)
	if status != 0 || !continued || strings.Contains(strong, "weak") {
		t.Fatalf("exit %d: %s\n%s", status, stderr, all)
	}
	lines := strings.Split(strings.TrimSpace(weak), "\n")
	var first struct {
		Group []string
		Why   struct {
			Kind  string
			Score float64
			Terms []string
		}
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 || len(first.Group) != 12 || first.Why.Kind != "weak" || first.Why.Score <= 0 || !slices.Contains(first.Why.Terms, "柳溪大集") {
		t.Errorf("weak proposals: %s", weak)
	}
}

func TestABadLineIsNamedAndNothingIsPrinted(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`{"id":"x"`, `{"id":"x"}`, `{"text":"x"}`, `{"id":null,"text":"x"}`, `{"id":{},"text":"x"}`, `{"id":"x","text":null}`, `{"id":"x","text":5}`, `[]`} {
		file := texts(t, someTexts[0], someTexts[1], bad)
		stdout, stderr, status := ran(t, "similar", file)
		if status == 0 || stdout != "" || !strings.HasPrefix(stderr, "nayan: "+file+": line 3: ") || strings.Contains(stderr, "路灯") {
			t.Errorf("%s: exit %d, %q, %q", bad, status, stdout, stderr)
		}
	}
}

func TestAFileOrAConsultationIsGroupedNotBothAndNotNeither(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"similar"}, {"similar", texts(t), "--consultation", "2026-0001"}} {
		if stdout, stderr, status := ran(t, args...); status == 0 || stdout != "" || !strings.Contains(stderr, "give a file, or --consultation") {
			t.Errorf("%v: exit %d: %s%s", args, status, stdout, stderr)
		}
	}
}
