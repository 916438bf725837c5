package repo_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nayan/internal/fold"
	"nayan/repo"
)

// library is a county that consults on real acts, a clause a line.
func library(t testing.TB) (c calls, texts []string) {
	t.Helper()
	c = newCalls(t)
	files, err := filepath.Glob("testdata/statutes/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := slices.DeleteFunc(strings.Split(string(data), "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
		f := c.fields("关于公开征求《" + strings.TrimSuffix(filepath.Base(name), ".md") + "》意见的公告")
		c.release(t, c.draft(t, f, lines...))
		texts = append(texts, lines...)
	}
	odd := []string{"用于查找的怪字符：it's 100%_\\ PM2.5 ℃ 𠮷野家", "征集集意意见", "總　則：養犬\u200b管理"}
	c.release(t, c.draft(t, c.fields("杂项"), odd...))
	return c, append(texts, odd...)
}

// found gives the titles that a query finds.
func (c calls) found(t testing.TB, query string) []string {
	t.Helper()
	l, err := c.Consultations(t.Context(), repo.Filter{Query: query, Now: noon})
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	got := titles(l.Items)
	slices.Sort(got)
	return got
}

// likeEverything searches what was written, not what was folded: the queries
// tried against it are spelt as the texts are.
const likeEverything = `SELECT c.title FROM consultations c JOIN units u ON u.id = c.unit_id
JOIN drafts d ON d.consultation_id = c.id AND d.id = c.draft_id
WHERE strpos(c.title, $1) > 0 OR strpos(u.name, $1) > 0 OR strpos(d.title, $1) > 0 OR EXISTS (SELECT FROM clauses x
    WHERE x.consultation_id = c.id AND x.draft_id = d.id AND x.text LIKE '%' || replace(replace(replace($1, '\', '\\'), '%', '\%'), '_', '\_') || '%')
ORDER BY c.title COLLATE "C"`

func TestSearchFindsWhatLikeFindsInRealTexts(t *testing.T) {
	t.Parallel()
	c, _ := library(t)
	hits := 0
	for _, q := range []string{
		"犬", "水", "龘", "管理", "信息", "营商", "听证", "养狗", "无障碍", "市场主体", "不少于30日", "30日", "第722号", "2019年",
		"公开征求意见", "征集意见", "征集集意", "行政规范性文件", "第十五条", "第六十二条", "县级以上人民政府", "残疾人、老年人",
		"云溪县司法局", "征求意见稿", "公安局", "《优化营商环境条例》", "100%", "%", "_", "'", `\`, "it's", "2.5", "a", "𠮷", "𠮷野家", "℃",
		"知情权、参与权、表达权和监督权", "政府信息公开工作机构的具体职能", "最大限度减少政府对市场资源的直接配置，最大限度减少政府对市场活动的直接干预",
	} {
		var want []string
		if err := c.db.Select(&want, likeEverything, q); err != nil {
			t.Fatal(err)
		}
		got := c.found(t, q)
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, LIKE finds %q", q, got, want)
		}
		hits += len(want)
	}
	if hits < 40 {
		t.Errorf("only %d hits: the queries try nothing", hits)
	}
}

func TestSearchFindsEveryPieceOfARealText(t *testing.T) {
	t.Parallel()
	c, texts := library(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		runes := []rune(fold.Text(texts[random.IntN(len(texts))]))
		from := random.IntN(len(runes))
		q := string(runes[from:min(len(runes), from+1+random.IntN(12))])
		var want []string
		err := c.db.Select(&want, `SELECT c.title FROM consultations c JOIN consultation_texts x ON x.consultation_id = c.id
			WHERE strpos(x.text, $1) > 0 ORDER BY c.title COLLATE "C"`, q)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.found(t, q); len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("%q finds %q, LIKE finds %q", q, got, want)
		}
	}
}

func TestSearchKnowsOneTextInManySpellings(t *testing.T) {
	t.Parallel()
	c, _ := library(t)
	for spelling, plain := range map[string]string{
		"優化營商環境": "优化营商环境", "無障礙": "无障碍", "總則": "总则", "总 则": "总则", "养犬管理": "養犬管理", "３０日": "30日",
		"pm2.5": "PM2.5", "ＰＭ２．５": "PM2.5", "　信息公开 ": "信息公开", "信\u200b息": "信息",
	} {
		got, want := c.found(t, spelling), c.found(t, plain)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%q finds %q, %q finds %q", spelling, got, plain, want)
		}
	}
}

func TestSearchWantsEveryWord(t *testing.T) {
	t.Parallel()
	c, _ := library(t)
	if got := c.found(t, "无障碍 老年人"); len(got) != 1 || !strings.Contains(got[0], "无障碍环境建设法") {
		t.Errorf("two words: %q", got)
	}
	if got := c.found(t, "无障碍 𠮷野家"); len(got) != 0 {
		t.Errorf("words of two acts: %q", got)
	}
	if got := c.found(t, "征集意见"); slices.Contains(got, "杂项") {
		t.Error("all pairs of a word, but not the word, were enough")
	}
	if got := c.found(t, " 　\u200b"); len(got) != 5 {
		t.Errorf("no word chooses %d of 5", len(got))
	}
	if got := c.found(t, strings.Repeat("很长", 5000)+strings.Repeat(" 多", 5000)); len(got) != 0 {
		t.Errorf("an endless query: %q", got)
	}
}

// Left to itself, the planner reads every text: see the function's migration.
func TestSearchReadsOnlyTheTextsThatTheIndexNames(t *testing.T) {
	t.Parallel()
	c, _ := library(t)
	tx, err := c.db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	type scans struct {
		Sequential int `db:"seq_scan"`
		Index      int `db:"idx_scan"`
	}
	read := func() (s scans) {
		t.Helper()
		err := tx.Get(&s, `SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'consultation_texts'`)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := read()
	var found int
	err = tx.Get(&found, `SELECT count(*) FROM consultations_containing($1::tsquery, '{}')`, `'养犬'`)
	if err != nil || found != 1 {
		t.Fatalf("%d found, %v", found, err)
	}
	if after := read(); after.Sequential != before.Sequential || after.Index != before.Index+1 {
		t.Errorf("scans before %+v, after %+v", before, after)
	}
}

func TestWhatIsDraftedAnewIsFoundByItsNewWordsOnly(t *testing.T) {
	t.Parallel()
	c := newCalls(t)
	id := c.draft(t, c.fields("公告"), "旧稿写的是燃放烟花")
	c.write(t, func(tx *repo.Tx) error {
		f := repo.Texts{Fields: c.fields("新标题")}
		if err := tx.UpdateConsultation(t.Context(), id, f, noon); err != nil {
			return err
		}
		return tx.IndexConsultation(t.Context(), id)
	})
	c.release(t, id)
	if len(c.found(t, "公告")) != 0 || len(c.found(t, "新标题")) != 1 || len(c.found(t, "烟花")) != 1 {
		t.Errorf("old title %q, new title %q, draft %q", c.found(t, "公告"), c.found(t, "新标题"), c.found(t, "烟花"))
	}
}
