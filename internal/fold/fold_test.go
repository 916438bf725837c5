package fold_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nayan/internal/fold"
)

func TestSpellingsOfTheSameTextFoldAlike(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"總　則":               "总则",
		"ＰＭ２．５（細顆粒物）":       "pm2.5(细颗粒物)",
		"垃\u200b圾\ufeff分類":  "垃圾分类",
		"台\u00adarea\ufe0f": "台area",
		"裏裡里":               "里里里",
		"第 十 二 條\r\n":       "第十二条",
		"㎡①":                "m21",
		"　\t\n":             "",
		"ABC":               "abc",
		"a\xffb":            "ab",
		"𠮷野家":               "𠮷野家",
	} {
		if got := fold.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
		if again := fold.Text(fold.Text(text)); again != fold.Text(text) {
			t.Errorf("folding %q twice gives %q", text, again)
		}
	}
}

func TestAQueryIsItsWords(t *testing.T) {
	t.Parallel()
	if got := fold.Terms(" 垃圾　分類\tPM2.5 \u200b "); !slices.Equal(got, []string{"垃圾", "分类", "pm2.5"}) {
		t.Errorf("terms: %q", got)
	}
	if got := fold.Terms(" 　"); got != nil {
		t.Errorf("white space gives terms: %q", got)
	}
}

func TestGramsAreCharactersAndPairsWithinOnePart(t *testing.T) {
	t.Parallel()
	doc := fold.Document("养犬", "", "　", "犬证")
	if doc != "养犬\n犬证" {
		t.Errorf("document: %q", doc)
	}
	got := fold.Grams(doc)
	want := []string{"养", "养犬", "犬", "犬证", "证"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("grams: %q, want %q", got, want)
	}
}

func TestATermIsFoundByItsPairsOrItsOnlyCharacter(t *testing.T) {
	t.Parallel()
	for term, want := range map[string][]string{"犬": {"犬"}, "养犬": {"养犬"}, "养犬证": {"养犬", "犬证"}, "aaaa": {"aa"}} {
		if got := fold.TermGrams(term); !slices.Equal(got, want) {
			t.Errorf("TermGrams(%q) = %q, want %q", term, got, want)
		}
	}
	if !fold.Exact("犬") || !fold.Exact("养犬") || fold.Exact("养犬证") {
		t.Error("only terms of one or two characters are decided by their grams")
	}
}

func TestNoiseStaysWithinATsvector(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for r := rune(0x4e00); r < 0x4e00+500; r++ {
		for s := rune(0x4e00); s < 0x4e00+500; s++ {
			b.WriteRune(r)
			b.WriteRune(s)
		}
	}
	size := 0
	for _, gram := range fold.Grams(b.String()) {
		size += len(gram)
	}
	if size == 0 || size >= 1<<20 {
		t.Errorf("the grams have %d bytes", size)
	}
}

func FuzzWhateverIsInATextIsFoundByItsGrams(f *testing.F) {
	f.Add("第一條　為了規範養犬行為", 2, 3)
	f.Add("PM2.5 'quoted' \\ %_", 0, 9)
	f.Fuzz(func(t *testing.T, text string, from, length int) {
		doc := fold.Document(text)
		runes := []rune(doc)
		if !utf8.ValidString(doc) || len(runes) == 0 {
			return
		}
		from = min(max(from, 0), len(runes)-1)
		term := string(runes[from:min(len(runes), from+1+max(0, length)%10)])
		all := fold.Grams(doc)
		for _, gram := range fold.TermGrams(term) {
			if _, found := slices.BinarySearch(all, gram); !found {
				t.Errorf("%q is in the text, its gram %q is not", term, gram)
			}
		}
	})
}
