package repo_test

import (
	"testing"
	"time"

	"nayan/internal/consult"
	"nayan/repo"
	"nayan/repo/repotest"
)

func TestAPageTakesAsManyRoundTripsAsPromised(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), make([]string, 100)...)
	file := c.attach(t, id, "表.pdf", []byte("%P"))
	no := c.release(t, id)
	for range 25 {
		c.call(t, c.fields("又一件"))
	}
	pool, counter := repotest.Counted(t, c.db)
	r := repo.New(pool, false)
	ctx := t.Context()
	for _, page := range []struct {
		name string
		most int64
		read func() error
	}{
		{"head", 1, func() error { _, err := r.ConsultationByNo(ctx, no); return err }},
		{"notice", 1, func() error { _, err := r.NoticeByNo(ctx, no); return err }},
		{"explanation", 1, func() error { _, err := r.ExplanationByNo(ctx, no); return err }},
		{"draft of 100 articles", 2, func() error { _, err := r.DraftByNo(ctx, no); return err }},
		{"list", 2, func() error { _, err := r.Consultations(ctx, repo.Filter{Now: noon}); return err }},
		{"list with everything", 2, func() error {
			_, err := r.Consultations(ctx, repo.Filter{Query: "又 一件", Kind: consult.OtherKind, Audience: consult.Public, UnitID: c.law,
				Phase: consult.Open, Page: 2, Now: noon})
			return err
		}},
		{"home figures", 1, func() error { _, err := r.HomeFigures(ctx, noon.Add(-time.Hour), noon); return err }},
		{"desk list", 2, func() error {
			_, err := r.DeskConsultations(ctx, repo.DeskFilter{Units: repo.EveryUnit, Now: noon})
			return err
		}},
		{"desk", 1, func() error { _, err := r.ConsultationByID(ctx, id); return err }},
		{"desk draft", 2, func() error { _, err := r.DraftByID(ctx, id); return err }},
		{"history", 1, func() error { _, err := r.ReviewSteps(ctx, id); return err }},
		{"file", 1, func() error { _, err := r.AttachmentByNo(ctx, no, file); return err }},
	} {
		got := counter.Of(func() {
			if err := page.read(); err != nil {
				t.Errorf("%s: %v", page.name, err)
			}
		})
		if got < 1 || got > page.most {
			t.Errorf("%s takes %d round trips, promised %d", page.name, got, page.most)
		}
	}
}
