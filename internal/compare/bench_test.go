package compare_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nayan/internal/compare"
)

// hundreds makes a draft of n articles, each with a paragraph and three items,
// about 200 characters an article, in words that a county uses.
func hundreds(n int, seed uint64) (list []compare.Clause) {
	r := rand.New(rand.NewPCG(seed, 7))
	words := strings.Fields("县人民政府 有关部门 应当 按照 各自职责 依法 做好 公共场所 监督管理 工作 申请人 自收到 通知之日起 十五日内 提交 材料 " +
		"乡镇 街道办事处 居民委员会 养犬登记 垃圾分类 电动自行车 停放充电 物业服务企业 业主 小区 收费标准 信息公开 行政处罚 责令改正 并处 罚款")
	sentence := func() string {
		var b strings.Builder
		for range 12 {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String() + "。"
	}
	for i := 1; i <= n; i++ {
		list = append(list, article(i, sentence(), sentence())...)
		for k := range 3 {
			list = append(list, compare.Clause{Depth: 1, Kind: "item", Number: fmt.Sprintf("（%d）", k+1), Text: sentence()[:60] + "；",
				Label: fmt.Sprintf("第%d条第%d项", i, k+1)})
		}
	}
	return list
}

// amended changes a few words in every clause.
func amended(list []compare.Clause) []compare.Clause {
	list = slices.Clone(list)
	for i := range list {
		list[i].Text = strings.NewReplacer("应当", "可以", "十五日内", "二十日内", "依法", "").Replace(list[i].Text) + "另有规定的除外。"
	}
	return list
}

// reordered puts the articles the other way round.
func reordered(list []compare.Clause) (out []compare.Clause) {
	end := len(list)
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Depth == 0 {
			out, end = append(out, list[i:end]...), i
		}
	}
	return out
}

// giant is one clause of 100,000 characters without a full stop to hold on to.
func giant(seed uint64) []compare.Clause {
	r := rand.New(rand.NewPCG(seed, 9))
	text := make([]rune, 100_000)
	for i := range text {
		text[i] = '一' + rune(r.IntN(2000))
	}
	return []compare.Clause{{Kind: "article", Number: "第一条", Text: string(text)}}
}

func hostile() map[string][2][]compare.Clause {
	big := giant(1)
	touched := slices.Clone(big)
	touched[0].Text = strings.ReplaceAll(touched[0].Text, "丁", "戊己")
	alike := func(n int) (list []compare.Clause) {
		for i := range n {
			list = append(list, compare.Clause{Kind: "article", Number: fmt.Sprint(i), Text: strings.Repeat("应当依法", i%40+1)})
		}
		return list
	}
	deep := make([]compare.Clause, 2000)
	for i := range deep {
		deep[i] = compare.Clause{Depth: i, Kind: "item", Text: fmt.Sprint("甲乙丙丁", i)}
	}
	return map[string][2][]compare.Clause{
		"nothing and something":     {nil, article(1, cats)},
		"two giants":                {big, giant(2)},
		"a giant slightly changed":  {big, touched},
		"much the same everywhere":  {alike(3000), alike(2900)},
		"one text a thousand times": {slices.Repeat(article(1, cats), 3000), slices.Repeat(article(1, cats+dogs), 2000)},
		"deep":                      {deep, amended(deep)},
	}
}

// Two versions of 200 articles must be compared in under 150 ms.
func BenchmarkCompare200Articles(b *testing.B) {
	old := hundreds(200, 1)
	for name, next := range map[string][]compare.Clause{
		"a few changed": func() []compare.Clause { return append(amended(old[:50]), old[50:]...) }(),
		"all changed":   amended(old),
		"reordered":     reordered(amended(old)),
		"different":     hundreds(200, 99),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compare.Compare(old, next)
			}
		})
	}
}

func BenchmarkCompareHostile(b *testing.B) {
	for name, c := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compare.Compare(c[0], c[1])
			}
		})
	}
}
