package consult_test

import (
	"slices"
	"strings"
	"testing"

	"nayan/internal/consult"
	"nayan/internal/fault"
)

func warnings(d consult.Decision) (list []consult.Warning) {
	for _, w := range d.Normalise().Warnings() {
		list = append(list, w.Warning)
	}
	return list
}

func TestAReasonIsLookedThroughByItsOutcome(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("经研究暂不宜作统一规定", 3)
	for _, c := range []struct {
		outcome consult.Outcome
		reason  string
		want    []consult.Warning
	}{
		{consult.Adopted, "", nil}, // a draft
		{consult.Adopted, "予以采纳。", []consult.Warning{consult.TooShort}},
		{consult.Adopted, "予，以，采，纳，！！！！", []consult.Warning{consult.TooShort}}, // punctuation says nothing
		{consult.Adopted, "已写入修改稿第三条。", nil},
		{consult.Adopted, "已写入修改稿第【】条，谢谢。", []consult.Warning{consult.BlankLeft}},
		{consult.NotAdopted, "已写入修改稿第三条。", []consult.Warning{consult.TooShort}},
		{consult.NotAdopted, long, []consult.Warning{consult.NoBasis}},
		{consult.NotAdopted, "不采纳。", []consult.Warning{consult.TooShort, consult.NoBasis}},
		{consult.PartlyAdopted, long, []consult.Warning{consult.NoBasis}},
		{consult.Explained, long, nil},
		{consult.OutOfScope, "已转县住建局直接答复您本人。", nil},
		{consult.NotAdopted, "根据《【法规名称】》第【】条规定，您的建议与上述规定不一致，因此未采纳。", []consult.Warning{consult.BlankLeft, consult.NoBasis}},
	} {
		if got := warnings(consult.Decision{Outcome: c.outcome, Reason: c.reason}); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %v, want %v", c.outcome, c.reason, got, c.want)
		}
	}
}

func TestABasisIsNamedOrOnlyTalkedAbout(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]bool{
		"第三条已有规定":               true,
		"见第十七条之一":               true,
		"见第12条第2款":              true,
		"《城市绿化条例》已有规定":          true,
		"云政发〔2026〕3号文件已有规定":     true,
		"见附件二":                  true,
		"依据水务部门的测算结果":           true,
		"根据道路交通事故统计数据":          true,
		"根据实际情况":                false,
		"根据有关规定，不予采纳":           false,
		"按照相关法律法规的要求":           false,
		"根据您的第三条建议":             false, // a number of opinions is no clause
		"您的第2条意见收悉":             false,
		"根据":                    false,
		"依据《》":                  false,
		"根据《【法规名称】》第【】条":        false, // a template left as it was
		"根据【文件名称】的规定":           false,
		"经研究，不予采纳":              false,
		"书名号里没有字《……》":           false,
		"第三条意见不合理，第五条已作规定":      true,
		"依照中华人民共和国民法典第二百七十八条规定": true,
	} {
		if got := consult.NamesBasis(reason); got != want {
			t.Errorf("%q: %v", reason, got)
		}
	}
}

func TestABlankIsWhatATemplateLeavesOpen(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]string{
		"已写入第【】条":    "【】",
		"根据《【法规名称】》": "【法规名称】",
		"【 】":        "【 】",
		"【2026】3号":   "", // some type the year of a document so
		"【一】采纳部分":    "",
		"【":          "",
		"没有空白":       "",
		"【甲\n乙】":     "", // templates are one line
	} {
		if got := consult.Blank(reason); got != want {
			t.Errorf("%q: %q, want %q", reason, got, want)
		}
	}
}

func TestAWeakReasonStandsWithANoteAlone(t *testing.T) {
	t.Parallel()
	weak := consult.Decision{Outcome: consult.NotAdopted, Reason: "不采纳。"}
	_, err := weak.Standing(weak.Warnings())
	if got := fields(err); !slices.Equal(got, []string{"reason reason.warning.too_short", "reason reason.warning.no_basis"}) {
		t.Errorf("without a note: %v", got)
	}
	weak.Override = "已电话"
	_, err = weak.Standing(weak.Warnings())
	if got := fields(err); !fault.Is(err, fault.Invalid) || !slices.Contains(got, "override reason.error.override_short") {
		t.Errorf("with a short note: %v", got)
	}
	weak.Override = "已当面向本人说明"
	d, err := weak.Standing(weak.Warnings())
	if err != nil || d.Overridden != "too_short,no_basis" || d.Override != weak.Override {
		t.Errorf("with a note: %+v, %v", d, err)
	}
	if got := d.Overridden.List(); !slices.Equal(got, []consult.Warning{consult.TooShort, consult.NoBasis}) {
		t.Errorf("the warnings are %v", got)
	}
	d, err = consult.Decision{Outcome: consult.Adopted, Reason: "已写入修改稿第三条。", Override: "多余的说明", Overridden: "no_basis"}.Standing(nil)
	if err != nil || d.Override != "" || d.Overridden != "" {
		t.Errorf("a note that answers nothing is kept: %+v, %v", d, err)
	}
}

func FuzzAFilledTemplateHasNoBlankAndItsLawIsABasis(f *testing.F) {
	f.Add("物业管理条例", "三", "由业主共同决定")
	f.Add("中华人民共和国民法典", "278", "〔2026〕")
	f.Fuzz(func(t *testing.T, law, number, rest string) {
		clean := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune("《》【】\n", r) {
					return -1
				}
				return r
			}, s)
		}
		law, rest = "云溪"+clean(law), clean(rest)
		reason := "根据《" + law + "》第" + clean(number) + "条规定，" + rest
		if !consult.NamesBasis(reason) || consult.Blank(reason) != "" {
			t.Errorf("%q: basis %v, blank %q", reason, consult.NamesBasis(reason), consult.Blank(reason))
		}
		blank := reason + "【" + rest + "甲】"
		if consult.Blank(blank) == "" {
			t.Errorf("%q has no blank", blank)
		}
		// Whatever is said before and after, a law that is named stays named.
		if !consult.NamesBasis(rest + reason + rest) {
			t.Errorf("%q hides its law", rest)
		}
	})
}
