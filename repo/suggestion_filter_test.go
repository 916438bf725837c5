package repo_test

import (
	"strings"
	"testing"

	"nayan/internal/fold"
	"nayan/repo/repotest"
)

// What people wrote stands in the database as they wrote it: the query is spelt in
// every way instead.
func TestAPatternFindsInPlainTextWhatFoldingFinds(t *testing.T) {
	t.Parallel()
	db := repotest.DB(t)
	texts := []string{"总　则：養犬\u200b管理", "优化營商環境，第３０日前", "ＰＭ２．５ 与 pm2.5", "用 [括号]、^尖号-横线\\反斜线", "it's 100%_ ℃", "换\n行\r\n的字", "𠮷野家"}
	terms := []string{"总则", "總則", "养犬管理", "营商环境", "30日", "PM2.5", "[括号]", "^尖号-横线\\", "100%_", "%", "换行的字", "行字", "𠮷野家", "野家", "养犬理", "."}
	for _, text := range texts {
		for _, typed := range terms {
			term := fold.Text(typed)
			var found bool
			if err := db.Get(&found, `SELECT $1::text ~ $2::text`, text, fold.Pattern(term)); err != nil {
				t.Fatalf("%q: %v", fold.Pattern(term), err)
			}
			if want := strings.Contains(fold.Text(text), term); found != want {
				t.Errorf("%q in %q: found %v, folding says %v", typed, text, found, want)
			}
		}
	}
}
