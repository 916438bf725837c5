package consultview_test

import (
	"strconv"
	"testing"
	"time"

	"nayan/internal/consult"
	consultview "nayan/views/consult"
	"nayan/views/viewtest"
)

// longDraft is as long as a draft gets: a hundred articles with two paragraphs each.
func longDraft() []consult.Clause {
	var out []consult.Clause
	for i := range int64(100) {
		label := "第" + strconv.FormatInt(i+1, 10) + "条"
		out = append(out, consult.Clause{ID: 3*i + 1, Kind: "article", Number: label, Label: label, Text: "为了规范养犬行为，保障公民人身安全和公共环境卫生，根据有关法律法规，结合本县实际，制定本规定。"},
			consult.Clause{ID: 3*i + 2, Depth: 1, Kind: "paragraph", Text: "本县行政区域内犬只的饲养、诊疗、经营以及相关监督管理活动，适用本规定。"},
			consult.Clause{ID: 3*i + 3, Depth: 1, Kind: "item", Number: "（一）", Text: "县公安机关是养犬管理的主管部门。"})
	}
	return out
}

func BenchmarkADraftOfAHundredArticles(b *testing.B) {
	h := consultview.Head{Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Consultation: consult.Consultation{
		No: "2026-0001", State: consult.Released,
		Times: consult.Times{OpensAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), ClosesAt: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
	}}
	view := consultview.Draft(consultview.DraftPage{Head: h, Clauses: longDraft()})
	for b.Loop() {
		viewtest.Render(b, view)
	}
}
