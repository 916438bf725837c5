package compare_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nayan/internal/compare"
	"nayan/internal/draft"
)

// clausesOf lists a draft's clauses as they are compared.
func clausesOf(tree draft.Tree) (list []compare.Clause) {
	for n := range tree.Walk() {
		list = append(list, compare.Clause{Depth: n.Depth, Kind: string(n.Clause.Kind), Number: n.Clause.Number,
			Heading: n.Clause.Heading, Text: n.Clause.Text, Label: n.Label})
	}
	return list
}

func read(tb testing.TB, file string) []compare.Clause {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	tree, err := draft.Parse(filepath.Base(file), data)
	if err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	return clausesOf(tree)
}

// pairs gives the directories with an old_* and a new_* file: the committed ones,
// and those below NAYAN_COMPARE_CORPUS.
func pairs(tb testing.TB) (dirs []string) {
	tb.Helper()
	for _, root := range append([]string{"testdata"}, filepath.SplitList(os.Getenv("NAYAN_COMPARE_CORPUS"))...) {
		entries, err := os.ReadDir(root)
		if err != nil {
			tb.Fatal(err)
		}
		for _, e := range entries {
			if e.IsDir() && e.Name() != "fuzz" {
				dirs = append(dirs, filepath.Join(root, e.Name()))
			}
		}
	}
	return dirs
}

func version(tb testing.TB, dir, prefix string) []compare.Clause {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(dir, prefix+"_*"))
	if err != nil || len(files) != 1 {
		tb.Fatalf("%s_* in %s: %v, %v", prefix, dir, files, err)
	}
	return read(tb, files[0])
}

func TestTheVersionsOfRealActsAreCompared(t *testing.T) {
	t.Parallel()
	for _, dir := range pairs(t) {
		a, b := version(t, dir, "old"), version(t, dir, "new")
		start := time.Now()
		changes := compare.Compare(a, b)
		took := time.Since(start)
		check(t, a, b, changes)
		t.Logf("%s: %d → %d clauses in %v: %+v", filepath.Base(dir), len(a), len(b), took.Round(time.Millisecond), compare.Count(changes))
		if testing.Verbose() {
			t.Log("\n" + show(a, b, changes))
		}
	}
}

// check holds what every comparison must hold.
func check(t testing.TB, a, b []compare.Clause, changes []compare.Change) {
	t.Helper()
	seenA, seenB := make([]int, len(a)), make([]int, len(b))
	var order []int
	for _, c := range changes {
		if (c.A < 0) != (c.Kind == compare.Added) || (c.B < 0) != (c.Kind == compare.Removed) {
			t.Fatalf("a change with wrong sides: %+v", c)
		}
		oldText, newText := "", ""
		if c.A >= 0 {
			seenA[c.A]++
			oldText = a[c.A].Body()
		}
		if c.B >= 0 {
			seenB[c.B]++
			newText = b[c.B].Body()
			order = append(order, c.B)
		}
		if c.Kind == compare.Same || c.Kind == compare.Moved {
			if oldText != newText || len(c.Diff) > 0 {
				t.Errorf("%+v is not the same: %q, %q", c, oldText, newText)
			}
			continue
		}
		if got := joined(c.Diff, compare.Delete); got != oldText {
			t.Errorf("the old text of %+v is %q", c, oldText)
		}
		if got := joined(c.Diff, compare.Insert); got != newText {
			t.Errorf("the new text of %+v is %q", c, newText)
		}
	}
	if slices.ContainsFunc(seenA, not1) || slices.ContainsFunc(seenB, not1) {
		t.Errorf("clauses are not told once each: %v, %v", seenA, seenB)
	}
	if !slices.IsSorted(order) {
		t.Errorf("the new version is told out of order: %v", order)
	}
}

func not1(n int) bool { return n != 1 }

// joined gives the equal runs and those of one operation.
func joined(edits []compare.Edit, op compare.Op) string {
	var b strings.Builder
	for _, e := range edits {
		if e.Op == compare.Equal || e.Op == op {
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

// show writes changes down for people.
func show(a, b []compare.Clause, changes []compare.Change) string {
	var out strings.Builder
	for _, c := range changes {
		if c.Kind == compare.Same && !c.Renumbered {
			continue
		}
		from, to := "-", "-"
		if c.A >= 0 {
			from = a[c.A].Label
		}
		if c.B >= 0 {
			to = b[c.B].Label
		}
		fmt.Fprintf(&out, "%s %s → %s", c.Kind, from, to)
		for flag, on := range map[string]bool{" moved": c.Moved, " renumbered": c.Renumbered, " minor": c.Minor} {
			if on {
				out.WriteString(flag)
			}
		}
		if c.Echo != nil {
			other := b
			if c.Kind == compare.Added {
				other = a
			}
			fmt.Fprintf(&out, " echo of %s", other[c.Echo.Clause].Label)
		}
		out.WriteString("\n    ")
		if c.Diff == nil && c.A >= 0 {
			text := []rune(a[c.A].Body())
			out.WriteString(string(text[:min(len(text), 30)]))
		}
		for _, e := range c.Diff {
			out.WriteString(map[compare.Op]string{compare.Equal: e.Text, compare.Delete: "[-" + e.Text + "-]", compare.Insert: "{+" + e.Text + "+}"}[e.Op])
		}
		out.WriteString("\n")
	}
	return out.String()
}
