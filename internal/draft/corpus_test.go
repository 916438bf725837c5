package draft

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/width"

	"nayan/internal/fault"
)

// corpusDir is where the real texts are: testdata, unless NAYAN_DRAFT_CORPUS
// names a larger collection of the same layout (several, as in PATH).
func corpusDirs() []string {
	if dirs := os.Getenv("NAYAN_DRAFT_CORPUS"); dirs != "" {
		return filepath.SplitList(dirs)
	}
	return []string{"testdata"}
}

type corpusFile struct {
	name  string
	data  []byte
	floor int // the least number of articles
}

func readCorpus(t testing.TB) []corpusFile {
	t.Helper()
	var files []corpusFile
	for _, dir := range corpusDirs() {
		f, err := os.Open(filepath.Join(dir, "index.csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		column := slices.IndexFunc(rows[0], func(head string) bool { return head == "articles" || head == "article_paras" })
		for _, row := range rows[1:] {
			data, err := os.ReadFile(filepath.Join(dir, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			floor, err := strconv.Atoi(row[column])
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, corpusFile{name: row[0], data: data, floor: floor})
		}
	}
	return files
}

func TestCorpusLosesNoArticleAndNoCharacter(t *testing.T) {
	t.Parallel()
	var files, floor, found, cells, refused int
	var took, slowest time.Duration
	for _, f := range readCorpus(t) {
		start := time.Now()
		tree, err := Parse(f.name, f.data)
		spent := time.Since(start)
		took, slowest = took+spent, max(slowest, spent)
		files++
		if fault.Is(err, fault.Invalid) && fault.Of(err).Key == keyNoClause && f.floor == 0 {
			refused++ // nothing but a title and its notes
			t.Logf("no clause in %s", f.name)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		articles, inTables := countArticles(tree)
		if articles+inTables < f.floor {
			t.Errorf("%s: %d articles, expected at least %d", f.name, articles+inTables, f.floor)
		}
		floor, found, cells = floor+f.floor, found+articles, cells+inTables
		src, err := read(f.name, f.data)
		if err != nil {
			t.Fatal(err)
		}
		if where := lost(src, tree); where != "" {
			t.Errorf("%s: %s", f.name, where)
		}
		if tree.Title == "" {
			t.Errorf("%s: no title", f.name)
		}
	}
	t.Logf("%d files, %d refused; 条 expected %d, found %d, and %d quoted in table cells; %v in all, %v at most",
		files, refused, floor, found, cells, took.Round(time.Millisecond), slowest.Round(100*time.Microsecond))
}

var cellArticle = regexp.MustCompile(`^第[零〇一二三四五六七八九十百千]+条`)

// countArticles counts 条, and table cells that begin with one: those name
// articles of another act.
func countArticles(tree Tree) (articles, cells int) {
	for n := range tree.Walk() {
		if n.Clause.Kind == Article && classify(n.Clause.Number).family == famArticle {
			articles++
		}
		if n.Clause.Kind != Table {
			continue
		}
		for cell := range strings.FieldsFuncSeq(n.Clause.Text, func(r rune) bool { return r == '\t' || r == '\n' }) {
			if cellArticle.MatchString(cell) {
				cells++
			}
		}
	}
	return articles, cells
}

func TestCorpusReadsBackTheSameAfterWriting(t *testing.T) {
	t.Parallel()
	for _, f := range readCorpus(t) {
		tree, err := Parse(f.name, f.data)
		if err != nil {
			continue // judged above
		}
		if where := roundTrip(tree); where != "" {
			t.Errorf("%s: %s", f.name, where)
		}
	}
}

// TestCorpusGivesTheSameArticlesFromBothFormats compares acts that are there as
// .md and as .docx, found by their titles.
func TestCorpusGivesTheSameArticlesFromBothFormats(t *testing.T) {
	t.Parallel()
	markdown := map[string]Tree{}
	pairs := 0
	for _, f := range readCorpus(t) {
		if tree, err := Parse(f.name, f.data); err == nil && strings.HasSuffix(f.name, ".md") {
			markdown[titleKey(tree.Title)] = tree
		}
	}
	for _, f := range readCorpus(t) {
		tree, err := Parse(f.name, f.data)
		other, found := markdown[titleKey(tree.Title)]
		if err != nil || !found || !strings.HasSuffix(f.name, ".docx") {
			continue
		}
		pairs++
		got, want := articleTexts(tree), articleTexts(other)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d and %d articles, or other texts", f.name, len(got), len(want))
		}
		t.Logf("%s: %d articles the same", f.name, len(got))
	}
	if pairs == 0 {
		t.Error("no pair found")
	}
}

// titleKey folds what editors of collections change in a title.
func titleKey(title string) string {
	title = strings.ReplaceAll(width.Fold.String(squeeze(title)), "中华人民共和国", "")
	return strings.NewReplacer("〈", "《", "〉", "》", "<", "《", ">", "》", "、", "").Replace(title)
}

// articleTexts gives each article with all below it, white space left out; the
// two collections differ in full-width digits and brackets.
func articleTexts(tree Tree) []string {
	var texts []string
	for n := range tree.Walk() {
		if n.Clause.Kind == Article {
			one := Tree{Clauses: []Clause{*n.Clause}}
			texts = append(texts, width.Fold.String(squeeze(one.PlainText())))
		}
	}
	return texts
}
