package ui_test

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/boombuler/barcode/qr"

	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/views/ui"
	"nayan/views/viewtest"
)

func TestAFieldIsTiedToItsLabelHintAndError(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.TextField(ui.Field{ID: "x", Name: "phone", Label: "Phone", Hint: "hint", Error: "wrong", Value: "<1>", Type: "tel", Required: true}))
	viewtest.Attr(t, doc, "label", "for", "x")
	viewtest.Attr(t, doc, "input", "aria-describedby", "x-hint x-error")
	viewtest.Attr(t, doc, "input", "aria-invalid", "true")
	viewtest.Attr(t, doc, "input", "type", "tel")
	viewtest.Attr(t, doc, "input", "value", "<1>")
	viewtest.Holds(t, doc, "#x-error", "wrong")
	viewtest.Holds(t, doc, "label", "（必填）")
	if _, required := doc.Find("input").Attr("required"); !required {
		t.Error("not required")
	}
}

func TestAnOptionalFieldSaysSo(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.TextArea(ui.Field{ID: "x", Name: "x", Label: "Text", Value: "a\nb", MaxLength: 9}))
	viewtest.Holds(t, doc, "label", "（选填）")
	viewtest.Attr(t, doc, "textarea", "maxlength", "9")
	viewtest.Count(t, doc, "[aria-invalid], [aria-describedby], [required]", 0)
	if got := doc.Find("textarea").Text(); got != "a\nb" {
		t.Errorf("text area holds %q", got)
	}
}

func TestTheFirstChoiceTakesTheGroupsID(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.Choices(ui.Field{ID: "n", Name: "n", Value: "2", Error: "wrong"}, []ui.Option{{Value: "1"}, {Value: "2"}}))
	viewtest.Attr(t, doc, "#n", "value", "1")
	viewtest.Attr(t, doc, "input[checked]", "value", "2")
	viewtest.Attr(t, doc, "fieldset", "aria-describedby", "n-error")
}

func TestSelectAndCheckboxKeepWhatWasChosen(t *testing.T) {
	t.Parallel()
	viewtest.Attr(t, viewtest.Document(t, ui.Select(ui.Field{ID: "s", Name: "s", Value: "b"}, []ui.Option{{Value: "a"}, {Value: "b"}})), "option[selected]", "value", "b")
	viewtest.Count(t, viewtest.Document(t, ui.Checkbox(ui.Field{ID: "c", Name: "c", Value: "1"})), "input[checked]", 1)
	viewtest.Count(t, viewtest.Document(t, ui.Checkbox(ui.Field{ID: "c", Name: "c"})), "input[checked]", 0)
}

func TestTheErrorSummaryLinksToEachField(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.ErrorSummary([]fault.Field{{Name: "name", Key: "form.error"}, {Key: "form.error"}}, "s1-"))
	viewtest.Attr(t, doc, "[role=alert] a", "href", "#s1-name")
	viewtest.Count(t, doc, "li", 2)
	viewtest.Count(t, doc, "a", 1)
	if html := viewtest.Render(t, ui.ErrorSummary(nil, "")); strings.TrimSpace(html) != "" {
		t.Errorf("a form without faults shows %q", html)
	}
}

func TestASummaryWithoutAFieldSaysThatNothingWasTaken(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.ErrorSummary(ui.Errors{{Key: "comment.error.stale"}}, ""))
	viewtest.Holds(t, doc, ".error-summary h2", "没有提交成功")
}

func TestThePagerShowsTheEndsAndTheNeighbours(t *testing.T) {
	t.Parallel()
	href := func(n int) string { return fmt.Sprintf("?page=%d", n) }
	for _, c := range []struct {
		page, last int
		want       string
	}{
		{1, 1, ""},
		{1, 2, "1 2 下一页"},
		{2, 3, "上一页 1 2 3 下一页"},
		{5, 9, "上一页 1 … 4 5 6 … 9 下一页"},
		{9, 9, "上一页 1 … 8 9"},
	} {
		doc := viewtest.Document(t, ui.Pager(ui.Pages{Page: c.page, Last: c.last, Href: href}))
		var got []string
		doc.Find(".pager > *").Each(func(_ int, s *goquery.Selection) { got = append(got, s.Text()) })
		if strings.Join(got, " ") != c.want {
			t.Errorf("page %d of %d shows %q, want %q", c.page, c.last, strings.Join(got, " "), c.want)
		}
	}
}

func TestTheBarLeavesOutZerosButTheLegendDoesNot(t *testing.T) {
	t.Parallel()
	doc := viewtest.Document(t, ui.Bar("label", []ui.Share{{Tone: "adopted", Label: "A", Count: 999}, {Tone: "explained", Label: "B"}, {Tone: "not_adopted", Label: "C", Count: 1}}))
	viewtest.Count(t, doc, ".bar > svg rect", 2)
	viewtest.Count(t, doc, ".legend li", 3)
	viewtest.Attr(t, doc, ".bar > svg rect.not_adopted", "width", "8")
	viewtest.Attr(t, doc, ".bar > svg rect.not_adopted", "x", "999")
	viewtest.Attr(t, doc, ".bar > svg", "viewBox", "0 0 1007 24")
	viewtest.Attr(t, doc, ".bar > svg", "aria-label", "label")
}

func TestABarOfNothingHasNoDrawing(t *testing.T) {
	t.Parallel()
	viewtest.Count(t, viewtest.Document(t, ui.Bar("label", []ui.Share{{Label: "A"}})), ".bar > svg", 0)
}

func TestOutcomesAreNamedInWords(t *testing.T) {
	t.Parallel()
	for outcome, word := range map[consult.Outcome]string{
		consult.Adopted: "采纳", consult.PartlyAdopted: "部分采纳", consult.NotAdopted: "未采纳", consult.Explained: "解释说明", consult.OutOfScope: "不属于本次征集范围",
	} {
		if got := viewtest.Text(viewtest.Document(t, ui.OutcomeTag(outcome)), ".tag"); got != word {
			t.Errorf("%s reads %q", outcome, got)
		}
	}
}

// The drawing is read back module by module and compared with the code it came from.
func TestTheCodeIsDrawnModuleByModule(t *testing.T) {
	t.Parallel()
	const content = "https://yunxi.example/consultations/2026-0002"
	doc := viewtest.Document(t, ui.QR(content, "label"))
	want, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	drawn := modules(t, doc.Find("path").AttrOr("d", ""))
	dark := 0
	side := want.Bounds().Dx()
	for y := range side {
		for x := range side {
			isDark := want.At(x, y) == color.Gray16{}
			if isDark {
				dark++
			}
			if drawn[image.Pt(x+4, y+4)] != isDark {
				t.Fatalf("module %d,%d drawn %v, want %v", x, y, !isDark, isDark)
			}
		}
	}
	if dark != len(drawn) {
		t.Errorf("%d modules drawn, want %d", len(drawn), dark)
	}
	viewtest.Attr(t, doc, "svg", "viewBox", fmt.Sprintf("0 0 %d %d", side+8, side+8))
}

func modules(t *testing.T, path string) map[image.Point]bool {
	t.Helper()
	out := map[image.Point]bool{}
	for run := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var x, y, width, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &width, &back); err != nil || width != back {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range width {
			out[image.Pt(x+i, y)] = true
		}
	}
	return out
}
