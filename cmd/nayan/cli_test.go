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
		{"draft", "parse", t.TempDir()}, {"draft", "parse", empty}, {"serve"}, {"migrate", "up"}, {"migrate", "status"}, {"user", "add"},
		{"keys", "status"}, {"keys", "rotate"}, {"retention", "run"}, {"scan"}, {"scan", "no-such-file.txt"}, {"scan", t.TempDir()}} {
		stdout, stderr, status := ran(t, args...)
		if status == 0 || stdout != "" || !strings.Contains(stderr, "nayan: ") {
			t.Errorf("nayan %s: exit %d, %q on standard output, %q on standard error", strings.Join(args, " "), status, stdout, stderr)
		}
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
