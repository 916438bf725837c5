package similar_test

import (
	"testing"

	"nayan/internal/similar"
)

const original = "反对在枫林小区南门外建垃圾中转站，距离居民楼不到五十米，气味和噪声都会影响老人孩子，请重新选址。"

func TestSpellingsOfOneTextAreExactCopies(t *testing.T) {
	t.Parallel()
	for _, other := range []string{
		"反對在楓林小區南門外建垃圾中轉站,距離居民樓不到五十米,氣味和噪聲都會影響老人孩子,請重新選址!",
		"反对在枫林小区南门外建垃圾中转站 距离居民楼不到五十米\r\n气味和噪声都会影响老人孩子　请重新选址",
		"“反对在枫林小区南门外建垃圾中转站”——距离居民楼不到五十米；气味和噪声，都会影响老人、孩子……请重新选址？",
	} {
		a, b := similar.NewSketch(original), similar.NewSketch(other)
		if likeness, near := a.Near(b); a.Hash != b.Hash || likeness != 1 || !near {
			t.Errorf("%q is like the original by %v", other, likeness)
		}
	}
}

func TestSmallChangesAreNear(t *testing.T) {
	t.Parallel()
	for _, other := range []string{
		"反对在枫林小区南门外建垃圾中转站，距离居民楼不足五十米，气味和噪音都会影响老人孩子，请重新选址。",
		"我是六栋住户。" + original,
		original + "孩子有哮喘，医生说最怕这种环境，我们全家刚贷款买的房子，实在没有能力再搬，望各位领导体谅我们的难处，谢谢。",
		"反对在枫林小区南门外建垃圾中转站，距离居民楼不到五十米，请重新选址。",
		"请重新选址：距离居民楼不到五十米，气味和噪声都会影响老人孩子，反对在枫林小区南门外建垃圾中转站。",
	} {
		if likeness, near := similar.NewSketch(original).Near(similar.NewSketch(other)); !near {
			t.Errorf("%q is not near, by %.2f", other, likeness)
		}
	}
}

func TestOtherTextsAreNotNear(t *testing.T) {
	t.Parallel()
	for a, b := range map[string]string{
		original: "支持在河西片区建垃圾中转站，距离居民楼五百米以上就可以，气味和噪声要有人监测。",
		"同意":     "不同意",
		"同意方案":   "反对方案",
		"好":      "好吧",
		"太贵了":    "太远了",
		"":       "",
		"！？":     "……",
		"距离居民楼不到五十米，气味和噪声都会影响老人": original + original[:60] + "另外公交车也太少，路灯也不亮，健身器材坏了三个月没有人修，停车更是一位难求，物业什么都不管，电梯一年困了五次人。",
	} {
		if likeness, near := similar.NewSketch(a).Near(similar.NewSketch(b)); near {
			t.Errorf("%q and %q are near, by %.2f", a, b, likeness)
		}
	}
}

func TestOppositesAreNeverNear(t *testing.T) {
	t.Parallel()
	for a, b := range map[string]string{
		"我同意取消实验小学门口的限时停车位":               "我不同意取消实验小学门口的限时停车位",
		"建议把公交末班车延长到二十二点，方便下晚班的人回家，也方便学生": "建议把公交末班车缩短到二十二点，方便下晚班的人回家，也方便学生",
		"支持在河西片区建设新的农贸市场，方便大家买菜":          "反对在河西片区建设新的农贸市场，方便大家买菜",
		"第九条应当允许老年代步车在辅路上行驶，请予考虑":         "第九条应当禁止老年代步车在辅路上行驶，请予考虑",
		"这条规定企业能做到，希望尽快施行":                "这条规定企业没能做到，希望尽快施行",
	} {
		likeness, near := similar.NewSketch(a).Near(similar.NewSketch(b))
		if near {
			t.Errorf("%q and %q are near, by %.2f", a, b, likeness)
		}
		if _, again := similar.NewSketch(b).Near(similar.NewSketch(a)); again {
			t.Errorf("%q and %q are near the other way round", b, a)
		}
	}
	both := "有人支持在河西片区建设新的农贸市场，也有人反对在河西片区建设新的农贸市场"
	if _, near := similar.NewSketch(both).Near(similar.NewSketch(both + "，请听听大家的")); !near {
		t.Error("a text with both words is opposed to itself")
	}
}

func TestKeysDoNotChangeWithinAVersion(t *testing.T) {
	t.Parallel()
	s := similar.NewSketch(original)
	if len(s.Keys) != 22 || s.Hash[0] != goldenHash || s.Keys[0] != goldenBand || s.Keys[21] != goldenClause {
		t.Errorf("%d keys, %#x, %d … %d: stored ones are worthless, raise Version (%d)", len(s.Keys), s.Hash[0], s.Keys[0], s.Keys[len(s.Keys)-1], similar.Version)
	}
}

const (
	goldenHash   = 0xb4
	goldenBand   = 332986548150973422
	goldenClause = -6060991850951055118
)
