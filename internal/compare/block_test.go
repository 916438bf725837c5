package compare_test

import (
	"testing"

	"nayan/internal/compare"
)

func depths(list []compare.Clause) (out []int) {
	for _, c := range list {
		out = append(out, c.Depth)
	}
	return out
}

// An article whose item changed, one that stayed, one that went, and one that only
// got another number.
func TestAnArticleIsTouchedByWhatChangedInsideIt(t *testing.T) {
	t.Parallel()
	article := func(number, text string) compare.Clause {
		return compare.Clause{Kind: "article", Number: number, Label: number, Text: text}
	}
	item := func(number, text string) compare.Clause {
		return compare.Clause{Depth: 1, Kind: "item", Number: number, Label: number, Text: text}
	}
	a := []compare.Clause{
		article("第一条", "禁止下列行为："), item("（一）", "携带犬只进入学校、医院和机关；"), item("（二）", "在公共场所放任犬只伤人；"),
		article("第二条", "养犬人应当在三十日内到镇人民政府登记。"), article("第三条", "本办法所称重点管理区由县人民政府另行划定。"),
		article("第四条", "本办法由县公安局负责解释，自公布之日起施行。"),
	}
	b := []compare.Clause{
		article("第一条", "禁止下列行为："), item("（一）", "携带犬只进入学校、医院和机关，导盲犬除外；"), item("（二）", "在公共场所放任犬只伤人；"),
		article("第二条", "养犬人应当在三十日内到镇人民政府登记。"), article("第三条", "本办法由县公安局负责解释，自公布之日起施行。"),
	}
	blocks := compare.NewBlocks(compare.Compare(a, b), depths(a), depths(b))
	for i, want := range map[int]struct {
		to      int
		touched bool
		inside  int
	}{0: {0, true, 3}, 3: {3, false, 1}, 4: {-1, true, 1}, 5: {4, false, 1}, 1: {1, true, 1}, 2: {2, false, 1}} {
		to, inside := blocks.Of(i)
		if to != want.to || compare.Touched(inside) != want.touched || len(inside) != want.inside {
			t.Errorf("%s became %d with %+v, want %+v", a[i].Number, to, inside, want)
		}
	}
	if from, end := blocks.Old(0); from != 0 || end != 3 {
		t.Errorf("the first article goes from %d to %d", from, end)
	}
}
