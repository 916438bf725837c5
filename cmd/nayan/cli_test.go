package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nayan/internal/compare"
)

// ran runs the program to its end, with nothing configured.
func ran(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "DATABASE_URL=", "REDIS_URL=", "NAYAN_SECRET_KEY=", "NAYAN_SECRET_KEY_FILE=")
	cmd.Stdout, cmd.Stderr = &out, &complaint
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), complaint.String(), cmd.ProcessState.ExitCode()
}

func TestWhatGoesWrongIsSaidOnStandardErrorAlone(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.txt")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"nonsense"}, {"draft", "parse"}, {"draft", "parse", "no-such-file.docx"},
		{"draft", "parse", t.TempDir()}, {"draft", "parse", empty}, {"draft", "diff"}, {"draft", "diff", empty}, {"draft", "diff", empty, empty}, {"serve"}, {"migrate", "up"}, {"migrate", "status"}, {"user", "add"},
		{"keys", "status"}, {"keys", "rotate"}, {"retention", "run"},
		{"workday", "add"}, {"workday", "add", "2026-11-27"}, {"workday", "add", "2026-11-27", "x"}, {"workday", "add", "2026-11-31", "1"},
		{"workday", "add", "27.11.2026", "1"}, {"workday", "add", "2026-11-27", "--", "-1"}, {"workday", "add", "2026-12-31", "1"},
		{"workday", "add", "2030-01-01", "20"}, {"scan"}, {"scan", "no-such-file.txt"}, {"scan", t.TempDir()},
		{"similar"}, {"similar", "no-such-file.jsonl"}, {"similar", t.TempDir()}, {"similar", "--weak"}} {
		stdout, stderr, status := ran(t, args...)
		if status == 0 || stdout != "" || !strings.Contains(stderr, "nayan: ") {
			t.Errorf("nayan %s: exit %d, %q on standard output, %q on standard error", strings.Join(args, " "), status, stdout, stderr)
		}
	}
}

func TestAWorkingDayIsPrintedAndNothingElse(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{"2026-11-27 7": "2026-12-08", "2026-09-30 1": "2026-10-08", "2018-12-28 2": "2019-01-02",
		"2026-10-01 0": "2026-10-01"} {
		day, n, _ := strings.Cut(from, " ")
		if stdout, stderr, status := ran(t, "workday", "add", day, n); status != 0 || stderr != "" || stdout != want+"\n" {
			t.Errorf("%s: exit %d, %q, %q", from, status, stdout, stderr)
		}
	}
	if _, stderr, _ := ran(t, "workday", "add", "2026-12-31", "1"); !strings.Contains(stderr, "2027") {
		t.Errorf("a missing year is not named: %q", stderr)
	}
}

func TestANewKeyIsALineOfTheKeyFile(t *testing.T) {
	t.Parallel()
	stdout, stderr, status := ran(t, "keys", "new")
	k, err := config{SecretKey: stdout}.keys()
	if status != 0 || stderr != "" || err != nil || k.Versions() != 1 {
		t.Errorf("exit %d: %q, %v", status, stderr, err)
	}
}

func TestAParsedDraftIsJSONOfTheStatedShape(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "draft.md")
	if err := os.WriteFile(file, []byte(walkDraft), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, status := ran(t, "draft", "parse", file)
	if status != 0 || stderr != "" {
		t.Fatalf("exit %d: %s", status, stderr)
	}
	var tree map[string]json.RawMessage
	if err := json.Unmarshal([]byte(stdout), &tree); err != nil {
		t.Fatal(err)
	}
	var clauses []map[string]json.RawMessage
	if err := json.Unmarshal(tree["clauses"], &clauses); err != nil {
		t.Fatal(err)
	}
	if string(tree["warnings"]) != "[]" || len(tree) != 3 || len(clauses) == 0 {
		t.Errorf("%d members, warnings %s, %d clauses", len(tree), tree["warnings"], len(clauses))
	}
	for _, c := range clauses {
		for _, member := range []string{"kind", "number", "heading", "text", "children"} {
			if c[member] == nil || string(c[member]) == "null" {
				t.Errorf("a clause has no %s: %v", member, c)
			}
		}
	}
}

func TestPersonalDataInFilesIsPrintedAsLinesOfJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	notice, picture := filepath.Join(dir, "公告.txt"), filepath.Join(dir, "scan.png")
	for name, content := range map[string]string{notice: "请致电王某，13900000001，\n身份证１１０１０５１９４９１２３１００２Ｘ。", picture: "\x89PNG\r\n\x1a\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, status := ran(t, "scan", picture, notice)
	if status == 0 || !strings.Contains(stderr, picture) {
		t.Errorf("a picture is passed as clean: exit %d, %q", status, stderr)
	}
	if stdout, stderr, status := ran(t, "scan", notice); status != 0 || stderr != "" || stdout == "" {
		t.Errorf("exit %d, %q, %q", status, stdout, stderr)
	}
	want := []scanned{{notice, "mobile", "13900000001", 6}, {notice, "resident_id", "１１０１０５１９４９１２３１００２Ｘ", 22}}
	for line := range strings.Lines(stdout) {
		var got scanned
		if err := json.Unmarshal([]byte(line), &got); err != nil || len(want) == 0 || got != want[0] {
			t.Fatalf("%s: %v, want %v", line, err, want)
		}
		want = want[1:]
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestADifferenceIsJSONOfTheStatedShape(t *testing.T) {
	t.Parallel()
	write := func(name, text string) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	a := write("a.md", "# 办法\n\n第一条　申请后30日内答复。\n\n第二条　本办法自公布之日起施行。\n")
	b := write("b.md", "# 办法（二稿）\n\n第一条　申请后15日内答复。\n\n第二条　新增一条，关于收费标准的公示和监督。\n\n第三条　本办法自公布之日起施行。\n")
	stdout, stderr, status := ran(t, "draft", "diff", a, b)
	var got comparison
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || status != 0 || stderr != "" {
		t.Fatalf("exit %d, %q: %v", status, stderr, err)
	}
	if got.A.Title != "办法" || got.B.Title != "办法（二稿）" || len(got.Changes) != 3 ||
		got.Counts != (compare.Counts{Same: 1, Changed: 1, Added: 1, Renumbered: 1}) {
		t.Fatalf("got %+v", got)
	}
	first := got.Changes[0]
	if first.Kind != compare.Changed || first.A.Label != "第一条" || len(first.Diff) != 4 || first.Diff[1] != (compare.Edit{Op: "delete", Text: "30日"}) {
		t.Errorf("first: %+v", first)
	}
	if added := got.Changes[1]; added.A != nil || added.B.Label != "第二条" || added.B.Path[0] != 1 {
		t.Errorf("added: %+v", added)
	}
	if last := got.Changes[2]; last.Kind != compare.Same || !last.Renumbered || last.Diff == nil || !strings.Contains(stdout, `"diff": []`) {
		t.Errorf("last: %+v", last)
	}
}
