package compare_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nayan/internal/compare"
)

// article makes one with paragraphs below it.
func article(n int, text string, paragraphs ...string) []compare.Clause {
	number := fmt.Sprintf("第%d条", n)
	list := []compare.Clause{{Kind: "article", Number: number, Label: number, Text: text}}
	for k, p := range paragraphs {
		list = append(list, compare.Clause{Depth: 1, Kind: "paragraph", Text: p, Label: fmt.Sprintf("%s第%d款", number, k+2)})
	}
	return list
}

const (
	cats    = "养犬人应当自取得犬只之日起三十日内到住所地公安派出所办理登记。"
	dogs    = "遛犬应当使用不超过两米的牵引带，并主动避让老年人、残疾人和儿童。"
	streets = "市容环境卫生主管部门负责查处在公共场所遗留犬只粪便的行为。"
	noise   = "犬只吠叫干扰他人正常生活的，由社区居民委员会调解，调解不成的依法处理。"
)

// brief writes a comparison as 第1条→第2条 kind, for the eye.
func brief(a, b []compare.Clause, changes []compare.Change) (out []string) {
	for _, c := range changes {
		line := string(c.Kind)
		if c.A >= 0 {
			line += " " + a[c.A].Label
		}
		if c.B >= 0 {
			line += " > " + b[c.B].Label
		}
		for flag, on := range map[string]bool{" moved": c.Moved, " minor": c.Minor} {
			if on {
				line += flag
			}
		}
		if c.Renumbered {
			line += " renumbered"
		}
		out = append(out, line)
	}
	return out
}

func TestAnInsertedArticleRenumbersTheOthersAndChangesNoText(t *testing.T) {
	t.Parallel()
	a := slices.Concat(article(1, cats), article(2, dogs), article(3, streets))
	b := slices.Concat(article(1, cats), article(2, noise), article(3, dogs), article(4, streets))
	got := brief(a, b, compare.Compare(a, b))
	want := []string{"same 第1条 > 第1条", "added > 第2条", "same 第2条 > 第3条 renumbered", "same 第3条 > 第4条 renumbered"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestAnArticleThatWentElsewhereIsMovedAndItsNeighboursAreNot(t *testing.T) {
	t.Parallel()
	a := slices.Concat(article(1, cats), article(2, dogs), article(3, streets), article(4, noise))
	b := slices.Concat(article(1, noise+"本条自公布之日起施行。"), article(2, cats), article(3, dogs), article(4, streets))
	got := brief(a, b, compare.Compare(a, b))
	want := []string{"changed 第4条 > 第1条 moved renumbered", "same 第1条 > 第2条 renumbered", "same 第2条 > 第3条 renumbered", "same 第3条 > 第4条 renumbered"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestARemovedArticleStandsWhereItStood(t *testing.T) {
	t.Parallel()
	a := slices.Concat(article(1, cats, "第二款文字甲乙丙丁。"), article(2, dogs), article(3, streets))
	b := slices.Concat(article(1, cats, "第二款文字甲乙丙丁。", "逾期不登记的，由公安机关责令限期改正，可以没收犬只。"), article(2, noise), article(3, streets))
	got := brief(a, b, compare.Compare(a, b))
	want := []string{"same 第1条 > 第1条", "same 第1条第2款 > 第1条第2款", "added > 第1条第3款", "removed 第2条", "added > 第2条", "same 第3条 > 第3条"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestAParagraphPutBeforeAnotherIsToldWhereTheOldTextWent(t *testing.T) {
	t.Parallel()
	a := article(1, cats, dogs)
	b := article(1, "养犬管理坚持政府监管、社会参与、养犬人自律的原则。", cats, dogs)
	changes := compare.Compare(a, b)
	check(t, a, b, changes)
	i := slices.IndexFunc(changes, func(c compare.Change) bool { return c.Kind == compare.Added })
	if i < 0 || changes[i].Echo == nil || a[changes[i].Echo.Clause].Text != cats || len(changes[i].Echo.Diff) > 0 {
		t.Errorf("got %+v", changes)
	}
}

func TestTwoArticlesMadeOneAreToldAsThat(t *testing.T) {
	t.Parallel()
	a := slices.Concat(article(1, cats+streets), article(2, noise), article(3, dogs))
	b := slices.Concat(article(1, cats+streets+noise), article(2, dogs))
	changes := compare.Compare(a, b)
	i := slices.IndexFunc(changes, func(c compare.Change) bool { return c.Kind == compare.Removed })
	if i < 0 || changes[i].Echo == nil || changes[i].Echo.Clause != 0 {
		t.Errorf("got %+v", changes)
	}
}

func TestWidthAndSpacesAreAMinorChange(t *testing.T) {
	t.Parallel()
	a := []compare.Clause{{Kind: "article", Number: "第一条", Text: "假期(1月1日)"}, {Depth: 1, Kind: "item", Number: "(一)", Text: "新年"}}
	b := []compare.Clause{{Kind: "article", Number: "第一条　", Text: "假期（1月1日）"}, {Depth: 1, Kind: "item", Number: "（一）", Text: "新年"}}
	changes := compare.Compare(a, b)
	if got := brief(a, b, changes); got[0] != "changed  >  minor" || got[1] != "same  > " {
		t.Errorf("got %q", got)
	}
}

func TestAChapterIsFoundByWhatItHolds(t *testing.T) {
	t.Parallel()
	chapter := func(number, heading string) compare.Clause {
		return compare.Clause{Kind: "chapter", Number: number, Heading: heading, Label: number}
	}
	in := func(list []compare.Clause) []compare.Clause {
		for i := range list {
			list[i].Depth++
		}
		return list
	}
	a := slices.Concat([]compare.Clause{chapter("第一章", "登记")}, in(article(1, cats)), []compare.Clause{chapter("第二章", "行为")}, in(article(2, dogs)))
	b := slices.Concat([]compare.Clause{chapter("第一章", "原则")}, in(article(1, streets)),
		[]compare.Clause{chapter("第二章", "养犬登记")}, in(article(2, cats)), []compare.Clause{chapter("第三章", "行为")}, in(article(3, dogs)))
	got := brief(a, b, compare.Compare(a, b))
	want := []string{"added > 第一章", "added > 第1条", "changed 第一章 > 第二章 renumbered", "same 第1条 > 第2条 renumbered",
		"same 第二章 > 第三章 renumbered", "same 第2条 > 第3条 renumbered"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestADifferenceIsToldInWholeSigns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, want string }{
		{"自收到之日起30日内答复", "自收到之日起60日内答复", "自收到之日起[30日]{60日}内答复"},
		{"三十日", "十五日", "[三十]{十五}日"},
		{"依照本办法第三条的规定", "依照本办法第十三条的规定", "依照本办法[第三条]{第十三条}的规定"},
		{"采用Word格式", "采用Excel格式", "采用[Word]{Excel}格式"},
		{"公民、法人", "公民、企业、法人", "公民、{企业、}法人"},
		{"星期六、星期日补假", "周六、周日补假", "[星期六、星期]{周六、周}日补假"},
		{"甲。乙。", "丙。丁。", "[甲]{丙}。[乙]{丁}。"},
		{"好👨‍👩‍👧的", "好👨‍👩‍👦的", "好[👨‍👩‍👧]{👨‍👩‍👦}的"},
		{"", "新增", "{新增}"},
		{"单价3.5元", "单价3.75元", "单价[3.5]{3.75}元"},
	} {
		var got strings.Builder
		for _, e := range compare.Diff(c.a, c.b) {
			got.WriteString(map[compare.Op]string{compare.Equal: e.Text, compare.Delete: "[" + e.Text + "]", compare.Insert: "{" + e.Text + "}"}[e.Op])
		}
		if got.String() != c.want {
			t.Errorf("%s → %s is told as %s", c.a, c.b, got.String())
		}
	}
}

func TestAVersionIsTheSameAsItself(t *testing.T) {
	t.Parallel()
	for _, dir := range pairs(t) {
		a := version(t, dir, "old")
		n := compare.Count(compare.Compare(a, a))
		if n != (compare.Counts{Same: len(a)}) {
			t.Errorf("%s: %+v", dir, n)
		}
	}
}

func TestComparedTheOtherWayRoundAddedIsRemoved(t *testing.T) {
	t.Parallel()
	for _, dir := range pairs(t)[:3] {
		a, b := version(t, dir, "old"), version(t, dir, "new")
		there, back := compare.Count(compare.Compare(a, b)), compare.Count(compare.Compare(b, a))
		if there.Added != back.Removed || there.Removed != back.Added || there.Same != back.Same {
			t.Errorf("%s: %+v, %+v", dir, there, back)
		}
	}
}

// Random edits of a random draft: whatever happens, the promises hold.
func TestNoClauseIsLostWhateverChanges(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		a := random(r)
		b := slices.Clone(a)
		for range r.IntN(12) {
			b = edited(r, b)
		}
		check(t, a, b, compare.Compare(a, b))
	}
}

func random(r *rand.Rand) (list []compare.Clause) {
	for range r.IntN(30) {
		list = append(list, compare.Clause{Depth: r.IntN(4), Kind: []string{"chapter", "article", "paragraph", "item", "table"}[r.IntN(5)],
			Number: fmt.Sprint(r.IntN(9)), Text: phrase(r), Label: fmt.Sprint(r.IntN(50))})
	}
	return list
}

func phrase(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(40) {
		b.WriteRune([]rune("县人民政府应当在自三十日内，。；（第一条）\n 1a")[r.IntN(25)])
	}
	return b.String()
}

func edited(r *rand.Rand, list []compare.Clause) []compare.Clause {
	if len(list) == 0 {
		return random(r)
	}
	i, j := r.IntN(len(list)), r.IntN(len(list))
	switch r.IntN(5) {
	case 0:
		return slices.Delete(list, i, i+1)
	case 1:
		return slices.Insert(list, i, list[j])
	case 2:
		list[i], list[j] = list[j], list[i]
	case 3:
		text := []rune(list[i].Text)
		list[i].Text = string(text[:len(text)/2]) + phrase(r) + string(text[len(text)/2:])
	case 4:
		list[i].Text += list[j].Text
	}
	return list
}

func TestWhatNobodyWouldWriteIsBounded(t *testing.T) {
	t.Parallel()
	for name, c := range hostile() {
		changes := compare.Compare(c[0], c[1])
		check(t, c[0], c[1], changes)
		if len(changes) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}
}

func FuzzDiff(f *testing.F) {
	f.Add(cats, dogs)
	f.Add("第三条\xff甲", "第\xe4\xb8条")
	f.Add("3.5.\u0301\u200d", "👨‍👩‍👧")
	f.Fuzz(func(t *testing.T, a, b string) {
		edits := compare.Diff(a, b)
		if a == b && edits != nil {
			t.Fatal("equal texts differ")
		}
		if a != b && (joined(edits, compare.Delete) != a || joined(edits, compare.Insert) != b) {
			t.Fatalf("%q → %q is told as %+v", a, b, edits)
		}
		for i, e := range edits {
			if e.Text == "" || utf8.ValidString(a) && utf8.ValidString(b) && !utf8.ValidString(e.Text) || i > 0 && e.Op == edits[i-1].Op {
				t.Fatalf("a bad run: %+v", edits)
			}
		}
	})
}

func FuzzCompare(f *testing.F) {
	f.Add("第1条 甲\n 第2款", "第1条 乙")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := lines(a), lines(b)
		check(t, x, y, compare.Compare(x, y))
	})
}

// lines makes a clause of each line; blanks before it are its depth.
func lines(s string) (list []compare.Clause) {
	kinds := []string{"article", "paragraph", "item", "chapter", "preamble", "appendix"}
	for line := range strings.Lines(s) {
		text := strings.TrimLeft(line, " ")
		number, rest, _ := strings.Cut(text, " ")
		list = append(list, compare.Clause{Depth: len(line) - len(text), Kind: kinds[len(text)%len(kinds)], Number: number, Text: rest, Label: number})
	}
	return list
}

func TestTheSameTextsGiveTheSameComparison(t *testing.T) {
	t.Parallel()
	a, b := version(t, pairs(t)[0], "old"), version(t, pairs(t)[0], "new")
	if !reflect.DeepEqual(compare.Compare(a, b), compare.Compare(a, b)) {
		t.Error("a comparison differs from itself")
	}
}
