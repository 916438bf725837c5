package app_test

import (
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
	"nayan/repo"
)

func TestADraftIsStoredAsItWasParsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	stored, err := d.Repo.DraftByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	tree := parsed(t)
	byID := map[int64]consult.Clause{}
	i, last := 0, int64(0)
	for node := range tree.Walk() {
		c := stored.Clauses[i]
		if c.Kind != string(node.Clause.Kind) || c.Number != node.Clause.Number || c.Heading != node.Clause.Heading ||
			c.Text != node.Clause.Text || c.Label != node.Label || c.Depth != node.Depth {
			t.Errorf("clause %d is stored as %+v", i, c)
		}
		if c.ID <= last {
			t.Errorf("the id of clause %d does not rise", i)
		}
		if parent := byID[c.ParentID]; c.Depth > 0 && parent.Depth != c.Depth-1 || c.Depth == 0 && c.ParentID != 0 {
			t.Errorf("the parent of %s is %+v", c.Label, parent)
		}
		byID[c.ID], last, i = c, c.ID, i+1
	}
	if i != len(stored.Clauses) || i < 8 {
		t.Errorf("%d clauses parsed, %d stored", i, len(stored.Clauses))
	}
	labels := ""
	for _, c := range stored.Clauses {
		labels += c.Label + " "
	}
	for _, want := range []string{"第三条 ", "第二条第二款 ", "第三条第（二）项 "} {
		if !strings.Contains(labels, want) {
			t.Errorf("no clause is called %s: %s", want, labels)
		}
	}
	if stored.Title != tree.Title || stored.FileName != "draft.md" || stored.Version != 1 {
		t.Errorf("draft: %+v", stored)
	}
}

func TestASecondImportIsTheNextVersionAndItsWordsAreFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	tree, err := draft.Parse("v2.txt", []byte("规定\n\n第一条　禁养烈性犬名录另行公布。"))
	if err != nil {
		t.Fatal(err)
	}
	tree.Warnings = append(tree.Warnings, draft.Warning{Place: "第一条", Message: "请核对"})
	draftID, err := d.SaveDraft(t.Context(), d.wang, id, `C:\Users\wang\v2.txt`, tree)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Repo.DraftByID(t.Context(), id)
	if err != nil || got.ID != draftID || got.Version != 2 || got.FileName != "v2.txt" || len(got.Warnings) == 0 {
		t.Errorf("draft: %+v, %v", got, err)
	}
	for query, want := range map[string]int{"烈性犬名录": 1, "遗弃犬只": 0} {
		l, err := d.Repo.DeskConsultations(t.Context(), repo.DeskFilter{Units: repo.EveryUnit, Query: query, Now: d.morning})
		if err != nil || l.Total != want {
			t.Errorf("%s is found %d times, %v", query, l.Total, err)
		}
	}
}

func TestADraftWithoutAClauseIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	if _, err := d.SaveDraft(t.Context(), d.wang, id, "empty.md", draft.Tree{Title: "空"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no clause: %v", err)
	}
}

func TestCharactersThatPostgresRefusesDoNotStopAnImport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.drafted(t)
	tree := draft.Tree{Title: "规\x00定", Clauses: []draft.Clause{{Kind: draft.Article, Number: "第一条", Text: "甲\x00乙\xff"}}}
	if _, err := d.SaveDraft(t.Context(), d.wang, id, "\x00.md", tree); err != nil {
		t.Fatal(err)
	}
	got, err := d.Repo.DraftByID(t.Context(), id)
	if err != nil || got.Title != "规定" || got.Clauses[0].Text != "甲乙" {
		t.Errorf("draft: %+v, %v", got, err)
	}
}
